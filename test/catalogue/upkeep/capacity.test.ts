import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, startApp } from '../../support/app.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { bare, codeOf, Desk, serviceId, shelterService } from './desk.js';

let database: TestDatabase;
let app: App;
let desk: Desk;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  desk = new Desk(app, database);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const laundry = serviceId('Blanket laundry');
const room = 'capacities { id state available lastAvailable maximum updated currentUntil unit { id name } }';
interface Room {
  id: string;
  state: string;
  available: number | null;
  lastAvailable: number;
  maximum: number;
  updated: string;
  currentUntil: string;
  unit: { id: string };
}

async function roomOf(id: string): Promise<Room> {
  const query = `query ($id: ID!) { service(id: $id) { ${room} } }`;
  const { service } = await desk.read<{ service: { capacities: Room[] } }>(null, query, { id });
  return service.capacities[0]!;
}
const confirmedDaysAgo = async (id: string, days: number) => {
  await desk.rows(
    `update service_capacities set updated = now() - make_interval(days => $1) where service_id = $2`,
    [days, bare(id)],
  );
  await desk.rows('select hamkke.keep_search(array[$1::uuid])', [bare(id)]);
};
const found = async (roomAvailable: boolean) => {
  const query = `query ($room: Boolean) { services(first: 100, filter: { search: "이불 빨래방", roomAvailable: $room }) { nodes { id } } }`;
  const { services } = await desk.read<{ services: { nodes: { id: string }[] } }>(null, query, {
    room: roomAvailable,
  });
  return services.nodes.map(({ id }) => id);
};

describe('room that nobody confirms', () => {
  test('is known for fourteen days, and then unknown to answers and conditions alike', async () => {
    await confirmedDaysAgo(laundry, 13);
    const before = await roomOf(laundry);
    expect(before).toMatchObject({ state: 'AVAILABLE', available: 11, lastAvailable: 11 });
    expect(Date.parse(before.currentUntil) - Date.parse(before.updated)).toBe(14 * 86_400_000);
    expect(await found(true)).toEqual([laundry]);
    await confirmedDaysAgo(laundry, 15);
    expect(await roomOf(laundry)).toMatchObject({ state: 'UNKNOWN', available: null, lastAvailable: 11 });
    expect(await found(true)).toEqual([]);
    expect(await found(false)).toEqual([laundry]);
  });

  test('is known for as long as the server was set to', async () => {
    await confirmedDaysAgo(laundry, 15);
    await desk.rows(`insert into upkeep_policies (name, days) values ('CAPACITY', 30)`);
    expect(await roomOf(laundry)).toMatchObject({ state: 'AVAILABLE', available: 11 });
    await desk.rows(`delete from upkeep_policies`);
    expect(await roomOf(laundry)).toMatchObject({ state: 'UNKNOWN' });
  });
});

describe('confirming room', () => {
  const answer = `service { id ${room} }`;
  const confirm = (persona: string | null, serviceId: string, more: object) =>
    desk.send(persona, 'confirmCapacity', { serviceId, available: 4, ...more }, answer);

  test('makes it known again, by the organization’s own people, and the feed tells of it', async () => {
    await confirmedDaysAgo(laundry, 40);
    const cursor = await desk.latest();
    const { data } = await confirm('welfare-centre-none', laundry, { available: 0, maximum: 30 });
    const { capacities } = data!.confirmCapacity!.service as { capacities: Room[] };
    expect(capacities).toMatchObject([{ state: 'FULL', available: 0, maximum: 30 }]);
    expect((await desk.changes(cursor)).changes).toMatchObject([
      { id: laundry, record: 'SERVICE', kind: 'CHANGED', mergedInto: null },
    ]);
    const [note] = await desk.rows('select * from metadata where resource_id = $1', [
      bare(capacities[0]!.id),
    ]);
    expect(note).toMatchObject({
      field_name: 'available',
      previous_value: '11',
      replacement_value: '0',
      updated_by: '효창언덕종합사회복지관',
    });
  });

  test.each([
    ['less than nothing', { available: -1 }, 'input.available'],
    ['more than fit', { available: 31 }, 'input.available'],
    ['of a unit that nobody knows', { unitId: 'Unit:00000000-0000-4000-8000-000000000000' }, 'input.unitId'],
  ])('refuses %s, and says which field', async (_, wrong, field) => {
    const refused = await confirm('welfare-centre-none', laundry, wrong);
    expect(refused.errors![0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field });
  });

  test('names the capacity where a service has several of a unit', async () => {
    const { unit } = await roomOf(laundry);
    await desk.rows(
      `insert into service_capacities (id, service_id, unit_id, available, updated) values (gen_random_uuid(), $1, $2, 1, now())`,
      [bare(laundry), bare(unit.id)],
    );
    const refused = await confirm('welfare-centre-none', laundry, { unitId: unit.id });
    expect(refused.errors![0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'input.capacityId' });
    const { id } = await roomOf(laundry);
    const { data } = await confirm('welfare-centre-none', laundry, { capacityId: id, available: 1 });
    const { capacities } = data!.confirmCapacity!.service as { capacities: Room[] };
    expect(capacities.filter((each) => each.id === id)).toMatchObject([{ available: 1 }]);
    await desk.rows('delete from service_capacities where service_id = $1 and id <> $2', [
      bare(laundry),
      bare(id),
    ]);
  });

  test('is for editors of the district, too, and for nobody else', async () => {
    expect((await confirm('catalogue-editor', laundry, { available: 7 })).errors).toBeUndefined();
    expect(await roomOf(laundry)).toMatchObject({ state: 'AVAILABLE', available: 7 });
    expect(codeOf(await confirm('welfare-centre', laundry, {}))).toBe('FORBIDDEN');
    expect(codeOf(await confirm('catalogue-editor', serviceId('Food sharing'), {}))).toBe('FORBIDDEN');
    expect(codeOf(await confirm(null, laundry, {}))).toBe('UNAUTHENTICATED');
    expect(await roomOf(laundry)).toMatchObject({ available: 7 });
  });

  test('of a shelter is of something unknown, even to editors', async () => {
    const unknown = await confirm('catalogue-editor', 'Service:00000000-0000-4000-8000-000000000000', {});
    const hidden = await confirm('catalogue-editor', shelterService, {});
    expect(codeOf(hidden)).toBe('NOT_FOUND');
    expect(hidden.body).toBe(unknown.body);
  });

  test('of a shelter waits for nobody who is changing it, as nothing unknown does', async () => {
    const unknown = await confirm('catalogue-editor', 'Service:00000000-0000-4000-8000-000000000000', {});
    const other = { recordIds: [laundry, shelterService] };
    const [keepId, mergeId] = [laundry, shelterService];
    await desk.whileHeld('services', bare(shelterService), async () => {
      const hidden = [
        await confirm('catalogue-editor', shelterService, {}),
        await desk.send('catalogue-editor', 'verifyRecord', { recordId: shelterService }, '__typename'),
        await desk.send('catalogue-editor', 'dismissDuplicate', other, '__typename'),
        await desk.send('catalogue-editor', 'mergeRecords', { keepId, mergeId }, '__typename'),
        await desk.send(
          'catalogue-editor',
          'removeRecord',
          { recordId: shelterService, reason: '.' },
          '__typename',
        ),
      ];
      expect(hidden.map(codeOf)).toEqual(hidden.map(() => codeOf(unknown)));
    });
  });
});
