import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { known } from '../../../src/demo/known.js';
import { importHsds } from '../../../src/hsds/import/load.js';
import { type Answered, type App, startApp } from '../../support/app.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { folderOf, removePackages } from '../packages.js';
import { bare, codeOf, Desk, orgId, serviceId, shelter, shelterService } from './desk.js';

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

type Fields = Record<string, unknown>;
const whole = `recordId organization { id name lastModified partnerKind phones { id number type } contacts { name phones { number } }
  services(first: 5) { nodes { id } } verification { validUntil } }`;
const service = `recordId service { id name status lastModified minimumAge organization { id } program { name }
  schedules { id byday opensAt closesAt } phones { id number } costOptions { amount } requiredDocuments { document }
  serviceAtLocations { id location { id name } schedules { byday } } attributes { term { name } } verification { validUntil } }`;
const location = 'recordId location { id name lastModified addresses { id city country } phones { number } }';
const errorOf = ({ errors }: Answered<unknown>) => errors?.[0]?.extensions;

interface Saved {
  recordId: string;
  [record: string]: unknown;
}
const answers = { saveOrganization: whole, saveService: service, saveLocation: location };
const save = (name: keyof typeof answers, input: Fields, persona: string | null = 'catalogue-editor') =>
  desk.send(persona, name, input, answers[name]);
async function saved(name: keyof typeof answers, input: Fields) {
  const { data, errors } = await save(name, input);
  expect(errors).toBeUndefined();
  return data![name] as Saved;
}
const hide = (recordId: string, confidential: boolean, persona = 'catalogue-editor') =>
  desk.send(persona, 'setConfidential', { recordId, confidential, reason: '집 주소입니다.' }, 'recordId');
const lastModified = async (id: string) => {
  const { node } = await desk.read<{ node: { lastModified: string } }>(
    null,
    'query ($id: ID!) { node(id: $id) { ... on Organization { lastModified } ... on Service { lastModified } ... on Location { lastModified } } }',
    { id },
  );
  return node.lastModified;
};
const hsds = async (path: string) => app.request(null, `/hsds/${path}`);

