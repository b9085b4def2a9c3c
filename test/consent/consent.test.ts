import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { purpose } from '../../src/database/tables/enums.js';
import { families, known, postId, subjectOf } from '../../src/demo/known.js';
import { day } from '../access/households.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import {
  agreement,
  clinic,
  consentOf,
  district,
  type Family,
  familyOf,
  grantedTo,
  notices,
  organization,
  send,
  sent,
  shelter,
  todayOf,
} from './family.js';

let database: TestDatabase;
let app: App;
let today: string;
let family: Family;
let mother: string;
let child: string;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  today = await todayOf(database);
  family = await familyOf(app, today, [{ age: 40 }, { age: 38 }, { age: 9 }, { age: 15 }]);
  [mother, , child] = family.members as [string, string, string];
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const give = (more: Record<string, unknown> = {}, persona = 'case-manager') =>
  send(app, persona, 'giveConsent', consentOf(today, mother, more));

describe('a consent that is given', () => {
  test('is narrowed and taken back by its recipient whatever purpose the request is for', async () => {
    for (const given of purpose.enumValues)
      for (const asked of purpose.enumValues) {
        const own = await familyOf(app, today, [{ age: 40 }]);
        const [member] = own.members as [string];
        // The agreement covers the first two; the others are refused when they are given.
        const consent = await send(
          app,
          'case-manager',
          'giveConsent',
          consentOf(today, member, { purpose: given }),
        );
        if (consent.errors) continue;
        const { id } = consent.data!.giveConsent!.consent!;
        const change = (name: string, version: number, more: Record<string, unknown> = {}) =>
          app.ask(
            'welfare-centre',
            `mutation ($input: ${name === 'narrowConsent' ? 'Narrow' : 'Withdraw'}ConsentInput!) { ${name}(input: $input) { consent { id } } }`,
            {
              input: { consentId: id, expectedVersion: version, askedById: member, method: 'PHONE', ...more },
            },
            { purpose: asked },
          );
        taken.add(`${given} ${asked}`);
        expect([given, asked, (await change('narrowConsent', 1, { classes: ['IDENTITY'] })).errors]).toEqual([
          given,
          asked,
          undefined,
        ]);
        expect([given, asked, (await change('withdrawConsent', 2)).errors]).toEqual([
          given,
          asked,
          undefined,
        ]);
        const [row] = await asKeeper(
          database.owner,
          (sql) =>
            sql`select withdrawn_at is not null as withdrawn from consents where id = ${id.split(':')[2]!}`,
        );
        expect(row).toEqual({ withdrawn: true });
      }
    expect(taken.size).toBeGreaterThanOrEqual(2 * purpose.enumValues.length);
  });
  const taken = new Set<string>();

  test('opens what it says on the next request, with its history, and closes when it is withdrawn', async () => {
    const own = await familyOf(app, today, [{ age: 40 }]);
    const [member] = own.members as [string];
    expect(await grantedTo(app, 'welfare-centre', own.id)).toEqual({});
    let consent = await sent(app, 'giveConsent', consentOf(today, member, { method: 'PHONE' }));
    expect(consent).toMatchObject({ version: 1, withdrawnAt: null });
    expect(await grantedTo(app, 'welfare-centre', own.id)).toEqual({ [member]: ['HEALTH', 'IDENTITY'] });
    const change = () => ({ consentId: consent.id, expectedVersion: consent.version, askedById: member });
    consent = await sent(app, 'narrowConsent', { ...change(), classes: ['IDENTITY'], method: 'EMAIL' });
    expect(await grantedTo(app, 'welfare-centre', own.id)).toEqual({ [member]: ['IDENTITY'] });
    const later = { validUntil: day(today, 700), method: 'WEB', notices };
    consent = await sent(app, 'extendConsent', { ...change(), ...later });
    expect(consent).toMatchObject({ version: 3, validUntil: day(today, 700), classes: ['IDENTITY'] });
    consent = await sent(app, 'withdrawConsent', { ...change(), method: 'IN_PERSON' });
    expect(consent.withdrawnAt).not.toBeNull();
    expect(await grantedTo(app, 'welfare-centre', own.id)).toEqual({});
    const askedBy = { id: member };
    expect(consent.steps).toMatchObject([
      { step: 'GIVEN', version: 1, method: 'PHONE', notices, classesBefore: null, askedBy },
      {
        step: 'NARROWED',
        version: 2,
        method: 'EMAIL',
        notices: [],
        classesBefore: ['IDENTITY', 'HEALTH'],
        classes: ['IDENTITY'],
        askedBy,
      },
      { step: 'EXTENDED', version: 3, method: 'WEB', notices, askedBy },
      { step: 'WITHDRAWN', version: 4, method: 'IN_PERSON', notices: [], askedBy },
    ]);
    const again = await send(app, 'case-manager', 'withdrawConsent', { ...change(), method: 'WEB' });
    expect(again.errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  });

  test('shows its recipient nothing of its history', async () => {
    const own = await familyOf(app, today, [{ age: 40 }]);
    const { id } = await sent(app, 'giveConsent', consentOf(today, own.members[0]!));
    const { data } = await app.ask<{ node: { version: number; steps: unknown[] } }>(
      'welfare-centre',
      'query ($id: ID!) { node(id: $id) { ... on Consent { version steps { step } } } }',
      { id },
    );
    expect(data!.node).toEqual({ version: 1, steps: [] });
  });

  test('with the same key again is the same consent', async () => {
    const idempotencyKey = randomUUID();
    const [one, other] = [await give({ idempotencyKey }), await give({ idempotencyKey })];
    expect(one.errors).toBeUndefined();
    expect(other.body).toBe(one.body);
    const different = await give({ idempotencyKey, classes: ['IDENTITY'] });
    expect(different.errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
  });

  test('and changed by many at once lets one win', async () => {
    const own = await familyOf(app, today, [{ age: 40 }]);
    const [member] = own.members as [string];
    const { id } = await sent(app, 'giveConsent', consentOf(today, member));
    const change = { consentId: id, expectedVersion: 1, askedById: member, method: 'WEB' };
    const all = await Promise.all(
      Array.from({ length: 10 }, () => send(app, 'case-manager', 'withdrawConsent', change)),
    );
    const codes = all.map(({ errors }) => errors?.[0]?.extensions.code ?? 'won').sort();
    expect(codes).toEqual([...Array(9).fill('CONFLICT'), 'won']);
  });
});

describe('a consent is refused in words', () => {
  const refused: [why: string, more: () => Record<string, unknown>, words: RegExp][] = [
    [
      'to somebody else than the agreement',
      () => ({ organizationId: organization(clinic) }),
      /not the organization/,
    ],
    ['to a shelter by its id', () => ({ organizationId: organization(shelter) }), /not the organization/],
    [
      'to nobody that there is',
      () => ({ organizationId: organization(randomUUID()) }),
      /not the organization/,
    ],
    [
      'under an agreement that ended',
      () => ({ agreementId: agreement(known.agreements.ended) }),
      /not in force/,
    ],
    [
      'for a class outside the agreement',
      () => ({ classes: ['IDENTITY', 'LEGAL'] }),
      /does not cover every class/,
    ],
    [
      'for a purpose outside the agreement',
      () => ({ purpose: 'CRISIS_INTERVENTION' }),
      /does not cover the purpose/,
    ],
    ['for what can never be shared', () => ({ classes: ['IDENTITY', 'INVESTIGATION'] }), /never be shared/],
    ['for nothing', () => ({ classes: [] }), /at least one class/],
    [
      'when it ends before it begins',
      () => ({ validFrom: day(today, 9), validUntil: day(today, 8) }),
      /before it begins/,
    ],
    ['when it has ended', () => ({ validFrom: day(today, -9), validUntil: day(today, -1) }), /ended already/],
    ['for longer than may be', () => ({ validUntil: day(today, 731) }), /at most 730 days/],
    ['for ever', () => ({ validUntil: '9999-12-31' }), /a day from 1990-01-01/],
    ['of a child by itself', () => ({ memberId: child, givenById: child }), /child under 14 cannot/],
    [
      'of a child by another child',
      () => ({ memberId: child, givenById: family.members[3] }),
      /not the guardian/,
    ],
    ['of an adult by another', () => ({ givenById: family.members[1] }), /speaks for themselves/],
    ['of a youth of 15 by a parent', () => ({ memberId: family.members[3] }), /speaks for themselves/],
    ['of an adult by the district', () => ({ givenById: null }), /district stands in only/],
    [
      'for the household by somebody else than the head',
      () => ({ memberId: family.members[1], givenById: family.members[1], householdWide: true }),
      /Only the head/,
    ],
  ];
  test.each(refused)('%s', async (_, more, words) => {
    const asked = more();
    const { errors, data } = await give(
      asked.memberId && !('givenById' in asked) ? { ...asked, givenById: mother } : asked,
    );
    expect(errors).toMatchObject([
      { message: expect.stringMatching(words), extensions: { code: 'BAD_INPUT' } },
    ]);
    expect(data?.giveConsent ?? null).toBeNull();
  });

  test.each(notices)('without the notice of %s', async (missing) => {
    const { errors } = await give({ notices: notices.filter((each) => each !== missing) });
    expect(errors).toMatchObject([{ message: expect.stringMatching(/All five notices/) }]);
  });

  test.each(['validUntil', 'organizationId', 'agreementId', 'notices'])(
    'without %s at all',
    async (field) => {
      const { errors } = await give({ [field]: null });
      expect(errors).toHaveLength(1);
    },
  );

  test('by whoever is said to have done harm, for anybody but themselves', async () => {
    const own = await familyOf(app, today, [{ age: 40, accused: true }, { age: 38 }, { age: 9 }]);
    const [father, wife, kid] = own.members as [string, string, string];
    for (const [memberId, householdWide] of [
      [kid, false],
      [father, true],
    ] as const) {
      const { errors } = await give({ memberId, givenById: father, householdWide });
      expect(errors).toMatchObject([{ message: expect.stringMatching(/done harm/) }]);
    }
    expect((await give({ memberId: father, givenById: father })).errors).toBeUndefined();
    await sent(app, 'giveConsent', consentOf(today, kid, { givenById: wife, classes: ['EDUCATION'] }));
    await sent(app, 'giveConsent', consentOf(today, wife, { householdWide: true, classes: ['HOUSING'] }));
    expect(await grantedTo(app, 'welfare-centre', own.id)).toEqual({
      [own.id]: ['HOUSING'],
      // What opens the household is told of all of them: that it was the wife would tell who is accused.
      [father]: ['HEALTH', 'HOUSING', 'IDENTITY'],
      [wife]: ['HOUSING'],
      [kid]: ['EDUCATION', 'HOUSING'],
    });
  });

  test('of SAFE_LOCATION unless it is the member’s own, alone, and for thirty days at most', async () => {
    const own = await familyOf(app, today, [{ age: 40 }, { age: 9 }]);
    const [member, kid] = own.members as [string, string];
    const id = randomUUID();
    await asKeeper(
      database.owner,
      (sql) => sql`
        insert into agreements (district_id, id, organization_id, title, valid_from, valid_until, purposes, classes)
        values (${district}, ${id}, ${clinic}, '보호', ${day(today, -9)}, ${day(today, 99)}, '{CRISIS_INTERVENTION}', '{SAFE_LOCATION,HEALTH}')`,
    );
    const where = {
      organizationId: organization(clinic),
      agreementId: agreement(id),
      purpose: 'CRISIS_INTERVENTION',
      classes: ['SAFE_LOCATION'],
      memberId: member,
      givenById: member,
      validUntil: day(today, 30),
    };
    const wrong: [object, RegExp][] = [
      [{ validUntil: day(today, 31) }, /at most 30 days/],
      [{ validFrom: day(today, 300), validUntil: day(today, 310) }, /at most 30 days/],
      [{ classes: ['SAFE_LOCATION', 'HEALTH'] }, /stands alone/],
      [{ householdWide: true }, /stands alone/],
      [{ memberId: kid }, /Only the member/],
    ];
    for (const [more, words] of wrong) {
      const { errors } = await give({ ...where, ...more });
      expect(errors).toMatchObject([{ message: expect.stringMatching(words) }]);
    }
    const consent = await sent(app, 'giveConsent', consentOf(today, member, where));
    const longer = { validUntil: day(today, 31), method: 'WEB', notices, askedById: member };
    const { errors } = await send(app, 'case-manager', 'extendConsent', {
      consentId: consent.id,
      expectedVersion: 1,
      ...longer,
    });
    expect(errors).toMatchObject([{ message: expect.stringMatching(/at most 30 days/) }]);
  });

  test('that begins so late that it ends beyond the longest time', async () => {
    const { errors } = await give({ validFrom: day(today, 700), validUntil: day(today, 731) });
    expect(errors).toMatchObject([{ message: expect.stringMatching(/at most 730 days/) }]);
    expect((await give({ validFrom: day(today, 700), validUntil: day(today, 730) })).errors).toBeUndefined();
  });

  test('in the longest time that the district itself sets', async () => {
    const [wide, narrow] = [{ validUntil: day(today, 200) }, { validUntil: day(today, 100) }];
    await asKeeper(
      database.owner,
      (sql) => sql`update consent_policies set longest_days = 100 where district_id = ${district}`,
    );
    try {
      expect((await give(wide)).errors).toMatchObject([
        { message: expect.stringMatching(/at most 100 days/) },
      ]);
      expect((await give(narrow)).errors).toBeUndefined();
    } finally {
      await asKeeper(database.owner, (sql) => sql`update consent_policies set longest_days = 730`);
    }
  });
});

describe('a change is refused in words', () => {
  const changes: [string, string, () => Record<string, unknown>, RegExp][] = [
    [
      'narrowing that adds a class',
      'narrowConsent',
      () => ({ classes: ['IDENTITY', 'FAMILY'] }),
      /adds nothing/,
    ],
    ['narrowing that adds a day', 'narrowConsent', () => ({ validUntil: day(today, 301) }), /adds nothing/],
    ['narrowing that adds the household', 'narrowConsent', () => ({ householdWide: true }), /adds nothing/],
    ['narrowing to nothing', 'narrowConsent', () => ({ classes: [] }), /withdraw the consent/],
    [
      'narrowing to yesterday',
      'narrowConsent',
      () => ({ validUntil: day(today, -1) }),
      /withdraw the consent/,
    ],
    ['narrowing by nothing', 'narrowConsent', () => ({}), /Nothing would change/],
    ['extending by nothing', 'extendConsent', () => ({ validUntil: day(today, 300), notices }), /later end/],
    ['extending too far', 'extendConsent', () => ({ validUntil: day(today, 731), notices }), /at most 730/],
    [
      'extending without a notice',
      'extendConsent',
      () => ({ validUntil: day(today, 400), notices: notices.slice(1) }),
      /All five/,
    ],
    [
      'withdrawing for somebody else',
      'withdrawConsent',
      () => ({ askedById: family.members[1] }),
      /themselves/,
    ],
  ];
  test.each(changes)('%s', async (_, name, more, words) => {
    const { id } = await sent(app, 'giveConsent', consentOf(today, mother));
    const change = { consentId: id, expectedVersion: 1, askedById: mother, method: 'WEB' };
    const { errors } = await send(app, 'case-manager', name, { ...change, ...more() });
    expect(errors).toMatchObject([
      { message: expect.stringMatching(words), extensions: { code: 'BAD_INPUT' } },
    ]);
  });

  test('extending when the agreement has ended since', async () => {
    const { a, agreementEnded } = families;
    const { data } = await app.ask<{ household: { consents: { id: string; version: number }[] } }>(
      'case-manager',
      'query ($id: ID!) { household(id: $id) { consents { id version } } }',
      { id: `Household:${a.districtId}:${agreementEnded.id}` },
    );
    const [consent] = data!.household.consents;
    const { errors } = await send(app, 'case-manager', 'extendConsent', {
      consentId: consent!.id,
      expectedVersion: consent!.version,
      askedById: `Member:${district}:${agreementEnded.member(0)}`,
      validUntil: day(today, 400),
      method: 'WEB',
      notices,
    });
    expect(errors).toMatchObject([{ message: expect.stringMatching(/not in force/) }]);
  });
});

describe('guardians', () => {
  const record = (input: Record<string, unknown>) =>
    app.ask<{ recordGuardianship: { guardianship: { id: string; dataClass: string } } }>(
      'case-manager',
      'mutation ($input: RecordGuardianshipInput!) { recordGuardianship(input: $input) { guardianship { id dataClass kind legalBasis guardian { id } } } }',
      { input },
    );

  test('that are recorded are the only ones, and only while they are', async () => {
    const own = await familyOf(app, today, [{ age: 40 }, { age: 60 }, { age: 9 }]);
    const [parent, grandmother, kid] = own.members as [string, string, string];
    const of = (givenById: string) => consentOf(today, kid, { givenById, classes: ['EDUCATION'] });
    await sent(app, 'giveConsent', of(parent));
    expect(await grantedTo(app, 'welfare-centre', own.id)).toEqual({ [kid]: ['EDUCATION'] });
    const { data } = await record({ memberId: kid, guardianId: grandmother, kind: 'APPOINTED', from: today });
    expect(data!.recordGuardianship.guardianship.dataClass).toBe('FAMILY');
    // What the parent opened as if a guardian is closed with it.
    expect(await grantedTo(app, 'welfare-centre', own.id)).toEqual({});
    expect((await send(app, 'case-manager', 'giveConsent', of(parent))).errors).toMatchObject([
      { message: expect.stringMatching(/not the guardian/) },
    ]);
    await sent(app, 'giveConsent', of(grandmother));
    expect(await grantedTo(app, 'welfare-centre', own.id)).toEqual({ [kid]: ['EDUCATION'] });
  });

  test('that have ended speak no more', async () => {
    const own = await familyOf(app, today, [{ age: 40 }, { age: 9 }]);
    const [parent, kid] = own.members as [string, string];
    const { data } = await record({ memberId: kid, guardianId: parent, kind: 'LEGAL', from: day(today, -9) });
    const end = (expectedVersion: number) =>
      app.ask(
        'case-manager',
        'mutation ($input: EndGuardianshipInput!) { endGuardianship(input: $input) { guardianship { until version } } }',
        {
          input: {
            guardianshipId: data!.recordGuardianship.guardianship.id,
            until: day(today, -1),
            expectedVersion,
          },
        },
      );
    const stale = await end(2);
    expect(stale.errors).toMatchObject([{ extensions: { code: 'CONFLICT', currentVersion: 1 } }]);
    const ended = await end(1);
    expect(ended.data).toEqual({ endGuardianship: { guardianship: { until: day(today, -1), version: 2 } } });
    expect((await end(1)).errors).toMatchObject([{ extensions: { code: 'CONFLICT', currentVersion: 2 } }]);
    const { errors } = await give({ memberId: kid, givenById: parent });
    expect(errors).toMatchObject([{ message: expect.stringMatching(/not the guardian/) }]);
  });

  test('are replaced by the district where the only adult is said to have done harm, recorded as such', async () => {
    const own = await familyOf(app, today, [{ age: 40, accused: true }, { age: 9 }]);
    const [, kid] = own.members as [string, string];
    const asked = { memberId: kid, givenById: null, householdWide: true, classes: ['EDUCATION', 'FAMILY'] };
    expect((await give(asked)).errors).toMatchObject([
      { message: expect.stringMatching(/district stands in/) },
    ]);
    const basis = {
      memberId: kid,
      kind: 'DISTRICT_LEGAL_BASIS',
      from: today,
      legalBasis: '아동복지법 제15조',
    };
    const { data } = await record(basis);
    expect(data!.recordGuardianship.guardianship).toMatchObject({ dataClass: 'SAFETY', guardian: null });
    const { steps } = await sent(app, 'giveConsent', consentOf(today, kid, asked));
    expect(steps).toMatchObject([{ step: 'GIVEN', askedBy: null }]);
    expect(await grantedTo(app, 'welfare-centre', own.id)).toEqual({
      [own.id]: ['FAMILY'],
      [kid]: ['EDUCATION', 'FAMILY'],
    });
    const withMother = await familyOf(app, today, [{ age: 40, accused: true }, { age: 39 }, { age: 9 }]);
    const { errors } = await record({ ...basis, memberId: withMother.members[2] });
    expect(errors).toMatchObject([{ message: expect.stringMatching(/only adult/) }]);
  });

  test('are adults, of children', async () => {
    for (const [memberId, guardianId, words] of [
      [mother, family.members[1], /of children/],
      [child, family.members[3], /adult of the household/],
    ] as const) {
      const { errors } = await record({ memberId, guardianId, kind: 'LEGAL', from: today });
      expect(errors).toMatchObject([{ message: expect.stringMatching(words) }]);
    }
  });
});

describe('somebody who may not write consents down', () => {
  const hidden = { memberId: `Member:${families.longPlan.districtId}:${families.longPlan.member(0)}` };

  test.each([
    'portal',
    'welfare-centre',
    'apo',
    'police',
    'nurse',
    'neighbourhood-officer',
    'privacy-officer',
  ])('is refused as %s by duty alone', async (persona) => {
    const { errors } = await give({}, persona);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  test('finds a hidden member, household, consent, agreement or shelter the same as none', async () => {
    const mapo = families.longPlan.districtId;
    const own = { agreementId: `Agreement:${mapo}:${randomUUID()}`, givenById: hidden.memberId };
    const nobody = { memberId: `Member:${mapo}:${randomUUID()}`, agreementId: own.agreementId };
    const bodies = [
      await give({ ...hidden, ...own }),
      await give({ ...nobody, givenById: nobody.memberId }),
      await give({ agreementId: agreement(known.agreements.shelter) }),
      await give({ agreementId: agreement(known.agreements.shelter), organizationId: organization(shelter) }),
      await give({ agreementId: agreement(randomUUID()) }),
      await give({ givenById: `Member:${district}:${families.a.member(1)}` }),
      await give({ givenById: `Member:${district}:${randomUUID()}` }),
    ].map(({ body }) => body);
    expect(bodies[0]).toContain('NOT_FOUND');
    expect(new Set(bodies).size).toBe(1);
    const change = { expectedVersion: 1, askedById: mother, method: 'WEB' };
    const consents = [families.active.consent('household'), randomUUID()];
    const changed = await Promise.all(
      consents.map((id) =>
        send(app, 'counsellor', 'withdrawConsent', { ...change, consentId: `Consent:${district}:${id}` }),
      ),
    );
    expect(changed[0]!.body).toContain('NOT_FOUND');
    expect(changed[0]!.body).toBe(changed[1]!.body);
  });

  test('cannot write one past the application either', async () => {
    const asApi = (persona: string, statement: string) =>
      app.pool.sql.begin(async (sql) => {
        if (app.pool.becomesApi) await sql`set local role hamkke_api`;
        const [viewer] =
          await sql`select post_id, stamp from hamkke.viewer_of(${subjectOf(persona)}) where post_id = ${postId(persona)}`;
        await sql`select hamkke.open_scope_to_change(${viewer!.post_id}, ${viewer!.stamp}, 'CASE_MANAGEMENT', 'Member', ${district}, array[${mother.split(':')[2]!}]::uuid[])`;
        return sql.unsafe(statement);
      });
    for (const statement of [
      'insert into consents select * from consents',
      "update consents set valid_until = 'infinity'",
      'delete from consents',
      'insert into consent_steps select * from consent_steps',
      'delete from guardianships',
      'update consent_policies set longest_days = 10000',
    ])
      await expect(asApi('case-manager', statement)).rejects.toThrow('permission denied');
    const row = JSON.stringify({
      district_id: district,
      id: randomUUID(),
      step_id: randomUUID(),
      member_id: mother.split(':')[2],
      given_by_id: mother.split(':')[2],
      organization_id: known.organizations.welfareCentre,
      agreement_id: known.agreements.welfare,
      purpose: 'CASE_MANAGEMENT',
      classes: ['IDENTITY'],
      household_wide: false,
      valid_from: today,
      valid_until: day(today, 30),
      method: 'PAPER',
      notices,
    });
    for (const persona of ['welfare-centre', 'portal', 'apo', 'nurse'])
      await expect(asApi(persona, `select hamkke.give_consent('${row}')`)).rejects.toThrow('no such member');
    await expect(asApi('case-manager', `select hamkke.give_consent('${row}')`)).resolves.toHaveLength(1);
  });
});

test('consents that end soon are listed for those who keep them, the first to end at the top, in pages', async () => {
  interface Ending {
    consentsEnding: {
      nodes: {
        consentId: string;
        householdId: string;
        organizationName: string | null;
        validUntil: string;
      }[];
      totalCount: number;
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    } | null;
  }
  const until = day(today, 400);
  const ending = async (persona: string, more: object = {}) =>
    app.ask<Ending>(
      persona,
      `query ($until: Date!, $first: Int, $after: String) { consentsEnding(until: $until, first: $first, after: $after) {
        nodes { consentId householdId organizationId organizationName purpose validUntil } totalCount pageInfo { hasNextPage endCursor } } }`,
      { until, first: 100, ...more },
    );
  const there = await asKeeper(
    database.owner,
    (sql) => sql`
      select 'Consent:' || district_id || ':' || id as id, sheltered from consents where district_id = ${district}
        and withdrawn_at is null and valid_until between ${today} and ${until} order by valid_until, id`,
  );
  const open = there.filter(({ sheltered }) => !sheltered).map(({ id }) => String(id));
  // The portal keeps all consents of the district, and knows of no shelter.
  const portal = (await ending('portal')).data!.consentsEnding!;
  expect(portal.nodes.map(({ consentId }) => consentId)).toEqual(open);
  expect(portal.totalCount).toBe(open.length);
  expect(open.length).toBeGreaterThan(3);
  const [first, second] = [
    (await ending('portal', { first: 2 })).data!.consentsEnding!,
    (await ending('portal', { first: 100, after: null })).data!.consentsEnding!,
  ];
  expect(first.pageInfo.hasNextPage).toBe(true);
  const rest = (await ending('portal', { after: first.pageInfo.endCursor })).data!.consentsEnding!;
  expect([...first.nodes, ...rest.nodes]).toEqual(second.nodes);
  // Whoever has them assigned has theirs alone, and each row is a consent that they read in the household.
  const theirs = (await ending('counsellor')).data!.consentsEnding!.nodes;
  for (const { consentId, householdId } of theirs)
    expect(
      (
        await app.ask<{ household: { consents: { id: string }[] } | null }>(
          'counsellor',
          'query ($id: ID!) { household(id: $id) { consents { id } } }',
          { id: householdId },
        )
      ).data!.household!.consents.map(({ id }) => id),
    ).toContain(consentId);
  expect(theirs.length).toBeLessThan(open.length);
  for (const persona of ['welfare-centre', 'statistics', 'nurse'])
    expect((await ending(persona)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});
