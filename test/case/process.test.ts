import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

interface CaseNow {
  id: string;
  stage: string;
  track: string | null;
  version: number;
  viewerCan: string[];
  steps: { step: string; fromStage: string | null; toStage: string; version: number }[];
  needs: { domain: string; dataClass: string }[];
  goals: { domain: string }[];
  linkages: { domain: string; dataClass: string; valueKrw: number | null }[];
  notes: { body: string }[];
}
const fields = `id stage track version viewerCan steps { step fromStage toStage version }
  needs { domain dataClass } goals { domain } linkages { domain dataClass valueKrw } notes { body }`;
const mutation = (name: string, type: string) =>
  `mutation ${name}($input: ${type}!) { ${name}(input: $input) { case { ${fields} } } }`;

const types: Record<string, string> = {
  triageCase: 'TriageInput',
  assessCase: 'AssessInput',
  decideConference: 'ConferInput',
  planCase: 'PlanInput',
  linkService: 'LinkInput',
  closeCase: 'CloseInput',
};
const take = (persona: string | null, name: string, input: Record<string, unknown>) =>
  app.ask<Record<string, { case: CaseNow | null } | null>>(
    persona,
    mutation(name, types[name] ?? 'StepInput'),
    { input },
  );
async function taken(persona: string, name: string, input: Record<string, unknown>): Promise<CaseNow> {
  const { data, errors } = await take(persona, name, input);
  expect(errors).toBeUndefined();
  return data![name]!.case!;
}

/** A new case of the centre, at its receipt. */
async function received(emergency = false): Promise<CaseNow> {
  const { data, errors } = await app.ask<{ receiveReport: { case: CaseNow } }>(
    'case-manager',
    `mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { case { ${fields} } } }`,
    {
      input: {
        source: 'HOTLINE_129',
        emergency,
        responsibleDong: '1117090100',
        members: [{ name: '시험가구', birthDate: '1980-01-01' }, { name: '시험자녀' }],
      },
    },
  );
  expect(errors).toBeUndefined();
  return data!.receiveReport.case;
}
const at = ({ id, version }: CaseNow) => ({ caseId: id, expectedVersion: version });

