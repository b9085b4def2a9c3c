import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { families, known, postId } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

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

const { a, visited } = families;
const memberOf = (family: typeof a, at: number) => `Member:${family.districtId}:${family.member(at)}`;
const caseOf = (family: { districtId: string; caseId: string }) =>
  `Case:${family.districtId}:${family.caseId}`;

interface Note {
  id: string;
  dataClass: string;
  kind: string;
  body: string;
  author: string;
  version: number;
  participants: {
    kind: string;
    name: string | null;
    organization: { id: string } | null;
    member: { id: string } | null;
  }[];
}
const fields = `id dataClass kind body author version
  participants { kind name organization { id } member { id } }`;

async function send(by: string, name: string, input: object) {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await app.ask<Record<string, { note: Note | null } | null>>(
    by,
    `mutation ($input: ${type}!) { ${name}(input: $input) { note { ${fields} } } }`,
    { input },
  );
  return { note: data?.[name]?.note ?? null, reason: errors?.[0]?.extensions.reason, errors };
}

/** The bodies of a case's notes that somebody reads; null where they read none of them. */
async function bodies(by: string, id: string): Promise<string[] | null> {
  const { data } = await app.ask<{ case: { notesConnection: { nodes: { body: string }[] } | null } | null }>(
    by,
    'query ($id: ID!) { case(id: $id) { notesConnection(last: 50) { nodes { body } } } }',
    { id },
  );
  return data!.case?.notesConnection?.nodes.map(({ body }) => body) ?? null;
}

const reached = async (family: { districtId: string; id: string }) => {
  const [row] = await database.owner<[{ id: string }]>`
    select id from cases where district_id = ${family.districtId} and household_id = ${family.id}`;
  return `Case:${family.districtId}:${row.id}`;
};

test('a visiting nurse writes what she found, reads it back and corrects it, and nothing beside her classes', async () => {
  const caseId = await reached(visited);
  const { note, errors } = await send('nurse', 'writeNote', {
    caseId,
    dataClass: 'HEALTH',
    kind: 'VISIT',
    body: '혈압 152/95, 다음 주에 다시 재기로 했다.',
    place: 'HOME',
    minutes: 40,
    memberIds: [memberOf(visited as typeof a, 0)],
  });
  expect(errors).toBeUndefined();
  expect(note).toMatchObject({ dataClass: 'HEALTH', kind: 'VISIT', version: 1, participants: [] });
  expect(note!.author).toMatch(/[가-힣]/);
  expect(await bodies('nurse', caseId)).toContain(note!.body);
  const corrected = await send('nurse', 'correctNote', {
    noteId: note!.id,
    body: '혈압 150/95, 다음 주에 다시 재기로 했다.',
    expectedVersion: 1,
  });
  expect(corrected.note).toMatchObject({ version: 2, author: note!.author });
  for (const dataClass of ['CASE_NOTE', 'FINANCE', 'SAFETY', 'SAFE_LOCATION', 'INVESTIGATION', 'SUMMARY'])
    expect([dataClass, (await send('nurse', 'writeNote', { caseId, dataClass, body: '…' })).reason]).toEqual([
      dataClass,
      'NOTE_CLASS_WITHHELD',
    ]);
  // A household that she does not visit is one that is not there.
  const hidden = await send('nurse', 'writeNote', { caseId: caseOf(a), dataClass: 'HEALTH', body: '…' });
  const unknown = await send('nurse', 'writeNote', {
    caseId: `Case:${a.districtId}:${randomUUID()}`,
    dataClass: 'HEALTH',
    body: '…',
  });
  expect(hidden.errors).toEqual(unknown.errors);
  expect(hidden.reason).toBe('NOT_FOUND');
});

