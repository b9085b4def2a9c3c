import { stepDuties } from '../../../src/access/steps.js';
import { recipientOf } from '../domain.js';
import { columnsOf } from '../replaced.js';
import { consentScoped, type View } from '../rows.js';
import { isOfTeam, mayHaveOfTeam, ofTeams, surveyed } from '../teams.js';
import { derived, type Row, tableNames } from '../world.js';
import type { ViewerModel } from './viewer.js';

// Whose the rows of every table are. A table that is not here stops the differential test until somebody has said it.

/** What of a table may differ between two states of the world that a viewer must not be able to tell apart. */
export type Kind =
  /** Rows of a household: those that the viewer may not have, by class, consent and side. */
  | 'household'
  /** The same for everybody, but for what is confidential. */
  | 'catalogue'
  /** Of posts, people and organizations: those that are not of the asking one's own. */
  | 'own'
  /** No query answers with anything of it: all of it, for everybody. */
  | 'nobody'
  /** What everybody may know: nothing. */
  | 'shared'
  /** How the API was asked; lines of it are changed in lines.ts. */
  | 'log'
  /** Follows from other rows by itself. */
  | 'derived';

type MayHave = (model: ViewerModel, row: Row) => boolean;

const wrote = (sight: Parameters<MayHave>[0], staff: unknown) =>
  sight.world
    .where('posts', 'staff_id', staff)
    .some(({ id }) =>
      [
        'case_notes',
        'note_participants',
        'facet_changes',
        'service_records',
        'service_record_changes',
        'assignments',
      ].some((table) => sight.world.where(table, 'post_id', id).some((row) => sight.mayHave(table, row))),
    );

/** Rows that are no household's: whose they are. */
const own: Readonly<Record<string, MayHave>> = {
  agreements: ({ of }, row) => viewOf(of)?.mayHave('agreements', row) ?? false,
  agreement_steps: ({ of }, row) => viewOf(of)?.mayHave('agreement_steps', row) ?? false,
  // Whoever may have a note or a change is told who wrote it, by name; and of an assignment whose it is.
  ...Object.fromEntries(
    ofTeams.map((table): [string, MayHave] => [
      table,
      ({ world, desk, viewer }, row) =>
        desk !== null && mayHaveOfTeam(desk, surveyed(world, desk, viewer.purpose), table, row),
    ]),
  ),
  // What was decided is told by what is proposed, to those of the team who may know of the household.
  campaign_line_matches: ({ world, desk, of }, row) =>
    desk !== null &&
    isOfTeam(desk, world.one('campaign_lines', 'id', row.line_id)!) &&
    (of(String(row.household_id))?.knowsHousehold ?? false),
  staff: (sight, { id }) => sight.people.has(String(id)) || wrote(sight, id),
  posts: ({ people }, { id }) => people.has(String(id)),
  staff_changes: (model, row) => administers(model, row.organization_id),
  consent_proposals: (model, row) =>
    (row.organization_id === recipient(model) && (model.desk?.duties.includes('PARTNER_WORKER') ?? false)) ||
    confirms(model, row),
  emergencies: (model, row) => row.post_id === model.desk?.post || notifiedOf(model, row.id),
  incoming_reports: knowsIncoming,
  // Whoever sent a report has its receipt; whoever may have the report is told what its sender is.
  report_receipts: (model, row) => {
    const report = model.world.one('intake_reports', 'id', row.report_id);
    return (
      row.post_id === model.desk?.post ||
      keepsWords(model, row) ||
      (report !== undefined && model.mayHave('intake_reports', report))
    );
  },
  // What was decided about a match is told to nobody: it is proposed no more, to those who triage the report.
  report_matches: (model, row) => {
    const report = model.world.one('intake_reports', 'id', row.report_id);
    return report !== undefined && hasOf(model, stepDuties.TRIAGE) && model.mayHave('intake_reports', report);
  },
  notifications: ({ desk }, row) => row.post_id === desk?.post,
  review_tasks: (model, row) => notifiedOf(model, row.emergency_id),
  changes: (model, row) => {
    const referral = model.world.one('referrals', 'id', row.object_id);
    return (
      referral !== undefined &&
      row.organization_id === recipient(model) &&
      // Whoever sent it hears what became of it, and no more (docs/decisions.md).
      (model.mayHave('referrals', referral) || model.isSender(referral))
    );
  },
  webhooks: (model, row) => row.organization_id === recipient(model) && row.removed_at === null,
  webhook_deliveries: ({ world, desk }, row) =>
    desk !== null && world.one('webhooks', 'id', row.webhook_id)?.post_id === desk.post,
  ledger_accounts: knowsAccount,
  pledges: knowsAccount,
  budget_lines: knowsAccount,
  ledger_entries: (model, row) => knowsAccount(model, { ...row, id: row.account_id }),
  change_requests: ({ world, desk }, row) => {
    const record = world.one('services', 'id', row.record_id);
    if (!desk || record?.confidential !== false) return false;
    return (
      row.organization_id === desk.organization ||
      (edits(desk.duties) && record.district_id === desk.district)
    );
  },
  duplicate_dismissals: ({ desk }) => edits(desk?.duties),
  // Decided in the open, for everybody who works in the district.
  district_policies: ({ desk }, row) => row.district_id === desk?.district,
  visit_teams: ({ desk }, row) => row.organization_id === desk?.organization,
  // Whoever goes to people for the organization knows who stands in there, and so does whoever administers them.
  zone_substitutions: (model, row) =>
    (model.desk !== null && isOfTeam(model.desk, row)) || administers(model, row.organization_id),
  // What is called an outlier in the district's review follows from it.
  review_policies: ({ desk }, row) => watches(desk?.duties) && row.district_id === desk?.district,
};

