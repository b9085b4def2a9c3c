import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayInSeoul } from '../../src/day.js';
import { families, postId } from '../../src/demo/known.js';
import { day } from '../access/households.js';
import { organization, steps } from '../referral/referrals.js';
import { codes } from '../staff/people.js';
import { type App, type AskOptions, startApp } from '../support/app.js';
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

type Family = { districtId: string; id: string; caseId: string };
const caseOf = ({ districtId, caseId }: Family) => `Case:${districtId}:${caseId}`;
const householdOf = ({ districtId, id }: Family) => `Household:${districtId}:${id}`;
const post = (key: string) => `Post:${postId(key)}`;
/** The same person leads the centre and works in a team of the office: in the post there they are of that team. */
const atOffice: AskOptions = { post: postId('head-office') };

interface Now {
  version: number;
  stage: string;
  track: string;
  center: { id: string };
  viewerCan: string[];
  steps: { step: string; toCenter: { id: string } | null; organization: { id: string } }[];
  referrals: { id: string; sender: { id: string } }[];
}
const fields = `version stage track center { id } viewerCan steps { step toCenter { id } organization { id } }
  referrals { id sender { id } }`;
const read = async (persona: string, family: Family, options: AskOptions = {}) =>
  (
    await app.ask<{ case: Now | null }>(
      persona,
      `query ($id: ID!) { case(id: $id) { ${fields} } }`,
      { id: caseOf(family) },
      options,
    )
  ).data!.case;
const step = (persona: string, name: string, type: string, input: object) =>
  app.ask<Record<string, { case: Now | null } | null>>(
    persona,
    `mutation ($input: ${type}!) { ${name}(input: $input) { case { ${fields} } } }`,
    { input },
  );
const handOver = (persona: string, family: Family, center: string, expectedVersion: number) =>
  step(persona, 'handOverCase', 'HandOverInput', {
    caseId: caseOf(family),
    centerId: center,
    expectedVersion,
    note: '담당 동이 바뀌어 인계함',
  });
const assigned = async (persona: string, family: Family, options: AskOptions = {}) =>
  (
    await app.ask<{
      household: {
        assignments: { name: string; postId: string; kind: string; from: string; until: string | null }[];
      } | null;
    }>(
      persona,
      'query ($id: ID!) { household(id: $id) { assignments { name postId kind from until } } }',
      { id: householdOf(family) },
      options,
    )
  ).data!.household?.assignments;

