import type { TransactionSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { known, postId } from '../../src/demo/known.js';
import { consentRow, day, idOf, insert } from '../access/households.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { consentOf, type Family, familyOf, grantedTo, send, sent, todayOf, welfareCentre } from './family.js';

// What a consent rests on may change after it was given. docs/bases.md says of each whether it is judged now or then.

let database: TestDatabase;
let app: App;
let today: string;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  today = await todayOf(database);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const plain = (id: string) => id.split(':').at(-1)!;
const keeper = <T>(work: (sql: TransactionSql) => Promise<T>) => asKeeper(database.owner, work);
/** A mother and head, a father and a child of nine. */
const family = () => familyOf(app, today, [{ age: 40 }, { age: 41 }, { age: 9 }]);
const ofChild = ({ members: [mother, , child] }: Family, more: Record<string, unknown> = {}) =>
  consentOf(today, child!, { givenById: mother!, ...more });
/** Lets a child be born so that its fourteenth birthday is in some days. */
const fourteenIn = (member: string, days: number) =>
  keeper(async (sql) => {
    const birthday = day(today, days);
    const born = `${Number(birthday.slice(0, 4)) - 14}${birthday.slice(4)}`.replace('-02-29', '-02-28');
    await sql`update member_identities set birth_date = ${born} where member_id = ${plain(member)}`;
    const [row] = await sql`select hamkke.turns_fourteen(${born})::text as birthday`;
    return row!.birthday as string;
  });

interface Listed {
  consentId: string;
  memberId: string;
  householdId: string;
  turnsFourteenOn: string;
  ended: boolean;
}
async function listed(persona: string): Promise<Listed[]> {
  const { data, errors } = await app.ask<{ consentsComingOfAge: { totalCount: number; nodes: Listed[] } }>(
    persona,
    `{ consentsComingOfAge(first: 100) { totalCount nodes { consentId memberId householdId turnsFourteenOn ended } } }`,
  );
  expect(errors).toBeUndefined();
  expect(data!.consentsComingOfAge.totalCount).toBe(data!.consentsComingOfAge.nodes.length);
  return data!.consentsComingOfAge.nodes;
}

describe('a consent that a guardian gave for a child', () => {
  test.each([-400, -1, 0, 1, 29, 30, 31, 200])(
    'opens what it says until the fourteenth birthday, which is told from thirty days before (in %i days)',
    async (days) => {
      const own = await family();
      const child = own.members[2]!;
      const { id } = await sent(app, 'giveConsent', ofChild(own));
      const birthday = await fourteenIn(child, days);
      expect(await grantedTo(app, 'welfare-centre', own.id)).toEqual(
        days > 0 ? { [child]: ['HEALTH', 'IDENTITY'] } : {},
      );
      const found = (await listed('case-manager')).find(({ consentId }) => consentId === id);
      // One that begins on the birthday or later never opened anything: there is nothing that ends.
      expect(found).toEqual(
        days > 30 || days <= 0
          ? undefined
          : {
              consentId: id,
              memberId: child,
              householdId: own.id,
              turnsFourteenOn: birthday,
              ended: days <= 0,
            },
      );
      expect((await listed('counsellor')).some(({ consentId }) => consentId === id)).toBe(false);
    },
  );

  test('stays told after the birthday while it would have run, for those alone who know the birth date', async () => {
    const own = await family();
    const { id } = await sent(app, 'giveConsent', ofChild(own));
    await keeper((sql) => sql`update consents set valid_from = valid_from - 50 where id = ${plain(id)}`);
    await fourteenIn(own.members[2]!, -20);
    expect((await listed('head')).find(({ consentId }) => consentId === id)).toMatchObject({ ended: true });
    for (const persona of ['portal', 'nurse', 'welfare-centre', 'apo']) {
      const { data, errors } = await app.ask(persona, '{ consentsComingOfAge { totalCount } }');
      expect([data?.consentsComingOfAge ?? null, errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
    }
    const [line] = await keeper(
      (sql) =>
        sql`select shown from access_log where household_id = ${plain(own.id)} and operation = 'consentsComingOfAge' limit 1`,
    );
    expect(line!.shown).toEqual({ [plain(own.members[2]!)]: ['IDENTITY'] });
    await sent(app, 'withdrawConsent', {
      consentId: id,
      expectedVersion: 1,
      askedById: own.members[2]!,
      method: 'IN_PERSON',
    });
    expect((await listed('head')).some(({ consentId }) => consentId === id)).toBe(false);
  });

  test('is refused where it would begin on the birthday or after it, and taken where it begins the day before', async () => {
    const own = await family();
    const birthday = await fourteenIn(own.members[2]!, 20);
    for (const validFrom of [birthday, day(birthday, 1)]) {
      const { errors } = await send(app, 'case-manager', 'giveConsent', ofChild(own, { validFrom }));
      expect(errors).toMatchObject([{ message: expect.stringContaining('"validFrom"') }]);
      expect(errors![0]!.extensions.code).toBe('BAD_INPUT');
    }
    await sent(app, 'giveConsent', ofChild(own, { validFrom: day(birthday, -1) }));
  });
});

test('the fourteenth birthday is the first day on which somebody is fourteen, whenever they were born', async () => {
  const wrong = await keeper(
    (sql) => sql`
      select born::date from generate_series('1990-01-01'::date, '2030-12-31'::date, '1 day') born
      where hamkke.age_on(born::date, (hamkke.turns_fourteen(born::date)::text || ' 00:00 Asia/Seoul')::timestamptz) <> 14
        or hamkke.age_on(born::date, ((hamkke.turns_fourteen(born::date) - 1)::text || ' 23:59 Asia/Seoul')::timestamptz) <> 13`,
  );
  expect([...wrong]).toEqual([]);
});

describe('after it was given', () => {
  const accuse = (family: Family, nth: number) =>
    keeper(
      (sql) => sql`
        insert into member_safeties (district_id, member_id, household_id, alleged_perpetrator)
        values (${known.districts.yongsan}, ${plain(family.members[nth]!)}, ${plain(family.id)}, true)`,
    );
  /** Moves somebody to a household of their own. */
  const leave = (family: Family, nth: number) =>
    keeper(async (sql) => {
      const id = idOf(`left ${family.members[nth]}`);
      await insert(sql, 'households', [{ district_id: known.districts.yongsan, id, version: 1 }]);
      await sql`update members set household_id = ${id} where id = ${plain(family.members[nth]!)}`;
    });
  const guard = async (family: Family, guardianId: string) => {
    const { errors } = await app.ask(
      'case-manager',
      'mutation ($input: RecordGuardianshipInput!) { recordGuardianship(input: $input) { guardianship { id } } }',
      { input: { memberId: family.members[2], guardianId, kind: 'LEGAL', from: day(today, -30) } },
    );
    expect(errors).toBeUndefined();
  };
  const wide = { classes: ['SUMMARY', 'HOUSING'], householdWide: true };
  const child = { classes: ['IDENTITY'] };

  const changes: [
    what: string,
    given: Record<string, unknown>,
    of: 'child' | 'head',
    change: (family: Family) => Promise<unknown>,
    stands: boolean,
  ][] = [
    ['nothing changes: a child’s stands', child, 'child', async () => {}, true],
    ['nothing changes: the head’s stands', wide, 'head', async () => {}, true],
    ['the giver is accused: a child’s ends', child, 'child', (own) => accuse(own, 0), false],
    ['the head is accused: the household’s ends', wide, 'head', (own) => accuse(own, 0), false],
    ['somebody else is accused: it stands', child, 'child', (own) => accuse(own, 1), true],
    [
      'another becomes the head: the household’s ends',
      wide,
      'head',
      (own) =>
        keeper(
          (sql) =>
            sql`update household_summaries set head_id = ${plain(own.members[1]!)} where household_id = ${plain(own.id)}`,
        ),
      false,
    ],
    ['the giver moves out: a child’s ends', child, 'child', (own) => leave(own, 0), false],
    ['the child moves out: its own ends', child, 'child', (own) => leave(own, 2), false],
    [
      'another is recorded as the only guardian: a child’s ends',
      child,
      'child',
      (own) => guard(own, own.members[1]!),
      false,
    ],
    [
      'a guardianship that held then ends: it stands, and the next guardian may withdraw it',
      child,
      'child',
      (own) =>
        keeper(
          (sql) => sql`
            insert into guardianships (district_id, id, household_id, data_class, subject_ids, member_id, guardian_id, kind, "from", until)
            select district_id, ${idOf(`guardian ${own.id}`)}, household_id, 'FAMILY', array[id, ${plain(own.members[0]!)}::uuid], id,
              ${plain(own.members[0]!)}, 'LEGAL', ${day(today, -300)}::date, ${day(today, -5)}::date
            from members where id = ${plain(own.members[2]!)}`,
        ).then(() =>
          keeper(
            (sql) =>
              sql`update consents set given_at = now() - interval '10 days' where household_id = ${plain(own.id)}`,
          ),
        ),
      true,
    ],
  ];
  test.each(changes)('%s', async (_, given, of, change, stands) => {
    const own = await family();
    const [mother] = own.members as [string];
    await sent(
      app,
      'giveConsent',
      of === 'child' ? ofChild(own, given) : consentOf(today, mother, { givenById: mother, ...given }),
    );
    const before = await grantedTo(app, 'welfare-centre', own.id);
    const subject = of === 'child' ? own.members[2]! : own.id;
    expect(before[subject]).toEqual([...(given.classes as string[])].sort());
    await change(own);
    const now = await grantedTo(app, 'welfare-centre', own.id);
    expect(now[subject]).toEqual(stands ? before[subject] : undefined);
  });

  test('what a child of thirteen consented to itself opens nothing when it is fourteen', async () => {
    const own = await family();
    const member = own.members[2]!;
    const home = { district: known.districts.yongsan, id: plain(own.id), members: [] };
    const row = consentRow({
      key: `too young ${own.id}`,
      home,
      organization: welfareCentre,
      agreement: known.agreements.welfare,
      member: plain(member),
      classes: ['IDENTITY'],
      from: day(today, -40),
      until: day(today, 40),
    });
    await keeper((sql) => insert(sql, 'consents', [row]));
    await fourteenIn(member, -5);
    expect(await grantedTo(app, 'welfare-centre', own.id)).toEqual({});
  });
});

test('a consent that opens more to the recorder’s own organization is not theirs to write down', async () => {
  const own = await family();
  const [mother] = own.members as [string];
  const id = idOf('agreement with the centre');
  await keeper((sql) =>
    insert(sql, 'agreements', [
      {
        district_id: known.districts.yongsan,
        id,
        organization_id: known.organizations.centre,
        title: '시험 협약',
        valid_from: day(today, -10),
        valid_until: day(today, 100),
        auto_renews: false,
        notice_days: 1,
        purposes: ['CASE_MANAGEMENT'],
        classes: ['UNIQUE_ID', 'HEALTH', 'SAFE_LOCATION'],
      },
    ]),
  );
  await keeper((sql) =>
    insert(sql, 'assignments', [
      {
        district_id: known.districts.yongsan,
        household_id: plain(own.id),
        id: idOf(`assigned ${own.id}`),
        post_id: postId('counsellor'),
        kind: 'CASE',
        from: today,
      },
    ]),
  );
  const toTheCentre = (classes: string[]) =>
    consentOf(today, mother, {
      organizationId: `Organization:${known.organizations.centre}`,
      agreementId: `Agreement:${known.districts.yongsan}:${id}`,
      classes,
      validUntil: day(today, 20),
    });
  const tried: [persona: string, classes: string[], taken: boolean][] = [
    // A counsellor has no registration numbers; a place of safety is told by the member alone, see docs/bases.md.
    ['counsellor', ['UNIQUE_ID'], false],
    ['counsellor', ['HEALTH'], true],
    ['case-manager', ['UNIQUE_ID'], true],
    ['case-manager', ['SAFE_LOCATION'], true],
  ];
  for (const [persona, classes, taken] of tried) {
    const { errors } = await send(app, persona, 'giveConsent', toTheCentre(classes));
    expect([persona, classes, errors?.[0]?.extensions.code]).toEqual([
      persona,
      classes,
      taken ? undefined : 'BAD_INPUT',
    ]);
  }
});
