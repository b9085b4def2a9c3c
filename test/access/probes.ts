import { isInterfaceType, isObjectType } from 'graphql';
import { families, known } from '../../src/demo/known.js';
import { schema } from '../../src/schema.js';
import { recipientOf } from './domain.js';
import { globalId } from './everything.js';
import { day as dayOf, idOf } from './households.js';
import type { ViewerModel } from './model/viewer.js';
import type { Prepared } from './prepared.js';
import type { Values } from './questions.js';
import { nodeTypes, openedNumber, tableOfNode } from './roots.js';
import { consentScoped, householdOf } from './rows.js';
import type { Row, World } from './world.js';

const cursor = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');

/** Rows of a table that mean most: hidden and changed, taken away, added, and shown. */
function samples(table: string, before: ViewerModel, after: ViewerModel, homes: ReadonlySet<string>): Row[] {
  const ids = (world: World) => new Set(world.all(table).map(({ id }) => id));
  const [had, has] = [ids(before.world), ids(after.world)];
  const hidden = before.world.all(table).filter((row) => !before.mayHave(table, row));
  const shown = before.world.all(table).filter((row) => before.mayHave(table, row));
  const named = (rows: readonly Row[]) => {
    const some = rows.filter((row) => !consentScoped.includes(table) || homes.has(householdOf(table, row)));
    return some.length ? some : rows;
  };
  return [
    ...named(hidden.filter(({ id }) => has.has(id))).slice(0, 1),
    ...named(hidden.filter(({ id }) => !has.has(id))).slice(0, 1),
    ...after.world
      .all(table)
      .filter(({ id }) => !had.has(id))
      .slice(0, 1),
    ...named(shown).slice(0, 1),
    ...named(shown).slice(-1),
  ];
}

const zoneOf = (...parts: readonly unknown[]) => parts.filter((part) => part !== null).join('-');
const zoneOfRow = ({ dong, tong, ban }: Row) => zoneOf(dong, tong, ban);
/** Where some households live, and some of those of which a tong is known. */
const placesOf = ({ world }: Pick<Prepared, 'world'>, some: readonly Row[]) => {
  const places = world.all('household_summaries');
  const asked = new Set(some.map(({ id }) => id));
  const exact = places.filter((row) => row.responsible_tong !== null);
  return [
    ...places.filter((row) => asked.has(row.household_id)),
    ...exact.slice(0, 3),
    ...exact.slice(-3),
  ].map((row) => zoneOf(row.responsible_dong, row.responsible_tong, row.responsible_ban));
};

