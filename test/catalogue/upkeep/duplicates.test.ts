import { randomUUID } from 'node:crypto';
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
  await desk.rows('delete from duplicate_dismissals');
  await desk.rows('delete from record_redirects');
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const welfare = orgId('yongsan-welfare');

/** Another record of an organization, as a second source writes it. */
async function organization(name: string, { phone = null as string | null, district = '11170' } = {}) {
  const id = randomUUID();
  await desk.rows('insert into organizations (id, name, district_id) values ($1, $2, $3)', [
    id,
    name,
    district,
  ]);
  if (phone)
    await desk.rows('insert into phones (id, organization_id, number) values (gen_random_uuid(), $1, $2)', [
      id,
      phone,
    ]);
  return `Organization:${id}`;
}
async function service(name: string, of: string) {
  const id = randomUUID();
  await desk.rows('insert into services (id, name, organization_id, district_id) values ($1, $2, $3, $4)', [
    id,
    name,
    bare(of),
    '11170',
  ]);
  return `Service:${id}`;
}

interface Proposal {
  score: number;
  reasons: string[];
  records: { recordId: string; name: string; phones: string[] }[];
}
async function proposals(record = 'ORGANIZATION', persona = 'catalogue-editor') {
  const { duplicateProposals } = await desk.read<{
    duplicateProposals: { nodes: Proposal[]; totalCount: number };
  }>(
    persona,
    `{ duplicateProposals(record: ${record}, first: 100) { totalCount nodes { score reasons records { recordId name organizationName phones addresses } } } }`,
  );
  expect(duplicateProposals.nodes).toHaveLength(Math.min(duplicateProposals.totalCount, 100));
  return duplicateProposals.nodes;
}
const withRecord = async (id: string, record?: string) =>
  (await proposals(record)).filter(({ records }) => records.some((each) => each.recordId === id));
const merge = (keepId: string, mergeId: string, persona: string | null = 'catalogue-editor') =>
  desk.send(
    persona,
    'mergeRecords',
    { keepId, mergeId },
    'mergedId keptId organization { id } service { id } location { id }',
  );
const remove = (recordId: string, persona: string | null = 'catalogue-editor') =>
  desk.send(persona, 'removeRecord', { recordId, reason: '더는 하지 않습니다.' }, 'recordId');
const read = async (type: 'service' | 'organization' | 'location', id: string, fields = 'id') =>
  (
    await app.ask<Record<string, Record<string, unknown> | null>>(
      null,
      `query ($id: ID!) { one: node(id: $id) { id } ${type === 'location' ? '' : `other: ${type}(id: $id) { ${fields} }`} }`,
      { id },
    )
  ).data!;

