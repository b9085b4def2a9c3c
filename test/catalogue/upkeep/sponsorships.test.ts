import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { known } from '../../../src/demo/known.js';
import { sponsorId } from '../../../src/demo/sponsors.js';
import { importHsds } from '../../../src/hsds/import/load.js';
import { type Answered, type App, startApp } from '../../support/app.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { folderOf, removePackages } from '../packages.js';
import { bare, codeOf, Desk, orgId, shelterService } from './desk.js';

let database: TestDatabase;
let app: App;
let desk: Desk;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  desk = new Desk(app, database);
});
afterAll(async () => {
  removePackages();
  await app?.stop();
  await database?.drop();
});

type Fields = Record<string, unknown>;
const errorOf = ({ errors }: Answered<unknown>) => errors?.[0]?.extensions;
const parts = `id lastModified
  sponsorships { id since until sponsor { id publicName } metadata { fieldName previousValue replacementValue updatedBy } }
  capacities { id state available maximum description unit { id name } metadata { fieldName previousValue replacementValue } }`;
interface Whole {
  lastModified: string;
  sponsorships: ({ id: string; sponsor: Fields; metadata: Fields[] } & Fields)[];
  capacities: ({ id: string; unit: Fields; metadata: Fields[] } & Fields)[];
}
const read = async (id: string) =>
  (
    await desk.read<{ service: Whole }>(null, `query ($id: ID!) { service(id: $id) { ${parts} } }`, {
      id,
    })
  ).service;
const save = async (id: string, change: Fields, persona = 'catalogue-editor') =>
  desk.send(
    persona,
    'saveService',
    { serviceId: id, expectedLastModified: (await read(id)).lastModified, ...change },
    `service { ${parts} }`,
  );
const sponsorOf = async (id: string) =>
  (
    await desk.read<{ sponsor: { lastModified: string } & Fields }>(
      null,
      'query ($id: ID!) { sponsor(id: $id) { id kind publicName closedOn lastModified metadata { fieldName previousValue replacementValue } } }',
      { id },
    )
  ).sponsor;
const change = async (id: string, input: Fields, persona = 'catalogue-editor') =>
  desk.send(
    persona,
    'changeSponsor',
    { sponsorId: id, expectedLastModified: (await sponsorOf(id)).lastModified, ...input },
    'sponsor { id kind publicName closedOn lastModified }',
  );
const saveUnit = (input: Fields, persona = 'catalogue-editor') =>
  desk.send(persona, 'saveUnit', input, 'unit { id name scheme lastModified }');

/** A new service of an agency of the editor's district, without room or sponsors. */
async function newService(name: string): Promise<string> {
  const input = { organizationId: orgId('yongsan-legal'), name };
  const { data, errors } = await desk.send('catalogue-editor', 'saveService', input, 'recordId');
  expect(errors).toBeUndefined();
  return String(data!.saveService!.recordId);
}
const company = `Sponsor:${known.sponsors.company}`;
const nowhere = '00000000-0000-4000-8000-000000000000';