describe('a case that another team takes over', () => {
  const { active } = families;

  test('is theirs on the next request, with its history and what it asked of others', async () => {
    const by = steps(app);
    const draft = await by.taken('case-manager', 'draftReferral', {
      householdId: householdOf(active),
      caseId: caseOf(active),
      recipientId: organization('welfareCentre'),
      domain: 'HOUSING',
      classes: [],
      memberIds: [],
      purpose: 'CASE_MANAGEMENT',
    });
    await by.taken('case-manager', 'requestReferral', by.at(draft));
    await app.ask(
      'head',
      'mutation ($input: AssignCaseInput!) { assignCase(input: $input) { assignment { id } } }',
      { input: { caseId: caseOf(active), postId: post('counsellor'), kind: 'CASE' } },
    );
    expect(await read('counsellor', active)).not.toBeNull();
    expect(await read('head', active, atOffice)).toBeNull();
    const before = (await read('case-manager', active))!;
    expect(before.viewerCan).toContain('HAND_OVER');
    const { errors, data } = await handOver('head', active, organization('districtOffice'), before.version);
    expect(errors).toBeUndefined();
    // Whoever handed it over serves the household no more, and is answered nothing of it.
    expect(data!.handOverCase!.case).toBeNull();
    for (const persona of ['head', 'case-manager', 'counsellor'])
      expect(await read(persona, active)).toBeNull();
    const after = (await read('head', active, atOffice))!;
    expect(after).toMatchObject({
      version: before.version + 1,
      stage: before.stage,
      track: before.track,
      center: { id: organization('districtOffice') },
    });
    expect(after.steps.at(-1)).toEqual({
      step: 'HAND_OVER',
      toCenter: { id: organization('districtOffice') },
      organization: { id: organization('centre') },
    });
    expect(after.referrals.find(({ id }) => id === draft.id)).toMatchObject({
      sender: { id: organization('districtOffice') },
    });
    const old = (await assigned('head', active, atOffice))!.filter(
      ({ postId: of }) => of === post('counsellor'),
    );
    expect(old).not.toEqual([]);
    for (const each of old)
      expect(each).toMatchObject({ name: expect.any(String), until: expect.any(String) });
    // The partner's answer reaches the new team, and the old one learns nothing of it.
    const asked = (await read('welfare-centre', active))!.referrals.find(({ id }) => id === draft.id);
    expect(asked).toMatchObject({ sender: { id: organization('districtOffice') } });
    const [{ version }] = (await database.owner`
      select version from referrals where id = ${draft.id.split(':')[2]!}`) as unknown as [
      { version: number },
    ];
    await by.taken('welfare-centre', 'acceptReferral', { referralId: draft.id, expectedVersion: version });
    const outbox = async (options: AskOptions) =>
      (
        await app.ask<{ referralsSent: { nodes: { id: string }[] } }>(
          'head',
          '{ referralsSent(first: 100) { nodes { id } } }',
          {},
          options,
        )
      ).data!.referralsSent.nodes.map(({ id }) => id);
    expect(await outbox(atOffice)).toContain(draft.id);
    expect(await outbox({})).not.toContain(draft.id);
  });

  test('goes to a centre of the same district alone, and never to one that nobody may know', async () => {
    const { version } = (await read('case-manager', families.never))!;
    const to = (center: string) => handOver('case-manager', families.never, center, version);
    for (const center of [organization('centre'), organization('mapoOffice')])
      expect(codes(await to(center))).toEqual(['BAD_INPUT']);
    const unknown = await to('Organization:00000000-0000-4000-8000-000000000000');
    expect(codes(unknown)).toEqual(['NOT_FOUND']);
    for (const center of [organization('shelter'), organization('welfareCentre'), organization('police')])
      expect((await to(center)).body).toBe(unknown.body);
    expect(
      codes(await handOver('case-manager', families.never, organization('districtOffice'), version + 1)),
    ).toEqual(['CONFLICT']);
    expect(codes(await handOver('counsellor', families.assigned, organization('districtOffice'), 1))).toEqual(
      ['FORBIDDEN'],
    );
    // Another centre's case is not theirs to give away.
    const { office: ofOffice } = families;
    expect(codes(await handOver('case-manager', ofOffice, organization('centre'), 1))).toEqual(['NOT_FOUND']);
    expect((await read('case-manager', families.never))!.version).toBe(version);
  });

  test('goes to no office of the city around: whoever works there reaches no household of the district', async () => {
    const office = organization('mapoOffice');
    const move = (to: string) =>
      asKeeper(
        database.owner,
        (sql) => sql`update organizations set district_id = ${to} where id = ${office.split(':')[1]!}`,
      );
    await move('11000');
    const { version } = (await read('case-manager', families.never))!;
    expect(codes(await handOver('case-manager', families.never, office, version))).toEqual(['BAD_INPUT']);
    expect(await read('case-manager', families.never)).not.toBeNull();
    await move('11440');
  });

  test('takes along what was asked of others for the household, and not for one case of it', async () => {
    const by = steps(app);
    const { never } = families;
    const draft = await by.taken('case-manager', 'draftReferral', {
      householdId: householdOf(never),
      recipientId: organization('welfareCentre'),
      domain: 'HOUSING',
      classes: [],
      memberIds: [],
      purpose: 'CASE_MANAGEMENT',
    });
    await by.taken('case-manager', 'requestReferral', by.at(draft));
    const { version } = (await read('case-manager', never))!;
    expect((await handOver('head', never, organization('districtOffice'), version)).errors).toBeUndefined();
    expect(await read('head', never)).toBeNull();
    const { data } = await app.ask<{ referral: { viewerCan: string[] } | null }>(
      'head',
      'query ($id: ID!) { referral(id: $id) { viewerCan } }',
      { id: draft.id },
      atOffice,
    );
    expect(data!.referral?.viewerCan).toContain('CANCEL');
  });

  test('that was for linkage only becomes a managed one, and a plan is its next step', async () => {
    const { data } = await app.ask<{
      households: { nodes: { cases: { id: string; version: number; viewerCan: string[] }[] }[] };
    }>(
      'case-manager',
      '{ households(filter: { tracks: [SERVICE_LINKED] }, first: 100) { nodes { cases { id version viewerCan } } } }',
    );
    const found = data!.households.nodes
      .flatMap(({ cases }) => cases)
      .find(({ viewerCan }) => viewerCan.includes('MANAGE'));
    const { errors, data: done } = await step('case-manager', 'manageCase', 'StepInput', {
      caseId: found!.id,
      expectedVersion: found!.version,
    });
    expect(errors).toBeUndefined();
    const now = done!.manageCase!.case!;
    expect(now).toMatchObject({ stage: 'CONFERENCE', track: 'CASE_MANAGED' });
    expect(now.viewerCan).toContain('PLAN');
    expect(now.viewerCan).not.toContain('MANAGE');
  });
});