describe('likely duplicates', () => {
  test.each([
    ['without the legal form, spaces and marks', '(사) 남산 자락·종합사회복지관', null, ['SAME_NAME']],
    [
      'by nearly the same name and the telephone number, however it is written',
      '남산자락 종합복지관',
      '+82 2 0000 0050',
      ['SIMILAR_NAME', 'SAME_PHONE'],
    ],
  ])('are found %s', async (_, name, phone, reasons) => {
    const twin = await organization(name, { phone });
    const found = await withRecord(twin);
    expect(found).toMatchObject([{ reasons }]);
    expect(found[0]!.records.map(({ recordId }) => recordId).sort()).toEqual([welfare, twin].sort());
    await remove(twin);
  });

  test('are not those that share a name alone, if they are services, nor an address alone', async () => {
    const elsewhere = await service('밑반찬 나눔', orgId('yongsan-dong'));
    expect(await withRecord(elsewhere, 'SERVICE')).toEqual([]);
    const here = await service('밑반찬 나눔', welfare);
    expect((await withRecord(here, 'SERVICE')).map(({ reasons }) => reasons)).toEqual([
      ['SAME_NAME', 'SAME_ORGANIZATION'],
    ]);
    for (const each of [elsewhere, here]) await remove(each);
  });

  test('are the editor’s own district’s, and nobody else is told of any', async () => {
    const one = await organization('마포 쌍둥이', { district: '11440' });
    const other = await organization('마포쌍둥이', { district: '11440' });
    expect(await withRecord(one)).toEqual([]);
    for (const persona of ['welfare-centre', 'portal', null])
      expect(
        codeOf(await app.ask(persona, '{ duplicateProposals(record: ORGANIZATION) { totalCount } }')),
      ).toMatch(/FORBIDDEN|UNAUTHENTICATED/);
    expect(codeOf(await merge(one, other))).toBe('FORBIDDEN');
  });

  test('of a shelter are none, not even by its number or in a count', async () => {
    const before = (await proposals()).length;
    const [phone] = await desk.rows('select number from phones where organization_id = $1', [bare(shelter)]);
    const twin = await organization('해오름쉼터', { phone: String(phone!.number) });
    expect(await proposals()).toHaveLength(before);
    expect(codeOf(await merge(twin, shelter))).toBe('NOT_FOUND');
    expect(codeOf(await merge(shelter, twin))).toBe('NOT_FOUND');
    expect(codeOf(await merge(serviceId('Blanket laundry'), shelterService))).toBe('NOT_FOUND');
    const dismissed = await desk.send(
      'catalogue-editor',
      'dismissDuplicate',
      { recordIds: [twin, shelter] },
      'recordIds',
    );
    expect(codeOf(dismissed)).toBe('NOT_FOUND');
    await remove(twin);
  });

  test('of a shelter’s that are public do not tell that both are its', async () => {
    const [one, other] = [await service('밤 상담', shelter), await service('밤 상담', shelter)];
    expect(await withRecord(one, 'SERVICE')).toEqual([]);
    for (const each of [one, other]) await remove(each);
  });

  test('that an editor says are two are not proposed again', async () => {
    const twin = await organization('남산자락종합사회복지관');
    const [found] = await withRecord(twin);
    const recordIds = found!.records.map(({ recordId }) => recordId);
    await desk.send('catalogue-editor', 'dismissDuplicate', { recordIds }, 'recordIds');
    expect(await withRecord(twin)).toEqual([]);
    await remove(twin);
  });

  test('are not made of a number that very many share', async () => {
    const many = [];
    for (let nth = 0; nth < 21; nth++)
      many.push(
        await organization(`같은 번호를 쓰는 기관 ${'가나다라마바사아자차카타파하거너더러머버서'[nth]}`, {
          phone: '02-0000-7777',
        }),
      );
    expect(await withRecord(many[0]!)).toEqual([]);
    await remove(many.pop()!);
    expect((await withRecord(many[0]!)).length).toBeGreaterThan(0);
    for (const each of many) await remove(each);
  });
});

