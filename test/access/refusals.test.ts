import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consentKeepers, consentRecorders, dutyRules } from '../../src/access/duties.js';
import { families, known } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

// A refusal that names its reason tells what the reason was computed from. Who reads it must be able to see that.

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const input = 'its own input and the calendar alone';
const recorders =
  'the household and its people, for those who write its consents down: they have every class of it';
const dying =
  'who the member is and who lives there, for those who write down IDENTITY there and have SUMMARY';
const moving =
  'both households and their people, for those who write down all of everybody in both, SAFETY and numbers too';
const summary = 'a row that is SUMMARY of a household of which the viewer records SUMMARY';
const own = 'a row that the viewer was answered with before, as one of those who may have it';
const people = 'people and posts that the viewer administers';
const money = 'an account, and of a linkage what is still to be paid, of whoever records the linkage’s class';
const catalogue = 'records of the public catalogue';

/** Every function of the database that refuses for a reason that clients read (HK400), and what it looked at by then. */
const computedFrom: Readonly<Record<string, string>> = {
  receive_report: 'its own input, and the kind of an organization of the public catalogue',
  confirm_report_match: 'SAFETY of people of two households, for those who record both and have it of both',
  decide_report: 'the household, for those who decide about the report: they serve it, or the portal does',
  check_giver: recorders,
  check_terms:
    'its own input, the calendar, and the agreement that was named: the own one of whoever proposes',
  check_consent: recorders,
  propose_consent: input,
  hold_proposal: 'a proposal that matches somebody whose consents the viewer writes down',
  confirm_consent: recorders,
  change_consent: own,
  record_guardianship: recorders,
  end_guardianship: own,
  add_member: 'who lives there, for those who write down IDENTITY there',
  record_death: dying,
  succeed_head: dying,
  record_departure:
    'who the member is, who lives there and why they left, for those who write down IDENTITY and FAMILY there; and whether they were moved on, for the organization that did it',
  check_departure: dying,
  lock_member: moving,
  move_to: moving,
  move_member: moving,
  split_household: moving,
  merge_households: moving,
  expect_consultations_closed: summary,
  agree_visit_date: summary,
  offer_universal_visit:
    'when the member was born and what was offered to them, for those who have their IDENTITY',
  answer_universal_visit: own,
  hold_consultation: summary,
  answer_question: own,
  close_consultation: 'questions of the consultation whose class the viewer has',
  team_of_visitors: 'posts and teams of the viewer’s own office',
  hold_zone_posts: people,
  name_substitute: people,
  end_substitution: people,
  hand_over_zones: people,
  pass_visits_on: 'that a post of theirs is to visit somebody in its zone, for whoever administers the post',
  record_round: 'its own input, and the viewer’s own zones',
  take_petition: input,
  settle_petition: own,
  save_visit_team: 'posts and teams of the viewer’s own office',
  set_policy: input,
  refuse_cursor: own,
  at_most: 'the length of the answer itself, which its reader would have had',
  check_agreement: input,
  conclude_agreement: input,
  change_agreement: own,
  follow_report: summary,
  expect_readable:
    'the referral that the sender writes: whose class they have, or they would be told nothing',
  check_provided_on: own,
  record_service: own,
  link_referral: own,
  check_campaign: input,
  begin_campaign:
    'its own input, the calendar, and an agreement of the district that keepers of consents read',
  change_campaign: own,
  hold_line: own,
  record_line_outcome: own,
  line_to_select: own,
  add_campaign_lines: own,
  assign_case: summary,
  end_assignment: summary,
  transfer_case: summary,
  hand_over_case: summary,
  hand_over_caseload: input,
  expect_version: own,
  lock_person: people,
  check_appointment: people,
  keep_a_head: people,
  // That an account has a record somewhere is told to administrators alone, and of no household.
  add_staff: 'whether the account that was sent is anybody’s',
  add_post: people,
  change_post: people,
  set_primary_post: people,
  set_staff_active: people,
  enter: money,
  check_earmark: money,
  allocate: money,
  release_allocation: money,
  record_pledge: 'its own input, and until when a sponsor of the public catalogue gives',
  change_sponsor: catalogue,
  end_sponsorships: catalogue,
  open_budget_line: money,
  reach_record: catalogue,
  confirm_capacity: catalogue,
  verify_record: input,
  propose_change: catalogue,
  hold_change_request: own,
  settle_change_request: own,
  accept_change: catalogue,
  note_outcome: own,
  note_subjects: 'which classes the viewer has of members whom they know, as `access` tells them',
  correct_note: own,
  dismiss_duplicate: input,
  withdraw_consent_proposal: own,
  // That anybody works with an organization, or names a service, is told to its editor: not who, and not how often.
  merge_records: 'whether anything at all belongs to an organization',
  refuse_alike: catalogue,
  write_row: input,
  check_row: 'its own input, a row of the public catalogue, and until when its sponsor gives',
  check_schedule: catalogue,
  save_unit: catalogue,
  check_partner_kind: input,
  expect_few_requests: 'how many requests of the viewer’s own organization wait',
  save_record: catalogue,
  set_confidential: 'records of the public catalogue, and those that editors of the district hid',
  remove_record: 'whether anything at all names a service',
};

