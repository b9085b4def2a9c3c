import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { known, postId, published, staffId } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { codes, fields, makeOrganization, office, type Person } from './people.js';

const { organizations, districts, dongs } = known;
let database: TestDatabase;
let app: App;
let people: ReturnType<typeof office>;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  people = office(app);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const colleagues = async (persona: string) =>
  (await app.ask<{ colleagues: { id: string; name: string; duties: string[] }[] }>(
    persona,
    '{ colleagues { id name title duties organizationName } }',
  ))!.data!.colleagues;
const posts = async (persona: string, post?: string) =>
  (
    await app.ask<{
      viewer: { posts: { id: string; title: string; primary: boolean; dispatched: boolean }[] };
    }>(
      persona,
      '{ viewer { posts { id title organizationName duties zones primary dispatched districtId } } }',
      {},
      { post },
    )
  ).data!.viewer.posts;
const count = (persona: string, post?: string) =>
  app.ask<{ households: { totalCount: number } }>(persona, '{ households { totalCount } }', {}, { post });

test('a crisis centre is staffed through the API: nine people, a head with two posts, officers by dispatch', async () => {
  const centre = await makeOrganization(database, 'CRISIS_CENTER', districts.yongsan);
  const head = await people.add('portal', 's1-head', '시험센터장', organizations.districtOffice);
  await people.give('portal', 'dispatch', head, centre, { duties: ['CENTER_HEAD'], title: '센터장' });
  await people.give('portal', 'addPost', head, organizations.districtOffice, {
    duties: ['CASE_MANAGER'],
    title: '희망복지팀장',
  });
  for (const nth of [1, 2]) {
    const officer = await people.add('portal', `s1-apo-${nth}`, `시험경찰${nth}`, organizations.police);
    const { posts: given } = await people.give('portal', 'dispatch', officer, centre, {
      duties: ['DISPATCHED_POLICE'],
    });
    expect(given).toMatchObject([{ dispatched: true, primary: true, duties: ['DISPATCHED_POLICE'] }]);
  }
  for (const nth of [1, 2, 3])
    for (const duty of ['CASE_MANAGER', 'COUNSELLOR']) {
      const person = await people.add('s1-head', `s1-${duty}-${nth}`, `시험직원${nth}`, centre);
      await people.give('s1-head', 'addPost', person, centre, { duties: [duty] });
    }
  expect(await colleagues('s1-apo-1')).toHaveLength(published.yongsan.mostStaff);
  const [first, second] = await posts('s1-head');
  expect(first).toMatchObject({ title: '센터장', primary: true, dispatched: true });
  expect(second).toMatchObject({ title: '희망복지팀장', primary: false, dispatched: false });

  // The new centre has no case, the office has: what one post gives, the other does not.
  expect((await count('s1-head')).data!.households.totalCount).toBe(0);
  expect((await count('s1-head', first!.id)).data!.households.totalCount).toBe(0);
  const atOffice = (await count('s1-head', second!.id)).data!.households.totalCount;
  expect(atOffice).toBe((await count('head', postId('head-office'))).data!.households.totalCount);
  expect(atOffice).toBeGreaterThan(0);
});