describe('a sponsorship', () => {
  let service: string;
  let id: string;

  test('is written by an editor of the service, with its history, and the feed tells of the service', async () => {
    service = await newService('후원 시험');
    const cursor = await desk.latest();
    const made = await save(service, { sponsorships: [{ sponsorId: company, since: '2026-03-01' }] });
    expect(made.errors).toBeUndefined();
    const [row] = (made.data!.saveService!.service as Whole).sponsorships;
    expect(row).toMatchObject({ since: '2026-03-01', until: null, sponsor: { id: company } });
    id = row!.id;
    expect((await desk.changes(cursor)).changes).toMatchObject([{ id: service, kind: 'CHANGED' }]);
    const { services } = await desk.read<{ services: { nodes: { id: string }[] } }>(
      null,
      '{ services(filter: { search: "후원 시험", sponsored: true }) { nodes { id } } }',
    );
    expect(services.nodes).toEqual([{ id: service }]);
    const ended = await save(service, { sponsorships: [{ id, until: '2026-09-30' }] });
    expect((ended.data!.saveService!.service as Whole).sponsorships).toMatchObject([
      {
        until: '2026-09-30',
        metadata: expect.arrayContaining([
          expect.objectContaining({ fieldName: 'until', previousValue: '', replacementValue: '2026-09-30' }),
        ]),
      },
    ]);
  });

  test('is proposed by a partner, for a service that is there and with one that is not', async () => {
    const proposed = await desk.send(
      'welfare-centre',
      'proposeChange',
      { recordId: id, fields: [{ field: 'until', value: '2026-12-31' }], reason: '연장되었습니다.' },
      'changeRequest { id version diff { field current proposed } }',
    );
    const request = proposed.data!.proposeChange!.changeRequest as { id: string; version: number };
    expect(request).toMatchObject({
      diff: [{ field: 'until', current: '2026-09-30', proposed: '2026-12-31' }],
    });
    const accept = ({ id: changeRequestId, version: expectedVersion }: { id: string; version: number }) =>
      app.ask<{ acceptChange: { changeRequest: { recordId: string } } }>(
        'catalogue-editor',
        'mutation ($input: ChangeRequestInput!) { acceptChange(input: $input) { changeRequest { recordId } } }',
        { input: { changeRequestId, expectedVersion } },
      );
    expect((await accept(request)).errors).toBeUndefined();
    expect((await read(service)).sponsorships).toMatchObject([{ until: '2026-12-31' }]);
    const [unit] = await desk.rows(`select 'Unit:' || id as id from units order by id limit 1`);
    const fresh = await desk.send(
      'welfare-centre',
      'proposeRecord',
      {
        reason: '새로 합니다.',
        service: {
          name: '제안한 서비스',
          capacities: [{ unitId: unit!.id, available: 3, maximum: 4 }],
          sponsorships: [{ sponsorId: company, since: '2026-03-01' }],
        },
      },
      'changeRequest { id version }',
    );
    expect(fresh.errors).toBeUndefined();
    const { data } = await accept(fresh.data!.proposeRecord!.changeRequest as typeof request);
    const { recordId } = data!.acceptChange.changeRequest;
    expect(await read(recordId)).toMatchObject({
      sponsorships: [{ sponsor: { id: company } }],
      capacities: [{ state: 'AVAILABLE', available: 3, maximum: 4 }],
    });
  });

  test('names no sponsor that is not there for everybody, and none of another service', async () => {
    const hidden = sponsorId('drivers');
    await desk.rows('update sponsors set confidential = true where id = $1', [hidden]);
    for (const each of [hidden, nowhere])
      expect(
        codeOf(
          await save(service, { sponsorships: [{ sponsorId: `Sponsor:${each}`, since: '2026-01-01' }] }),
        ),
      ).toBe('NOT_FOUND');
    await desk.rows('update sponsors set confidential = false where id = $1', [hidden]);
    const [other] = await desk.rows(
      `select 'Sponsorship:' || id as id from sponsorships where service_id <> $1 and not confidential limit 1`,
      [bare(service)],
    );
    const [secret] = await desk.rows(
      `select 'Sponsorship:' || id as id from sponsorships where service_id = $1`,
      [bare(shelterService)],
    );
    for (const each of [other!.id, secret!.id])
      for (const input of [{ sponsorships: [{ id: each, until: '2027-01-01' }] }, { removeIds: [each] }])
        expect(codeOf(await save(service, input))).toBe('NOT_FOUND');
    for (const persona of ['portal', 'sponsor', 'welfare-centre'])
      expect(codeOf(await save(service, { removeIds: [id] }, persona))).toBe('FORBIDDEN');
  });
});