// Who edited and hid what of the catalogue is for imports and commands alone: no read looks at it.
const nobody = [
  ...['feed_heads', 'referral_links', 'idempotency_keys', 'consent_policies'],
  ...['catalogue_edits', 'concealments'],
];
// What services are found by is made of those that everybody may know: the database takes no other. Where a record went and
// that it changed is for everybody; what becomes confidential is told of in upkeep's own tests.
const shared = [
  ...['districts', 'district_codes', 'dong_codes', 'public_holidays', 'service_searches', 'search_words'],
  ...['upkeep_policies', 'record_redirects', 'catalogue_changes'],
];
// Who imported what is read by the importer alone, as its owner.
const log = ['access_log', 'access_log_seals', 'access_log_heads', 'hamkke_installed', 'record_sources'];

const isCatalogue = (table: string) => columnsOf(table).some(({ name }) => name === 'confidential');

export const kinds: ReadonlyMap<string, Kind> = new Map([
  ...consentScoped.map((table) => [table, 'household'] as const),
  ...tableNames.filter(isCatalogue).map((table) => [table, 'catalogue'] as const),
  ...Object.keys(own).map((table) => [table, 'own'] as const),
  ...nobody.map((table) => [table, 'nobody'] as const),
  ...shared.map((table) => [table, 'shared'] as const),
  ...log.map((table) => [table, 'log'] as const),
  ...derived.map((table) => [table, 'derived'] as const),
]);

/** Whether a viewer may have a row that belongs to no household. */
export function mayHaveOther(model: ViewerModel, table: string, row: Row): boolean {
  const kind = kinds.get(table);
  if (!kind) throw new Error(`Nobody said whose rows ${table} holds: say it in model/ownership.ts`);
  if (kind === 'shared') return true;
  if (kind === 'catalogue') return row.confidential === false;
  return kind === 'own' && own[table]!(model, row);
}

/** Whoever writes down consents decides about a proposal of somebody of that name and birth date whom they keep. */
const confirms = ({ world, of, desk }: ViewerModel, row: Row) =>
  hasDuty(desk?.duties, consentRecorders) &&
  row.state === 'PROPOSED' &&
  String(row.lapses_on) >= world.today &&
  row.district_id === desk?.district &&
  world.where('member_identities', 'birth_date', row.birth_date).some((each) => {
    const view = each.name === row.name ? of(String(each.household_id)) : null;
    return (view?.standing.keepsConsents && view.has(each.member_id, 'IDENTITY')) ?? false;
  });
const hasDuty = (duties: readonly string[] = [], some: readonly string[]) =>
  duties.some((each) => some.includes(each));
const consentRecorders = ['CENTER_HEAD', 'CASE_MANAGER', 'COUNSELLOR', 'CONSULTATION_SPECIALIST'];

/** Agreements are of no household, and judged by the same words as consents. */
const viewOf = (of: (household: string) => View | null) => of('');
const recipient = ({ desk }: ViewerModel) => desk && recipientOf(desk);
const edits = (duties: readonly string[] = []) => duties.includes('CATALOGUE_EDITOR');
export const watches = (duties: readonly string[] = []) => duties.includes('PRIVACY_OFFICER');
const notifiedOf = ({ world, desk }: ViewerModel, emergency: unknown) =>
  world.where('notifications', 'emergency_id', emergency).some((each) => each.post_id === desk?.post);

/** Those who link and those who keep pledges or budgets know the accounts of their district; a sponsor the own pledges. */
export function knowsAccount({ world, desk }: ViewerModel, { district_id: district, id }: Row): boolean {
  if (!desk) return false;
  const pledge = world.one('pledges', 'id', id);
  if (desk.duties.includes('SPONSOR') && pledge)
    return world.one('sponsors', 'id', pledge.sponsor_id)?.organization_id === desk.organization;
  const readers = [...linking, 'PORTAL_ADMINISTRATOR', ...(pledge ? ['CATALOGUE_EDITOR'] : [])];
  return district === desk.district && desk.duties.some((duty) => readers.includes(duty));
}
const linking: readonly string[] = stepDuties.LINK;