test('a dispatched police officer writes of what the household consented to, and of nothing else', async () => {
  const has = await app.ask<{ household: { members: { id: string; access: { granted: string[] } }[] } }>(
    'apo',
    'query ($id: ID!) { household(id: $id) { members { id access { granted } } } }',
    { id: `Household:${a.districtId}:${a.id}` },
  );
  const consented = has.data!.household.members.filter(({ access }) => access.granted.includes('SAFETY'));
  expect(consented.length).toBeGreaterThan(0);
  const { note, errors } = await send('apo', 'writeNote', {
    caseId: caseOf(a),
    dataClass: 'SAFETY',
    kind: 'VISIT',
    body: '함께 찾아가 안전을 확인했다.',
  });
  expect(errors).toBeUndefined();
  expect(note!.dataClass).toBe('SAFETY');
  expect(await bodies('apo', caseOf(a))).toContain(note!.body);
  expect(await bodies('case-manager', caseOf(a))).toContain(note!.body);
  const [row] = await database.owner<[{ subjects: string[] }]>`
    select subject_ids as subjects from case_notes where id = ${note!.id.split(':')[2]!}`;
  expect(row.subjects.map((id) => `Member:${a.districtId}:${id}`).sort()).toEqual(
    consented.map(({ id }) => id).sort(),
  );
  // The log says that it was by a consent.
  const [entry] = await database.owner`
    select bases, shown from access_log where household_id = ${a.id} and action = 'CHANGE' order by id desc limit 1`;
  expect(entry).toEqual({
    bases: expect.arrayContaining(['CONSENT']),
    shown: Object.fromEntries(row.subjects.map((id) => [id, ['SAFETY']])),
  });
  const without = await send('apo', 'writeNote', { caseId: caseOf(a), dataClass: 'FINANCE', body: '…' });
  expect(without.reason).toBe('NOTE_CLASS_WITHHELD');
  // The day that the consent is taken back nothing is written any more, and what was written is not corrected.
  await asKeeper(
    database.owner,
    (sql) =>
      sql`update consents set withdrawn_at = now() where household_id = ${a.id} and organization_id = ${known.organizations.police}`,
  );
  expect((await send('apo', 'writeNote', { caseId: caseOf(a), dataClass: 'SAFETY', body: '…' })).reason).toBe(
    'NOTE_CLASS_WITHHELD',
  );
  expect((await send('apo', 'correctNote', { noteId: note!.id, body: '…', expectedVersion: 1 })).reason).toBe(
    'NOT_FOUND',
  );
  // A partner has a consent and no duty of the district.
  expect((await send('welfare-centre', 'writeNote', { caseId: caseOf(a), body: '…' })).reason).toBe(
    'DUTY_NOT_PERMITTED',
  );
});

test('who took part is named once each, and a shelter or a stranger can not be', async () => {
  const participants = {
    postIds: [`Post:${postId('apo')}`],
    organizationIds: [`Organization:${known.organizations.welfareCentre}`],
    memberIds: [memberOf(a, 1), memberOf(a, 1)],
  };
  const written = await send('case-manager', 'writeNote', {
    caseId: caseOf(a),
    body: '셋이 함께 만났다.',
    participants,
  });
  expect(written.errors).toBeUndefined();
  expect(
    written.note!.participants.map(({ kind, name, organization, member }) => [
      kind,
      name !== null,
      organization?.id ?? member?.id,
    ]),
  ).toEqual([
    ['STAFF', true, `Organization:${known.organizations.centre}`],
    ['ORGANIZATION', false, `Organization:${known.organizations.welfareCentre}`],
    ['MEMBER', false, memberOf(a, 1)],
  ]);
  const count = () => database.owner`select count(*)::int as n from case_notes`;
  const before = await count();
  for (const [wrong, reason] of [
    [{ organizationIds: [`Organization:${known.organizations.shelter}`] }, 'NOT_FOUND'],
    [{ organizationIds: [`Organization:${randomUUID()}`] }, 'NOT_FOUND'],
    [{ postIds: [`Post:${postId('mapo-case-manager')}`] }, 'NOT_FOUND'],
    [{ memberIds: [memberOf(visited as typeof a, 0)] }, 'NOT_FOUND'],
    [
      {
        organizationIds: Array.from(
          { length: 31 },
          () => `Organization:${known.organizations.welfareCentre}`,
        ),
      },
      'TOO_MANY_PARTICIPANTS',
    ],
  ] as const)
    expect([
      reason,
      (await send('case-manager', 'writeNote', { caseId: caseOf(a), body: '…', participants: wrong })).reason,
    ]).toEqual([reason, reason]);
  // What is refused leaves no note without its participants.
  expect(await count()).toEqual(before);
});
