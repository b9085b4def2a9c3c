import { randomUUID } from 'node:crypto';
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { correctable, correctableColumns } from '../../../src/access/upkeep.js';
import { searchText } from '../../../src/catalogue/search/query.js';
import { schema } from '../../../src/schema.js';
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
  await desk.rows('delete from change_requests');
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const rent = serviceId('One month of rent');
const request =
  'id state version reason own organizationId organizationName recordId ownerId answer decidedBy notedAt diff { field seen current proposed }';
interface Request {
  id: string;
  state: string;
  version: number;
  own: boolean;
  organizationName: string | null;
  answer: string | null;
  decidedBy: string | null;
  diff: { field: string; seen: string | null; current: string | null; proposed: string | null }[];
}

const propose = (
  persona: string | null,
  recordId: string,
  fields: Record<string, string | null>,
  reason = '전화로 확인했습니다.',
) =>
  desk.send(
    persona,
    'proposeChange',
    { recordId, reason, fields: Object.entries(fields).map(([field, value]) => ({ field, value })) },
    `changeRequest { ${request} }`,
  );
async function proposed(persona: string, recordId: string, fields: Record<string, string | null>) {
  const { data, errors } = await propose(persona, recordId, fields);
  if (errors) throw new Error(JSON.stringify(errors));
  return data!.proposeChange!.changeRequest as unknown as Request;
}
type Step = 'acceptChange' | 'declineChange' | 'withdrawChange' | 'noteOutcome';
function step(
  persona: string | null,
  name: Step,
  { id, version }: Pick<Request, 'id' | 'version'>,
  more = {},
) {
  const type = name === 'declineChange' ? 'DeclineChange' : 'ChangeRequest';
  return app.ask<Record<Step, { changeRequest: Request }>>(
    persona,
    `mutation ($input: ${type}Input!) { ${name}(input: $input) { changeRequest { ${request} } } }`,
    { input: { changeRequestId: id, expectedVersion: version, ...more } },
  );
}
async function requests(persona: string, given: string) {
  const { changeRequests } = await desk.read<{ changeRequests: { nodes: Request[]; totalCount: number } }>(
    persona,
    `{ changeRequests(${given}) { totalCount nodes { ${request} } } }`,
  );
  expect(changeRequests.totalCount).toBe(changeRequests.nodes.length);
  return changeRequests.nodes;
}
const nameOf = async (id: string) =>
  (
    await desk.read<{ service: { name: string } }>(null, 'query ($id: ID!) { service(id: $id) { name } }', {
      id,
    })
  ).service.name;

test('what may be proposed are fields of the tables that the API shows, and the database says the same', async () => {
  for (const [type, table] of Object.entries(correctable)) {
    const shown = schema.getType(type);
    const fields = isObjectType(shown) ? Object.keys(shown.getFields()) : [];
    expect(fields).toContain('id');
    expect(
      correctableColumns(table)
        .map(([property]) => property)
        .filter((each) => !fields.includes(each)),
    ).toEqual([]);
  }
});