describe('a sponsor that was registered', () => {
  test('is changed and closed by those who register sponsors there: what it pays for ends, and nothing begins', async () => {
    const service = await newService('종료 시험');
    await save(service, { sponsorships: [{ sponsorId: company, since: '2026-03-01' }] });
    const cursor = await desk.latest();
    const closed = await change(company, { closedOn: '2026-06-30', publicName: '함께전자(주)' }, 'portal');
    expect(closed.data!.changeSponsor!.sponsor).toMatchObject({
      closedOn: '2026-06-30',
      publicName: '함께전자(주)',
    });
    expect((await read(service)).sponsorships).toMatchObject([{ until: '2026-06-30' }]);
    const open = await desk.rows(
      `select from sponsorships where sponsor_id = $1 and coalesce(until, 'infinity') > '2026-06-30'`,
      [bare(company)],
    );
    expect(open).toEqual([]);
    const told = (await desk.changes(cursor)).changes.map((each) => each.id);
    expect(told).toContain(service);
    expect(told).not.toContain(shelterService);
    const [row] = (await read(service)).sponsorships;
    for (const wrong of [
      { sponsorships: [{ sponsorId: company, since: '2026-07-01' }] },
      { sponsorships: [{ id: row!.id, until: null }] },
    ])
      expect(errorOf(await save(service, wrong))).toMatchObject({
        reason: 'SPONSOR_HAS_ENDED',
        on: '2026-06-30',
        field: 'input.sponsorships[0].until',
      });
    const pledge = await desk.send(
      'portal',
      'recordPledge',
      { sponsorId: company, title: '글', kind: 'MONEY', amount: 1, validFrom: '2026-07-01' },
      'pledge { id }',
    );
    expect(errorOf(pledge)).toMatchObject({ reason: 'SPONSOR_HAS_ENDED', field: 'input.validFrom' });
    // It gives again: nothing that ended begins by itself.
    expect((await change(company, { closedOn: null })).errors).toBeUndefined();
    expect((await read(service)).sponsorships).toMatchObject([{ until: '2026-06-30' }]);
    expect(
      (await save(service, { sponsorships: [{ sponsorId: company, since: '2026-08-01' }] })).errors,
    ).toBeUndefined();
    expect(errorOf(await change(company, { closedOn: '2026-07-31' }))).toMatchObject({
      reason: 'SPONSORSHIP_BEGINS_LATER',
      field: 'input.closedOn',
    });
  });

  test('gives nothing that is written while it closes', async () => {
    const racing = await newService('경합 시험');
    const before = (await read(racing)).lastModified;
    const expectedLastModified = (await sponsorOf(company)).lastModified;
    /** Until so many wait for a lock, or all of what was sent is answered. */
    const waiting = async (least: number) => {
      for (let count = 0; count < least && answered < sent.length; )
        [{ count }] = (await database.owner`
          select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`) as [
          { count: number },
        ];
    };
    let answered = 0;
    const sent: ReturnType<typeof desk.send>[] = [];
    await database.owner.begin(async (sql) => {
      await sql`lock table sponsorships in share mode`;
      const saved = desk.send(
        'catalogue-editor',
        'saveService',
        {
          ...{ serviceId: racing, expectedLastModified: before },
          sponsorships: [{ sponsorId: company, since: '2026-01-01' }],
        },
        'recordId',
      );
      sent.push(saved.finally(() => answered++));
      await waiting(1);
      const closed = desk.send(
        'catalogue-editor',
        'changeSponsor',
        { sponsorId: company, expectedLastModified, closedOn: '2026-12-31' },
        'sponsor { id }',
      );
      sent.push(closed.finally(() => (answered += 2)));
      await waiting(2);
    });
    for (const each of await Promise.all(sent)) expect(each.errors).toBeUndefined();
    expect((await read(racing)).sponsorships).toMatchObject([{ until: '2026-12-31' }]);
  });

  test('that is a citizen is named as long as they choose, and in no history after that', async () => {
    const registered = await desk.send(
      'catalogue-editor',
      'registerSponsor',
      { kind: 'CITIZEN', publicName: '나눔이웃', choseToBeNamed: true },
      'sponsor { id }',
    );
    const { id } = registered.data!.registerSponsor!.sponsor as { id: string };
    expect(errorOf(await change(id, { publicName: '다른이름' }))).toMatchObject({
      reason: 'CITIZEN_NOT_TO_BE_NAMED',
      field: 'input.publicName',
    });
    expect((await change(id, { publicName: '나눔가족', choseToBeNamed: true })).errors).toBeUndefined();
    expect((await change(id, { publicName: null })).errors).toBeUndefined();
    const sponsor = await sponsorOf(id);
    expect(sponsor).toMatchObject({
      publicName: null,
      metadata: [
        { fieldName: 'public_name', previousValue: '', replacementValue: '' },
        { fieldName: 'public_name', previousValue: '', replacementValue: '' },
      ],
    });
    expect(await desk.rows(`select from metadata m where m::text ~ '나눔(이웃|가족)'`)).toEqual([]);
    // A company that turns out to be a citizen is named no more, unless they choose so.
    expect(errorOf(await change(company, { kind: 'CITIZEN' }))).toMatchObject({
      reason: 'CITIZEN_NOT_TO_BE_NAMED',
    });
  });

  test('is no other district’s to change, nobody’s who registers none, and a hidden one is as unknown as none', async () => {
    const mapo = `Sponsor:${sponsorId('merchants')}`;
    expect(errorOf(await change(mapo, { publicName: '남의 것' }))).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'SPONSOR_OF_OTHERS',
    });
    for (const persona of ['sponsor', 'welfare-centre', 'head'])
      expect(codeOf(await change(company, { publicName: '남' }, persona))).toBe('FORBIDDEN');
    const hidden = `Sponsor:${sponsorId('university')}`;
    await desk.rows('update sponsors set confidential = true where id = $1', [bare(hidden)]);
    const ask = (sponsor: string) =>
      desk.send(
        'catalogue-editor',
        'changeSponsor',
        { sponsorId: sponsor, expectedLastModified: '2026-01-01T00:00:00Z', closedOn: '2026-01-01' },
        'sponsor { id }',
      );
    const [secret, none] = [await ask(hidden), await ask(`Sponsor:${nowhere}`)];
    expect(codeOf(none)).toBe('NOT_FOUND');
    expect(secret.body).toBe(none.body);
    expect(codeOf(await ask(company))).toBe('CONFLICT');
    expect(errorOf(await change(company, {}))).toMatchObject({ reason: 'NOTHING_TO_RECORD' });
  });
});