describe('an agency that no file names', () => {
  let agency: string;
  let place: string;
  let given: string;

  test('is entered with its phones and people, verified, and told to everybody at once', async () => {
    const cursor = await desk.latest();
    const made = await saved('saveOrganization', {
      name: '새빛 가족상담소',
      partnerKind: 'COUNSELLING_CENTER',
      website: 'https://saebit.example.or.kr',
      phones: [{ number: '02-700-1234', type: 'voice' }],
      contacts: [{ name: '창구', phones: [{ number: '02-700-1235' }] }],
      programs: [{ name: '가족 회복', description: '한 해의 과정' }],
      verified: true,
    });
    agency = made.recordId;
    expect(made.organization).toMatchObject({
      id: agency,
      partnerKind: 'COUNSELLING_CENTER',
      phones: [{ number: '02-700-1234', type: 'voice' }],
      contacts: [{ phones: [{ number: '02-700-1235' }] }],
      verification: { validUntil: expect.any(String) },
    });
    const { changes } = await desk.changes(cursor);
    expect(changes.map(({ id, kind }) => [id, kind])).toEqual([[agency, 'CHANGED']]);
    expect((await hsds(`organizations/${bare(agency)}`)).body).toContain('02-700-1234');
    const { organizations } = await desk.read<{ organizations: { nodes: { id: string }[] } }>(
      null,
      '{ organizations(filter: { search: "ㅅㅂㄱㅈ" }) { nodes { id } } }',
    );
    expect(organizations.nodes.map(({ id }) => id)).toContain(agency);
    const [row] = await desk.rows('select district_id from organizations where id = $1', [bare(agency)]);
    expect(row!.district_id).toBe('11170');
  });

  test('gets a place, and a service there with hours, prices and papers, which is found by words and hours', async () => {
    place = (
      await saved('saveLocation', {
        organizationId: agency,
        name: '새빛 상담실',
        latitude: 37.53,
        longitude: 126.97,
        addresses: [
          { address1: '한강대로 1', city: '용산구', stateProvince: '서울특별시', postalCode: '04386' },
        ],
      })
    ).recordId;
    const [{ id: program }] = (await desk.rows(
      `select 'Program:' || id as id from programs where organization_id = $1`,
      [bare(agency)],
    )) as [{ id: string }];
    const [{ id: term }] = (await desk.rows(
      `select 'TaxonomyTerm:' || id as id from taxonomy_terms where not confidential order by id limit 1`,
    )) as [{ id: string }];
    const made = await saved('saveService', {
      organizationId: agency,
      programId: program,
      name: '은하수 야간상담',
      needDomain: 'FAMILY',
      minimumAge: 19,
      maximumAge: 64,
      schedules: [{ freq: 'WEEKLY', byday: 'MO,TU', opensAt: '18:00', closesAt: '21:00' }],
      phones: [{ number: '02-700-9999' }],
      costOptions: [{ amount: '1500.50', currency: 'KRW' }],
      requiredDocuments: [{ document: '신분증' }],
      serviceAtLocations: [{ locationId: place }],
      taxonomyTermIds: [term],
    });
    given = made.recordId;
    expect(made.service).toMatchObject({
      status: 'ACTIVE',
      organization: { id: agency },
      program: { name: '가족 회복' },
      schedules: [{ byday: 'MO,TU', opensAt: '18:00:00', closesAt: '21:00:00' }],
      phones: [{ number: '02-700-9999' }],
      costOptions: [{ amount: '1500.50' }],
      requiredDocuments: [{ document: '신분증' }],
      serviceAtLocations: [{ location: { id: place } }],
      attributes: [{ term: { name: expect.any(String) } }],
      verification: null,
    });
    const { services } = await desk.read<{ services: { nodes: { id: string }[] } }>(
      null,
      '{ services(filter: { search: "은하수 야간", openAt: "2026-11-30T19:00:00+09:00" }) { nodes { id } } }',
    );
    expect(services.nodes).toEqual([{ id: given }]);
  });

  test('is changed where it was read: what is left out stays, what is named by id changes or goes', async () => {
    const before = await lastModified(given);
    const rows = (await desk.read<{ service: { schedules: { id: string }[]; phones: { id: string }[] } }>(
      null,
      'query ($id: ID!) { service(id: $id) { schedules { id } phones { id } } }',
      { id: given },
    ))!.service;
    const changed = await saved('saveService', {
      serviceId: given,
      expectedLastModified: before,
      name: '은하수 저녁상담',
      maximumAge: null,
      schedules: [
        { id: rows.schedules[0]!.id, closesAt: '20:00' },
        { freq: 'WEEKLY', byday: 'SA', opensAt: '10:00', closesAt: '12:00' },
      ],
      removeIds: [rows.phones[0]!.id],
    });
    expect(changed.service).toMatchObject({
      name: '은하수 저녁상담',
      minimumAge: 19,
      schedules: [
        { byday: 'MO,TU', opensAt: '18:00:00', closesAt: '20:00:00' },
        { byday: 'SA', opensAt: '10:00:00' },
      ],
      phones: [],
    });
    const notes = await desk.rows(
      `select field_name, previous_value, replacement_value from metadata where resource_id = $1
       and last_action_type = 'update' and field_name in ('name', 'maximum_age') order by 1`,
      [bare(given)],
    );
    expect(notes).toEqual([
      { field_name: 'maximum_age', previous_value: '64', replacement_value: '' },
      { field_name: 'name', previous_value: '은하수 야간상담', replacement_value: '은하수 저녁상담' },
    ]);
    // Whoever read it before is told so, and changes nothing.
    expect(
      codeOf(await save('saveService', { serviceId: given, expectedLastModified: before, name: '옛 이름' })),
    ).toBe('CONFLICT');
    expect(errorOf(await save('saveService', { serviceId: given, name: '옛 이름' }))).toMatchObject({
      code: 'BAD_INPUT',
      field: 'input.expectedLastModified',
    });
  });

  test('is refused a second time by its name or its telephone number, unless it is said to be another', async () => {
    for (const same of [
      { name: '(사) 새빛가족 상담소' },
      { name: '다른 이름', phones: [{ number: '+82 2-700-1234' }] },
    ]) {
      expect(errorOf(await save('saveOrganization', same))).toMatchObject({
        code: 'CONFLICT',
        alikeIds: [agency],
      });
      const made = await saved('saveOrganization', { ...same, evenIfAlike: true });
      await desk.send(
        'catalogue-editor',
        'removeRecord',
        { recordId: made.recordId, reason: '시험' },
        'recordId',
      );
    }
    const [{ name }] = (await desk.rows('select name from organizations where id = $1', [bare(shelter)])) as [
      { name: string },
    ];
    expect(
      codeOf(await save('saveOrganization', { name, confidentialBecause: '쉼터입니다.' })),
    ).toBeUndefined();
  });

  test('is closed by its status, and is in no search then', async () => {
    const closed = await saved('saveService', {
      serviceId: given,
      expectedLastModified: await lastModified(given),
      status: 'DEFUNCT',
    });
    expect(closed.service).toMatchObject({ status: 'DEFUNCT' });
    expect((await desk.changes()).changes.at(-1)).toMatchObject({ id: given, kind: 'REMOVED' });
  });
});