describe('merging', () => {
  test('has everything follow, from phones to the linkages of families, and the old id lead to the new one', async () => {
    const twin = await organization('남산자락 복지관', { phone: '02-0000-8888' });
    const given = await service('텃밭 교실', twin);
    const [linkage] = await desk.rows(
      `update linkages set provider_id = $1, service_id = $2 where id = (select id from linkages where service_id is not null and data_class = 'HOUSING' limit 1) returning id`,
      [bare(twin), bare(given)],
    );
    await desk.rows(`insert into attributes (id, link_id, value) values (gen_random_uuid(), $1, '옛 이름')`, [
      bare(twin),
    ]);
    const cursor = await desk.latest();
    const { data, errors } = await merge(welfare, twin);
    expect(errors).toBeUndefined();
    expect(data!.mergeRecords).toEqual({
      mergedId: twin,
      keptId: welfare,
      organization: { id: welfare },
      service: null,
      location: null,
    });
    const { one, other } = await read(
      'organization',
      twin,
      'id phones { number } services(first: 50) { nodes { id } } attributes { value }',
    );
    expect(one).toEqual({ id: welfare });
    expect(other).toMatchObject({ id: welfare, attributes: [{ value: '옛 이름' }] });
    const many = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    expect((await app.ask(null, many, { ids: [twin, welfare, twin] })).data).toEqual({
      nodes: [{ id: welfare }, { id: welfare }, { id: welfare }],
    });
    expect((other!.phones as { number: string }[]).map(({ number }) => number)).toContain('02-0000-8888');
    expect((other!.services as { nodes: object[] }).nodes).toContainEqual({ id: given });
    expect(await desk.rows('select provider_id from linkages where id = $1', [linkage!.id])).toEqual([
      { provider_id: bare(welfare) },
    ]);
    expect((await desk.changes(cursor)).changes).toMatchObject([
      { id: welfare, kind: 'CHANGED' },
      { id: twin, kind: 'MERGED', mergedInto: welfare },
    ]);
    const [kept] = await desk.rows(
      `select "before" ->> 'name' as name from record_redirects where old_id = $1`,
      [bare(twin)],
    );
    expect(kept).toEqual({ name: '남산자락 복지관' });
    // And the service that families are linked with, likewise.
    const garden = serviceId('Neighbours’ garden');
    expect((await merge(garden, given)).errors).toBeUndefined();
    expect((await read('service', given)).other).toEqual({ id: garden });
    expect(await desk.rows('select service_id from linkages where id = $1', [linkage!.id])).toEqual([
      { service_id: bare(garden) },
    ]);
  });

  test('leads on from what was merged before, and what both have is had once', async () => {
    const [a, b, c] = [
      await service('가', welfare),
      await service('나', welfare),
      await service('다', welfare),
    ];
    for (const id of [a, b, c])
      await desk.rows(`insert into languages (id, service_id, code) values (gen_random_uuid(), $1, 'ko')`, [
        bare(id),
      ]);
    const [unit] = await desk.rows('select id from units limit 1');
    for (const [id, available, days] of [
      [a, 1, 5],
      [b, 2, 1],
    ] as const)
      await desk.rows(
        `insert into service_capacities (id, service_id, unit_id, available, updated) values (gen_random_uuid(), $1, $2, $3, now() - make_interval(days => $4))`,
        [bare(id), unit!.id, available, days],
      );
    const place = bare(
      String(
        (await desk.rows('select id from locations where organization_id = $1', [bare(welfare)]))[0]!.id,
      ),
    );
    for (const id of [a, b])
      await desk.rows(
        'insert into services_at_location (id, service_id, location_id) values (gen_random_uuid(), $1, $2)',
        [bare(id), place],
      );
    await merge(b, a);
    await merge(c, b);
    expect((await read('service', a)).other).toEqual({ id: c });
    const { other } = await read(
      'service',
      c,
      'languages { code } capacities { available } serviceAtLocations { id }',
    );
    expect(other).toMatchObject({ languages: [{ code: 'ko' }], capacities: [{ available: 2 }] });
    expect(other!.serviceAtLocations).toHaveLength(1);
    expect((await desk.changes()).changes.filter(({ id }) => id === a)).toMatchObject([
      { kind: 'MERGED', mergedInto: c },
    ]);
  });

  test('leaves hidden what hangs on a link that is confidential', async () => {
    const [keep, gone] = [await service('이어진 것', welfare), await service('몰래 이어진 것', welfare)];
    const [place, link] = [randomUUID(), randomUUID()];
    await desk.rows(`insert into locations (id, name) values ($1, '한곳')`, [place]);
    await desk.rows(
      'insert into services_at_location (id, service_id, location_id, confidential) values (gen_random_uuid(), $1, $3, false), ($4, $2, $3, true)',
      [bare(keep), bare(gone), place, link],
    );
    await desk.rows(
      `insert into phones (id, service_at_location_id, number) values (gen_random_uuid(), $1, '02-0000-0777')`,
      [link],
    );
    expect((await merge(keep, gone)).errors).toBeUndefined();
    const { other } = await read('service', keep, 'serviceAtLocations { phones { number } }');
    expect(other).toEqual({ serviceAtLocations: [{ phones: [] }] });
    expect(
      await desk.rows('select service_id, confidential from services_at_location where id = $1', [link]),
    ).toEqual([{ service_id: bare(keep), confidential: true }]);
  });

  test.each(['yongsan-welfare', 'yongsan-clinic', 'yongsan-office', 'yongsan-police', 'yongsan-centre'])(
    'away is refused for %s, which works here, and nothing was changed',
    async (key) => {
      const twin = await organization('새 기관');
      const before = await desk.rows('select count(*)::int from phones where organization_id = $1', [
        bare(orgId(key)),
      ]);
      const refused = await merge(twin, orgId(key));
      expect(codeOf(refused)).toBe('CONFLICT');
      expect(refused.errors![0]!.extensions.reason).toBe('ORGANIZATION_IN_USE');
      expect(
        await desk.rows('select count(*)::int from phones where organization_id = $1', [bare(orgId(key))]),
      ).toEqual(before);
      await remove(twin);
    },
  );

  test('at once by two editors, both ways round, is done once', async () => {
    const [one, other] = [await service('동시 하나', welfare), await service('동시 둘', welfare)];
    const answers = await Promise.all([
      merge(one, other),
      merge(other, one),
      merge(one, other),
      merge(other, one),
    ]);
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    for (const { errors } of answers.filter((each) => each.errors))
      expect(['CONFLICT', 'NOT_FOUND']).toContain(errors![0]!.extensions.code);
    const left = await desk.rows('select id from services where id in ($1, $2)', [bare(one), bare(other)]);
    expect(left).toHaveLength(1);
    for (const id of [one, other])
      expect((await read('service', id)).other).toEqual({ id: `Service:${left[0]!.id}` });
  });

  test('into what becomes confidential leaves an id that is as unknown as any', async () => {
    const [keep, gone] = [await service('숨을 곳', welfare), await service('옛 숨을 곳', welfare)];
    await merge(keep, gone);
    await desk.hide(bare(keep));
    await desk.rows(`select hamkke.tell_catalogue('REMOVED', 'SERVICE', array[$1::uuid])`, [bare(keep)]);
    const unknown = await app.ask(null, `{ service(id: "Service:${randomUUID()}") { id } }`);
    for (const id of [keep, gone])
      expect((await app.ask(null, `{ service(id: "${id}") { id } }`)).body).toBe(unknown.body);
    expect(
      (await desk.changes()).changes
        .filter(({ id }) => [keep, gone].includes(id))
        .map(({ kind, mergedInto }) => [kind, mergedInto]),
    ).toEqual([
      ['REMOVED', null],
      ['REMOVED', null],
    ]);
    expect(codeOf(await merge(serviceId('Blanket laundry'), gone))).toBe('NOT_FOUND');
  });

  test('is for two records of a kind, and for editors', async () => {
    expect(codeOf(await merge(welfare, welfare))).toBe('BAD_INPUT');
    expect(codeOf(await merge(welfare, serviceId('Blanket laundry')))).toBe('BAD_INPUT');
    expect(codeOf(await merge(welfare, orgId('yongsan-dong'), 'welfare-centre'))).toBe('FORBIDDEN');
  });

  test('knows every column that names a record of the catalogue without a foreign key', async () => {
    // Of these merging says what becomes; a new one stops this test until somebody has said it of that one, too.
    const said = [
      ...[
        'access_log.organization_id',
        'feed_heads.organization_id',
        'changes.object_id',
        'ledger_entries.allocation_id',
      ],
      ...[
        'attributes.link_id',
        'metadata.resource_id',
        'organizations.parent_organization_id',
        'taxonomy_terms.parent_id',
      ],
      ...[
        'catalogue_changes.record_id',
        'catalogue_changes.merged_into_id',
        'change_requests.record_id',
        'verifications.record_id',
      ],
      // A source goes on naming the old id, which leads on; what is searched is made anew.
      ...['record_sources.record_id', 'service_searches.terms'],
      ...[
        'duplicate_dismissals.low_id',
        'duplicate_dismissals.high_id',
        'record_redirects.old_id',
        'record_redirects.new_id',
      ],
      // Of the one that goes nothing is remembered; what is hidden is not merged, and what was is history.
      ...[
        'catalogue_edits.record_id',
        'concealments.record_id',
        'concealments.hidden_before',
        'concealments.ended_by_post_id',
      ],
      // What was counted stays as it was counted; the rows of the work that it follows from are corrected by themselves.
      ...['facts.key', 'facts.contributor'],
      // A row that changed and is gone when it is counted counts for nothing, and what it became has changed, too.
      ...['ids', 'households', 'members'].map((each) => `uncounted_changes.${each}`),
    ];
    const found = await desk.rows(`
      select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
        and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype) and a.attname <> 'id'
        and a.attname !~ '^(request|staff|post|visitor|household|subject|member|consent|decided_by_post|emergency|report)_ids?$'
        and not exists (select from pg_constraint k where k.contype = 'f' and k.conrelid = c.oid and a.attnum = any(k.conkey))`);
    expect(found.map(({ name }) => String(name)).sort()).toEqual(said.sort());
  });
});