describe('room and what it is counted in', () => {
  let service: string;
  let unit: string;

  test('are entered by editors, are known at once, and are in no other district changed', async () => {
    const made = await saveUnit({ name: '침상', scheme: '용산' });
    expect(made.errors).toBeUndefined();
    const { id, lastModified } = made.data!.saveUnit!.unit as { id: string; lastModified: string };
    unit = id;
    expect(errorOf(await saveUnit({ name: ' 침 상', scheme: '용산' }))).toMatchObject({
      reason: 'UNIT_EXISTS',
      unitId: unit,
    });
    // Both have looked for the name before either has written it.
    const holder = await database.owner.reserve();
    await holder`begin`;
    await holder`lock table units in share mode`;
    const together = ['방', ' 방 '].map((name) => saveUnit({ name }));
    await expect
      .poll(() => database.owner`select from pg_locks where not granted and database is not null`, {
        timeout: 20_000,
      })
      .toHaveLength(2);
    await holder`commit`;
    holder.release();
    const reasons = (await Promise.all(together)).map((each) => each.errors?.[0]?.extensions.reason);
    expect(reasons.sort()).toEqual(['UNIT_EXISTS', undefined]);
    service = await newService('여유 시험');
    const cursor = await desk.latest();
    const { data } = await save(service, { capacities: [{ unitId: unit, available: 2, maximum: 8 }] });
    expect((data!.saveService!.service as Whole).capacities).toMatchObject([
      { state: 'AVAILABLE', available: 2, maximum: 8, unit: { id: unit, name: '침상' } },
    ]);
    const { services } = await desk.read<{ services: { nodes: { id: string }[] } }>(
      null,
      '{ services(filter: { search: "여유 시험", roomAvailable: true }) { nodes { id } } }',
    );
    expect(services.nodes).toEqual([{ id: service }]);
    const renamed = await saveUnit({ unitId: unit, expectedLastModified: lastModified, name: '병상' });
    expect(renamed.data!.saveUnit!.unit).toMatchObject({ id: unit, name: '병상', scheme: '용산' });
    expect((await desk.changes(cursor)).changes.at(-1)).toMatchObject({ id: service, kind: 'CHANGED' });
    expect(
      codeOf(await saveUnit({ unitId: unit, expectedLastModified: lastModified, name: '옛 이름' })),
    ).toBe('CONFLICT');
    const { units } = await desk.read<{
      units: { nodes: { id: string; name: string; lastModified: string }[] };
    }>(null, '{ units(first: 100) { nodes { id name lastModified } } }');
    expect(units.nodes.map(({ name }) => name)).toContain('병상');
    // All districts count households.
    const shared = units.nodes.find(({ id: each }) => each !== unit)!;
    expect(
      errorOf(
        await saveUnit({ unitId: shared.id, expectedLastModified: shared.lastModified, name: '남의 단위' }),
      ),
    ).toMatchObject({ code: 'FORBIDDEN', reason: 'UNIT_OF_OTHERS' });
    for (const persona of ['welfare-centre', 'portal', 'sponsor'])
      expect(codeOf(await saveUnit({ name: '누구' }, persona))).toBe('FORBIDDEN');
  });

  test('say again what is left when it is unknown, and only a number that is said confirms it', async () => {
    const { id } = (await read(service)).capacities[0]!;
    const old = () =>
      desk.rows(`update service_capacities set updated = now() - interval '90 days' where id = $1`, [
        bare(id),
      ]);
    await old();
    await save(service, { capacities: [{ id, description: '두 방입니다.' }] });
    expect((await read(service)).capacities).toMatchObject([
      { state: 'UNKNOWN', description: '두 방입니다.' },
    ]);
    await save(service, { capacities: [{ id, available: 2 }] });
    expect((await read(service)).capacities).toMatchObject([{ state: 'AVAILABLE', available: 2 }]);
    await save(service, { capacities: [{ id, available: 0, maximum: 6 }] });
    const [row] = (await read(service)).capacities;
    expect(row).toMatchObject({ state: 'FULL', available: 0, maximum: 6 });
    expect(row!.metadata).toEqual(
      expect.arrayContaining([
        { fieldName: 'available', previousValue: '2', replacementValue: '0' },
        { fieldName: 'maximum', previousValue: '8', replacementValue: '6' },
      ]),
    );
    expect((await save(service, { removeIds: [id] })).errors).toBeUndefined();
    expect((await read(service)).capacities).toEqual([]);
  });

  test('name no unit that is not there, nor one that is hidden', async () => {
    const [{ id: hidden }] = (await desk.rows(
      `insert into units (id, name, confidential) values (gen_random_uuid(), '쉼터의 방', true) returning id`,
    )) as [{ id: string }];
    for (const each of [hidden, nowhere]) {
      const unitId = `Unit:${each}`;
      expect(codeOf(await save(service, { capacities: [{ unitId, available: 1 }] }))).toBe('NOT_FOUND');
      expect(
        codeOf(await saveUnit({ unitId, expectedLastModified: '2026-01-01T00:00:00Z', name: '이름' })),
      ).toBe('NOT_FOUND');
    }
    expect(codeOf(await saveUnit({ name: '쉼터의 방' }))).toBeUndefined();
    expect(errorOf(await save(service, { capacities: [{ available: 1 }] }))).toMatchObject({
      reason: 'FIELD_NEEDED',
      field: 'input.capacities[0].unitId',
    });
  });
});