describe('who may write', () => {
  test('is an editor of the district: nobody else of it, nobody of another, and nobody without a token', async () => {
    for (const persona of ['welfare-centre', 'portal', 'head', 'sponsor'])
      expect(codeOf(await save('saveOrganization', { name: '누구' }, persona))).toBe('FORBIDDEN');
    expect(codeOf(await save('saveOrganization', { name: '누구' }, null))).toBe('UNAUTHENTICATED');
    expect(codeOf(await save('saveOrganization', { name: '누구', district: '11440' }))).toBe('FORBIDDEN');
    const others = orgId('mapo-office');
    const modified = await lastModified(others);
    expect(
      codeOf(
        await save('saveOrganization', {
          organizationId: others,
          expectedLastModified: modified,
          name: '남',
        }),
      ),
    ).toBe('FORBIDDEN');
    expect(codeOf(await save('saveService', { organizationId: others, name: '남의 서비스' }))).toBe(
      'FORBIDDEN',
    );
  });

  test('knows of a confidential record no more than of one that is not there', async () => {
    const unknown = 'Organization:00000000-0000-4000-8000-000000000000';
    const ask = (organizationId: string) =>
      Promise.all([
        save('saveOrganization', {
          organizationId,
          expectedLastModified: '2026-01-01T00:00:00Z',
          name: '가',
        }),
        save('saveService', { organizationId, name: '가' }),
        save('saveLocation', { organizationId, name: '가' }),
        save('saveOrganization', { name: '가나다라', parentOrganizationId: organizationId }),
        hide(organizationId, true),
        hide(organizationId, false),
      ]);
    const [hidden, none] = [await ask(shelter), await ask(unknown)];
    expect(hidden.map(({ body }) => body)).toEqual(none.map(({ body }) => body));
    expect(hidden.map(codeOf)).toEqual(hidden.map(() => 'NOT_FOUND'));
    expect(codeOf(await hide(shelterService, false))).toBe('NOT_FOUND');
  });

  test('writes no part of another record, and none that is confidential', async () => {
    const rent = serviceId('One month of rent');
    const [phone] = await desk.rows(
      `select 'Phone:' || p.id as id from phones p where p.organization_id = $1 limit 1`,
      [known.organizations.clinic],
    );
    const [hiddenPhone] = await desk.rows(
      `select 'Phone:' || id as id from phones where confidential limit 1`,
    );
    for (const { id } of [phone!, hiddenPhone!])
      for (const change of [{ phones: [{ id, number: '02-1' }] }, { removeIds: [id] }])
        expect(
          codeOf(
            await save('saveService', {
              serviceId: rent,
              expectedLastModified: await lastModified(rent),
              ...change,
            }),
          ),
        ).toBe('NOT_FOUND');
  });

  test.each([
    [{ name: '가', website: 'javascript:alert(1)' }, 'input.website'],
    [{ name: '가', phones: [{ number: '없음' }] }, 'input.phones[0].number'],
    [{ name: '가', phones: [{ type: 'voice' }] }, 'input.phones[0].number'],
    [{ name: '  ' }, 'input.name'],
    [{ name: '991331-4777777' }, 'input.name'],
    [{ name: '가', partnerKind: 'POLICE' }, 'input.partnerKind'],
    [{ name: '가', partnerKind: 'DISTRICT_OFFICE' }, 'input.partnerKind'],
  ])('is told which field is wrong in %j', async (input, field) => {
    expect(errorOf(await save('saveOrganization', input))).toMatchObject({ code: 'BAD_INPUT', field });
  });
});

