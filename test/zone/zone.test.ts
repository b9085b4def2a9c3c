import { afterAll, beforeAll, expect, test } from 'vitest';
import { families, known, postId } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';

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

const [dong, otherDong] = known.dongs.seongdong;
const district = known.districts.seongdong;
const today = () => new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Seoul' }).format(new Date());
const inDays = (count: number) =>
  new Date(Date.parse(today()) + count * 86_400_000).toISOString().slice(0, 10);
const post = (key: string) => `Post:${postId(key)}`;

const send = <Answer>(persona: string, name: string, fields: string, input: object) =>
  app.ask<Record<string, Answer | null>>(
    persona,
    `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${fields} } }`,
    { input },
  );
const refusal = async (answer: ReturnType<typeof send>) => {
  const [error] = (await answer).errors ?? [];
  return [error?.extensions.reason, error?.extensions.field].filter(Boolean).join(' ');
};
const substitutions = 'zoneSubstitutions { id name substituteName zones from until version }';
interface Substitution {
  id: string;
  name: string;
  substituteName: string;
  zones: string[];
  version: number;
}

/** How many households of a dong somebody reads. */
const seenBy = async (persona: string, in_ = dong) =>
  (
    await app.ask<{ households: { totalCount: number } }>(
      persona,
      'query ($dong: String) { households(filter: { responsibleDong: $dong }) { totalCount } }',
      { dong: in_ },
    )
  ).data!.households.totalCount;
const inTheDatabase = async (condition: string) => {
  const [row] = await asKeeper(database.owner, (sql) =>
    sql.unsafe(`select count(*)::int as n from household_summaries where ${condition}`),
  );
  return Number(row!.n);
};
const household = async (persona: string, id: string) =>
  (
    await app.ask<{
      household: {
        summary: { responsibleDong: string; responsibleTong: number | null; version: number } | null;
        members: { identity: { name: string } | null }[];
      } | null;
    }>(
      persona,
      `query ($id: ID!) { household(id: $id) {
        summary { responsibleDong responsibleTong responsibleBan version } members { identity { name } } } }`,
      { id: `Household:${district}:${id}` },
    )
  ).data!.household;

test('a household is in exactly the zones whose tong and ban, where they have any, are those of its place', async () => {
  const number = fc.integer({ min: 1, max: 12 });
  const place = fc
    .tuple(fc.constantFrom(dong, otherDong), fc.option(number), fc.option(number))
    .map(([of, tong, ban]) => [of, ...(tong === null ? [] : ban === null ? [tong] : [tong, ban])] as const);
  await fc.assert(
    fc.asyncProperty(fc.array(place, { minLength: 1, maxLength: 30 }), place, async (zones, home) => {
      const holds = zones.map((zone) => zone.every((part, at) => part === home[at]));
      const [of, tong = null, ban = null] = home;
      const codes = zones.map((zone) => zone.join('-'));
      const rows = await asKeeper(
        database.owner,
        (
          sql,
        ) => sql`select hamkke.zone_holds(array[z], ${of}, ${tong}, ${ban}) as held, hamkke.zone_form() as form
          from unnest(${codes}::text[]) with ordinality u (z, at) order by at`,
      );
      expect(rows.map(({ held }) => held)).toEqual(holds);
      for (const code of codes) expect(code).toMatch(new RegExp(String(rows[0]!.form)));
    }),
    { numRuns: 40 },
  );
});

test('a planner of one tong reads its households, in a list and by id, and nothing of the next tong', async () => {
  expect(await seenBy('planner')).toBe(
    await inTheDatabase(`responsible_dong = '${dong}' and responsible_tong = 3`),
  );
  expect(await seenBy('planner')).toBeGreaterThan(0);
  expect(await seenBy('neighbourhood-officer')).toBe(await inTheDatabase(`responsible_dong = '${dong}'`));
  expect(await household('planner', families.visited.id)).toBeNull();
  const [home] = await asKeeper(
    database.owner,
    (sql) =>
      sql`select household_id as id from household_summaries where responsible_dong = ${dong} and responsible_tong = 3`,
  );
  expect((await household('planner', String(home!.id)))!.members[0]!.identity).not.toBeNull();
});