/** With what the operations are asked: ids, names, days and cursors of what is hidden, in either state, and of what is shown. */
export function valuesFor(
  { homes: named, world }: Pick<Prepared, 'homes' | 'world'>,
  before: ViewerModel,
  after: ViewerModel,
): Values {
  const homes = new Set([...named.values()].map(({ id }) => id));
  const rows = (table: string) => samples(table, before, after, homes);
  const ids = new Map(
    nodeTypes.map((type) => [type, rows(tableOfNode(type)).map((row) => globalId(type, row))]),
  );
  const both = (table: string, column: string, some: readonly Row[]) =>
    [
      ...new Set(
        some.flatMap((row) =>
          [before, after].map(
            (each) =>
              each.world.one(
                table,
                ['name', 'phone'].includes(column) ? 'member_id' : 'household_id',
                row.id,
              )?.[column] ?? null,
          ),
        ),
      ),
    ].filter((each) => each !== null);
  const households = rows('households');
  // Whose name is withheld in a household that is known, and anybody's.
  const nameless = world
    .all('member_identities')
    .filter(
      (row) => before.of(householdOf('', row))?.knowsHousehold && !before.mayHave('member_identities', row),
    )
    .slice(0, 3)
    .map((row) => ({ id: row.member_id }));
  const members = [...rows('members'), ...nameless];
  const shelter = (each: ViewerModel) => each.world.one('organizations', 'id', known.organizations.shelter)!;
  const dates = both('cases', 'opened_on', households).slice(0, 3);
  const districts = [...new Set([before.desk?.district ?? known.districts.yongsan, '41113'])];
  const numbers = numbersOf(before, districts);
  const looksUp = before.desk?.duties.includes('PORTAL_ADMINISTRATOR');
  const shelterId = `Organization:${known.organizations.shelter}`;
  const byReturned: Record<string, unknown[]> = {};
  for (const field of Object.values(schema.getQueryType()!.getFields())) {
    const type = field.type;
    if (isObjectType(type) && ids.has(type.name)) byReturned[`Query.${field.name}.id`] = ids.get(type.name)!;
    if (isInterfaceType(type)) byReturned[`Query.${field.name}.id`] = [...ids.values()].flat();
  }
  const idsOf = (type: string, table: string) =>
    rows(table).map((row) => `${type}:${row.district_id ? `${row.district_id}:` : ''}${row.id}`);
  const atAndId = (table: string, column: string) =>
    rows(table).map((row) => cursor(String(row[column]), String(row.id)));
  const day = dates[0] ?? world.today;
  return {
    ...byReturned,
    'Query.staffMember.id': rows('staff').map((row) => `StaffMember:${row.id}`),
    'Query.staff.organization': ids.get('Organization')!,
    'Query.staff.after': rows('staff').map((row) => cursor(row.name, row.id)),
    'Query.provisions.household': ids.get('Household')!,
    'Query.eligibleServices.householdId': ids.get('Household')!,
    'Query.eligibleServices.after': [cursor('otherwise', '0', '', known.organizations.shelter)],
    'Query.explainAccess.household': ids.get('Household')!,
    'Query.referralCenters.household': ids.get('Household')!,
    'Query.referralCenters.proposal': idsOf('ReferralProposal', 'referral_proposals'),
    'Query.explainAccess.organization': ids.get('Organization')!.slice(0, 4),
    'Query.explainAccess.dataClass': ['SUMMARY', 'HEALTH', 'SAFE_LOCATION', 'INVESTIGATION'],
    'Query.whoSaw.member': ids.get('Member')!,
    'Query.whoSaw.after': [cursor(world.today, 'ㄱ', '{}', '{}')],
    'Query.provisions.after': [cursor(world.today, known.organizations.welfareCentre, '{}', '{}')],
    'Query.metrics.release': [1, 7],
    'Query.metricsRatios.release': [1],
    'MetricsPeriod.from': ['2010-01-01', `${world.today.slice(0, 7)}-01`],
    'MetricsPeriod.until': [world.today],
    // What the tests read is logged today.
    'Query.accessReview.month': [0, -40].map((days) => dayOf(world.today, days).slice(0, 7)),
    'Query.accessReview.after': [cursor('false', '-1', known.organizations.centre)],
    'Query.caseBoard.stuckDays': [1, 3000],
    'Query.consentsEnding.until': [day, dayOf(world.today, 400)],
    'Query.consentsEnding.after': atAndId('consents', 'valid_until'),
    'Query.cases.after': atAndId('cases', 'opened_on'),
    'Query.clocks.after': atAndId('clocks', 'due_on'),
    'Query.policies.day': [day, dayOf(world.today, 30)],
    'Query.screeningForms.day': [day, dayOf(world.today, 30)],
    'Query.inbox.after': [cursor('infinity', `${world.today} 00:00:00+00`, 'Clock')],
    'Query.clients.after': rows('households').map((row) => cursor(row.id, 'CASE_MANAGEMENT')),
    'Query.ledger.account': [...idsOf('Pledge', 'pledges'), ...idsOf('BudgetLine', 'budget_lines')],
    'Query.ledger.after': [cursor('1')],
    'Query.pledges.after': atAndId('pledges', 'valid_from'),
    'Query.budgetLines.after': atAndId('budget_lines', 'year'),
    'Query.budgetLines.year': rows('budget_lines').map(({ year }) => year),
    'Query.accessLog.after': [cursor(`${world.today} 00:00:00+00`, '1000000000')],
    'Query.changes.after': cursorsOf(rows('changes'), before),
    'Query.notifications.after': atAndId('notifications', 'at'),
    'Query.reviewTasks.after': atAndId('review_tasks', 'due_on'),
    'Query.webhookDeliveries.after': atAndId('webhook_deliveries', 'created_at'),
    'Query.referralsSent.after': atAndId('referrals', 'created_at'),
    'Query.referralsReceived.after': atAndId('referrals', 'requested_at'),
    'Query.verificationsDue.after': [cursor('infinity', known.organizations.shelter)],
    'Query.changeRequests.after': rows('change_requests').map((row) => cursor('0', row.id)),
    'Query.duplicateProposals.after': [
      cursor('-0.6', known.organizations.shelter, known.organizations.shelter),
    ],
    'Query.catalogueChanges.after': [cursor('0')],
    'Query.memberByRegistrationNumber.number': numbers,
    // The portal is told whose household it is by what the person says of themselves, which is none of its own to read:
    // test/uniqueid/lookup.test.ts says what it is told. Nobody else is told anything.
    'PersonAtCounterInput.name': looksUp ? ['otherwise'] : both('member_identities', 'name', members),
    'Query.reportMatches.reportId': [families.reportedAgain.reportId, idOf('match/report')].map(
      (each) => `IntakeReport:${known.districts.yongsan}:${each}`,
    ),
    'PersonAtCounterInput.birthDate': dates,
    'PersonAtCounterInput.phone': ['010-0000-0000'],
    'PersonAtCounterInput.number': looksUp ? ['991331-4999999'] : numbers,
    'DistrictFilter.parent': districts,
    'AccessLogFilter.household': idsOf('Household', 'households'),
    'AccessLogFilter.organization': [shelterId, ...ids.get('Organization')!],
    'AccessLogFilter.staff': rows('staff').map((row) => `Staff:${row.id}`),
    'AccessLogFilter.action': ['READ', 'LOG_READ', 'Otherwise'],
    'AccessLogFilter.from': [day, world.today],
    'AccessLogFilter.until': [day, world.today],
    ':ID': ['Household', 'Member', 'Case', 'Organization'].flatMap((type) => ids.get(type)!.slice(0, 4)),
    ':Date': dates,
    district: districts,
    first: [1, 2],
    last: [1, 2],
    'Query.households.after': households
      .slice(0, 4)
      .map((row) => cursor(both('household_summaries', 'registered_on', [row])[0] ?? '2020-01-01', row.id)),
    'Query.agreements.after': atAndId('agreements', 'valid_until'),
    'Query.agreements.before': atAndId('agreements', 'valid_until'),
    ...Object.fromEntries(
      ['after', 'before'].flatMap((name) => [
        [`Query.campaigns.${name}`, atAndId('campaigns', 'starts_on')],
        [`Query.campaignLines.${name}`, atAndId('campaign_lines', 'position')],
        [`Query.promotions.${name}`, atAndId('promotions', 'took_place_on')],
        [`Query.rounds.${name}`, atAndId('rounds', 'walked_on')],
        [`Query.petitions.${name}`, atAndId('petitions', 'taken_on')],
      ]),
    ),
    'Query.campaignLineMatches.lineId': ids.get('CampaignLine')!,
    'CampaignLineFilter.campaign': ids.get('Campaign')!,
    'CampaignLineFilter.zone': rows('campaign_lines').map(zoneOfRow),
    'CampaignLineFilter.dong': rows('campaign_lines').map(({ dong }) => dong),
    'RoundFilter.zone': rows('rounds').map(({ zone }) => zone),
    'PetitionFilter.zone': rows('petitions').map(({ zone }) => zone),
    'CampaignFilter.runningOn': [world.today, day],
    'Query.consentsComingOfAge.before': dates,
    ...Object.fromEntries(
      ['after', 'before'].flatMap((name) => [
        [`Query.sponsors.${name}`, [cursor(shelter(before).id)]],
        [name, [before, after].map((each) => cursor(shelter(each).name, shelter(each).id))],
      ]),
    ),
    'HouseholdFilter.memberName': ['', ...both('member_identities', 'name', members)],
    'HouseholdFilter.memberPhone': ['010-0000-0000', ...both('member_contacts', 'phone', members)],
    'ClockFilter.dueBy': [day, world.today],
    'ClockFilter.zone': placesOf({ world }, households),
    'HouseholdFilter.zone': placesOf({ world }, households),
    'ClockFilter.responsibleDong': both('household_summaries', 'responsible_dong', households),
    'HouseholdFilter.responsibleDong': both('household_summaries', 'responsible_dong', households),
    search: ['otherwise', '쉼터', shelter(before).name, shelter(after).name],
    'TaxonomyTermFilter.code': ['otherwise', world.all('taxonomy_terms')[0]!.code],
    'ServiceFilter.dong': ['후암동', 'otherwise'],
    'ServiceFilter.age': [70],
    'ServiceFilter.costUpTo': [5000],
    'ServiceFilter.openAt': ['2026-03-04T10:00:00+09:00'],
    'ServiceFilter.languages': [['ko', 'otherwise']],
    'PointInput.latitude': [37.53],
    'PointInput.longitude': [126.99],
    'WithinInput.latitude': [37.53],
    'WithinInput.longitude': [126.99],
    'WithinInput.metres': [100_000],
    'ServiceFilter.taxonomyTerm': ids.get('TaxonomyTerm')!,
    'ServiceFilter.organization': ids.get('Organization')!,
  };
}

/** Registration numbers of people there, hidden and shown. */
function numbersOf(model: ViewerModel, districts: readonly string[]): string[] {
  const there = model.world
    .all('member_unique_ids')
    .filter((row) => districts.includes(String(row.district_id)) && row.registration_number_index !== null);
  const shown = there.filter((row) => model.mayHave('member_unique_ids', row));
  const hidden = there.filter((row) => !shown.includes(row));
  const opened = [shown, hidden].flatMap((rows) =>
    rows.flatMap((row) => openedNumber(row) ?? []).slice(0, 3),
  );
  return [...new Set([...opened, '801332-1000000'])];
}

/**
 * Changes to go on behind: those that the viewer is told, and those of other feeds, which are as unknown as none. A change of
 * the own feed that is not told now may have been when its cursor was handed out, and a cursor stays good: that it is one, who
 * was never given it can neither guess nor find.
 */
const cursorsOf = (changes: readonly Row[], model: ViewerModel) =>
  changes
    .filter(
      (row) =>
        model.mayHave('changes', row) || row.organization_id !== (model.desk && recipientOf(model.desk)),
    )
    .map(({ id }) => id);
