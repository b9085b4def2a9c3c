import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { known, postId, staffId } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { codes, desk, fields, makeOrganization, office, type Person } from './people.js';

const { organizations, districts } = known;
let database: TestDatabase;
let app: App;
let people: ReturnType<typeof office>;
let { colleagues, posts } = {} as ReturnType<typeof desk>;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  people = office(app);
  ({ colleagues, posts } = desk(app));
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

/** Starts changes while the centre is locked, and lets it go when all of them wait for it. */
async function bothWaiting<T>(centre: string, start: () => Promise<T>[]): Promise<T[]> {
  let done = false;
  const started = await asKeeper(database.owner, async (sql) => {
    await sql`select from organizations where id = ${centre} for no key update`;
    const all = start();
    const ended = Promise.all(all).finally(() => {
      done = true;
    });
    const waiting = () => database.owner`
      select from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`;
    while (!done && (await waiting()).length < all.length);
    expect(done).toBe(false);
    return { ended };
  });
  return started.ended;
}

describe('a record', () => {
  test('has one primary post, however many are given at once', async () => {
    const person = await people.add('portal', 'primary', '시험직원바', organizations.districtOffice);
    const give = (primary: boolean | null, at: string, command: string) =>
      people.change('portal', command, {
        staffId: person.id,
        organizationId: `Organization:${at}`,
        duties: ['CASE_MANAGER'],
        title: '시험',
        primary,
      });
    await Promise.all([
      give(null, organizations.districtOffice, 'addPost'),
      give(null, organizations.centre, 'dispatch'),
    ]);
    expect(codes(await give(true, organizations.centre, 'dispatch'))).toEqual(['CONFLICT']);
    expect((await posts('primary')).map(({ primary }) => primary)).toEqual([true, false]);
  });

  test('moves its primary post, which a request that names none is in from then on', async () => {
    const person = await people.add('portal', 'moves', '시험직원차', organizations.districtOffice);
    await people.give('portal', 'addPost', person, organizations.districtOffice, {
      duties: ['CASE_MANAGER'],
    });
    const { posts: made } = await people.give('portal', 'dispatch', person, organizations.centre, {
      duties: ['COUNSELLOR'],
    });
    const second = made.find(({ primary }) => !primary)!;
    const acting = async () =>
      (await app.ask<{ viewer: { duties: string[] } }>('moves', '{ viewer { duties } }')).data!.viewer;
    expect(await acting()).toEqual({ duties: ['CASE_MANAGER'] });
    const move = (by: string, postId: string, expectedVersion: number) =>
      people.change(by, 'setPrimaryPost', { postId, expectedVersion });
    expect(codes(await move('portal', second.id, 2))).toEqual(['CONFLICT']);
    const all = await Promise.all(Array.from({ length: 5 }, () => move('portal', second.id, 1)));
    expect(all.flatMap(codes)).toEqual(Array(4).fill('CONFLICT'));
    expect(await acting()).toEqual({ duties: ['COUNSELLOR'] });
    const { posts: now, history } = all.find(({ errors }) => !errors)!.data!.setPrimaryPost!.staffMember!;
    expect(now).toMatchObject([
      { id: second.id, primary: true, version: 2 },
      { primary: false, version: 2 },
    ]);
    expect(history.filter(({ kind }) => kind === 'POST_CHANGED')).toMatchObject(
      Array(2).fill({ changes: [{ field: 'primary' }] }),
    );
    expect(codes(await move('portal', second.id, 2))).toEqual(['CONFLICT']);
    const unknown = await move('portal', `Post:${randomUUID()}`, 1);
    expect(codes(unknown)).toEqual(['NOT_FOUND']);
    // Another district's, and one at an organization whose people the head does not administer.
    expect((await move('portal', `Post:${postId('mapo-case-manager')}`, 1)).body).toBe(unknown.body);
    expect((await move('head', now[1]!.id, 2)).body).toBe(unknown.body);
    expect(codes(await move('case-manager', now[1]!.id, 2))).toEqual(['FORBIDDEN']);
  });

  test('of twenty who change it at once lets one win, and its history tells who changed what', async () => {
    const person = await people.add('head', 'raced', '시험직원사', organizations.centre);
    const { posts: made } = await people.give('head', 'addPost', person, organizations.centre, {
      duties: ['COUNSELLOR'],
      title: '상담원',
    });
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, nth) =>
        people.change(nth % 2 ? 'head' : 'portal', 'changePost', {
          postId: made[0]!.id,
          expectedVersion: 1,
          duties: ['CASE_MANAGER'],
        }),
      ),
    );
    expect(all.filter((each) => each.errors === undefined)).toHaveLength(1);
    const lost = all.filter((each) => each.errors);
    expect(lost.flatMap(codes)).toEqual(Array(19).fill('CONFLICT'));
    expect(lost[0]!.errors![0]!.extensions).toMatchObject({ currentVersion: 2 });
    const { data } = await app.ask<{ staffMember: Person }>(
      'head',
      `query ($id: ID!) { staffMember(id: $id) { ${fields} } }`,
      { id: person.id },
    );
    expect(data!.staffMember.history.map(({ kind }) => kind)).toEqual([
      'POST_CHANGED',
      'POST_ADDED',
      'STAFF_ADDED',
    ]);
    expect(data!.staffMember.history[0]!.changes).toEqual([
      { field: 'duties', before: '["COUNSELLOR"]', after: '["CASE_MANAGER"]' },
    ]);
    expect(['김담당가', '황담당너']).toContain(data!.staffMember.history[0]!.changedByName);
  });

  test('is made once with one key, and one account is one person', async () => {
    const input = {
      subject: 'demo|once',
      name: '시험직원아',
      organizationId: `Organization:${organizations.centre}`,
      idempotencyKey: randomUUID(),
    };
    const [one, other] = [
      await people.change('head', 'addStaff', input),
      await people.change('head', 'addStaff', input),
    ];
    expect(one.errors).toBeUndefined();
    expect(other.body).toBe(one.body);
    const again = await people.change('portal', 'addStaff', { ...input, idempotencyKey: randomUUID() });
    expect(codes(again)).toEqual(['CONFLICT']);
  });

  test('of the last head stays; of two who leave at once one stays', async () => {
    const centre = await makeOrganization(database, 'CRISIS_CENTER', districts.yongsan);
    const heads: Person[] = [];
    for (const key of ['last-1', 'last-2']) {
      const person = await people.add('portal', key, '시험센터장', centre);
      heads.push(await people.give('portal', 'addPost', person, centre, { duties: ['CENTER_HEAD'] }));
    }
    const leave = ({ id, posts: [post] }: Person, way: number) =>
      [
        () => people.change('portal', 'setStaffActive', { staffId: id, expectedVersion: 1, active: false }),
        () =>
          people.change('portal', 'changePost', {
            postId: post!.id,
            expectedVersion: 1,
            duties: ['COUNSELLOR'],
          }),
        () => people.change('portal', 'changePost', { postId: post!.id, expectedVersion: 1, active: false }),
      ][way]!();
    const racing = await bothWaiting(centre, () => [leave(heads[0]!, 0), leave(heads[1]!, 1)]);
    expect(racing.flatMap(codes)).toEqual(['CONFLICT']);
    const [left] = racing[0]!.errors ? [heads[0]!] : [heads[1]!];
    for (const way of [0, 1, 2]) expect(codes(await leave(left!, way))).toEqual(['CONFLICT']);
  });
});

