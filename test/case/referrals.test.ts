import { afterAll, beforeAll, expect, test } from 'vitest';
import { families } from '../../src/demo/known.js';
import { organization, steps } from '../referral/referrals.js';
import { type App, startApp, type Walls } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

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

// Whose household the welfare centre has SUMMARY of by consent, and so the case.
const { active } = families;
const caseId = `Case:${active.districtId}:${active.caseId}`;
const inquiry = {
  householdId: `Household:${active.districtId}:${active.id}`,
  caseId,
  recipientId: organization('welfareCentre'),
  domain: 'HOUSING',
  classes: [],
  memberIds: [],
  purpose: 'CASE_MANAGEMENT',
};

/** The referrals of the case, each with the steps of it that somebody may know of; null for whoever has no case. */
async function listed(persona: string, at: App = app) {
  const { data, errors } = await at.ask<{
    case: { referrals: { id: string; state: string; history: { step: string }[] }[] } | null;
  }>(persona, 'query ($id: ID!) { case(id: $id) { referrals { id state history { step } } } }', {
    id: caseId,
  });
  expect(errors).toBeUndefined();
  return data!.case?.referrals.map(({ id, history }) => [id, history.map(({ step }) => step)]) ?? null;
}

test('the referrals of a case are there for each side as in its inbox or outbox, and for nobody else', async () => {
  const by = steps(app);
  const before = {
    'case-manager': await listed('case-manager'),
    'welfare-centre': await listed('welfare-centre'),
  };
  const draft = await by.taken('case-manager', 'draftReferral', inquiry);
  expect(await listed('case-manager')).toEqual([...before['case-manager']!, [draft.id, ['DRAFT']]]);
  // Of a draft its recipient knows nothing.
  expect(await listed('welfare-centre')).toEqual(before['welfare-centre']);
  await by.taken('case-manager', 'requestReferral', by.at(draft));
  // The portal has the case, and not the class of the need.
  const expected: Record<string, unknown> = {
    'case-manager': [...before['case-manager']!, [draft.id, ['DRAFT', 'REQUEST']]],
    'welfare-centre': [...before['welfare-centre']!, [draft.id, ['REQUEST']]],
    portal: [],
    'welfare-centre-none': null,
    nurse: null,
  };
  for (const persona of Object.keys(expected))
    expect({ persona, referrals: await listed(persona) }).toEqual({ persona, referrals: expected[persona] });
  for (const walls of ['database only', 'application only'] satisfies Walls[]) {
    const one = await startApp({ database, walls });
    try {
      for (const persona of ['portal', 'welfare-centre', 'welfare-centre-none'])
        expect({ persona, referrals: await listed(persona, one) }).toEqual({
          persona,
          referrals: expected[persona],
        });
    } finally {
      await one.stop();
    }
  }
});