describe('a case', () => {
  test('goes the whole way from receipt to follow-up, with its history', async () => {
    let now = await received();
    expect(now).toMatchObject({
      stage: 'RECEIVED',
      version: 1,
      viewerCan: ['TRIAGE', 'CLOSE', 'TRANSFER', 'HAND_OVER'],
    });
    const manager = (name: string, input: Record<string, unknown> = {}) =>
      taken('case-manager', name, { ...at(now), ...input });
    now = await manager('triageCase', { emergency: false, level: 'INTENSIVE' });
    now = await manager('recordConsultation', { note: '첫 상담' });
    now = await manager('recordVisit', { note: '집을 찾아감' });
    now = await manager('assessCase', {
      needs: [
        { domain: 'HOUSING', severity: 'HIGH', description: '월세가 밀렸다' },
        { domain: 'HEALTH', description: '허리가 아프다' },
      ],
    });
    now = await manager('decideConference', { track: 'CASE_MANAGED', level: 'COMPLEX' });
    expect(now.viewerCan).toEqual(['PLAN', 'CLOSE', 'TRANSFER', 'HAND_OVER']);
    now = await manager('planCase', { goals: [{ domain: 'HOUSING', description: '밀린 월세를 갚는다' }] });
    now = await manager('linkService', {
      domain: 'HOUSING',
      sector: 'PUBLIC',
      fundedBy: 'BUDGET_LINE',
      valueKrw: 300_000,
    });
    now = await manager('recordMonitoring');
    now = await manager('closeCase', { reason: 'GOALS_REACHED' });
    now = await manager('recordFollowUp', { note: '잘 지낸다' });
    expect(now.stage).toBe('FOLLOW_UP');
    expect(now.steps.map(({ step }) => step)).toEqual([
      'RECEIVE',
      'TRIAGE',
      'CONSULT',
      'VISIT',
      'ASSESS',
      'CONFER',
      'PLAN',
      'LINK',
      'MONITOR',
      'CLOSE',
      'FOLLOW_UP',
    ]);
    expect(now.steps.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(now.needs.map(({ dataClass }) => dataClass).sort()).toEqual(['HEALTH', 'HOUSING']);
    expect(now.linkages).toEqual([{ domain: 'HOUSING', dataClass: 'HOUSING', valueKrw: 300_000 }]);
    expect(now.notes.map(({ body }) => body)).toEqual(['첫 상담', '집을 찾아감', '잘 지낸다']);
    now = await manager('reopenCase');
    expect(now).toMatchObject({ stage: 'ASSESSMENT', version: 12 });
  });

  test('begins in a dong of its district', async () => {
    const { errors } = await app.ask(
      'case-manager',
      'mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { case { id } } }',
      {
        input: {
          source: 'SELF',
          emergency: false,
          responsibleDong: '4111100000',
          members: [{ name: '먼 동' }],
        },
      },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  });

  test('refuses an illegal step and names the legal ones', async () => {
    const now = await received();
    const { data, errors } = await take('case-manager', 'closeCase', { ...at(now), reason: 'DECLINED' });
    expect(errors).toBeUndefined();
    const closed = data!.closeCase!.case!;
    const again = await take('case-manager', 'recordMonitoring', at(closed));
    expect(again.errors).toMatchObject([
      { extensions: { code: 'ILLEGAL_STEP', stage: 'CLOSED', legalSteps: ['FOLLOW_UP', 'REOPEN'] } },
    ]);
  });

  test('of an emergency is linked before its conference, any other is not', async () => {
    const link = { domain: 'HOUSING', sector: 'PUBLIC', fundedBy: 'BUDGET_LINE' };
    for (const emergency of [true, false]) {
      const now = await taken('case-manager', 'triageCase', { ...at(await received()), emergency });
      const { data, errors } = await take('case-manager', 'linkService', { ...at(now), ...link });
      if (emergency) {
        expect(data!.linkService!.case).toMatchObject({ stage: 'TRIAGED', linkages: [{}] });
        // A thousand of these would be more than a sum can hold, and nothing of the district could be counted.
        const most = { ...at(data!.linkService!.case!), ...link, valueKrw: Number.MAX_SAFE_INTEGER };
        const refused = await take('case-manager', 'linkService', most);
        expect(refused.errors).toMatchObject([
          { extensions: { reason: 'NUMBER_OUT_OF_RANGE', field: 'input.valueKrw', most: 10_000_000_000 } },
        ]);
      } else expect(errors).toMatchObject([{ extensions: { code: 'ILLEGAL_STEP' } }]);
    }
  });

  test('of fifty who change it at once lets one win, tells the others CONFLICT, and its history is whole', async () => {
    const now = await received();
    const all = await Promise.all(
      Array.from({ length: 50 }, () => take('case-manager', 'triageCase', { ...at(now), emergency: false })),
    );
    const codes = all.map(({ errors }) => errors?.[0]?.extensions.code ?? 'won');
    expect(codes.filter((each) => each === 'won')).toHaveLength(1);
    expect(codes.filter((each) => each === 'CONFLICT')).toHaveLength(49);
    const { data } = await app.ask<{ case: CaseNow }>(
      'case-manager',
      `query ($id: ID!) { case(id: $id) { ${fields} } }`,
      { id: now.id },
    );
    expect(data!.case.steps.map(({ step, version }) => [step, version])).toEqual([
      ['RECEIVE', 1],
      ['TRIAGE', 2],
    ]);
  });
});

describe('a key', () => {
  test('with the same input has the same answer, and changes nothing twice', async () => {
    const now = await received();
    const input = { ...at(now), emergency: false, note: '한 번', idempotencyKey: randomUUID() };
    const [one, other] = await Promise.all([
      take('case-manager', 'triageCase', input),
      take('case-manager', 'triageCase', input),
    ]);
    expect(one.errors).toBeUndefined();
    expect(other.body).toBe(one.body);
    expect((await take('case-manager', 'triageCase', input)).body).toBe(one.body);
    expect(one.data!.triageCase!.case!.notes).toHaveLength(1);
  });

  test('that is over and being taken away by somebody else holds up nobody', async () => {
    const now = await received();
    await asKeeper(
      database.owner,
      (sql) => sql`
        insert into idempotency_keys (post_id, key, operation, input_hash, at)
        values (${postId('clinic')}, 'long ago', 'x', 'y', now() - interval '2 days')`,
    );
    await asKeeper(database.owner, async (sql) => {
      await sql`select from idempotency_keys for update`;
      await taken('case-manager', 'triageCase', {
        ...at(now),
        emergency: false,
        idempotencyKey: randomUUID(),
      });
    });
  });

  test('with another input is a CONFLICT', async () => {
    const now = await received();
    const key = { ...at(now), idempotencyKey: randomUUID() };
    await taken('case-manager', 'triageCase', { ...key, emergency: false });
    const { errors } = await take('case-manager', 'triageCase', { ...key, emergency: true });
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
  });
});

describe('a case that somebody may not change', () => {
  const unknown = `Case:${known.districts.yongsan}:00000000-0000-4000-8000-000000000000`;
  const hidden = `Case:${families.a.districtId}:${families.a.caseId}`;

  test('is the same to them as one that is not there', async () => {
    for (const persona of ['counsellor', 'case-manager']) {
      const other =
        persona === 'case-manager'
          ? `Case:${families.longPlan.districtId}:${families.longPlan.caseId}`
          : hidden;
      const [one, two] = await Promise.all(
        [other, unknown].map((caseId) =>
          take(persona, 'recordConsultation', { caseId, expectedVersion: 1, note: '없음' }),
        ),
      );
      expect(one!.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
      expect(one!.body).toBe(two!.body);
    }
  });

  test('is another centre’s, though they know the household: its own people take the steps', async () => {
    const now = await received();
    const household = await asKeeper(
      database.owner,
      (sql) => sql`
        insert into intake_reports (district_id, id, household_id, case_id, received_at, center_id)
        select district_id, ${randomUUID()}, household_id, id, now(), ${known.organizations.districtOffice}
        from cases where id = ${now.id.split(':')[2]!} returning household_id`,
    );
    expect(household).toHaveLength(1);
    const office = { post: postId('head-office') };
    const seen = await app.ask<{ case: CaseNow }>(
      'head',
      'query ($id: ID!) { case(id: $id) { stage viewerCan } }',
      { id: now.id },
      office,
    );
    expect(seen.data).toEqual({ case: { stage: 'RECEIVED', viewerCan: [] } });
    for (const [name, more] of [
      ['closeCase', { reason: 'DECLINED' }],
      ['triageCase', { emergency: true }],
    ] as const) {
      const { errors } = await app.ask(
        'head',
        mutation(name, types[name]!),
        { input: { ...at(now), ...more } },
        office,
      );
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    }
    expect((await taken('head', 'triageCase', { ...at(now), emergency: false })).version).toBe(2);
  });

  test.each(['welfare-centre', 'apo', 'police', 'nurse', 'portal', 'statistics', 'neighbourhood-officer'])(
    'is refused to %s by duty alone',
    async (persona) => {
      const { errors } = await take(persona, 'recordConsultation', { caseId: hidden, expectedVersion: 1 });
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    },
  );
});
