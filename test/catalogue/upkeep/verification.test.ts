import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, startApp } from '../../support/app.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { bare, codeOf, Desk, orgId, serviceId, shelter, shelterService } from './desk.js';

let database: TestDatabase;
let app: App;
let desk: Desk;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  desk = new Desk(app, database);
  await desk.rows('delete from verifications');
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const rent = serviceId('One month of rent');
const side = serviceId('Side-dish delivery');
const verify = (persona: string | null, recordId: string, more: object = {}) =>
  desk.send(
    persona,
    'verifyRecord',
    { recordId, ...more },
    'verification { verifiedAt validUntil isCurrent duty organization { id name } }',
  );
const seen = (id: string) =>
  desk.read<{ service: { assuredDate: string; lastModified: string; verification: object | null } }>(
    null,
    'query ($id: ID!) { service(id: $id) { assuredDate lastModified verification { validUntil isCurrent duty organization { name } } } }',
    { id },
  );
const today = async () => String((await desk.rows('select hamkke.today()::text as day'))[0]!.day);
const dayIn = async (days: number) =>
  String((await desk.rows('select (hamkke.today() + $1::int)::text as day', [days]))[0]!.day);

interface Due {
  recordId: string;
  state: string;
  validUntil: string | null;
  districtId: string | null;
  organizationId: string;
}
async function due(persona: string, given = '', after: string | null = null) {
  const { verificationsDue } = await desk.read<{
    verificationsDue: {
      nodes: Due[];
      totalCount: number;
      pageInfo: { endCursor: string; hasNextPage: boolean };
    };
  }>(
    persona,
    `query ($after: String) { verificationsDue(after: $after${given && `, ${given}`}) { totalCount pageInfo { endCursor hasNextPage } nodes { recordId state validUntil districtId organizationId } } }`,
    { after },
  );
  return verificationsDue;
}

describe('verifying', () => {
  test('is told to everybody by organization and duty, and is no edit', async () => {
    const before = await seen(rent);
    expect(before.service.verification).toBeNull();
    const { data } = await verify('welfare-centre', rent, { validUntil: await dayIn(90) });
    expect(data!.verifyRecord!.verification).toMatchObject({
      isCurrent: true,
      duty: 'PARTNER_WORKER',
      organization: { name: '남산자락종합사회복지관' },
    });
    const { service } = await seen(rent);
    expect(service.lastModified).toBe(before.service.lastModified);
    expect(service.assuredDate).toBe(await today());
    const notes = await desk.rows(
      `select last_action_type, field_name, replacement_value, updated_by from metadata where resource_id = $1 and last_action_type = 'verify'`,
      [bare(rent)],
    );
    expect(notes).toEqual([
      {
        last_action_type: 'verify',
        field_name: 'assured_date',
        replacement_value: await today(),
        updated_by: '남산자락종합사회복지관',
      },
    ]);
  });

  test('anew takes the place of what was verified before', async () => {
    await verify('catalogue-editor', rent);
    expect((await seen(rent)).service.verification).toMatchObject({
      validUntil: await dayIn(365),
      duty: 'CATALOGUE_EDITOR',
    });
    expect(await desk.rows('select from verifications where record_id = $1', [bare(rent)])).toHaveLength(1);
  });

  test('holds until its last day and no longer', async () => {
    await verify('welfare-centre', side, { validUntil: await today() });
    expect((await seen(side)).service.verification).toMatchObject({ isCurrent: true });
    await desk.rows('update verifications set valid_until = valid_until - 1 where record_id = $1', [
      bare(side),
    ]);
    expect((await seen(side)).service.verification).toMatchObject({ isCurrent: false });
  });

  test('is for those whose record it is and for editors of its district', async () => {
    expect(codeOf(await verify('clinic', rent))).toBe('FORBIDDEN');
    expect(codeOf(await verify('catalogue-editor', serviceId('Food sharing')))).toBe('FORBIDDEN');
    expect(codeOf(await verify(null, rent))).toBe('UNAUTHENTICATED');
    expect(codeOf(await verify('clinic', orgId('yongsan-clinic')))).toBeUndefined();
    expect(codeOf(await verify('catalogue-editor', shelterService))).toBe('NOT_FOUND');
    expect(codeOf(await verify('catalogue-editor', shelter))).toBe('NOT_FOUND');
  });

  test.each([
    ['yesterday', -1],
    ['in ten years', 3650],
  ])('until %s is refused, naming the field', async (_, days) => {
    const { errors } = await verify('welfare-centre', rent, { validUntil: await dayIn(days) });
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'input.validUntil' });
  });

  test('goes with a record that becomes confidential', async () => {
    const garden = serviceId('Neighbours’ garden');
    await verify('welfare-centre', garden);
    await desk.hide(bare(garden));
    await desk.rows(`select hamkke.tell_catalogue('REMOVED', 'SERVICE', array[$1::uuid])`, [bare(garden)]);
    expect((await seen(garden)).service).toBeNull();
    expect(
      await desk.rows('select confidential from verifications where record_id = $1', [bare(garden)]),
    ).toEqual([{ confidential: true }]);
  });
});

describe('what is due', () => {
  test('is the own organization’s for a partner, the soonest first and the never verified last', async () => {
    const list = await due('welfare-centre', 'record: SERVICE');
    expect(list.nodes.map(({ recordId, state }) => [recordId, state])).toEqual([[side, 'OVERDUE']]);
    const all = await due('welfare-centre');
    expect(all.nodes.map(({ state }) => state)).toEqual(['OVERDUE', 'NEVER', 'NEVER']);
    expect(new Set(all.nodes.map(({ organizationId }) => organizationId))).toEqual(
      new Set([orgId('yongsan-welfare')]),
    );
  });

  test('is the district’s for an editor, in pages that lose and repeat nothing', async () => {
    const whole = await due('catalogue-editor', 'first: 100');
    expect(whole.nodes).toHaveLength(whole.totalCount);
    expect(new Set(whole.nodes.map(({ districtId }) => districtId))).toEqual(new Set(['11170']));
    const states = whole.nodes.map(({ state }) => state);
    expect(states).toEqual([...states].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
    const paged: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await due('catalogue-editor', 'first: 7', after);
      paged.push(...page.nodes.map(({ recordId }) => recordId));
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
    }
    expect(paged).toEqual(whole.nodes.map(({ recordId }) => recordId));
    expect(paged).not.toContain(shelter);
    expect(paged).not.toContain(shelterService);
  });

  test('looks ahead to the day that is asked for, and counts by state', async () => {
    const near = await due('catalogue-editor', 'states: [DUE]');
    const far = await due('catalogue-editor', `states: [DUE], before: "${await dayIn(400)}"`);
    expect(near.totalCount).toBe(0);
    expect(far.nodes.map(({ recordId }) => recordId).sort()).toEqual([orgId('yongsan-clinic'), rent].sort());
    expect((await due('catalogue-editor', 'states: [OVERDUE]')).totalCount).toBe(1);
    expect((await due('catalogue-editor', 'district: "11440"')).totalCount).toBe(0);
  });
});
const order = ['OVERDUE', 'DUE', 'NEVER'];
