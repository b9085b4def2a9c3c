import { afterAll, beforeAll, expect, test } from 'vitest';
import { families, known } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { expectTrueFacts } from '../support/facts.js';

// Lists of people who are gone to: who reads them, what becomes of a line, and what nobody learns by it.

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

const districts = {
  songsan: known.districts.uijeongbu,
  mapo: known.districts.mapo,
  yongsan: known.districts.yongsan,
};
const campaignOf = (key: keyof typeof districts) => `Campaign:${districts[key]}:${known.campaigns[key]}`;
const keeper = <T>(work: Parameters<typeof asKeeper<T>>[1]) => asKeeper(database.owner, work);

interface Line {
  id: string;
  position: number;
  name: string | null;
  phone: string | null;
  outcome: string | null;
  tries: number;
  open: boolean;
  surveyed: boolean;
  takenUpOn: string | null;
  erasedAt: string | null;
  version: number;
  identity: { birthDate: string | null } | null;
}
const lineFields =
  'id position name phone outcome tries open surveyed takenUpOn erasedAt version identity { birthDate }';
interface CampaignRead {
  campaign: {
    name: string;
    counts: Record<string, number> | null;
    results: { selected: number; linked: number } | null;
    linesConnection: { totalCount: number; nodes: Line[] };
  } | null;
}
async function read(persona: string, id: string) {
  const { data, errors } = await app.ask<CampaignRead>(
    persona,
    `query ($id: ID!) { campaign(id: $id) { name
      counts { lines open screened consulted absent refused moved takenUp erased } results { selected linked }
      linesConnection(first: 50) { totalCount nodes { ${lineFields} } } } }`,
    { id },
  );
  return { campaign: data?.campaign ?? null, reasons: errors?.map(({ extensions }) => extensions.reason) };
}
async function change<T>(persona: string, name: string, input: object, answers: string) {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await app.ask<Record<string, T | null>>(
    persona,
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${answers} } }`,
    { input },
  );
  return { answer: data?.[name] ?? null, reason: errors?.[0]?.extensions.reason };
}
const record = (persona: string, line: Line, input: object) =>
  change<{ line: Line | null }>(
    persona,
    'recordLineOutcome',
    { lineId: line.id, expectedVersion: line.version, ...input },
    `line { ${lineFields} }`,
  );
const lineAt = async (persona: string, id: string, position: number) =>
  (await read(persona, id)).campaign!.linesConnection.nodes.find((each) => each.position === position)!;

test('a list is read by the team of its organization, and by the partner as far as it goes there', async () => {
  const { campaign: songsan } = await read('songsan-case-manager', campaignOf('songsan'));
  expect(songsan!.counts).toEqual({
    ...{ lines: 5, open: 2, screened: 2, consulted: 2, absent: 1, refused: 1, moved: 0 },
    ...{ takenUp: 1, erased: 0 },
  });
  expect(songsan!.linesConnection.nodes[0]!.identity).toEqual({ birthDate: '1948-03-02' });
  expect(songsan!.linesConnection.nodes[4]).toMatchObject({ name: null, identity: null });

  const { campaign: surveyed } = await read('welfare-centre', campaignOf('yongsan'));
  expect(surveyed).toMatchObject({ counts: null, results: null });
  expect(surveyed!.linesConnection.nodes.map(({ position, identity }) => [position, identity])).toEqual([
    [1, null],
    [2, null],
  ]);
  expect(surveyed!.linesConnection.nodes[0]).toMatchObject({ name: '라길동혼', phone: '010-0000-9001' });

  for (const persona of ['welfare-centre-none', 'clinic', 'songsan-case-manager', 'mapo-case-manager'])
    expect(await read(persona, campaignOf('yongsan'))).toEqual({ campaign: null, reasons: undefined });
  for (const persona of ['portal', 'privacy-officer', 'statistics', 'police', 'tong-head'])
    expect((await read(persona, campaignOf('yongsan'))).reasons).toEqual(['DUTY_NOT_PERMITTED']);

  const listed = await app.ask<{ campaignLines: { nodes: Line[] } }>(
    'songsan-case-manager',
    `query ($filter: CampaignLineFilter) { campaignLines(filter: $filter) { nodes { ${lineFields} } } }`,
    { filter: { campaign: campaignOf('songsan'), outcomes: ['ABSENT', 'CONSULTED'], takenUp: false } },
  );
  expect(listed.data!.campaignLines.nodes.map(({ position }) => position)).toEqual([2, 3]);
  const shown = await keeper(
    (sql) => sql<{ shown: Record<string, string[]>; household_id: string | null }[]>`
      select shown, household_id from access_log where operation = 'campaignLines' and action = 'READ'`,
  );
  expect(shown).toHaveLength(1);
  expect(shown[0]!.household_id).toBeNull();
  expect(Object.values(shown[0]!.shown)).toEqual([
    ['IDENTITY', 'CONTACT'],
    ['IDENTITY', 'CONTACT'],
  ]);
});

test('an agreement that ends, or a campaign that does, closes its list to the partner on the next request', async () => {
  const sees = async () => (await read('welfare-centre', campaignOf('yongsan'))).campaign !== null;
  expect(await sees()).toBe(true);
  const agreement = known.agreements.welfare;
  await keeper((sql) => sql`update agreements set classes = '{IDENTITY}' where id = ${agreement}`);
  expect(await sees()).toBe(false);
  await keeper((sql) => sql`update agreements set classes = '{IDENTITY,CONTACT}' where id = ${agreement}`);
  expect(await sees()).toBe(true);
  const id = campaignOf('yongsan');
  const change1 = await change<{ campaign: { endsOn: string } }>(
    'case-manager',
    'changeCampaign',
    { campaignId: id, expectedVersion: 1, endsOn: yesterday() },
    'campaign { endsOn }',
  );
  expect(change1.answer?.campaign.endsOn).toBe(yesterday());
  expect(await sees()).toBe(false);
  expect(
    (await record('case-manager', await lineAt('case-manager', id, 1), { outcome: 'MOVED' })).reason,
  ).toBe('CAMPAIGN_NOT_RUNNING');
  expect(
    (
      await change(
        'case-manager',
        'changeCampaign',
        { campaignId: id, expectedVersion: 2, endsOn: later(30) },
        'campaign { endsOn }',
      )
    ).reason,
  ).toBe('CAMPAIGN_HAS_ENDED');
  await keeper(
    (sql) => sql`update campaigns set ends_on = ${later(30)}::date where id = ${known.campaigns.yongsan}`,
  );
});

const day = (days: number) =>
  new Date(Date.now() + 9 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
const yesterday = () => day(-1);
const later = day;

test('a line is gone to until somebody is met, and the partner reads it no longer than that', async () => {
  const id = campaignOf('yongsan');
  const line = await lineAt('welfare-centre', id, 2);
  const again = await record('welfare-centre', line, { outcome: 'ABSENT', remark: '불이 켜져 있음' });
  expect(again.answer!.line).toMatchObject({ outcome: 'ABSENT', tries: 2, open: true, version: 2 });
  expect((await record('welfare-centre', line, { outcome: 'MOVED' })).reason).toBe('CHANGED_MEANWHILE');
  expect(
    (await record('welfare-centre', again.answer!.line!, { outcome: 'MOVED', day: day(-30) })).reason,
  ).toBe('OUTCOME_BEFORE_CAMPAIGN');
  const met = await record('welfare-centre', again.answer!.line!, { outcome: 'CONSULTED', surveyed: true });
  expect(met).toEqual({ answer: { line: null }, reason: undefined });
  expect((await record('welfare-centre', { ...line, version: 3 }, { outcome: 'ABSENT' })).reason).toBe(
    'NOT_FOUND',
  );
  const hidden = await record('welfare-centre', await lineAt('case-manager', id, 3), { outcome: 'MOVED' });
  const unknown = await record(
    'welfare-centre',
    { ...line, id: line.id.replace(/[0-9a-f]{12}$/, '000000000000') },
    { outcome: 'MOVED' },
  );
  expect(hidden).toEqual(unknown);
  expect(await lineAt('case-manager', id, 2)).toMatchObject({
    outcome: 'CONSULTED',
    tries: 2,
    surveyed: true,
  });
});

const select = (persona: string, line: Line) =>
  change<{ case: { id: string; stage: string } | null; sentReport: { status: string } | null }>(
    persona,
    'selectLine',
    { lineId: line.id, expectedVersion: line.version, narrative: '끼니를 거르고 있다.' },
    'case { id stage } sentReport { status }',
  );

test('somebody who was consulted becomes a household with a case, and leaves the list', async () => {
  const id = campaignOf('yongsan');
  expect((await select('case-manager', await lineAt('case-manager', id, 1))).reason).toBe(
    'LINE_NOT_CONSULTED',
  );
  const line = await lineAt('case-manager', id, 3);
  const { answer } = await select('case-manager', line);
  expect(answer).toMatchObject({ case: { stage: 'RECEIVED' }, sentReport: { status: 'RECEIVED' } });
  expect(await lineAt('case-manager', id, 3)).toMatchObject({
    ...{ name: null, phone: null, identity: null, open: false },
    takenUpOn: day(0),
  });
  expect((await select('case-manager', { ...line, version: line.version + 1 })).reason).toBe(
    'LINE_IS_CLOSED',
  );
  const { data } = await app.ask<{
    case: {
      household: {
        members: { identity: { name: string; birthDate: string }; contact: { phone: string } }[];
        screeningsConnection: { nodes: { list: string }[] };
      };
    };
  }>(
    'case-manager',
    `query ($id: ID!) { case(id: $id) { household { screeningsConnection { nodes { list } }
      members { identity { name birthDate } contact { phone } } } } }`,
    { id: answer!.case!.id },
  );
  expect(data!.case.household).toEqual({
    screeningsConnection: { nodes: [{ list: 'BLIND_SPOT' }] },
    members: [
      { identity: { name: '바길동혼', birthDate: '1973-08-08' }, contact: { phone: '010-0000-9003' } },
    ],
  });
  // The team counts what came of it once the case is managed; nobody had to write it twice.
  const results = async (persona: string) => (await read(persona, id)).campaign!.results;
  expect(await results('case-manager')).toEqual({ selected: 0, linked: 0 });
  await keeper(
    (sql) => sql`update cases set track = 'CASE_MANAGED', stage = 'PLANNED'
      where id = ${answer!.case!.id.split(':')[2]!}`,
  );
  expect(await results('case-manager')).toEqual({ selected: 1, linked: 0 });
  expect(await results('counsellor')).toBeNull();
});

const matchesOf = async (persona: string, line: string) =>
  (
    await app.ask<{ campaignLineMatches: { householdId: string; reason: string; confirmed: boolean }[] }>(
      persona,
      'query ($id: ID!) { campaignLineMatches(lineId: $id) { householdId memberId reason confirmed } }',
      { id: line },
    )
  ).data?.campaignLineMatches;

test('somebody known is proposed to those who may know both, and to everybody else the line is of somebody new', async () => {
  const id = campaignOf('yongsan');
  const { a } = families;
  const household = `Household:${a.districtId}:${a.id}`;
  const line = await lineAt('case-manager', id, 1);
  await keeper(async (sql) => {
    const key = line.id.split(':')[2]!;
    await sql`update campaign_lines l set name = i.name from member_identities i
      where l.id = ${key} and i.member_id = ${a.member(1)}`;
    await sql`update campaign_line_identities l set birth_date = i.birth_date from member_identities i
      where l.line_id = ${key} and i.member_id = ${a.member(1)}`;
  });
  expect(await matchesOf('case-manager', line.id)).toMatchObject([
    { householdId: household, reason: 'NAME_AND_BIRTH', confirmed: false },
  ]);
  // The counsellor is of the team and not assigned to the family; others have no such line.
  for (const persona of ['counsellor', 'songsan-case-manager'])
    expect(await matchesOf(persona, line.id)).toEqual([]);
  expect(await matchesOf('welfare-centre', line.id)).toBeNull();
  const decide = (persona: string, name: string, more: object = {}) =>
    change<{ line: Line }>(
      persona,
      name,
      { lineId: line.id, householdId: household, ...more },
      'line { version }',
    );
  expect((await decide('counsellor', 'confirmLineMatch')).reason).toBe('NOT_FOUND');
  expect((await decide('case-manager', 'confirmLineMatch')).answer!.line.version).toBe(line.version);
  expect(await matchesOf('case-manager', line.id)).toMatchObject([{ confirmed: true }]);
  expect((await decide('case-manager', 'dismissLineMatch', { reason: 'MISTAKE' })).reason).toBeUndefined();
  expect(await matchesOf('case-manager', line.id)).toEqual([]);
  await keeper((sql) => sql`update campaign_line_matches set confirmed = true, dismissal = null`);

  // Whoever may not know of the family takes up somebody new, as of everybody else.
  const households = async () =>
    (
      await keeper(
        (sql) => sql`select count(*)::int as n from households where district_id = ${a.districtId}`,
      )
    )[0]!.n;
  const before = await households();
  const met = await record('counsellor', line, { outcome: 'CONSULTED' });
  const copy = await keeper(
    (sql) =>
      sql`select to_jsonb(l) - 'open' as line from campaign_lines l where id = ${line.id.split(':')[2]!}`,
  );
  expect((await select('counsellor', met.answer!.line!)).answer).toMatchObject({ case: null });
  expect(await households()).toBe(before + 1);
  // Whoever may, attaches it to the case that is open there.
  await keeper(
    (
      sql,
    ) => sql`insert into campaign_lines (district_id, id, campaign_id, organization_id, position, dong, name,
        outcome, outcome_on)
      select district_id, gen_random_uuid(), campaign_id, organization_id, 90, dong, ${String(copy[0]!.line.name)},
        'CONSULTED', hamkke.today() from campaign_lines where id = ${line.id.split(':')[2]!}`,
  );
  const second = await lineAt('case-manager', id, 90);
  await keeper(
    (sql) => sql`insert into campaign_line_matches (district_id, line_id, household_id, confirmed, post_id)
      select ${a.districtId}, ${second.id.split(':')[2]!}, ${a.id}, true, post_id from campaign_line_matches limit 1`,
  );
  const attached = await select('case-manager', second);
  expect(attached.answer!.case!.id).toBe(`Case:${a.districtId}:${a.caseId}`);
  expect(await households()).toBe(before + 1);
});

test('lines that nobody took up are erased some days after the campaign, and counted on', async () => {
  const id = campaignOf('mapo');
  const prune = () => database.owner`select hamkke.prune(30, 30, 100)`;
  await keeper(
    (sql) => sql`update campaigns set starts_on = hamkke.today() - 200, ends_on = hamkke.today() - 90
      where id = ${known.campaigns.mapo}`,
  );
  await prune();
  expect((await lineAt('mapo-case-manager', id, 1)).name).toBe('나길동탈');
  await keeper(
    (sql) => sql`update campaigns set ends_on = hamkke.today() - 91 where id = ${known.campaigns.mapo}`,
  );
  await prune();
  const { campaign } = await read('mapo-case-manager', id);
  expect(campaign!.counts).toMatchObject({ lines: 2, absent: 1, erased: 2, open: 0 });
  expect(campaign!.linesConnection.nodes).toMatchObject([
    { name: null, phone: null, identity: null, outcome: 'ABSENT' },
    { name: null, phone: null, identity: null, outcome: null },
  ]);
  expect(
    (await record('mapo-case-manager', campaign!.linesConnection.nodes[0]!, { outcome: 'MOVED' })).reason,
  ).toBe('LINE_IS_CLOSED');
  const left = await keeper(
    (sql) => sql`select from campaign_line_identities where district_id = ${districts.mapo}`,
  );
  expect(left).toHaveLength(0);
});

test('whoever screened is counted once in the funnel, with a household or before there is one', async () => {
  const screened = async () =>
    (
      await app.ask<{ caseFunnel: { screened: number } }>(
        'songsan-statistics',
        'query ($period: Period!) { caseFunnel(district: "41150", period: $period) { screened } }',
        { period: monthOf(day(0)) },
      )
    ).data!.caseFunnel.screened;
  await keeper(
    (sql) => sql`update campaign_lines set outcome_on = hamkke.today()
      where campaign_id = ${known.campaigns.songsan} and outcome is not null`,
  );
  expect(await screened()).toBe(2);
  const line = await lineAt('songsan-case-manager', campaignOf('songsan'), 3);
  expect((await select('songsan-case-manager', line)).reason).toBeUndefined();
  expect(await screened()).toBe(2);
});
const monthOf = (of: string) => {
  const [year, month] = of.split('-').map(Number) as [number, number];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { from: `${of.slice(0, 7)}-01`, until: `${of.slice(0, 7)}-${last}` };
};

test('promotion activities are counted by period, for the organization that had them', async () => {
  const counted = async (persona: string) =>
    (
      await app.ask<{ promotionCounts: { activities: number; byKind: object[] } }>(
        persona,
        '{ promotionCounts(period: { from: "2019-01-01", until: "2019-12-31" }) { activities byKind { kind activities } } }',
      )
    ).data!.promotionCounts;
  expect(await counted('songsan-case-manager')).toEqual({
    activities: 411,
    byKind: [
      { kind: 'LEAFLET', activities: 272 },
      { kind: 'BRIEFING', activities: 139 },
    ],
  });
  expect(await counted('mapo-case-manager')).toEqual({ activities: 0, byKind: [] });
  const input = {
    kind: 'BANNER',
    activities: 2,
    tookPlaceOn: '2019-05-05',
    campaignId: campaignOf('songsan'),
  };
  const answers = 'promotion { activities campaign { name } }';
  expect(await change('songsan-case-manager', 'recordPromotion', input, answers)).toMatchObject({
    answer: { promotion: { activities: 2, campaign: { name: '폐지 줍는 어르신 전수조사' } } },
  });
  expect((await counted('songsan-case-manager')).activities).toBe(413);
  expect((await change('mapo-case-manager', 'recordPromotion', input, answers)).reason).toBe('NOT_FOUND');
  expect(
    (await change('songsan-case-manager', 'recordPromotion', { ...input, activities: 0 }, answers)).reason,
  ).toBe('NUMBER_OUT_OF_RANGE');
});

test('whoever is met since everybody of their age is offered a visit is offered it', async () => {
  const begun = await change<{ campaign: { id: string } }>(
    'seongdong-head',
    'beginCampaign',
    { name: '보편방문', list: 'UNIVERSAL_VISIT', reason: '올해 예순다섯', startsOn: day(0), endsOn: day(60) },
    'campaign { id }',
  );
  const { id } = begun.answer!.campaign;
  const year = Number(day(0).slice(0, 4));
  const born = [`${year - 65}-07-07`, day(-20), `${year - 40}-01-01`];
  const rows = born.map(
    (each, nth) => `보편${nth},${known.dongs.seongdong[0]},${each},010-0000-650${nth},보기로 ${nth}`,
  );
  const sent = await app.request('seongdong-head', `/campaigns/${id}/lines`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: ['성명,행정동,생년월일,연락처,주소', ...rows].join('\n'),
  });
  expect(JSON.parse(sent.body)).toMatchObject({ added: 3 });
  const found: unknown[] = [];
  for (const position of [1, 2, 3]) {
    const met = await record('seongdong-head', await lineAt('seongdong-head', id, position), {
      outcome: 'CONSULTED',
    });
    const taken = await change<{ case: { id: string } }>(
      'seongdong-head',
      'selectLine',
      { lineId: met.answer!.line!.id, expectedVersion: met.answer!.line!.version },
      'case { id }',
    );
    const { data } = await app.ask<{ case: { household: object } }>(
      'seongdong-head',
      `query ($id: ID!) { case(id: $id) { household { intakeReports { origin { source } }
        members { universalVisits { nodes { kind state offeredOn } } clocks { nodes { kind state dueOn } } } } } }`,
      { id: taken.answer!.case.id },
    );
    found.push(data!.case.household);
  }
  const offered = (kind: string, dueOn: string) => ({
    intakeReports: [{ origin: { source: kind } }],
    members: [
      {
        universalVisits: { nodes: [{ kind, state: 'OFFERED', offeredOn: day(0) }] },
        clocks: { nodes: [{ kind: 'UNIVERSAL_VISIT', state: 'RUNNING', dueOn }] },
      },
    ],
  });
  expect(found).toEqual([
    offered('UNIVERSAL_65', `${year}-12-31`),
    offered('UNIVERSAL_BIRTH', day(10)),
    {
      intakeReports: [{ origin: { source: 'SURVEY' } }],
      members: [{ universalVisits: { nodes: [] }, clocks: { nodes: [] } }],
    },
  ]);
});

test('figures are what all of this comes to', async () => {
  await expectTrueFacts(database.owner);
});
