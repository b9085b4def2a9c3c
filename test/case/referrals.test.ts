import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayInSeoul } from '../../src/day.js';
import { families } from '../../src/demo/known.js';
import { day } from '../access/households.js';
import { organization, steps } from '../referral/referrals.js';
import { type App, startApp, type Walls } from '../support/app.js';
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

const today = dayInSeoul();
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

/** A referral that the welfare centre gives now. */
async function started(more: Record<string, unknown> = {}) {
  const by = steps(app);
  const draft = await by.taken('case-manager', 'draftReferral', { ...inquiry, ...more });
  let now = await by.taken('case-manager', 'requestReferral', by.at(draft));
  for (const name of ['acceptReferral', 'startReferral'])
    now = await by.taken('welfare-centre', name, by.at(now));
  return now;
}

describe('what was given for a referral', () => {
  interface ServiceRecord {
    id: string;
    providedOn: string;
    amount: number;
    unit: string;
    words: string | null;
    version: number;
    author: string | null;
    organization: { id: string } | null;
    changes: {
      nodes: { version: number; fields: { field: string; before: string | null; after: string | null }[] }[];
    };
  }
  const fields = `id providedOn amount unit words version author organization { id }
    changes(first: 10) { nodes { version fields { field before after } } }`;
  const send = (persona: string, name: string, input: Record<string, unknown>) =>
    app.ask<Record<string, { serviceRecord: ServiceRecord | null } | null>>(
      persona,
      `mutation ($input: ${name === 'recordService' ? 'RecordServiceInput' : 'CorrectServiceRecordInput'}!) {
        ${name}(input: $input) { serviceRecord { ${fields} } } }`,
      { input },
    );
  const written = async (name: string, input: Record<string, unknown>) => {
    const { data, errors } = await send('welfare-centre', name, input);
    expect(errors).toBeUndefined();
    return data![name]!.serviceRecord!;
  };
  const read = async (persona: string, id: string, at: App = app) => {
    const { data, errors } = await at.ask<{
      referral: { serviceRecords: { totalCount: number; nodes: ServiceRecord[] } } | null;
    }>(
      persona,
      `query ($id: ID!) { referral(id: $id) { serviceRecords(first: 20) { totalCount nodes { ${fields} } } } }`,
      { id },
    );
    expect(errors).toBeUndefined();
    return data!.referral?.serviceRecords ?? null;
  };
  const code = ({ errors }: Awaited<ReturnType<typeof send>>) => errors?.[0]?.extensions.code;

  test('is written by the organization that gives it and read by both sides, absences and corrections too', async () => {
    const by = steps(app);
    let now = await started();
    const meals = { referralId: now.id, providedOn: today, amount: 8, unit: 'MEAL', words: '도시락' };
    const first = await written('recordService', meals);
    expect(first).toMatchObject({
      amount: 8,
      unit: 'MEAL',
      words: '도시락',
      version: 1,
      changes: { nodes: [] },
    });
    expect(first.organization).toEqual({ id: organization('welfareCentre') });
    expect(first.author).not.toBeNull();
    const missed = await written('recordService', { ...meals, amount: 2, unit: 'ABSENCE', words: null });
    const at = { serviceRecordId: first.id, expectedVersion: 1, providedOn: today, unit: 'MEAL' };
    const corrected = await written('correctServiceRecord', { ...at, amount: 6, words: '도시락' });
    expect(corrected).toMatchObject({
      version: 2,
      amount: 6,
      changes: { nodes: [{ version: 2, fields: [{ field: 'amount', before: '8', after: '6' }] }] },
    });
    expect(code(await send('welfare-centre', 'correctServiceRecord', { ...at, amount: 5 }))).toBe('CONFLICT');
    // The same again is no correction.
    const again = { ...at, expectedVersion: 2, amount: 6, words: '도시락' };
    expect(await written('correctServiceRecord', again)).toEqual(corrected);

    now = await by.taken('welfare-centre', 'completeReferral', by.at(now));
    expect((await send('welfare-centre', 'recordService', meals)).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', state: 'COMPLETED' } },
    ]);
    await written('correctServiceRecord', { ...again, providedOn: today, amount: 7 });
    const inOrder = (list: Awaited<ReturnType<typeof read>>) => list!.nodes.map(({ id }) => id).sort();
    for (const persona of ['welfare-centre', 'case-manager']) {
      const list = await read(persona, now.id);
      expect(list).toMatchObject({ totalCount: 2 });
      expect(inOrder(list)).toEqual([first.id, missed.id].sort());
      expect(list!.nodes.find(({ id }) => id === first.id)!.changes.nodes).toHaveLength(2);
    }
    for (const walls of ['database only', 'application only'] satisfies Walls[]) {
      const one = await startApp({ database, walls });
      try {
        expect(await read('welfare-centre', now.id, one)).toMatchObject({ totalCount: 2 });
        for (const persona of ['portal', 'welfare-centre-none', 'clinic', 'nurse']) {
          if (persona !== 'portal') expect(await read(persona, now.id, one)).toBeNull();
          const node = 'query ($id: ID!) { node(id: $id) { id } }';
          expect((await one.ask(persona, node, { id: first.id })).data).toEqual({ node: null });
        }
      } finally {
        await one.stop();
      }
    }
  });

  test('is refused before it began, before it was asked for, to everybody else, and is written once by one key', async () => {
    const by = steps(app);
    const draft = await by.taken('case-manager', 'draftReferral', inquiry);
    const sent = await by.taken('case-manager', 'requestReferral', by.at(draft));
    const meals = { referralId: sent.id, providedOn: today, amount: 1, unit: 'VISIT' };
    expect((await send('welfare-centre', 'recordService', meals)).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', state: 'REQUESTED' } },
    ]);
    const now = await started();
    const visit = { ...meals, referralId: now.id };
    const early = await send('welfare-centre', 'recordService', { ...visit, providedOn: day(today, -1) });
    expect(early.errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', since: today } }]);
    for (const persona of ['case-manager', 'clinic', 'welfare-centre-none', 'head'])
      expect([persona, code(await send(persona, 'recordService', visit))]).toEqual([persona, 'NOT_FOUND']);
    const once = { ...visit, idempotencyKey: randomUUID() };
    const [one, other] = await Promise.all([1, 2].map(() => send('welfare-centre', 'recordService', once)));
    expect(one!.errors).toBeUndefined();
    expect(other!.body).toBe(one!.body);
    expect(await read('case-manager', now.id)).toMatchObject({ totalCount: 1 });
    const record = one!.data!.recordService!.serviceRecord!;
    const theirs = {
      serviceRecordId: record.id,
      expectedVersion: 1,
      providedOn: today,
      amount: 2,
      unit: 'VISIT',
    };
    for (const persona of ['case-manager', 'clinic', 'head'])
      expect([persona, code(await send(persona, 'correctServiceRecord', theirs))]).toEqual([
        persona,
        'NOT_FOUND',
      ]);
  });
});