describe('a proposed change', () => {
  test('is seen by who proposed it and by editors, with what is and what is to be, and by nobody else', async () => {
    const made = await proposed('welfare-centre-none', rent, { waitTime: '한 달', minimumAge: '19' });
    expect(made).toMatchObject({
      state: 'PENDING',
      own: true,
      organizationName: '효창언덕종합사회복지관',
      ownerId: rent,
      diff: [
        { field: 'minimumAge', seen: null, current: null, proposed: '19' },
        { field: 'waitTime', current: '3일', proposed: '한 달' },
      ],
    });
    expect((await requests('welfare-centre-none', 'side: PROPOSED')).map(({ id }) => id)).toEqual([made.id]);
    expect(await requests('catalogue-editor', 'side: TO_DECIDE')).toMatchObject([
      { id: made.id, own: false },
    ]);
    // Not even to those whose record it is: what is said of them there is for the editor.
    for (const persona of ['welfare-centre', 'clinic', 'portal']) {
      expect(await requests(persona, 'side: PROPOSED')).toEqual([]);
      expect(await requests(persona, 'side: TO_DECIDE')).toEqual([]);
      expect(codeOf(await step(persona, 'withdrawChange', made))).toBe('NOT_FOUND');
    }
    expect(
      (await app.ask(null, '{ changeRequests(side: PROPOSED) { totalCount } }')).errors![0]!.extensions.code,
    ).toBe('UNAUTHENTICATED');
    await step('welfare-centre-none', 'withdrawChange', made);
  });

  test('is written when an editor accepts it, with its history, and found by its new name', async () => {
    const was = await nameOf(rent);
    const made = await proposed('welfare-centre', rent, { name: '따뜻한 월세 나눔', maximumAge: '70' });
    const cursor = await desk.latest();
    const { data } = await step('catalogue-editor', 'acceptChange', made);
    expect(data!.acceptChange.changeRequest).toMatchObject({
      state: 'ACCEPTED',
      decidedBy: '용산구청 희망복지지원단',
    });
    expect(await nameOf(rent)).toBe('따뜻한 월세 나눔');
    const notes = await desk.rows(
      `select resource_type, field_name, previous_value, replacement_value, updated_by from metadata
       where resource_id = $1 and last_action_type = 'update' and field_name in ('name', 'maximum_age') order by 2`,
      [bare(rent)],
    );
    const by = '용산구청 희망복지지원단 (남산자락종합사회복지관)';
    expect(notes).toEqual([
      {
        resource_type: 'service',
        field_name: 'maximum_age',
        previous_value: '',
        replacement_value: '70',
        updated_by: by,
      },
      {
        resource_type: 'service',
        field_name: 'name',
        previous_value: was,
        replacement_value: '따뜻한 월세 나눔',
        updated_by: by,
      },
    ]);
    expect((await desk.changes(cursor)).changes).toMatchObject([{ id: rent, kind: 'CHANGED' }]);
    const found = (search: string) =>
      desk.read<{ services: { nodes: { id: string }[] } }>(
        null,
        'query ($search: String) { services(filter: { search: $search }) { nodes { id } } }',
        { search },
      );
    expect((await found('따뜻한 월세')).services.nodes).toEqual([{ id: rent }]);
    const [text] = await desk.rows('select search_text from services where id = $1', [bare(rent)]);
    expect(text!.search_text).not.toContain(searchText(was));
    expect(await requests('welfare-centre', 'side: PROPOSED, unnoted: true')).toMatchObject([
      { id: made.id },
    ]);
    const noted = await step('welfare-centre', 'noteOutcome', { id: made.id, version: made.version + 1 });
    expect(noted.data!.noteOutcome.changeRequest).toMatchObject({ notedAt: expect.any(String) });
    expect(await requests('welfare-centre', 'side: PROPOSED, unnoted: true')).toEqual([]);
  });

  test('of a phone is written, and its service is the one that changed', async () => {
    const { organization } = await desk.read<{ organization: { phones: { id: string; number: string }[] } }>(
      null,
      'query ($id: ID!) { organization(id: $id) { phones { id number } } }',
      { id: orgId('yongsan-welfare') },
    );
    const phone = organization.phones[0]!;
    const made = await proposed('welfare-centre', phone.id, { number: '02-0000-9999', extension: '7' });
    expect(made).toMatchObject({
      ownerId: orgId('yongsan-welfare'),
      diff: [{ field: 'extension' }, { seen: phone.number }],
    });
    const cursor = await desk.latest();
    await step('catalogue-editor', 'acceptChange', made);
    expect(await desk.rows('select number, extension from phones where id = $1', [bare(phone.id)])).toEqual([
      { number: '02-0000-9999', extension: '7' },
    ]);
    expect((await desk.changes(cursor)).changes).toMatchObject([
      { id: orgId('yongsan-welfare'), record: 'ORGANIZATION' },
    ]);
  });

  test('is not written over what somebody changed meanwhile', async () => {
    const first = await proposed('welfare-centre', rent, { waitTime: '1주' });
    const second = await proposed('welfare-centre-none', rent, { waitTime: '2주', alert: '잠시 쉽니다' });
    await step('catalogue-editor', 'acceptChange', first);
    const late = await step('catalogue-editor', 'acceptChange', second);
    expect(late.errors![0]!.extensions).toMatchObject({
      code: 'CONFLICT',
      field: 'waitTime',
      current: '1주',
    });
    expect(await desk.rows('select wait_time, alert from services where id = $1', [bare(rent)])).toEqual([
      { wait_time: '1주', alert: null },
    ]);
    const declined = await step('catalogue-editor', 'declineChange', second, {
      reason: '이미 바뀌었습니다.',
    });
    expect(declined.data!.declineChange.changeRequest).toMatchObject({
      state: 'DECLINED',
      answer: '이미 바뀌었습니다.',
    });
    expect(await requests('welfare-centre-none', 'side: PROPOSED, states: [DECLINED]')).toMatchObject([
      { answer: '이미 바뀌었습니다.', decidedBy: '용산구청 희망복지지원단' },
    ]);
  });

  test('is accepted once by two editors at once', async () => {
    const made = await proposed('welfare-centre', rent, { alert: '새 소식' });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => step('catalogue-editor', 'acceptChange', made)),
    );
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(new Set(answers.map(codeOf).filter(Boolean))).toEqual(new Set(['CONFLICT']));
    expect(
      await desk.rows(`select from metadata where resource_id = $1 and field_name = 'alert'`, [bare(rent)]),
    ).toHaveLength(1);
  });

  test('is decided by editors of the district alone, and withdrawn by its proposers alone', async () => {
    const food = await proposed('welfare-centre', serviceId('Food sharing'), { waitTime: '하루' });
    expect(codeOf(await step('catalogue-editor', 'acceptChange', food))).toBe('NOT_FOUND');
    const made = await proposed('clinic', rent, { email: 'new@example.org' });
    expect(codeOf(await step('clinic', 'acceptChange', made))).toBe('FORBIDDEN');
    expect(codeOf(await step('catalogue-editor', 'withdrawChange', made))).toBe('FORBIDDEN');
    expect((await step('clinic', 'withdrawChange', made)).data!.withdrawChange.changeRequest.state).toBe(
      'WITHDRAWN',
    );
    const again = await step('catalogue-editor', 'acceptChange', { id: made.id, version: made.version + 1 });
    expect(again.errors![0]!.extensions).toMatchObject({ code: 'CONFLICT', state: 'WITHDRAWN' });
  });

  test.each([
    ['a field that there is none of', { nothing: 'x' }, 'FIELD_UNKNOWN'],
    ['a reference to another record', { organizationId: bare(shelter) }, 'FIELD_UNKNOWN'],
    ['what says whether it is confidential', { confidential: 'true' }, 'FIELD_UNKNOWN'],
    ['a number that is none', { minimumAge: 'nineteen' }, 'NUMBER_OUT_OF_RANGE'],
    ['a number that is too large', { minimumAge: '99999' }, 'NUMBER_OUT_OF_RANGE'],
    ['a value that there is none of', { status: 'OPEN' }, 'VALUE_NOT_AMONG'],
    ['nothing for what must be there', { name: ' ' }, 'FIELD_NOT_REMOVABLE'],
    ['a text that is too long', { description: '글'.repeat(4001) }, 'TEXT_TOO_LONG'],
    ['a text with a character that no text has', { description: 'a\u0000b' }, 'TEXT_UNREADABLE'],
  ])('with %s is refused, and says which field', async (_, fields, reason) => {
    const { errors } = await propose('welfare-centre', rent, fields as Record<string, string>);
    const field = `input.fields[0].${reason === 'FIELD_UNKNOWN' ? 'field' : 'value'}`;
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_INPUT', reason, field });
  });

  test.each([
    ['a day that is none', { validFrom: '2026-02-30' }, 'NOT_A_DATE'],
    ['a time that is none', { opensAt: '25:00' }, 'NOT_A_TIME_OF_DAY'],
  ])('of a schedule with %s is refused alike', async (_, fields, reason) => {
    const { service } = await desk.read<{ service: { schedules: { id: string }[] } }>(
      null,
      'query ($id: ID!) { service(id: $id) { schedules { id } } }',
      { id: rent },
    );
    const { errors } = await propose(
      'welfare-centre',
      service.schedules[0]!.id,
      fields as Record<string, string>,
    );
    const field = 'input.fields[0].value';
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_INPUT', reason, field });
  });

  test('that changes nothing is refused', async () => {
    const refused = await propose('welfare-centre', rent, { name: await nameOf(rent) });
    expect(codeOf(refused)).toBe('BAD_INPUT');
  });

  test('of a shelter, or of anything there, is of something unknown', async () => {
    const [phone] = await desk.rows('select id from phones where organization_id = $1', [bare(shelter)]);
    const unknown = await propose('catalogue-editor', 'Service:00000000-0000-4000-8000-000000000000', {
      name: '가',
    });
    for (const id of [shelterService, shelter]) {
      const hidden = await propose('catalogue-editor', id, { name: '가' });
      expect(hidden.body).toBe(unknown.body);
    }
    expect((await propose('catalogue-editor', `Phone:${phone!.id}`, { number: '02-123-4567' })).body).toBe(
      unknown.body.replace('name', 'number'),
    );
  });

  test('of a public place of a shelter tells no name of it', async () => {
    const id = randomUUID();
    await desk.rows('insert into locations (id, organization_id) values ($1, $2)', [id, bare(shelter)]);
    const { data } = await desk.send(
      'welfare-centre',
      'proposeChange',
      { recordId: `Location:${id}`, reason: '확인', fields: [{ field: 'description', value: '2층' }] },
      'changeRequest { ownerName }',
    );
    expect(data!.proposeChange!.changeRequest).toEqual({ ownerName: '' });
    await desk.rows('delete from locations where id = $1', [id]);
  });

  test('of what kind of partner an organization is cannot be proposed: who may work there rests on it', async () =>
    expect(codeOf(await propose('welfare-centre', orgId('yongsan-welfare'), { partnerKind: 'POLICE' }))).toBe(
      'BAD_INPUT',
    ));

  test('of a record that becomes confidential is gone for everybody, from lists and counts, too', async () => {
    const garden = serviceId('Neighbours’ garden');
    const made = await proposed('clinic', garden, { alert: '이전' });
    const before = (await requests('catalogue-editor', 'side: TO_DECIDE, states: [PENDING]')).length;
    await desk.hide(bare(garden));
    expect(await requests('clinic', 'side: PROPOSED, states: [PENDING]')).toEqual([]);
    expect(await requests('catalogue-editor', 'side: TO_DECIDE, states: [PENDING]')).toHaveLength(before - 1);
    expect(codeOf(await step('catalogue-editor', 'acceptChange', made))).toBe('NOT_FOUND');
    expect(codeOf(await step('clinic', 'withdrawChange', made))).toBe('NOT_FOUND');
  });
});