describe('a refusal in words', () => {
  test('is of a function whose reasons are said here, and no function is said that refuses nothing', async () => {
    const found = await database.owner<{ name: string }[]>`
      select distinct proname as name from pg_proc
      where pronamespace = 'hamkke'::regnamespace and proname <> 'refuse'
        and prosrc ~ 'refuse[(]|HK400'
      order by 1`;
    expect(found.map(({ name }) => name)).toEqual(Object.keys(computedFrom).sort());
  });

  test('about who speaks for whom is read by those alone who have every class that it is computed from', () => {
    expect(consentRecorders.length).toBeGreaterThan(0);
    for (const each of consentRecorders)
      expect([each, dutyRules[each].classes]).toEqual([
        each,
        expect.arrayContaining(['SUMMARY', 'IDENTITY', 'FAMILY', 'SAFETY']),
      ]);
  });
});

describe('a referral that consents do not cover', () => {
  const { a, visited } = families;
  const organizations = ['clinic', 'legalAid', 'welfareCentreNone', 'mapoOffice'] as const;
  type Family = typeof a | typeof visited;

  /** Drafts and sends a referral of a class to an organization. */
  async function sent(persona: string, family: Family, recipient: string, dataClass: string) {
    const household = `Household:${family.districtId}:${family.id}`;
    const draft = await app.ask<{ draftReferral: { referral: { id: string; version: number } } | null }>(
      persona,
      'mutation ($input: DraftReferralInput!) { draftReferral(input: $input) { referral { id version } } }',
      {
        input: {
          householdId: household,
          recipientId: `Organization:${recipient}`,
          domain: 'HOUSING',
          classes: [dataClass],
          ...(['SUMMARY', 'HOUSING', 'FAMILY'].includes(dataClass)
            ? { memberIds: [] }
            : { memberIds: [`Member:${family.districtId}:${family.member(1)}`], domain: 'HEALTH' }),
        },
      },
    );
    const made = draft.data?.draftReferral?.referral;
    if (!made) return null;
    return app.ask(
      persona,
      'mutation ($input: ReferralStepInput!) { requestReferral(input: $input) { referral { state } } }',
      { input: { referralId: made.id, expectedVersion: made.version } },
    );
  }
  async function refusals(persona: string, family: Family) {
    const bodies = new Set<string>();
    let count = 0;
    for (const key of organizations)
      for (const dataClass of ['SUMMARY', 'HOUSING', 'FAMILY', 'IDENTITY', 'HEALTH', 'SAFETY']) {
        const answer = await sent(persona, family, known.organizations[key], dataClass);
        if (!answer?.errors) continue;
        count += 1;
        expect(answer.errors[0]!.extensions.code).toBe('BAD_INPUT');
        bodies.add(answer.body);
      }
    return { count, bodies: [...bodies] };
  }

  test('is refused to whoever does not keep the household’s consents in one fixed sentence, whatever is lacking', async () => {
    const { count, bodies } = await refusals('welfare-centre', a);
    expect(count).toBeGreaterThan(5);
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).not.toContain('notConsented');
    for (const dataClass of ['SUMMARY', 'HOUSING', 'FAMILY', 'IDENTITY'])
      expect(bodies[0]).not.toContain(dataClass);
  });

  test('is refused with what is lacking to those who keep them', async () => {
    const { count, bodies } = await refusals('case-manager', a);
    expect(count).toBeGreaterThan(5);
    for (const each of bodies) expect(each).toContain('notConsented');
    expect(consentKeepers).toContain('CASE_MANAGER');
  });
});