describe('removing', () => {
  test('and accepting what hangs on it at once come one after the other', async () => {
    for (let round = 0; round < 6; round++) {
      const id = await service('함께 닫는 것', welfare);
      const phone = randomUUID();
      await desk.rows('insert into phones (id, service_id, number) values ($1, $2, $3)', [
        phone,
        bare(id),
        '02',
      ]);
      const proposed = await desk.send(
        'welfare-centre',
        'proposeChange',
        {
          recordId: round % 2 ? id : `Phone:${phone}`,
          reason: '확인',
          fields: [{ field: 'description', value: '낮에만' }],
        },
        'changeRequest { id version }',
      );
      const request = proposed.data!.proposeChange!.changeRequest as { id: string; version: number };
      const input = { changeRequestId: request.id, expectedVersion: request.version };
      const [removed, accepted] = await Promise.all([
        remove(id),
        app.ask(
          'catalogue-editor',
          'mutation ($input: ChangeRequestInput!) { acceptChange(input: $input) { changeRequest { id } } }',
          { input },
        ),
      ]);
      expect(removed.errors).toBeUndefined();
      expect([undefined, 'NOT_FOUND']).toContain(codeOf(accepted));
    }
  });

  test('takes a service out with all that hangs on it, and the feed tells of it', async () => {
    const id = await service('곧 닫음', welfare);
    await desk.rows(
      `insert into contacts (id, service_id, name) values ('00000000-0000-4000-8000-00000000c0c0', $1, '가')`,
      [bare(id)],
    );
    await desk.rows(
      `insert into phones (id, contact_id, number) values (gen_random_uuid(), '00000000-0000-4000-8000-00000000c0c0', '1')`,
    );
    const cursor = await desk.latest();
    expect((await remove(id)).errors).toBeUndefined();
    expect((await read('service', id)).other).toBeNull();
    expect((await desk.changes(cursor)).changes).toMatchObject([{ id, kind: 'REMOVED', mergedInto: null }]);
    expect(codeOf(await remove(id))).toBe('NOT_FOUND');
  });

  test('closes a service that families are linked with, and the feed tells of it just so', async () => {
    const [used] = await desk.rows(`select s.id from services s join linkages l on l.service_id = s.id
      where s.district_id = '11170' and not s.confidential limit 1`);
    const id = `Service:${used!.id}`;
    const cursor = await desk.latest();
    expect((await remove(id)).errors).toBeUndefined();
    expect((await read('service', id, 'id status')).other).toEqual({ id, status: 'DEFUNCT' });
    expect((await desk.changes(cursor)).changes).toMatchObject([{ id, kind: 'REMOVED', mergedInto: null }]);
    expect(codeOf(await remove(id))).toBe('CONFLICT');
  });

  test('is for editors, and not for organizations that have something', async () => {
    expect(codeOf(await remove(serviceId('Blanket laundry'), 'welfare-centre-none'))).toBe('FORBIDDEN');
    expect(codeOf(await remove(orgId('yongsan-dental')))).toBe('CONFLICT');
    expect(codeOf(await remove(shelterService))).toBe('NOT_FOUND');
  });
});