describe('a record that is not there yet', () => {
  const ask = (persona: string | null, input: Record<string, unknown>) =>
    desk.send(
      persona,
      'proposeRecord',
      { reason: '이번 달에 시작했습니다.', ...input },
      `changeRequest { newRecord ${request} }`,
    );
  async function made(persona: string, input: Record<string, unknown>) {
    const { data, errors } = await ask(persona, input);
    expect(errors).toBeUndefined();
    return data!.proposeRecord!.changeRequest as unknown as Request & { recordId: string; ownerId: string };
  }
  const service = {
    name: '노을 도시락',
    phones: [{ number: '02-704-1111' }],
    schedules: [{ freq: 'WEEKLY', byday: 'FR', opensAt: '11:00', closesAt: '13:00' }],
  };
  const sought = async (search: string) => {
    const { services, organizations } = await desk.read<
      Record<string, { totalCount: number; nodes: { id: string }[] }>
    >(
      null,
      'query ($search: String!) { services(filter: { search: $search }) { totalCount nodes { id } } organizations(filter: { search: $search }) { totalCount nodes { id } } }',
      { search },
    );
    return [...services!.nodes, ...organizations!.nodes].map(({ id }) => id);
  };

  test('is proposed with what belongs to it, is nowhere before, and is made when an editor accepts it', async () => {
    const cursor = await desk.latest();
    const asked = await made('welfare-centre', { service });
    expect(asked).toMatchObject({
      state: 'PENDING',
      newRecord: true,
      own: true,
      ownerId: orgId('yongsan-welfare'),
      recordId: expect.stringMatching(/^Service:/),
    });
    expect(asked.diff.map(({ field, proposed }) => [field, proposed])).toEqual(
      expect.arrayContaining([
        ['name', '노을 도시락'],
        ['Schedule[0].opensAt', '11:00'],
        ['Phone[1].number', '02-704-1111'],
      ]),
    );
    expect(await sought('노을 도시락')).toEqual([]);
    expect((await desk.changes(cursor)).changes).toEqual([]);
    expect((await requests('catalogue-editor', 'side: TO_DECIDE')).map(({ id }) => id)).toContain(asked.id);
    expect((await requests('clinic', 'side: PROPOSED')).map(({ id }) => id)).not.toContain(asked.id);
    expect(codeOf(await step('clinic', 'withdrawChange', asked))).toBe('NOT_FOUND');
    expect(codeOf(await step('welfare-centre', 'acceptChange', asked))).toBe('FORBIDDEN');
    const { data } = await step('catalogue-editor', 'acceptChange', asked);
    expect(data!.acceptChange.changeRequest).toMatchObject({ state: 'ACCEPTED' });
    expect(await sought('노을 도시락')).toEqual([asked.recordId]);
    const { node } = await desk.read<{ node: unknown }>(
      null,
      'query ($id: ID!) { node(id: $id) { ... on Service { organization { id } phones { number } schedules { byday } verification { id: validUntil } } } }',
      { id: asked.recordId },
    );
    expect(node).toEqual({
      organization: { id: orgId('yongsan-welfare') },
      phones: [{ number: '02-704-1111' }],
      schedules: [{ byday: 'FR' }],
      verification: null,
    });
    expect((await desk.changes(cursor)).changes).toMatchObject([{ id: asked.recordId, kind: 'CHANGED' }]);
    expect((await requests('welfare-centre', 'side: PROPOSED, unnoted: true')).map(({ id }) => id)).toContain(
      asked.id,
    );
    expect(
      codeOf(await step('catalogue-editor', 'acceptChange', { ...asked, version: asked.version + 1 })),
    ).toBe('CONFLICT');
  });

  test('is declined with a reason that its proposer reads, or taken back, and is nowhere then', async () => {
    const declined = await made('welfare-centre', { service: { ...service, name: '새벽 도시락' } });
    await step('catalogue-editor', 'declineChange', declined, { reason: '같은 서비스가 있습니다.' });
    const [mine] = await requests('welfare-centre', 'side: PROPOSED, states: [DECLINED]');
    expect(mine).toMatchObject({ id: declined.id, answer: '같은 서비스가 있습니다.' });
    const back = await made('welfare-centre', { location: { name: '새벽 부엌' } });
    const { data } = await step('welfare-centre', 'withdrawChange', back);
    expect(data!.withdrawChange.changeRequest.state).toBe('WITHDRAWN');
    expect(await sought('새벽')).toEqual([]);
  });

  test('is told to be alike when it is accepted, and made where the editor says that it is another', async () => {
    const [there] = await desk.rows('select name from organizations where id = $1', [
      bare(orgId('yongsan-legal')),
    ]);
    const asked = await made('clinic', { organization: { name: there!.name, partnerKind: 'OTHER' } });
    const refused = await step('catalogue-editor', 'acceptChange', asked);
    expect(refused.errors![0]!.extensions).toMatchObject({
      code: 'CONFLICT',
      alikeIds: expect.arrayContaining([orgId('yongsan-legal')]),
    });
    const { data } = await step('catalogue-editor', 'acceptChange', asked, { evenIfAlike: true });
    expect(data!.acceptChange.changeRequest.state).toBe('ACCEPTED');
    const [row] = await desk.rows('select partner_kind, district_id from organizations where id = $1', [
      bare(asked.recordId),
    ]);
    expect(row).toEqual({ partner_kind: 'OTHER', district_id: '11170' });
  });

  test('is one record, of an organization that everybody may know, and no office', async () => {
    const unknown = 'Organization:00000000-0000-4000-8000-000000000000';
    const [hidden, none] = await Promise.all(
      [shelter, unknown].map((organizationId) => ask('clinic', { service: { ...service, organizationId } })),
    );
    expect(hidden!.body).toBe(none!.body);
    expect(codeOf(hidden!)).toBe('NOT_FOUND');
    for (const input of [
      {},
      { service, location: { name: '곳' } },
      { organization: { name: '새 지구대', partnerKind: 'POLICE' } },
      { service: { description: '이름이 없습니다.' } },
    ])
      expect(codeOf(await ask('clinic', input))).toBe('BAD_INPUT');
    expect(codeOf(await ask(null, { service }))).toBe('UNAUTHENTICATED');
  });

  test('is unknown to everybody once its organization is confidential', async () => {
    const [{ id }] = (await desk.rows(
      `select 'Organization:' || id as id from organizations where name like '%한강 법률구조회' order by name limit 1`,
    )) as [{ id: string }];
    const asked = await made('clinic', { service: { ...service, organizationId: id } });
    const hide = (confidential: boolean) =>
      desk.send(
        'catalogue-editor',
        'setConfidential',
        { recordId: id, confidential, reason: '시험' },
        'recordId',
      );
    expect((await hide(true)).errors).toBeUndefined();
    for (const persona of ['clinic', 'catalogue-editor'])
      expect(
        codeOf(await step(persona, persona === 'clinic' ? 'withdrawChange' : 'acceptChange', asked)),
      ).toBe('NOT_FOUND');
    expect((await requests('catalogue-editor', 'side: TO_DECIDE')).map(({ id }) => id)).not.toContain(
      asked.id,
    );
    await hide(false);
    await step('clinic', 'withdrawChange', asked);
  });
});