test('a substitute answers for the zones of a colleague while it runs, and no day longer', async () => {
  const leave = { postId: post('neighbourhood-officer'), substituteId: post('planner'), until: inDays(5) };
  const name = (more: object, by = 'seongdong-head') =>
    send<{ zoneSubstitutions: Substitution[] }>(by, 'nameSubstitute', substitutions, { ...leave, ...more });
  expect(await refusal(name({ substituteId: post('nurse') }))).toBe('POST_WITHOUT_ZONE_DUTY');
  expect(await refusal(name({ postId: post('nurse') }))).toBe('POST_WITHOUT_ZONES');
  expect(await refusal(name({ substituteId: post('neighbourhood-officer') }))).toBe('ZONES_TO_THEMSELVES');
  expect(await refusal(name({ substituteId: post('seongdong-head') }))).toBe('OWN_RECORD');
  expect(await refusal(name({ from: inDays(6) }))).toBe('SUBSTITUTION_ENDS_BEFORE_IT_BEGINS input.until');
  expect(await refusal(name({ until: inDays(366) }))).toBe('SUBSTITUTION_TOO_LONG input.until');
  // Nobody stood in yesterday whom nobody had named by then.
  expect(await refusal(name({ from: inDays(-1) }))).toBe('DATE_OUT_OF_RANGE input.from');
  expect(await refusal(name({ substituteId: post('counsellor') }))).toBe('NOT_FOUND');
  expect(await refusal(name({}, 'head'))).toBe('NOT_FOUND');
  expect(await refusal(name({}, 'planner'))).toBe('DUTY_NOT_PERMITTED');

  const tong = await seenBy('planner');
  const named = (await name({})).data!.nameSubstitute!.zoneSubstitutions.find(
    ({ substituteName }) => substituteName === '심담당퍼',
  )!;
  expect(named).toMatchObject({ name: '서담당파', zones: [dong], version: 1 });
  expect(await seenBy('planner')).toBe(await seenBy('neighbourhood-officer'));
  expect(await household('planner', families.visited.id)).not.toBeNull();
  expect(await refusal(name({ from: inDays(5), until: inDays(6) }))).toBe('SUBSTITUTED_ALREADY');
  // Colleagues know who stands in, others do not; and it is in the history of the staff.
  const asked = `{ ${substitutions} }`;
  const told = async (persona: string) =>
    (await app.ask<{ zoneSubstitutions: Substitution[] | null }>(persona, asked)).data?.zoneSubstitutions;
  expect(await told('nurse')).toContainEqual(named);
  expect(await told('head')).toEqual([]);
  const history = await app.ask<{ staff: { nodes: { name: string; history: { kind: string }[] }[] } }>(
    'seongdong-head',
    '{ staff(search: "심담당퍼") { nodes { name history { kind changes { field before after } } } } }',
  );
  expect(history.data!.staff.nodes[0]!.history[0]).toMatchObject({ kind: 'SUBSTITUTE_NAMED' });

  // Over by its last day, and before it by whoever ends it.
  const shifted = (by: number) =>
    asKeeper(
      database.owner,
      (sql) => sql`update zone_substitutions set "from" = "from" + ${by}::int, until = until + ${by}::int
        where id = ${named.id.split(':')[2]!}`,
    );
  for (const [by, back] of [
    [1, -1],
    [-6, 6],
  ] as const) {
    await shifted(by);
    expect(await seenBy('planner')).toBe(tong);
    await shifted(back);
  }
  // Nobody stands in for a post that ended, lost its duty, or whose officer works no more; nor is anybody named for it.
  const was = await asKeeper(database.owner, async (sql) => {
    const [row] = await sql`
      select duties::text[] as duties, staff_id from posts where id = ${postId('neighbourhood-officer')}`;
    return row as unknown as { duties: string[]; staff_id: string };
  });
  const becomes = (state: { active?: boolean; duties?: string[]; works?: boolean }) =>
    asKeeper(database.owner, async (sql) => {
      await sql`update posts set active = ${state.active ?? true}, duties = ${state.duties ?? was.duties}::text[]::duty[]
        where id = ${postId('neighbourhood-officer')}`;
      await sql`update staff set active = ${state.works ?? true} where id = ${was.staff_id}`;
    });
  for (const [state, refused] of [
    [{ active: false }, 'POST_HAS_ENDED'],
    [{ works: false }, 'POST_HAS_ENDED'],
    [{ duties: ['VISITING_NURSE'] }, 'POST_WITHOUT_ZONE_DUTY'],
  ] as const) {
    await becomes({ ...state, duties: [...('duties' in state ? state.duties : was.duties)] });
    expect([state, await seenBy('planner'), await told('nurse')]).toEqual([
      state,
      tong,
      expect.not.arrayContaining([named]),
    ]);
    expect([state, await refusal(name({ from: inDays(6), until: inDays(7) }))]).toEqual([state, refused]);
  }
  await becomes({});
  expect(await told('nurse')).toContainEqual(named);
  const end = (version: number) =>
    send('seongdong-head', 'endSubstitution', substitutions, {
      substitutionId: named.id,
      expectedVersion: version,
    });
  expect(await refusal(end(2))).toBe('CHANGED_MEANWHILE');
  expect(await refusal(end(1))).toBe('');
  expect(await refusal(end(2))).toBe('SUBSTITUTION_HAS_ENDED');
  expect(await seenBy('planner')).toBe(tong);
});

