import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families, known, postId } from '../../src/demo/known.js';
import { codes } from '../staff/people.js';
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

const caseOf = ({ districtId, caseId }: { districtId: string; caseId: string }) =>
  `Case:${districtId}:${caseId}`;
const assign = (by: string, input: object) =>
  app.ask<{ assignCase: { assignment: { id: string; kind: string; until: string | null } } | null }>(
    by,
    `mutation ($input: AssignCaseInput!) { assignCase(input: $input) { assignment { id kind from until } } }`,
    { input },
  );
const end = (by: string, assignmentId: string, expectedVersion = 1) =>
  app.ask<{ endAssignment: { assignment: { until: string | null; version: number } } | null }>(
    by,
    'mutation ($input: EndAssignmentInput!) { endAssignment(input: $input) { assignment { until version } } }',
    { input: { assignmentId, expectedVersion } },
  );
const knows = async (persona: string, { districtId, id }: { districtId: string; id: string }) =>
  (
    await app.ask(persona, 'query ($id: ID!) { household(id: $id) { id } }', {
      id: `Household:${districtId}:${id}`,
    })
  ).data!.household !== null;
const counsellor = `Post:${postId('counsellor')}`;

describe('an assignment', () => {
  test('opens the household to a counsellor on the next request, and its end closes it on the next', async () => {
    const family = families.never;
    expect(await knows('counsellor', family)).toBe(false);
    const mine = async (persona: string, isMine: boolean) => {
      const { data } = await app.ask<{ households: { nodes: { id: string }[] } }>(
        persona,
        `{ households(first: 100, filter: { assignedToMe: ${isMine} }) { nodes { id } } }`,
      );
      return data!.households.nodes.some(({ id }) => id === `Household:${family.districtId}:${family.id}`);
    };
    const { data, errors } = await assign('case-manager', {
      caseId: caseOf(family),
      postId: counsellor,
      kind: 'CASE',
    });
    expect(errors).toBeUndefined();
    const { id } = data!.assignCase!.assignment;
    expect(await knows('counsellor', family)).toBe(true);
    expect([await mine('counsellor', true), await mine('counsellor', false)]).toEqual([true, false]);
    expect([await mine('head', true), await mine('head', false)]).toEqual([false, true]);
    const again = await assign('head', { caseId: caseOf(family), postId: counsellor, kind: 'CASE' });
    expect(codes(again)).toEqual(['CONFLICT']);
    const stale = await end('head', id, 2);
    expect(stale.errors).toMatchObject([{ extensions: { code: 'CONFLICT', currentVersion: 1 } }]);
    expect(await knows('counsellor', family)).toBe(true);
    const ended = await end('head', id);
    expect(ended.errors).toBeUndefined();
    expect(ended.data!.endAssignment!.assignment).toEqual({ until: expect.any(String), version: 2 });
    expect(await knows('counsellor', family)).toBe(false);
    for (const version of [1, 2]) expect(codes(await end('head', id, version))).toEqual(['CONFLICT']);
    const anew = await assign('head', { caseId: caseOf(family), postId: counsellor, kind: 'CASE' });
    expect(anew.errors).toBeUndefined();
    expect(await knows('counsellor', family)).toBe(true);
  });

  test('that begins before the case is refused', async () => {
    const early = { caseId: caseOf(families.expired), postId: counsellor, kind: 'CASE', from: '2001-01-01' };
    expect((await assign('head', early)).errors).toMatchObject([
      { extensions: { code: 'BAD_INPUT', reason: 'BEFORE_CASE_OPENED' } },
    ]);
  });

  test('that begins later opens nothing before', async () => {
    const { errors } = await assign('head', {
      caseId: caseOf(families.expired),
      postId: counsellor,
      kind: 'CASE',
      from: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
    });
    expect(errors).toBeUndefined();
    expect(await knows('counsellor', families.expired)).toBe(false);
  });

  test('is for staff of the centre who counsel, and for visits for the nurses of the district', async () => {
    const nurse = randomUUID();
    await asKeeper(
      database.owner,
      (sql) => sql`
        with person as (insert into staff (id, subject, name, home_organization_id)
          values (${nurse}, 'demo|yongsan-nurse', '시험간호사', ${known.organizations.districtOffice}) returning id)
        insert into posts (id, staff_id, organization_id, district_id, duties, title)
        select ${nurse}, id, ${known.organizations.districtOffice}, '11170', '{VISITING_NURSE}', '방문간호사' from person`,
    );
    const candidates = async (kind: string) =>
      (
        await app.ask<{ assignable: { id: string }[] }>(
          'case-manager',
          `{ assignable(kind: ${kind}) { id name title duties organizationName } }`,
        )
      ).data!.assignable.map(({ id }) => id);
    expect((await candidates('CASE')).sort()).toEqual(
      ['head', 'case-manager', 'case-manager-2', 'counsellor', 'counsellor-2']
        .map((key) => `Post:${postId(key)}`)
        .sort(),
    );
    expect(await candidates('VISIT')).toEqual([`Post:${nurse}`]);
    const of = { caseId: caseOf(families.withdrawn) };
    const unknown = await assign('head', { ...of, postId: `Post:${randomUUID()}`, kind: 'CASE' });
    expect(codes(unknown)).toEqual(['NOT_FOUND']);
    for (const [key, kind] of [
      ['apo', 'CASE'],
      ['welfare-centre', 'CASE'],
      ['mapo-case-manager', 'CASE'],
      ['counsellor', 'VISIT'],
      ['nurse', 'VISIT'],
    ]) {
      const answer = await assign('head', { ...of, postId: `Post:${postId(key!)}`, kind });
      expect(answer.body).toBe(unknown.body);
    }
    const visits = await assign('head', { ...of, postId: `Post:${nurse}`, kind: 'VISIT' });
    expect(visits.errors).toBeUndefined();
    expect(await knows('yongsan-nurse', families.withdrawn)).toBe(true);
  });

  test('is not for somebody who is inactive, and opens nothing to them', async () => {
    const set = (active: boolean) =>
      asKeeper(
        database.owner,
        (sql) => sql`update posts set active = ${active} where id = ${postId('counsellor-2')}`,
      );
    await set(false);
    const { errors } = await assign('head', {
      caseId: caseOf(families.active),
      postId: `Post:${postId('counsellor-2')}`,
      kind: 'CASE',
    });
    expect(codes({ errors })).toEqual(['NOT_FOUND']);
    await set(true);
  });

  test('of two at once are answered each as it was asked', async () => {
    const one = (key: string) =>
      `assignCase(input: { caseId: "${caseOf(families.clinic)}", postId: "Post:${postId(key)}", kind: CASE })`;
    const { data, errors } = await app.ask(
      'head',
      `mutation { a: ${one('counsellor')} { assignment { id } } b: ${one('counsellor-2')} { assignment { kind from } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      a: { assignment: { id: expect.stringMatching(/^Assignment:11170:/) } },
      b: { assignment: { kind: 'CASE', from: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) } },
    });
  });

  test('of another centre’s case is that centre’s, though the household is known', async () => {
    const caseId = randomUUID();
    await asKeeper(
      database.owner,
      (sql) => sql`
        insert into cases (district_id, id, household_id, center_id, stage, opened_on)
        values ('11170', ${caseId}, ${families.active.id}, ${known.organizations.districtOffice}, 'RECEIVED', now())`,
    );
    const input = { caseId: `Case:11170:${caseId}`, postId: counsellor, kind: 'CASE' };
    expect(codes(await assign('case-manager', input))).toEqual(['FORBIDDEN']);
    // What that centre assigned is its own to end, too.
    const [theirs] = await asKeeper(
      database.owner,
      (sql) => sql`
        insert into assignments (district_id, id, household_id, post_id, kind, "from")
        values ('11170', ${randomUUID()}, ${families.active.id}, ${postId('head-office')}, 'CASE', '2026-01-01') returning id`,
    );
    expect(codes(await end('case-manager', `Assignment:11170:${theirs!.id}`))).toEqual(['FORBIDDEN']);
  });

  test('is made by those who manage cases alone, of cases of their own centre alone', async () => {
    const input = { caseId: caseOf(families.active), postId: counsellor, kind: 'CASE' };
    for (const persona of ['counsellor', 'portal', 'apo', 'police', 'welfare-centre', 'nurse', 'statistics'])
      expect(codes(await assign(persona, input))).toEqual(['FORBIDDEN']);
    const unknown = `Case:${known.districts.mapo}:${randomUUID()}`;
    const [hidden, none] = await Promise.all(
      [caseOf(families.longPlan), unknown].map((caseId) => assign('case-manager', { ...input, caseId })),
    );
    expect(codes(hidden!)).toEqual(['NOT_FOUND']);
    expect(hidden!.body).toBe(none!.body);
    const ends = await Promise.all(
      ['11440', '11170'].map((district) => end('case-manager', `Assignment:${district}:${randomUUID()}`)),
    );
    expect(ends[0]!.body).toBe(ends[1]!.body);
  });
});