describe('a record that is made confidential', () => {
  const canary = '가람누리';
  let agency: string;
  let given: string;
  let place: string;
  let ids: string[];
  beforeAll(async () => {
    agency = (
      await saved('saveOrganization', { name: `${canary} 쉼자리`, phones: [{ number: '02-701-7777' }] })
    ).recordId;
    place = (
      await saved('saveLocation', {
        organizationId: agency,
        name: `${canary} 집`,
        latitude: 37.5,
        longitude: 127,
      })
    ).recordId;
    given = (
      await saved('saveService', {
        organizationId: agency,
        name: `${canary} 머묾`,
        serviceAtLocations: [{ locationId: place, phones: [{ number: '02-701-7778' }] }],
      })
    ).recordId;
    ids = [agency, place, given].map(bare);
  });

  /** All that anybody could find it by. */
  const everywhere = async () => {
    const asked = [
      `{ services(filter: { search: "${canary}" }) { totalCount nodes { id name } } }`,
      `{ organizations(filter: { search: "${canary}" }) { totalCount nodes { id name } } }`,
      `{ serviceFacets(filter: { search: "${canary}" }) { count } }`,
      `{ services(filter: { organization: "${agency}" }) { totalCount nodes { id name } } }`,
      `{ service(id: "${given}") { name } organization(id: "${agency}") { name } node(id: "${place}") { id } }`,
      '{ services(first: 100, filter: { within: { latitude: 37.5, longitude: 127, metres: 500 } }) { nodes { id } } }',
      '{ duplicateProposals(record: ORGANIZATION, first: 100) { totalCount nodes { records { recordId name } } } }',
      '{ verificationsDue(first: 100) { totalCount nodes { recordId name } } }',
    ];
    const graph = [];
    for (const document of asked) {
      const { body, errors } = await app.ask('catalogue-editor', document);
      expect(errors).toBeUndefined();
      graph.push(body);
    }
    const paths = [
      ...['services', 'organizations', 'service_at_locations'].flatMap((of) => [
        `${of}?search=${encodeURIComponent(canary)}`,
        `${of}?format=ndjson&full=true`,
      ]),
      `organizations/${bare(agency)}`,
      `services/${bare(given)}`,
    ];
    for (const path of paths) graph.push((await hsds(path)).body);
    return graph.join('\n');
  };

  test('is found by nobody in the next request, and the feed says that it is gone', async () => {
    const before = await everywhere();
    for (const each of [canary, ...ids]) expect(before).toContain(each);
    const cursor = await desk.latest();
    expect(codeOf(await hide(agency, true))).toBeUndefined();
    const after = await everywhere();
    expect(after).not.toContain(`${canary} `);
    const { changes } = await desk.changes(cursor);
    expect(changes.map(({ id, kind }) => [id, kind]).sort()).toEqual(
      [agency, place, given].map((id) => [id, 'REMOVED']).sort(),
    );
    const words = await desk.rows(
      `select word from search_words where word in (select hamkke.jamo($1))
       union all select name from service_searches where id = $2`,
      [canary, bare(given)],
    );
    expect(words).toEqual([]);
    const open = await desk.rows(
      `select id from phones where number like '02-701-777%' and not confidential
       union all select id from metadata where resource_id = any($1) and not confidential
       union all select id from services_at_location where service_id = $2 and not confidential`,
      [ids, bare(given)],
    );
    expect(open).toEqual([]);
    for (const name of ['saveService', 'saveLocation'] as const)
      expect(codeOf(await save(name, { organizationId: agency, name: '안' }))).toBe('NOT_FOUND');
    expect(codeOf(await hide(agency, true))).toBe('NOT_FOUND');
  });

  test('is made public again by an editor of its district, with all but what is hidden for itself', async () => {
    expect(codeOf(await hide(agency, false))).toBeUndefined();
    expect(await everywhere()).toContain(`${canary} 머묾`);
    expect(codeOf(await hide(agency, false))).toBe('CONFLICT');
    await hide(given, true);
    await hide(agency, true);
    await hide(agency, false);
    const text = await everywhere();
    expect(text).toContain(`${canary} 쉼자리`);
    expect(text).not.toContain(`${canary} 머묾`);
    await hide(given, false);
    expect(await everywhere()).toContain(`${canary} 머묾`);
  });

  test('from the beginning was public for no moment', async () => {
    const cursor = await desk.latest();
    const { data } = await save('saveOrganization', {
      name: '소리샘 보호소',
      phones: [{ number: '02-701-8888' }],
      confidentialBecause: '보호 시설입니다.',
    });
    const { recordId, organization } = data!.saveOrganization as unknown as Saved;
    expect(organization).toBeNull();
    expect((await desk.changes(cursor)).changes).toEqual([]);
    const open = await desk.rows(
      `select id from phones where number = '02-701-8888' and not confidential
       union all select id from metadata where resource_id = $1`,
      [bare(recordId)],
    );
    expect(open).toEqual([]);
    expect(codeOf(await save('saveOrganization', { name: '소리샘 보호소' }))).toBeUndefined();
  });

  test('takes what tells that somebody is there into SAFE_LOCATION: linkages, referrals, consents, agreements', async () => {
    const clinic = `Organization:${known.organizations.clinic}`;
    await hide(clinic, true);
    const told = await desk.rows(
      `select 'linkage' as what from linkages where provider_id = $1 and data_class <> 'SAFE_LOCATION'
       union all select 'referral' from referrals where recipient_id = $1 and data_class <> 'SAFE_LOCATION'
       union all select 'consent' from consents where organization_id = $1 and not sheltered
       union all select 'agreement' from agreements where organization_id = $1 and not sheltered`,
      [bare(clinic)],
    );
    expect(told).toEqual([]);
    const kept = await desk.rows('select count(*)::int as n from consents where organization_id = $1', [
      bare(clinic),
    ]);
    expect(kept[0]!.n).toBeGreaterThan(0);
    await hide(clinic, false);
  });

  test('is no office: what people must find stays public', async () => {
    expect(errorOf(await hide(orgId('yongsan-centre'), true))).toMatchObject({
      code: 'BAD_INPUT',
      field: 'input.recordId',
    });
  });
});