describe('a duty', () => {
  let partner: Person;
  let officer: Person;
  beforeAll(async () => {
    partner = await people.add('portal', 'rules-office', '시험직원가', organizations.districtOffice);
    officer = await people.add('portal', 'rules-police', '시험경찰가', organizations.police);
  });
  const refused = (by: string, command: string, whom: Person, at: string, more: object) =>
    people.change(by, command, {
      staffId: whom.id,
      organizationId: `Organization:${at}`,
      title: '시험',
      ...more,
    });
  const { districtOffice, centre } = organizations;

  test.each([
    [
      'POLICE_OFFICER outside the police',
      'addPost',
      'partner',
      districtOffice,
      ['POLICE_OFFICER'],
      'no duty of such',
    ],
    [
      'DISPATCHED_POLICE of one who is no officer',
      'dispatch',
      'partner',
      centre,
      ['DISPATCHED_POLICE'],
      'Police at home',
    ],
    ['a case duty for an officer', 'dispatch', 'officer', centre, ['CASE_MANAGER'], 'Police at home'],
    ['a partner’s duty for an officer', 'dispatch', 'officer', centre, ['PARTNER_WORKER'], 'Police at home'],
    [
      'watching beside what is watched',
      'addPost',
      'partner',
      districtOffice,
      ['PRIVACY_OFFICER', 'CASE_MANAGER'],
      'beside no other',
    ],
    ['no duty at all', 'addPost', 'partner', districtOffice, [], 'at least one duty'],
    [
      'a zone duty without zones',
      'addPost',
      'partner',
      districtOffice,
      ['NEIGHBOURHOOD_OFFICER'],
      'needs zones',
    ],
    [
      'a dispatch to where one is at home',
      'dispatch',
      'partner',
      districtOffice,
      ['CASE_MANAGER'],
      'made by addPost',
    ],
    ['a home post elsewhere', 'addPost', 'partner', centre, ['CASE_MANAGER'], 'made by addPost'],
  ] as const)('is refused where it cannot be: %s', async (_, command, whom, at, duties, why) => {
    const answer = await refused('portal', command, { partner, officer }[whom], at, { duties });
    expect(codes(answer)).toEqual(['BAD_INPUT']);
    expect(answer.errors![0]!.message).toMatch(/[가-힣]/);
    expect(answer.errors![0]!.message).toContain(why);
  });

  test('of a zone is given with dong codes of the district, and no others', async () => {
    const planner = await people.add('portal', 'rules-zone', '시험직원나', districtOffice);
    for (const zones of [[dongs.seongdong[0]], ['1117'], ['abcdefghij']])
      expect(
        codes(
          await refused('portal', 'addPost', planner, districtOffice, { duties: ['WELFARE_PLANNER'], zones }),
        ),
      ).toEqual(['BAD_INPUT']);
    const { posts: given } = await people.give('portal', 'addPost', planner, districtOffice, {
      duties: ['WELFARE_PLANNER'],
      zones: [dongs.yongsan[0]],
    });
    expect(given).toMatchObject([{ zones: [dongs.yongsan[0]], primary: true }]);
    expect((await count('rules-zone')).data!.households.totalCount).toBeGreaterThan(0);
  });

  test('that a head may not give is refused to the head, and so is a post that has it', async () => {
    const person = await people.add('head', 'rules-head', '시험직원다', centre);
    for (const duty of ['CENTER_HEAD', 'STATISTICS', 'PORTAL_ADMINISTRATOR', 'PRIVACY_OFFICER'])
      expect(codes(await refused('head', 'addPost', person, centre, { duties: [duty] }))).toEqual([
        'FORBIDDEN',
      ]);
    const second = await people.give('portal', 'addPost', person, centre, { duties: ['CENTER_HEAD'] });
    const post = { postId: second.posts[0]!.id, expectedVersion: 1 };
    expect(codes(await people.change('head', 'changePost', { ...post, duties: ['COUNSELLOR'] }))).toEqual([
      'FORBIDDEN',
    ]);
    expect(
      codes(
        await people.change('head', 'setStaffActive', {
          staffId: person.id,
          expectedVersion: 1,
          active: false,
        }),
      ),
    ).toEqual(['FORBIDDEN']);
    await people.changed('portal', 'changePost', { ...post, active: false });
  });

  test('is nobody’s to give to themselves', async () => {
    for (const by of ['portal', 'head']) {
      const answers = [
        await people.change(by, 'addPost', {
          staffId: `StaffMember:${staffId(by)}`,
          organizationId: `Organization:${districtOffice}`,
          title: '시험',
          duties: ['CASE_MANAGER'],
        }),
        await people.change(by, 'changePost', {
          postId: `Post:${postId(by)}`,
          expectedVersion: 1,
          duties: ['CENTER_HEAD', 'PORTAL_ADMINISTRATOR'],
        }),
        await people.change(by, 'setStaffActive', {
          staffId: `StaffMember:${staffId(by)}`,
          expectedVersion: 1,
          active: true,
        }),
      ];
      expect(answers.flatMap(codes)).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
      for (const { errors } of answers) expect(errors![0]!.message).toContain('their own record');
    }
  });

  test('is administered by nobody else: every other persona is refused by duty alone', async () => {
    for (const persona of ['case-manager', 'apo', 'police', 'nurse', 'welfare-centre', 'privacy-officer'])
      for (const command of ['addPost', 'dispatch'])
        expect(
          codes(await refused(persona, command, partner, districtOffice, { duties: ['SPONSOR'] })),
        ).toEqual(['FORBIDDEN']);
  });
});

