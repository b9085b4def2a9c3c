import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { families, known, postId, staffId } from '../../src/demo/known.js';
import { steps } from '../referral/referrals.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

// Whoever waits for a row, or is told that somebody else is changing it, has learned that it is there.

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

const { yongsan, mapo } = known.districts;
const { longPlan, active, a } = families;
const ask = async (persona: string, name: string, type: string, input: Record<string, unknown>) =>
  (
    await app.ask(persona, `mutation ($input: ${type}!) { ${name}(input: $input) { __typename } }`, {
      input,
    })
  ).body;

test('a hidden row that somebody is changing is answered as one that is not there', async () => {
  const referral = (await steps(app).requested()).id.split(':')[2]!;
  const [assignment] = await asKeeper(
    database.owner,
    (sql) => sql`
      insert into assignments (district_id, id, household_id, post_id, kind, "from")
      values (${mapo}, ${randomUUID()}, ${longPlan.id}, ${postId('counsellor')}, 'CASE', '2026-01-01') returning id`,
  );
  const [guardianship] = await asKeeper(
    database.owner,
    (sql) => sql`
      insert into guardianships (district_id, id, household_id, member_id, guardian_id, kind, "from", data_class, subject_ids, post_id, organization_id)
      values (${yongsan}, ${randomUUID()}, ${a.id}, ${a.member(2)}, ${a.member(1)}, 'LEGAL', '2026-01-01', 'FAMILY',
        ${[a.member(2)]}, ${postId('case-manager')}, ${known.organizations.centre}) returning id`,
  );
  const at = (type: string, district: string) => (id: string) => `${type}:${district}:${id}`;
  const version = { expectedVersion: 1 };
  const asked: [string, string, string, string, (id: string) => Record<string, unknown>][] = [
    ...['clinic', 'welfare-centre-none'].map((persona): (typeof asked)[number] => [
      persona,
      'acceptReferral',
      'ReferralStepInput',
      referral,
      (id) => ({ referralId: at('Referral', yongsan)(id), ...version }),
    ]),
    [
      'clinic',
      'issueReferralLink',
      'IssueReferralLinkInput',
      referral,
      (id) => ({ referralId: at('Referral', yongsan)(id) }),
    ],
    [
      'counsellor',
      'withdrawConsent',
      'WithdrawConsentInput',
      active.consent('household'),
      (id) => ({ consentId: at('Consent', yongsan)(id), method: 'WEB', ...version }),
    ],
    [
      'counsellor',
      'endGuardianship',
      'EndGuardianshipInput',
      guardianship!.id,
      (id) => ({ guardianshipId: at('Guardianship', yongsan)(id), until: '2026-12-31', ...version }),
    ],
    [
      'case-manager',
      'recordMonitoring',
      'StepInput',
      longPlan.caseId,
      (id) => ({ caseId: at('Case', mapo)(id), ...version }),
    ],
    [
      'case-manager',
      'assignCase',
      'AssignCaseInput',
      longPlan.caseId,
      (id) => ({ caseId: at('Case', mapo)(id), postId: `Post:${postId('counsellor')}`, kind: 'CASE' }),
    ],
    [
      'case-manager',
      'endAssignment',
      'EndAssignmentInput',
      assignment!.id,
      (id) => ({ assignmentId: at('Assignment', mapo)(id), ...version }),
    ],
    [
      'head',
      'setStaffActive',
      'SetStaffActiveInput',
      staffId('nurse'),
      (id) => ({ staffId: `StaffMember:${id}`, active: true, ...version }),
    ],
  ];
  await asKeeper(database.owner, async (sql) => {
    for (const table of ['referrals', 'consents', 'guardianships', 'cases', 'assignments', 'staff'])
      await sql`select from ${sql(table)} for update`;
    for (const [persona, name, type, hidden, input] of asked) {
      const one = await ask(persona, name, type, input(hidden));
      expect([name, one]).toEqual([name, expect.stringContaining('"NOT_FOUND"')]);
      expect(one).toBe(await ask(persona, name, type, input(randomUUID())));
    }
  });
});