const managing: readonly string[] = stepDuties.CONFER;
/** A report that waits is known to whoever wrote it, to those who received it and to those who decide about it. */
function knowsIncoming(model: ViewerModel, row: Row): boolean {
  const { desk } = model;
  if (!desk || row.district_id !== desk.district) return false;
  return row.post_id === desk.post || receivedIncoming(model, row) || decidesIncoming(model, row);
}

const hasOf = ({ desk }: ViewerModel, some: readonly string[]) =>
  desk?.duties.some((duty) => some.includes(duty)) ?? false;
const receivedIncoming = (model: ViewerModel, row: Row) =>
  row.district_id === model.desk?.district &&
  ((row.center_id === model.desk?.organization && hasOf(model, stepDuties.TRIAGE)) ||
    (row.post_id === model.desk?.post && hasOf(model, ['VISITING_NURSE', 'PORTAL_ADMINISTRATOR'])));
/** Whoever received a report keeps its words until somebody looks into it; no other row tells of them. */
export const keepsWords = (model: ViewerModel, receipt: Row): boolean => {
  const report = model.world.one('intake_reports', 'id', receipt.report_id);
  return report !== undefined && receivedIncoming(model, { ...report, post_id: receipt.post_id });
};

/** Somebody else than its writer decides, who manages cases where the household is served, or where it is not, the portal. */
function decidesIncoming(model: ViewerModel, row: Row): boolean {
  const { world, desk } = model;
  if (row.district_id !== desk?.district) return false;
  if (world.one('posts', 'id', row.post_id)?.staff_id === desk?.staff) return false;
  const served = world.where('cases', 'household_id', row.household_id);
  const open = served.filter(({ stage }) => !['CLOSED', 'FOLLOW_UP'].includes(String(stage)));
  const [last] = [...served].sort((one, two) => (String(one.opened_on) < String(two.opened_on) ? 1 : -1));
  const serving = open.length > 0 ? open : last ? [last] : [];
  return serving.length > 0
    ? hasOf(model, managing) && serving.some(({ center_id: center }) => center === desk?.organization)
    : hasOf(model, ['PORTAL_ADMINISTRATOR']);
}

/** What is told of a report that waits: how it stands, its words and people too, or whose household it is as well. */
export function toldOfIncoming(model: ViewerModel, row: Row): 'state' | 'words' | 'whole' {
  if (decidesIncoming(model, row)) return 'whole';
  const waits = row.state === 'PENDING' && Date.now() < Date.parse(String(row.expires_at));
  return waits && receivedIncoming(model, row) ? 'words' : 'state';
}

const reviewing = ['CENTER_HEAD', 'PRIVACY_OFFICER', 'PORTAL_ADMINISTRATOR'];
/** Whose people a viewer administers: a head those of the centre, the portal those of the district but for shelters. */
function administers({ world, desk }: ViewerModel, organization: unknown): boolean {
  if (!desk) return false;
  const row = world.one('organizations', 'id', organization);
  return (
    (desk.duties.includes('CENTER_HEAD') && organization === desk.organization) ||
    (desk.duties.includes('PORTAL_ADMINISTRATOR') &&
      row?.district_id === desk.district &&
      row.confidential === false)
  );
}

/** People and posts that a viewer is told of somewhere: colleagues, whom they administer or assign, who is in the log. */
export function peopleOf(model: ViewerModel, watched: readonly Row[]): ReadonlySet<string> {
  const { world, desk } = model;
  const found = new Set<string>();
  if (!desk) return found;
  const add = (post: unknown) => {
    const row = world.one('posts', 'id', post);
    if (row) found.add(String(row.id)).add(String(row.staff_id));
  };
  found.add(desk.staff);
  for (const post of world.all('posts')) {
    const person = world.one('staff', 'id', post.staff_id)!;
    const nurse = (post.duties as string[]).includes('VISITING_NURSE') && post.district_id === desk.district;
    if (
      post.staff_id === desk.staff ||
      post.organization_id === desk.organization ||
      administers(model, post.organization_id) ||
      (nurse && desk.duties.some((duty) => ['CENTER_HEAD', 'CASE_MANAGER'].includes(duty)))
    )
      add(post.id);
    else if (administers(model, person.home_organization_id)) found.add(String(person.id));
  }
  for (const change of world.all('staff_changes'))
    if (administers(model, change.organization_id)) found.add(String(change.by_staff_id));
  if (desk.duties.some((duty) => reviewing.includes(duty)))
    for (const each of world.all('emergencies')) if (notifiedOf(model, each.id)) add(each.post_id);
  for (const entry of world.all('ledger_entries'))
    if (!desk.duties.includes('SPONSOR') && model.mayHave('ledger_entries', entry)) add(entry.post_id);
  for (const line of watched) add(line.post_id);
  return found;
}