describe('the feed', () => {
  test('loses nothing to whoever reads it while many change the catalogue at once', async () => {
    const start = await desk.latest();
    const ids = await Promise.all(
      Array.from({ length: 12 }, (_, nth) => service(`동시 변경 ${nth}`, welfare)),
    );
    const seen = new Set<string>();
    let cursor = start;
    let writing = true;
    const reader = (async () => {
      for (let last = false; ; last = !writing) {
        const page = await desk.changes(cursor);
        for (const { id } of page.changes) seen.add(id);
        cursor = page.endCursor!;
        if (last) break;
      }
    })();
    await Promise.all(
      ids.map(async (recordId) => {
        // Whoever waits too long for the feed is told so, and tries again.
        for (;;) {
          const { errors } = await desk.send(
            'welfare-centre',
            'verifyRecord',
            { recordId },
            'verification { validUntil }',
          );
          if (!errors) return;
          expect(['CONFLICT', 'UNAVAILABLE']).toContain(errors[0]!.extensions.code);
        }
      }),
    );
    writing = false;
    await reader;
    expect([...seen].sort()).toEqual([...ids].sort());
  });

  test('has one change a record, and refuses a cursor of a later time', async () => {
    const { changes } = await desk.changes();
    expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length);
    const later = Buffer.from('["999999"]').toString('base64url');
    const { errors } = await app.ask(null, `{ catalogueChanges(after: "${later}") { hasMore } }`);
    expect(errors![0]!.extensions).toMatchObject({ code: 'CONFLICT', startOver: true });
  });

  test('tells nothing of what was always confidential, whoever says that it changed', async () => {
    const before = await desk.latest();
    await desk.rows(`select hamkke.tell_catalogue('CHANGED', 'SERVICE', array[$1::uuid])`, [
      bare(shelterService),
    ]);
    expect(await desk.changes(before)).toMatchObject({ changes: [], latestCursor: before });
  });
});