describe('a caseload', () => {
  const handed = (persona: string, from: string, to: string, more: object = {}) =>
    app.ask<{ handOverCaseload: { assignmentIds: string[] } | null }>(
      persona,
      'mutation ($input: HandOverCaseloadInput!) { handOverCaseload(input: $input) { assignmentIds } }',
      { input: { fromPostId: post(from), toPostId: post(to), kind: 'CASE', ...more } },
    );

  test('goes to a colleague in one step, once, and with it what they may read', async () => {
    const { assigned: theirs } = families;
    expect(await read('counsellor', theirs)).not.toBeNull();
    const key = { idempotencyKey: 'caseload-of-the-counsellor' };
    const { data, errors } = await handed('head', 'counsellor', 'case-manager-2', key);
    expect(errors).toBeUndefined();
    const { assignmentIds } = data!.handOverCaseload!;
    expect(assignmentIds.length).toBeGreaterThan(0);
    expect((await handed('head', 'counsellor', 'case-manager-2', key)).data).toEqual(data);
    expect((await handed('head', 'counsellor', 'case-manager-2')).data).toEqual({
      handOverCaseload: { assignmentIds: [] },
    });
    expect(await read('counsellor', theirs)).toBeNull();
    const now = (await assigned('head', theirs))!.filter(({ kind }) => kind === 'CASE');
    expect(now.filter(({ until }) => until === null).map(({ postId: of }) => of)).toEqual([
      post('case-manager-2'),
    ]);
  });

  test('goes to a colleague who is to begin later from today on, so that nobody is without', async () => {
    const assign = (key: string, from: string | null) =>
      app.ask(
        'head',
        'mutation ($input: AssignCaseInput!) { assignCase(input: $input) { assignment { id } } }',
        { input: { caseId: caseOf(families.clinic), postId: post(key), kind: 'CASE', from } },
      );
    expect((await assign('counsellor', null)).errors).toBeUndefined();
    expect((await assign('counsellor-2', day(dayInSeoul(), 10))).errors).toBeUndefined();
    expect(await read('counsellor-2', families.clinic)).toBeNull();
    expect((await handed('head', 'counsellor', 'counsellor-2')).errors).toBeUndefined();
    expect(await read('counsellor', families.clinic)).toBeNull();
    expect(await read('counsellor-2', families.clinic)).not.toBeNull();
  });

  test('goes once to a colleague to whom two hand over at the same time', async () => {
    const assign = (key: string) =>
      app.ask(
        'head',
        'mutation ($input: AssignCaseInput!) { assignCase(input: $input) { assignment { id } } }',
        { input: { caseId: caseOf(families.clinic), postId: post(key), kind: 'CASE' } },
      );
    const standing = async () =>
      (await assigned('head', families.clinic))!
        .filter(({ kind, from, until }) => kind === 'CASE' && until === null && from <= dayInSeoul())
        .map(({ postId: of }) => of);
    for (const _time of [1, 2, 3, 4]) {
      await Promise.all([assign('counsellor'), assign('counsellor'), assign('counsellor-2')]);
      expect((await standing()).sort()).toEqual([post('counsellor'), post('counsellor-2')].sort());
      await Promise.all(['counsellor', 'counsellor-2'].map((from) => handed('head', from, 'case-manager-2')));
      expect(await standing()).toEqual([post('case-manager-2')]);
      expect((await handed('head', 'case-manager-2', 'counsellor')).errors).toBeUndefined();
    }
  });

  test('is handed over by those who assign there, between posts that could be assigned', async () => {
    expect(codes(await handed('head', 'case-manager-2', 'case-manager-2'))).toEqual(['BAD_INPUT']);
    const unknown = await app.ask(
      'head',
      'mutation ($input: HandOverCaseloadInput!) { handOverCaseload(input: $input) { assignmentIds } }',
      {
        input: {
          fromPostId: 'Post:00000000-0000-4000-8000-000000000000',
          toPostId: post('counsellor'),
          kind: 'CASE',
        },
      },
    );
    expect(codes(unknown)).toEqual(['NOT_FOUND']);
    for (const [from, to] of [
      ['mapo-case-manager', 'counsellor'],
      ['case-manager-2', 'welfare-centre'],
      ['case-manager-2', 'mapo-case-manager'],
    ] as const)
      expect((await handed('head', from, to)).body).toBe(unknown.body);
    expect(codes(await handed('counsellor-2', 'case-manager-2', 'counsellor'))).toEqual(['FORBIDDEN']);
  });
});