test('rounds and petitions are the office’s: a petition waits with whoever has its zone, or else with the head', async () => {
  const round = (persona: string, more: object = {}) =>
    send<{ round: { zone: string; people: number; author: string } }>(
      persona,
      'recordRound',
      'round { zone walkedOn doors people seen author }',
      { zone: `${dong}-3-1`, doors: 4, people: 2, ...more },
    );
  expect(
    (await round('planner', { seen: '대문이 열려 있다. 991331-4999999' })).data!.recordRound!.round,
  ).toEqual({
    zone: `${dong}-3-1`,
    walkedOn: today(),
    doors: 4,
    people: 2,
    seen: '대문이 열려 있다. ******-*******',
    author: '심담당퍼',
  });
  expect(await refusal(round('planner', { zone: `${dong}-4` }))).toBe('ZONE_OF_OTHERS');
  expect(await refusal(round('planner', { zone: dong }))).toBe('ZONE_OF_OTHERS');
  expect(await refusal(round('planner', { zone: `${dong}-0` }))).toBe('NOT_A_ZONE_CODE input.zone');
  expect(await refusal(round('planner', { people: -1 }))).toBe('NUMBER_OUT_OF_RANGE input.people');
  expect(await refusal(round('nurse'))).toBe('DUTY_NOT_PERMITTED');

  interface Petition {
    id: string;
    zone: string;
    outcome: string | null;
    version: number;
  }
  const fields = 'petition { id zone outcome settledOn settlement takenBy settledBy version }';
  const take = async (zone: string) =>
    (
      await send<{ petition: Petition }>('nurse', 'takePetition', fields, {
        zone,
        kind: 'SAFETY',
        words: '가로등을 고쳐 달라고 한다.',
        takenOn: inDays(-1),
      })
    ).data!.takePetition!.petition;
  const waits = async (persona: string) =>
    (
      await app.ask<{ inbox: { nodes: { kind: string; about: string }[] } }>(
        persona,
        '{ inbox(kinds: [PETITION], first: 50) { nodes { kind about householdId } totalCount } }',
      )
    ).data!.inbox.nodes.map(({ about }) => about);
  const [near, far] = [await take(`${dong}-3`), await take(`${otherDong}-9`)];
  expect(await waits('planner')).toEqual([near.id]);
  expect(await waits('neighbourhood-officer')).toContain(near.id);
  expect(await waits('neighbourhood-officer')).not.toContain(far.id);
  expect(await waits('seongdong-head')).toEqual([far.id]);
  expect(await waits('nurse')).toEqual([]);
  const listed = async (persona: string, filter: object) =>
    (
      await app.ask<{ petitions: { nodes: Petition[] } | null }>(
        persona,
        'query ($filter: PetitionFilter) { petitions(filter: $filter, first: 50) { nodes { id } } }',
        { filter },
      )
    ).data?.petitions?.nodes.map(({ id }) => id);
  expect(await listed('nurse', { zone: `${dong}-3`, open: true })).toEqual([near.id]);
  expect(await listed('nurse', { zone: dong, open: true })).toHaveLength(2);
  expect(await listed('case-manager', {})).toEqual([]);
  expect(await listed('portal', {})).toBeUndefined();

  const settle = (persona: string, { id }: Petition, more: object = {}) =>
    send<{ petition: Petition }>(persona, 'settlePetition', fields, {
      petitionId: id,
      expectedVersion: 1,
      outcome: 'RESOLVED',
      settlement: '고쳤다.',
      ...more,
    });
  expect(await refusal(settle('planner', far))).toBe('ZONE_OF_OTHERS');
  expect(await refusal(settle('planner', near, { settledOn: inDays(-2) }))).toBe(
    'SETTLED_BEFORE_TAKEN input.settledOn',
  );
  expect(await refusal(settle('head', near))).toBe('NOT_FOUND');
  expect(await refusal(settle('planner', near, { expectedVersion: 2 }))).toBe('CHANGED_MEANWHILE');
  expect((await settle('planner', near)).data!.settlePetition!.petition).toMatchObject({
    outcome: 'RESOLVED',
    settledOn: today(),
    takenBy: '오담당타',
    settledBy: '심담당퍼',
  });
  expect(await refusal(settle('planner', near, { expectedVersion: 2 }))).toBe('PETITION_IS_SETTLED');
  expect((await settle('seongdong-head', far, { outcome: 'PASSED_ON' })).errors).toBeUndefined();
  expect([await waits('planner'), await waits('seongdong-head')]).toEqual([[], []]);
});