describe('an import after that', () => {
  const run = (updated: string, available: number) => async () =>
    importHsds(
      database.owner,
      await folderOf({
        'organizations.csv': 'id,name,description\nr1,여유 기관,글',
        'services.csv': 'id,organization_id,name,status\nr1s,r1,여유 있는 상담,active',
        'unit.csv': 'id,name,scheme,identifier,uri\nr1u,자리,,,',
        'service_capacity.csv': `id,service_id,unit_id,available,maximum,description,updated\nr1c,r1s,r1u,${available},9,,${updated}`,
      }),
      { source: 'rooms' },
    );

  test('leaves what was confirmed later than the source says, takes what the source says later, and a unit’s new name stays', async () => {
    await run('2026-01-01', 5)();
    const [row] = await desk.rows(
      `select 'Service:' || s.id as service, 'Unit:' || c.unit_id as unit from services s
       join service_capacities c on c.service_id = s.id where s.name = '여유 있는 상담'`,
    );
    const service = String(row!.service);
    const confirmed = await desk.send(
      'catalogue-editor',
      'confirmCapacity',
      { serviceId: service, available: 1 },
      'service { id }',
    );
    expect(confirmed.errors).toBeUndefined();
    const { units } = await desk.read<{ units: { nodes: { id: string; lastModified: string }[] } }>(
      null,
      '{ units(first: 100) { nodes { id lastModified } } }',
    );
    const { lastModified } = units.nodes.find(({ id }) => id === row!.unit)!;
    expect(
      (await saveUnit({ unitId: row!.unit, expectedLastModified: lastModified, name: '앉을 자리' })).errors,
    ).toBeUndefined();
    await run('2026-01-02', 7)();
    expect((await read(service)).capacities).toMatchObject([{ available: 1, unit: { name: '앉을 자리' } }]);
    // The next day in Seoul begins later than now, and in less than a day: what is later still is no date of a source.
    const soon = new Date(Date.now() + (24 + 9) * 3_600_000).toISOString().slice(0, 10);
    await run(soon, 7)();
    expect((await read(service)).capacities).toMatchObject([{ available: 7, unit: { name: '앉을 자리' } }]);
  });
});