describe('who knows of whom', () => {
  const list = async (persona: string, more = '') =>
    (
      await app.ask<{ staff: { totalCount: number; nodes: Person[]; pageInfo: { endCursor: string } } }>(
        persona,
        `{ staff(first: 100${more}) { totalCount nodes { ${fields} } pageInfo { endCursor hasNextPage } } }`,
      )
    ).data!.staff;
  const pageOf = async (after: string | null) =>
    (
      await app.ask<{
        staff: { nodes: Person[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
      }>(
        'portal',
        'query ($after: String) { staff(first: 7, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }',
        { after },
      )
    ).data!.staff;
  const person = (persona: string, key: string) =>
    app.ask(persona, 'query ($id: ID!) { staffMember(id: $id) { id } }', { id: `StaffMember:${key}` });

  test('a portal administrator knows the people of the own district, and no others', async () => {
    const rows = await asKeeper(
      database.owner,
      (sql) => sql`
        select distinct s.id from staff s
        left join posts p on p.staff_id = s.id
        join organizations o on o.id in (s.home_organization_id, p.organization_id)
        where o.district_id = '11170'`,
    );
    const { totalCount, nodes } = await list('portal');
    expect(totalCount).toBe(rows.length);
    expect(nodes.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => `StaffMember:${id}`).sort());
    expect(nodes.map(({ name }) => name)).not.toContain('오담당타');
  });

  test('a head knows the people of the own centre, and of a dispatched officer the post there alone', async () => {
    const { nodes } = await list('head');
    const officer = nodes.find(({ id }) => id === `StaffMember:${staffId('apo')}`)!;
    expect(officer.posts.map(({ id }) => id)).toEqual([`Post:${postId('apo')}`]);
    const self = nodes.find(({ id }) => id === `StaffMember:${staffId('head')}`)!;
    expect(self.posts.map(({ id }) => id)).toEqual([`Post:${postId('head')}`]);
    expect(nodes.map(({ id }) => id)).not.toContain(`StaffMember:${staffId('police')}`);
    const refused = await people.change('head', 'setStaffActive', {
      staffId: `StaffMember:${staffId('apo')}`,
      expectedVersion: 1,
      active: false,
    });
    expect(codes(refused)).toEqual(['FORBIDDEN']);
  });

  test('whoever is hidden and whoever is not there are the same, in reads and in changes', async () => {
    for (const [by, hidden] of [
      ['portal', 'nurse'],
      ['head', 'police'],
    ] as const) {
      const [one, two] = await Promise.all([staffId(hidden), randomUUID()].map((id) => person(by, id)));
      expect(one!.data).toEqual({ staffMember: null });
      expect(one!.body).toBe(two!.body);
      const changes = await Promise.all(
        [staffId(hidden), randomUUID()].map((id) =>
          people.change(by, 'setStaffActive', {
            staffId: `StaffMember:${id}`,
            expectedVersion: 9,
            active: false,
          }),
        ),
      );
      expect(changes.flatMap(codes)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
      expect(changes[0]!.body).toBe(changes[1]!.body);
      const ends = await Promise.all(
        [postId(hidden), randomUUID()].map((id) =>
          people.change(by, 'changePost', { postId: `Post:${id}`, expectedVersion: 9, active: false }),
        ),
      );
      expect(ends[0]!.body).toBe(ends[1]!.body);
    }
  });

  test('a shelter’s people are its own to know', async () => {
    const id = randomUUID();
    const post = randomUUID();
    await asKeeper(database.owner, async (sql) => {
      await sql`insert into staff (id, subject, name, home_organization_id)
        values (${id}, 'demo|shelter-worker', '시험쉼터', ${organizations.shelter})`;
      await sql`insert into posts (id, staff_id, organization_id, district_id, duties, title)
        values (${post}, ${id}, ${organizations.shelter}, '11170', '{PARTNER_WORKER}', '시험')`;
    });
    expect((await list('portal', ', search: "시험쉼터"')).totalCount).toBe(0);
    expect((await list('portal', `, organization: "Organization:${organizations.shelter}"`)).totalCount).toBe(
      0,
    );
    expect((await person('portal', id)).data).toEqual({ staffMember: null });
    expect(await colleagues('shelter-worker')).toHaveLength(1);
  });

  test('a list is paged by name without loss, and filtered by organization, standing and name', async () => {
    const all = await list('portal');
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await pageOf(after);
      seen.push(...page.nodes.map(({ id }) => id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(all.nodes.map(({ id }) => id));
    const police = await list('portal', `, organization: "Organization:${organizations.police}"`);
    expect(police.nodes.map(({ id }) => id)).toEqual(
      expect.arrayContaining([`StaffMember:${staffId('police')}`, `StaffMember:${staffId('apo')}`]),
    );
    const elsewhere = await list('portal', `, organization: "Organization:${organizations.mapoOffice}"`);
    expect(elsewhere.totalCount).toBe(0);
    const gone = await list('portal', ', active: false');
    expect(gone.nodes.every(({ active }) => !active)).toBe(true);
  });

  test('everybody else is refused by duty alone, and whoever works with families knows their colleagues', async () => {
    for (const persona of ['case-manager', 'police', 'nurse', 'privacy-officer', 'statistics', 'reporter'])
      expect(codes(await app.ask(persona, '{ staff { totalCount } }'))).toEqual(['FORBIDDEN']);
    expect(codes(await app.ask('reporter', '{ colleagues { name } }'))).toEqual(['FORBIDDEN']);
    expect((await colleagues('police')).map(({ name }) => name)).toEqual(['윤담당아']);
  });
});