test('zones that change hands, and a household that moves, take along what is planned and leave what was done', async () => {
  const home = families.offered;
  const handOver = (more: object = {}, by = 'seongdong-head') =>
    send<Record<'from' | 'to', { posts: { id: string; zones: string[] }[] }>>(
      by,
      'handOverZones',
      'from { posts { id zones } } to { posts { id zones } }',
      { fromPostId: post('neighbourhood-officer'), toPostId: post('planner'), zones: [dong], ...more },
    );
  // Whoever stands in for somebody, now or later, would have what they hand over to them.
  expect(await refusal(handOver())).toBe('ZONES_TO_WHOM_THEY_STAND_IN_FOR');
  await asKeeper(
    database.owner,
    (sql) => sql`update zone_substitutions set "from" = until where id = ${known.zoneSubstitutions.runs}`,
  );
  expect(await refusal(handOver())).toBe('ZONES_TO_WHOM_THEY_STAND_IN_FOR');
  await send('seongdong-head', 'endSubstitution', substitutions, {
    substitutionId: `ZoneSubstitution:${district}:${known.zoneSubstitutions.runs}`,
    expectedVersion: 1,
  });
  const change = async (key: string, fields: object) => {
    const [row] = await asKeeper(
      database.owner,
      (sql) => sql`select version from posts where id = ${postId(key)}`,
    );
    return send('seongdong-head', 'changePost', 'staffMember { id }', {
      postId: post(key),
      expectedVersion: row!.version,
      ...fields,
    });
  };
  /** Who is assigned to visit the household, by whether it runs still. */
  const visitors = async () => {
    const { data } = await app.ask<{
      household: { assignments: { name: string; kind: string; until: string | null }[] };
    }>('seongdong-head', 'query ($id: ID!) { household(id: $id) { assignments { name kind until } } }', {
      id: `Household:${district}:${home.id}`,
    });
    const of = (running: boolean) =>
      data!.household.assignments
        .filter(({ kind, until }) => kind === 'VISIT' && (until === null) === running)
        .map(({ name }) => name)
        .sort();
    return { now: of(true), before: of(false) };
  };

  // The officer is to visit a household of the zone, and goes with the nurse to somebody who applied for support.
  expect(
    (await change('neighbourhood-officer', { duties: ['NEIGHBOURHOOD_OFFICER', 'VISITING_NURSE'] })).errors,
  ).toBeUndefined();
  await send('seongdong-head', 'assignCase', 'assignment { id }', {
    caseId: `Case:${district}:${home.caseId}`,
    postId: post('neighbourhood-officer'),
    kind: 'VISIT',
  });
  const received = await send<{ case: { id: string; household: { summary: unknown } } }>(
    'seongdong-head',
    'receiveReport',
    'case { id household { summary { responsibleDong responsibleTong responsibleBan } } }',
    {
      source: 'EMERGENCY_APPLICATION',
      emergency: true,
      responsibleDong: dong,
      responsibleTong: 4,
      members: [{ name: '김길순가시험' }],
    },
  );
  expect(received.data!.receiveReport!.case.household.summary).toEqual({
    responsibleDong: dong,
    responsibleTong: 4,
    responsibleBan: null,
  });
  const caseId = received.data!.receiveReport!.case.id;
  const applied = async () => {
    const [row] = await asKeeper(
      database.owner,
      (sql) =>
        sql`select id, version, visitor_ids from emergency_applications where case_id = ${caseId.split(':')[2]!}`,
    );
    return row as unknown as { id: string; version: number; visitor_ids: string[] };
  };
  const { id, version } = await applied();
  const agreed = await send('seongdong-head', 'agreeVisitDate', 'application { id }', {
    applicationId: `EmergencyApplication:${district}:${id}`,
    visitOn: inDays(1),
    visitorPostIds: [post('neighbourhood-officer'), post('nurse')],
    expectedVersion: version,
  });
  expect(agreed.errors).toBeUndefined();
  expect(await visitors()).toEqual({ now: ['서담당파', '오담당타'], before: [] });

  expect(await refusal(handOver({ zones: [`${dong}-1`] }))).toBe('ZONE_NOT_OF_POST input.zones');
  expect(await refusal(handOver({ zones: [] }))).toBe('LIST_LENGTH_OUT_OF_RANGE input.zones');
  expect(await refusal(handOver({}, 'head'))).toBe('NOT_FOUND');
  expect(await refusal(handOver())).toBe('VISITS_NEED_A_NURSE');
  expect((await change('planner', { duties: ['WELFARE_PLANNER', 'VISITING_NURSE'] })).errors).toBeUndefined();
  const handed = (await handOver()).data!.handOverZones!;
  expect(handed.from.posts[0]!.zones).toEqual([]);
  expect(handed.to.posts[0]!.zones).toEqual([`${dong}-3`, dong]);
  expect(await visitors()).toEqual({ now: ['심담당퍼', '오담당타'], before: ['서담당파'] });
  expect((await applied()).visitor_ids.sort()).toEqual([postId('planner'), postId('nurse')].sort());
  expect(await seenBy('neighbourhood-officer')).toBe(0);
  expect(await seenBy('planner')).toBe(await inTheDatabase(`responsible_dong = '${dong}'`));
  const walked = await app.ask<{ rounds: { nodes: { author: string }[] } }>(
    'planner',
    'query ($filter: RoundFilter) { rounds(filter: $filter, first: 50) { nodes { author } } }',
    { filter: { zone: `${dong}-1` } },
  );
  expect(walked.data!.rounds.nodes).toEqual([{ author: '서담당파' }]);

  // Whoever gave away their last zone keeps their duty, stands in for a colleague with it, and waits for a zone.
  const officer = (fields: object) => refusal(change('neighbourhood-officer', fields));
  expect(await officer({ title: '구역을 기다리는 담당자' })).toBe('');
  expect(await officer({ duties: ['NEIGHBOURHOOD_OFFICER'] })).toBe('');
  expect(await officer({ duties: ['NEIGHBOURHOOD_OFFICER', 'WELFARE_PLANNER'] })).toBe('DUTY_NEEDS_ZONES');
  const standIn = { postId: post('planner'), substituteId: post('neighbourhood-officer'), until: inDays(3) };
  const standsIn = await send<{ zoneSubstitutions: Substitution[] }>(
    'seongdong-head',
    'nameSubstitute',
    substitutions,
    standIn,
  );
  expect(standsIn.errors).toBeUndefined();
  expect(await seenBy('neighbourhood-officer')).toBe(await seenBy('planner'));
  const { id: standing } = standsIn.data!.nameSubstitute!.zoneSubstitutions.find(
    ({ substituteName }) => substituteName === '서담당파',
  )!;
  await send('seongdong-head', 'endSubstitution', substitutions, {
    substitutionId: standing,
    expectedVersion: 1,
  });
  expect(await seenBy('neighbourhood-officer')).toBe(0);
  // Zones leave a post by a hand-over alone; what begins, or begins again, begins with one.
  expect(await refusal(change('planner', { zones: [] }))).toBe('DUTY_NEEDS_ZONES');
  expect(await officer({ active: false })).toBe('');
  expect(await officer({ active: true })).toBe('DUTY_NEEDS_ZONES');
  expect(await officer({ active: true, zones: [`${dong}-9`] })).toBe('');

  // The next dong has an officer, and in its second tong a nurse; the household moves there.
  await asKeeper(database.owner, async (sql) => {
    for (const [key, duty, zone] of [
      ['officer-2', 'NEIGHBOURHOOD_OFFICER', otherDong],
      ['nurse-2', 'VISITING_NURSE', `${otherDong}-2`],
    ]) {
      await sql`insert into staff (id, subject, name, home_organization_id)
        select gen_random_uuid(), ${`demo|${key}`}, ${`시험${key}`}, id from organizations where id = (
          select center_id from cases where household_id = ${families.unvisited.id} limit 1)`;
      await sql`insert into posts (id, staff_id, organization_id, district_id, duties, zones, title)
        select gen_random_uuid(), id, home_organization_id, ${district}, array[${duty!}]::duty[],
          array[${zone!}], '시험' from staff where subject = ${`demo|${key}`}`;
    }
  });
  const centres = async () => {
    const rows = await asKeeper(
      database.owner,
      (
        sql,
      ) => sql`select o.id = (select center_id from cases where household_id = ${families.unvisited.id} limit 1)
          as there, (c.case_id is null)::text || ' ' || (c.met_on is not null)::text as kind
        from clocks c join organizations o on o.id = c.center_id where c.household_id = ${home.id} order by 2`,
    );
    return rows.map(({ there, kind }) => [kind, there]);
  };
  const here = await centres();
  expect(here).toContainEqual(['true false', false]);
  const move = async (place: object) => {
    const summary = (await household('seongdong-head', home.id))!.summary!;
    return send<{ household: { summary: unknown } }>(
      'seongdong-head',
      'recordHouseholdSummary',
      'household { summary { responsibleDong responsibleTong responsibleBan } }',
      { householdId: `Household:${district}:${home.id}`, expectedVersion: summary.version, ...place },
    );
  };
  // Within the zone nobody's visits change hands, nor those of the nurse, who has no zone.
  expect((await move({ responsibleTong: 5 })).errors).toBeUndefined();
  expect((await visitors()).now).toEqual(['심담당퍼', '오담당타']);
  expect(await refusal(move({ responsibleTong: 0 }))).toBe('NUMBER_OUT_OF_RANGE input.responsibleTong');
  expect(await refusal(move({ responsibleDong: otherDong, responsibleBan: 2 }))).toBe(
    'BAN_WITHOUT_TONG input.responsibleBan',
  );
  expect(
    (await move({ responsibleDong: otherDong })).data!.recordHouseholdSummary!.household.summary,
  ).toEqual({
    responsibleDong: otherDong,
    responsibleTong: null,
    responsibleBan: null,
  });
  // No nurse has the whole dong: who visits stays, until it is known in which tong they live.
  expect((await visitors()).now).toEqual(['심담당퍼', '오담당타']);
  expect((await move({ responsibleTong: 2 })).errors).toBeUndefined();
  expect(await visitors()).toEqual({
    now: ['시험nurse-2'],
    before: ['서담당파', '심담당퍼', '오담당타'],
  });
  expect(await centres()).toEqual(here.map(([kind, there]) => [kind, kind === 'true false' || there]));
  expect(await household('planner', home.id)).toBeNull();
  expect((await household('officer-2', home.id))!.members[0]!.identity).not.toBeNull();
});

