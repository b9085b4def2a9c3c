import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { known, postId, published, staffId } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { codes, desk, makeOrganization, office, type Person } from './people.js';

const { organizations, districts, dongs } = known;
let database: TestDatabase;
let app: App;
let people: ReturnType<typeof office>;
let { colleagues, posts, count } = {} as ReturnType<typeof desk>;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  people = office(app);
  ({ colleagues, posts, count } = desk(app));
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

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
    // A second click makes no second post; another zone is another post.
    const again = (zones: string[]) =>
      refused('portal', 'addPost', planner, districtOffice, { duties: ['WELFARE_PLANNER'], zones });
    expect(codes(await again([dongs.yongsan[0]]))).toEqual(['CONFLICT']);
    expect((await again([dongs.yongsan[1]])).errors).toBeUndefined();
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

  test('is not left in a post that ends for whoever lets it begin again', async () => {
    const person = await people.add('head', 'rules-ending', '시험직원라', centre);
    const { posts: given } = await people.give('head', 'addPost', person, centre, {
      duties: ['COUNSELLOR', 'CASE_MANAGER'],
    });
    const post = { postId: given[0]!.id, expectedVersion: 1, active: false };
    const end = (more: object) => people.change('head', 'changePost', { ...post, ...more });
    expect(codes(await end({ duties: ['CENTER_HEAD'] }))).toEqual(['FORBIDDEN']);
    expect(codes(await end({ zones: ['4111100000'] }))).toEqual(['BAD_INPUT']);
    expect(codes(await end({ duties: ['COUNSELLOR'] }))).toEqual([]);
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
          {
            input: {
              assignmentId: `Assignment:${districts.yongsan}:${randomUUID()}`,
              expectedVersion: 1,
            },
          },
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