describe('an import of the same source after that', () => {
  afterAll(removePackages);
  const run = async (files: Record<string, string>) =>
    importHsds(database.owner, await folderOf(files), { source: 'written-here' });
  const file = (waits: string, more = '') => ({
    'organizations.csv': `id,name,description\no1,바다 상담소,상담합니다\no2,문 닫을 곳,닫습니다`,
    'services.csv': `id,organization_id,name,status,wait_time\ns1,o1,바다 상담,active,${waits}\ns2,o1,산 상담,active,1주${more}`,
    'phones.csv': `id,service_id,number\np1,s1,02-703-1111\np2,s2,02-703-2222`,
  });
  const idNamed = async (table: string, name: string) => {
    const [row] = await desk.rows(`select id::text from ${table} where name = $1`, [name]);
    return String(row?.id);
  };
  const told = (report: Awaited<ReturnType<typeof run>>) =>
    report.findings
      .filter(({ reason }) => reason.startsWith('An editor'))
      .map(({ entity, kind, reason, count, examples }) => [
        entity,
        kind,
        reason.split(':')[0],
        count,
        examples.map(({ column }) => column).join(),
      ]);

  test('writes over no field that an editor wrote, brings nothing back, and says so', async () => {
    expect((await run(file('3일'))).totals).toMatchObject({ refused: 0, inserted: 6 });
    const [sea, mountain] = [await idNamed('services', '바다 상담'), await idNamed('services', '산 상담')];
    const service = `Service:${sea}`;
    const [phone] = await desk.rows('select id::text from phones where service_id = $1', [sea]);
    await saved('saveService', {
      serviceId: service,
      expectedLastModified: await lastModified(service),
      name: '파도 상담',
      status: 'DEFUNCT',
      phones: [{ id: `Phone:${phone!.id}`, number: '02-703-9999' }],
    });
    const gone = [`Service:${mountain}`, `Organization:${await idNamed('organizations', '문 닫을 곳')}`];
    for (const recordId of gone)
      expect(
        (
          await desk.send(
            'catalogue-editor',
            'removeRecord',
            { recordId, reason: '없어졌습니다.' },
            'recordId',
          )
        ).errors,
      ).toBeUndefined();
    const again = await run(file('한 달', '\ns3,o1,들 상담,active,1주'));
    expect(told(again)).toEqual([
      ['organizations', 'refused', 'An editor removed the record here', 1, ''],
      ['phones', 'refused', 'An editor removed the record here', 1, ''],
      ['phones', 'repaired', 'An editor wrote this field here', 1, 'number'],
      ['services', 'refused', 'An editor removed the record here', 1, ''],
      ['services', 'repaired', 'An editor wrote this field here', 2, 'name,status'],
    ]);
    expect(
      await desk.rows(
        'select name, status, wait_time, number from services s left join phones p on p.service_id = s.id where s.organization_id = (select o.organization_id from services o where o.id = $1) order by 1',
        [sea],
      ),
    ).toEqual([
      { name: '들 상담', status: 'ACTIVE', wait_time: '1주', number: null },
      // What no editor wrote is what the source says now.
      { name: '파도 상담', status: 'DEFUNCT', wait_time: '한 달', number: '02-703-9999' },
    ]);
    expect((await run(file('한 달', '\ns3,o1,들 상담,active,1주'))).totals).toMatchObject({
      updated: 0,
      inserted: 0,
    });
  });

  test('keeps confidential what an editor made so, with what the source says of it since', async () => {
    const agency = `Organization:${await idNamed('organizations', '바다 상담소')}`;
    expect(codeOf(await hide(agency, true))).toBeUndefined();
    const cursor = await desk.latest();
    await run({
      ...file('두 달', '\ns3,o1,들 상담,active,1주\ns4,o1,섬 상담,active,1주'),
      'phones.csv': 'id,service_id,number\np1,s1,02-703-1111\np4,s4,02-703-4444',
    });
    const open = await desk.rows(
      `select name from services where organization_id = $1 and not confidential
       union all select number from phones where number = '02-703-4444' and not confidential
       union all select name from service_searches where organization_id = $1`,
      [bare(agency)],
    );
    expect(open).toEqual([]);
    expect((await desk.rows(`select from services where name = '섬 상담'`)).length).toBe(1);
    expect((await desk.changes(cursor)).changes.filter(({ kind }) => kind !== 'REMOVED')).toEqual([]);
  });
});
