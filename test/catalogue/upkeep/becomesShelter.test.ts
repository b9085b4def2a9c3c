import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayInSeoul } from '../../../src/day.js';
import { families, known } from '../../../src/demo/known.js';
import { day } from '../../access/households.js';
import { agreement, consentOf, familyOf, notices, send } from '../../consent/family.js';
import { organization, steps } from '../../referral/referrals.js';
import { type App, startApp } from '../../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase, untilBlocked } from '../../support/database.js';
import { bare, codeOf, Desk } from './desk.js';

// A partner that becomes confidential: what tells that somebody is with it goes into SAFE_LOCATION, whoever wrote it.

let database: TestDatabase;
let app: App;
let desk: Desk;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  desk = new Desk(app, database);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const partner = organization('welfareCentre');
const today = dayInSeoul();
const hide = (confidential: boolean) =>
  desk.send(
    'catalogue-editor',
    'setConfidential',
    { recordId: partner, confidential, reason: '보호' },
    'recordId',
  );

/** A referral that the partner gives now. */
async function started() {
  const by = steps(app);
  const draft = await by.taken('case-manager', 'draftReferral', {
    householdId: `Household:${families.active.districtId}:${families.active.id}`,
    caseId: `Case:${families.active.districtId}:${families.active.caseId}`,
    recipientId: partner,
    domain: 'HOUSING',
    classes: [],
    memberIds: [],
    purpose: 'CASE_MANAGEMENT',
  });
  let now = await by.taken('case-manager', 'requestReferral', by.at(draft));
  for (const name of ['acceptReferral', 'startReferral'])
    now = await by.taken('welfare-centre', name, by.at(now));
  return now;
}

test('what was given for a referral, and its corrections, are SAFE_LOCATION then', async () => {
  const now = await started();
  const given = { providedOn: today, amount: 3, unit: 'VISIT', words: '쉼터 방문' };
  const { data } = await desk.send(
    'welfare-centre',
    'recordService',
    { referralId: now.id, ...given },
    'serviceRecord { id }',
  );
  const { id } = (data!.recordService as { serviceRecord: { id: string } }).serviceRecord;
  const corrected = await desk.send(
    'welfare-centre',
    'correctServiceRecord',
    { serviceRecordId: id, expectedVersion: 1, ...given, amount: 2 },
    'serviceRecord { changes(first: 5) { nodes { id } } }',
  );
  type Corrected = { serviceRecord: { changes: { nodes: { id: string }[] } } };
  const [change] = (corrected.data!.correctServiceRecord as unknown as Corrected).serviceRecord.changes.nodes;
  const ids = [id, change!.id];
  const seen = async (persona: string) =>
    (
      await desk.read<{ nodes: ({ id: string } | null)[] }>(
        persona,
        `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on ServiceRecord { words author } } }`,
        { ids },
      )
    ).nodes.map((each) => each?.id ?? null);
  expect(await seen('case-manager')).toEqual(ids);
  expect(codeOf(await hide(true))).toBeUndefined();
  try {
    expect(await seen('case-manager')).toEqual([null, null]);
    expect(await seen('welfare-centre')).toEqual(ids);
  } finally {
    await hide(false);
  }
  // Where somebody was stays so.
  expect(await seen('case-manager')).toEqual([null, null]);
});

test('who signed a consent at its desk is told to nobody any more', async () => {
  const family = await familyOf(app, today, [{ age: 40 }]);
  const { node } = await desk.read<{ node: { identity: { name: string; birthDate: string } } }>(
    'case-manager',
    'query ($id: ID!) { node(id: $id) { ... on Member { identity { name birthDate } } } }',
    { id: family.members[0] },
  );
  const { data } = await desk.send(
    'welfare-centre',
    'proposeConsent',
    {
      ...node.identity,
      agreementId: agreement(known.agreements.welfare),
      purpose: 'CASE_MANAGEMENT',
      classes: ['IDENTITY'],
      validFrom: today,
      validUntil: day(today, 30),
      method: 'PAPER',
      notices,
    },
    'proposal { id }',
  );
  const { id } = (data!.proposeConsent as { proposal: { id: string } }).proposal;
  const waiting = async () =>
    (
      await desk.read<{ consentProposals: { nodes: { id: string }[] } }>(
        'case-manager',
        '{ consentProposals(first: 50) { nodes { id } } }',
      )
    ).consentProposals.nodes.map((each) => each.id);
  expect(await waiting()).toContain(id);
  expect(codeOf(await hide(true))).toBeUndefined();
  try {
    expect(await waiting()).not.toContain(id);
    const dismissed = await desk.send(
      'case-manager',
      'dismissConsentProposal',
      { proposalId: id, reason: 'NOT_GIVEN', expectedVersion: 1 },
      'proposalId',
    );
    expect(codeOf(dismissed)).toBe('NOT_FOUND');
  } finally {
    await hide(false);
  }
});

test('what is written down of it at the same time is SAFE_LOCATION, too, or refused', async () => {
  const { districtId, id, caseId } = families.active;
  const family = await familyOf(app, today, [{ age: 40 }]);
  const { case: now } = await desk.read<{ case: { version: number } }>(
    'case-manager',
    'query ($id: ID!) { case(id: $id) { version } }',
    { id: `Case:${districtId}:${caseId}` },
  );
  let written: Promise<unknown>[] = [];
  await asKeeper(database.owner, async (sql) => {
    // As `setConfidential` does.
    await sql`select from organizations where id = ${bare(partner)} for update`;
    await sql`select hamkke.hide_record('ORGANIZATION', ${bare(partner)}, 'REMOVED')`;
    written = [
      steps(app).take('case-manager', 'draftReferral', {
        ...{ householdId: `Household:${districtId}:${id}`, recipientId: partner, domain: 'HOUSING' },
        ...{ classes: [], memberIds: [], purpose: 'CASE_MANAGEMENT' },
      }),
      send(app, 'case-manager', 'giveConsent', consentOf(today, family.members[0]!)),
      app.ask(
        'case-manager',
        'mutation ($input: LinkInput!) { linkService(input: $input) { case { id } } }',
        {
          input: {
            ...{ caseId: `Case:${districtId}:${caseId}`, expectedVersion: now.version, domain: 'HOUSING' },
            ...{ providerId: partner, sector: 'PRIVATE', fundedBy: 'PROVIDER' },
          },
        },
      ),
    ];
    await untilBlocked(database.owner, written.length);
    await sql`select hamkke.shelter_rows(array[${bare(partner)}::uuid], '{}')`;
  });
  await Promise.all(written);
  const open = await desk.rows(
    `select 'referral' as what from referrals where recipient_id = $1 and data_class <> 'SAFE_LOCATION'
     union all select 'linkage' from linkages where provider_id = $1 and data_class <> 'SAFE_LOCATION'
     union all select 'consent' from consents where organization_id = $1 and not sheltered`,
    [bare(partner)],
  );
  expect(open).toEqual([]);
});