describe('the linkage that a referral was for', () => {
  interface Linkage {
    id: string;
    sector: string;
    fundedBy: string;
    valueKrw: number | null;
    provider: { id: string } | null;
    referral: { id: string } | null;
  }
  const fields = 'id sector fundedBy valueKrw provider { id } referral { id }';
  const linkages = async () => {
    const { data, errors } = await app.ask<{ case: { version: number; linkages: Linkage[] } }>(
      'case-manager',
      `query ($id: ID!) { case(id: $id) { version linkages { ${fields} } } }`,
      { id: caseId },
    );
    expect(errors).toBeUndefined();
    return data!.case;
  };
  const linkageOf = async (persona: string, id: string) => {
    const { data } = await app.ask<{ referral: { linkage: Linkage | null } | null }>(
      persona,
      `query ($id: ID!) { referral(id: $id) { linkage { ${fields} } } }`,
      { id },
    );
    return data!.referral?.linkage ?? null;
  };
  const link = async (more: Record<string, unknown>) =>
    app.ask('case-manager', 'mutation ($input: LinkInput!) { linkService(input: $input) { case { id } } }', {
      input: {
        caseId,
        expectedVersion: (await linkages()).version,
        domain: 'HOUSING',
        sector: 'PRIVATE',
        fundedBy: 'PLEDGE',
        ...more,
      },
    });
  const complete = (now: { id: string; version: number }, more: Record<string, unknown> = {}) =>
    steps(app).take('welfare-centre', 'completeReferral', { ...steps(app).at(now), ...more });

  test('is made when it is completed, once, by what its recipient is, and stands in the case', async () => {
    const now = await started();
    const before = (await linkages()).linkages;
    const key = { valueKrw: 600_000, idempotencyKey: randomUUID() };
    const [one, other] = await Promise.all([complete(now, key), complete(now, key)]);
    expect(one.errors).toBeUndefined();
    expect(other.body).toBe(one.body);
    const again = await complete({ id: now.id, version: now.version + 1 });
    expect(again.errors).toMatchObject([{ extensions: { code: 'ILLEGAL_STEP' } }]);
    const after = (await linkages()).linkages.filter(({ id }) => !before.some((each) => each.id === id));
    expect(after).toEqual([
      {
        id: expect.any(String),
        sector: 'PRIVATE',
        fundedBy: 'PROVIDER',
        valueKrw: 600_000,
        provider: { id: organization('welfareCentre') },
        referral: { id: now.id },
      },
    ]);
    expect(await linkageOf('case-manager', now.id)).toEqual(after[0]);
    const late = await link({ referralId: now.id });
    expect(late.errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
    const early = await steps(app).take('case-manager', 'cancelReferral', {
      ...steps(app).at(await started()),
      valueKrw: 1,
    });
    expect(early.errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', field: 'input.valueKrw' } }]);
  });

  test('is worth what was recorded in won where nobody says', async () => {
    const now = await started();
    for (const [amount, unit] of [
      [200_000, 'KRW'],
      [150_000, 'KRW'],
      [3, 'VISIT'],
    ])
      await app.ask(
        'welfare-centre',
        'mutation ($input: RecordServiceInput!) { recordService(input: $input) { serviceRecord { id } } }',
        { input: { referralId: now.id, providedOn: today, amount, unit } },
      );
    expect((await complete(now)).errors).toBeUndefined();
    expect(await linkageOf('case-manager', now.id)).toMatchObject({ valueKrw: 350_000 });
  });

  test.each([
    ['naming the referral', (id: string) => ({ referralId: id })],
    ['of the same provider and need', () => ({ providerId: organization('welfareCentre') })],
  ])('is the one that the asking side wrote down before, %s', async (_, how) => {
    const now = await started();
    const before = (await linkages()).linkages.map(({ id }) => id);
    expect((await link(how(now.id))).errors).toBeUndefined();
    const [own] = (await linkages()).linkages.filter(({ id }) => !before.includes(id));
    expect(own).toMatchObject({ provider: { id: organization('welfareCentre') }, valueKrw: null });
    expect((await complete(now, { valueKrw: 70_000 })).errors).toBeUndefined();
    expect((await linkages()).linkages).toHaveLength(before.length + 1);
    // What it was worth is added, and nothing that the asking side said is changed.
    expect(await linkageOf('case-manager', now.id)).toEqual({
      ...own,
      valueKrw: 70_000,
      referral: { id: now.id },
    });
  });

  test('is not the one that was written down for somebody else of the household', async () => {
    const { data } = await app.ask<{ case: { household: { members: { id: string }[] } } }>(
      'case-manager',
      'query ($id: ID!) { case(id: $id) { household { members { id } } } }',
      { id: caseId },
    );
    const [one, other] = data!.case.household.members as [{ id: string }, { id: string }];
    const now = await started({ memberIds: [one.id] });
    const before = (await linkages()).linkages.map(({ id }) => id);
    const theirs = { providerId: organization('welfareCentre'), memberIds: [other.id] };
    expect((await link(theirs)).errors).toBeUndefined();
    expect((await complete(now, { valueKrw: 50_000 })).errors).toBeUndefined();
    const made = async () => (await linkages()).linkages.filter(({ id }) => !before.includes(id));
    expect(await made()).toHaveLength(2);
    expect(await linkageOf('case-manager', now.id)).toMatchObject({ valueKrw: 50_000 });
    expect((await made()).filter(({ referral }) => referral === null)).toMatchObject([{ valueKrw: null }]);
    // It is that of a referral for them.
    expect((await complete(await started({ memberIds: [other.id] }))).errors).toBeUndefined();
    expect(await made()).toHaveLength(2);
  });

  test('is refused of another need or provider, and of a referral that is hidden as of none', async () => {
    const now = await started();
    for (const more of [{ domain: 'FINANCE' }, { providerId: organization('clinic') }])
      expect((await link({ referralId: now.id, ...more })).errors).toMatchObject([
        { extensions: { code: 'BAD_INPUT' } },
      ]);
    const none = `Referral:${active.districtId}:${randomUUID()}`;
    const [hidden] = await asKeeper(
      database.owner,
      (sql) => sql`select district_id, id from referrals where household_id <> ${active.id} limit 1`,
    );
    const answers = [none, `Referral:${hidden!.district_id}:${hidden!.id}`].map((id) =>
      link({ referralId: id }),
    );
    const [one, two] = await Promise.all(answers);
    expect(one!.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect(two!.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  test('with a recipient that is confidential by then is SAFE_LOCATION, and no duty opens it', async () => {
    const now = await started();
    const before = (await linkages()).linkages.length;
    const provider = organization('welfareCentre').split(':')[1]!;
    // The last test: what everybody found the organization by is not made again.
    await asKeeper(database.owner, async (sql) => {
      await sql`delete from service_searches where organization_id = ${provider}`;
      await sql`update organizations set confidential = true where id = ${provider}`;
    });
    expect((await complete(now)).errors).toBeUndefined();
    const [row] = await asKeeper(
      database.owner,
      (sql) => sql`select l.data_class from referrals r join linkages l on l.district_id = r.district_id
        and l.id = r.linkage_id where r.id = ${now.id.split(':')[2]!}`,
    );
    expect(row).toEqual({ data_class: 'SAFE_LOCATION' });
    expect((await linkages()).linkages).toHaveLength(before);
    for (const persona of ['case-manager', 'welfare-centre'])
      expect(await linkageOf(persona, now.id)).toBeNull();
  });
});