test('in which tong a household lives is told to those who may have its address, and its history says no place', async () => {
  const { a } = families;
  const id = `Household:${a.districtId}:${a.id}`;
  interface Told {
    household: {
      summary: { responsibleTong: number | null; responsibleBan: number | null; version: number };
      changes: { nodes: { fields: { field: string; before: string | null; after: string | null }[] }[] };
    };
  }
  const told = async (persona: string) =>
    (
      await app.ask<Told>(
        persona,
        `query ($id: ID!) { household(id: $id) { summary { responsibleTong responsibleBan version }
          changes(last: 1) { nodes { fields { field before after } } } } }`,
        { id },
      )
    ).data!.household;
  const { version } = (await told('case-manager')).summary;
  const { errors } = await app.ask(
    'case-manager',
    'mutation ($input: RecordHouseholdSummaryInput!) { recordHouseholdSummary(input: $input) { household { id } } }',
    { input: { householdId: id, responsibleTong: 7, responsibleBan: 3, expectedVersion: version } },
  );
  expect(errors).toBeUndefined();
  const whole = await told('case-manager');
  expect(whole.summary).toMatchObject({ responsibleTong: 7, responsibleBan: 3 });
  expect(whole.changes.nodes[0]!.fields).toEqual(
    ['responsibleTong', 'responsibleBan'].map((field) => ({ field, before: null, after: null })),
  );
  // With SUMMARY alone, by duty, by consent or as police at the centre.
  for (const persona of ['portal', 'welfare-centre', 'apo'])
    expect([persona, (await told(persona)).summary]).toMatchObject([
      persona,
      { responsibleTong: null, responsibleBan: null },
    ]);
});