describe('somebody who may no longer work', () => {
  /** A case manager of the centre who has just read a list, and so is remembered, token and all. */
  async function atWork(key: string) {
    const person = await people.add('head', key, '시험직원라', organizations.centre);
    const made = await people.give('head', 'addPost', person, organizations.centre, {
      duties: ['CASE_MANAGER'],
    });
    for (const _ of [1, 2]) expect((await count(key)).data!.households.totalCount).toBeGreaterThan(0);
    return made;
  }

  test('is refused on the very next request, in reads and in changes, and back when active again', async () => {
    const { id } = await atWork('leaves');
    await people.changed('portal', 'setStaffActive', { staffId: id, expectedVersion: 1, active: false });
    expect(codes(await count('leaves'))).toEqual(['UNAUTHENTICATED']);
    expect(codes(await app.ask('leaves', '{ viewer { name } }'))).toEqual(['UNAUTHENTICATED']);
    expect(
      codes(
        await app.ask(
          'leaves',
          'mutation ($input: EndAssignmentInput!) { endAssignment(input: $input) { assignment { id } } }',
          { input: { assignmentId: `Assignment:${districts.yongsan}:${randomUUID()}` } },
        ),
      ),
    ).toEqual(['UNAUTHENTICATED']);
    expect((await colleagues('head')).map(({ name }) => name)).not.toContain('시험직원라');
    await people.changed('head', 'setStaffActive', { staffId: id, expectedVersion: 2, active: true });
    expect(codes(await count('leaves'))).toEqual([]);
  });

  test('in a post that ended is refused in that post, and works on in the other', async () => {
    const person = await people.add('portal', 'two-posts', '시험직원마', organizations.districtOffice);
    await people.give('portal', 'dispatch', person, organizations.centre, { duties: ['CASE_MANAGER'] });
    const { posts: both } = await people.give('portal', 'addPost', person, organizations.districtOffice, {
      duties: ['CASE_MANAGER'],
    });
    const centrePost = both.find(({ dispatched }) => dispatched)!;
    const atCentre = (await count('two-posts', centrePost.id)).data!.households.totalCount;
    await people.changed('head', 'changePost', {
      postId: centrePost.id,
      expectedVersion: centrePost.version,
      active: false,
    });
    const refused = await count('two-posts', centrePost.id);
    expect(codes(refused)).toEqual(['BAD_INPUT']);
    const other = await count('two-posts');
    expect(other.data!.households.totalCount).not.toBe(atCentre);
    expect(await posts('two-posts')).toHaveLength(1);
  });

  test('loses a duty on the very next request', async () => {
    const { posts: made } = await atWork('loses');
    await people.changed('head', 'changePost', {
      postId: made[0]!.id,
      expectedVersion: 1,
      duties: ['COUNSELLOR'],
    });
    expect((await count('loses')).data!.households.totalCount).toBe(0);
  });
});

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
    const racing = await Promise.all([leave(heads[0]!, 0), leave(heads[1]!, 1)]);
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
