import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { locks } from '../../src/database/locks.js';
import { families, known } from '../../src/demo/known.js';
import { type App, startApp, type Walls } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import {
  earlierWords,
  family,
  householdId,
  memberId,
  organization,
  rent,
  steps,
  withWords,
} from './referrals.js';

let database: TestDatabase;
let app: App;
let by: ReturnType<typeof steps>;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  by = steps(app);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});
/** Nothing of one test is open in the next. */
afterEach(() =>
  asKeeper(
    database.owner,
    (sql) => sql`update referrals set state = 'CANCELLED' where state not in ('REVOKED', 'EXPIRED')`,
  ),
);

/** What the welfare centre has of the family, asking for no purpose in particular. */
const seen = async (persona = 'welfare-centre') => {
  const { data } = await app.ask<{ household: unknown }>(
    persona,
    `query ($id: ID!) { household(id: $id) { housing { tenure } summary { registeredOn }
      members { id identity { name } contact { phone } health { conditions } } } }`,
    { id: householdId },
  );
  return data?.household ?? null;
};
const mother = [{ id: memberId(0), identity: expect.anything(), contact: expect.anything(), health: null }];

/** It asks for something and says of whom nothing. */
const inquiry = {
  householdId: `Household:${families.never.districtId}:${families.never.id}`,
  memberIds: [],
  classes: [],
};

describe('a referral', () => {
  test('goes the whole loop: drafted, sent, put on the list, accepted, begun and done, seen by both sides', async () => {
    const sent = await by.requested(withWords('월세 두 달이 밀렸습니다.'));
    expect(sent).toMatchObject({ state: 'REQUESTED', version: 2, viewerCan: ['CANCEL'] });
    let now = (await by.read('welfare-centre', sent.id))!;
    expect(now).toMatchObject({
      state: 'REQUESTED',
      viewerCan: ['ACCEPT', 'REJECT', 'WAITLIST'],
      household: { id: householdId },
      memberIds: [memberId(0)],
      sender: { id: organization('centre') },
      messages: [{ body: '월세 두 달이 밀렸습니다.' }],
    });
    const partner = async (name: string, more = {}) => {
      now = await by.taken('welfare-centre', name, { ...by.at(now), ...more });
      return now;
    };
    expect(await partner('waitlistReferral', { position: 3, until: '2030-01-02' })).toMatchObject({
      state: 'WAITLISTED',
      waitlistPosition: 3,
      waitlistUntil: '2030-01-02',
    });
    expect(await partner('waitlistReferral', { position: 1 })).toMatchObject({
      waitlistPosition: 1,
      waitlistUntil: null,
    });
    expect(await partner('acceptReferral')).toMatchObject({ state: 'ACCEPTED', waitlistPosition: null });
    await partner('startReferral');
    await partner('completeReferral', { message: '두 달치를 냈습니다.' });
    const end = (await by.read('case-manager', sent.id))!;
    expect(end).toMatchObject({ state: 'COMPLETED', viewerCan: [], version: 7 });
    const path = ['DRAFT', 'REQUEST', 'WAITLIST', 'WAITLIST', 'ACCEPT', 'START', 'COMPLETE'];
    expect(end.history.map(({ step }) => step)).toEqual(path);
    expect(end.history.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const theirs = (await by.read('welfare-centre', sent.id))!;
    expect(theirs.history.map(({ step }) => step)).toEqual(path.slice(1));
    // What they were told is withheld with the household, and what they answered is not.
    expect(theirs).toMatchObject({
      household: null,
      memberIds: [],
      messages: [{ body: '두 달치를 냈습니다.' }],
    });
    expect(end.messages).toEqual([{ body: '월세 두 달이 밀렸습니다.' }, { body: '두 달치를 냈습니다.' }]);
  });

  test('is declined with a reason and words, and what it carried is withheld from then on', async () => {
    const sent = await by.requested({ memberIds: [memberId(0)] });
    expect(await seen()).toMatchObject({ members: mother });
    const lacking = await by.take('welfare-centre', 'rejectReferral', { ...by.at(sent), reason: 'OTHER' });
    expect(lacking.errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
    const declined = await by.taken('welfare-centre', 'rejectReferral', {
      ...by.at(sent),
      reason: 'NO_CAPACITY',
      message: '올해 예산이 끝났습니다.',
    });
    expect(declined).toMatchObject({ state: 'REJECTED', declineReason: 'NO_CAPACITY', household: null });
    expect(await seen()).toBeNull();
    const told = await by.read('case-manager', sent.id);
    expect(told).toMatchObject({
      declineReason: 'NO_CAPACITY',
      messages: [{ body: '올해 예산이 끝났습니다.' }],
    });
  });

  test('refuses an illegal step, naming the legal ones, and a version that is not there any more', async () => {
    const sent = await by.requested();
    const early = await by.take('welfare-centre', 'startReferral', by.at(sent));
    expect(early.errors).toMatchObject([
      {
        extensions: {
          code: 'ILLEGAL_STEP',
          state: 'REQUESTED',
          legalSteps: ['ACCEPT', 'REJECT', 'WAITLIST'],
        },
      },
    ]);
    const own = await by.take('case-manager', 'acceptReferral', by.at(sent));
    expect(own.errors).toMatchObject([{ extensions: { code: 'ILLEGAL_STEP', legalSteps: ['CANCEL'] } }]);
    const stale = await by.take('welfare-centre', 'acceptReferral', {
      referralId: sent.id,
      expectedVersion: 1,
    });
    expect(stale.errors).toMatchObject([{ extensions: { code: 'CONFLICT', currentVersion: 2 } }]);
  });

  test('that many answer at once has one answer', async () => {
    const sent = await by.requested();
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, nth) =>
        by.take('welfare-centre', nth % 2 ? 'acceptReferral' : 'waitlistReferral', by.at(sent)),
      ),
    );
    const codes = all.map(({ errors }) => errors?.[0]?.extensions.code ?? 'won').sort();
    expect(codes).toEqual([...Array(19).fill('CONFLICT'), 'won']);
  });

  test('with the same key is sent once', async () => {
    const input = { ...rent, idempotencyKey: randomUUID() };
    const [one, other] = await Promise.all([
      by.take('case-manager', 'draftReferral', input),
      by.take('case-manager', 'draftReferral', input),
    ]);
    expect(one.errors).toBeUndefined();
    expect(other.body).toBe(one.body);
  });

  test('that nobody answered carries nothing once its time is over, and is said to be expired', async () => {
    const sent = await by.requested();
    await database.owner.begin(async (held) => {
      // Whoever sends webhooks expires referrals, too: not before this has looked.
      await held`select pg_advisory_xact_lock(${locks.deliveries})`;
      await asKeeper(
        database.owner,
        (sql) => sql`update referrals set expires_at = now() - interval '1 second'`,
      );
      expect(await seen()).toBeNull();
      const late = await by.take('welfare-centre', 'acceptReferral', by.at(sent));
      expect(late.errors).toMatchObject([
        { extensions: { code: 'ILLEGAL_STEP', state: 'EXPIRED', legalSteps: [] } },
      ]);
    });
    await asKeeper(database.owner, async (sql) => {
      // What the sender of webhooks is expiring in this moment would be passed over.
      await sql`select pg_advisory_xact_lock(${locks.deliveries})`;
      await sql`select hamkke.expire_referrals(100)`;
    });
    expect(await by.read('case-manager', sent.id)).toMatchObject({ state: 'EXPIRED', version: 3 });
  });
});

describe('what a referral carries', () => {
  test('is what its consents cover and not a class more, of nobody else, on the basis REFERRAL in the log', async () => {
    expect(await seen()).toBeNull();
    await by.requested({ classes: ['IDENTITY', 'CONTACT'] });
    expect(await seen()).toEqual({ housing: null, summary: null, members: mother });
    const [last] = await database.owner`
      select bases, classes from access_log where household_id = ${family.id} and action = 'READ' order by id desc limit 1`;
    expect(last).toEqual({ bases: ['REFERRAL'], classes: ['IDENTITY', 'CONTACT'] });
    expect(await seen('welfare-centre-none')).toBeNull();
  });

  test('must be consented to when it is sent', async () => {
    const draft = await by.draft({ classes: ['IDENTITY', 'LEGAL', 'SAFETY'] });
    const { errors } = await by.take('case-manager', 'requestReferral', by.at(draft));
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', notConsented: ['LEGAL', 'SAFETY'] } }]);
    const other = await by.draft({ purpose: 'CASE_MANAGEMENT' });
    expect((await by.take('case-manager', 'requestReferral', by.at(other))).errors).toMatchObject([
      { extensions: { notConsented: ['IDENTITY', 'CONTACT'] } },
    ]);
  });

  test.each([
    [
      'the consent was withdrawn',
      (id: string) => `update consents set withdrawn_at = now() where household_id = '${id}'`,
    ],
    [
      'the consent ran out',
      (id: string) => `update consents set valid_until = valid_from where household_id = '${id}'`,
    ],
    ['the agreement ended', () => `update agreements set ended_on = current_date - 1`],
    ['the agreement covers less', () => `update agreements set classes = '{SUMMARY}'`],
  ])('is withheld as soon as %s', async (_, change) => {
    await by.requested();
    expect(await seen()).toMatchObject({ members: mother });
    const before = await asKeeper(database.owner, async (sql) => ({
      consents: await sql`select * from consents`,
      agreements: await sql`select * from agreements`,
    }));
    await asKeeper(database.owner, (sql) => sql.unsafe(change(family.id)));
    expect(await seen()).toBeNull();
    await asKeeper(database.owner, async (sql) => {
      for (const each of before.consents)
        await sql`update consents set withdrawn_at = ${each.withdrawn_at}, valid_until = ${each.valid_until} where id = ${each.id}`;
      for (const each of before.agreements)
        await sql`update agreements set ended_on = ${each.ended_on}, classes = ${each.classes} where id = ${each.id}`;
    });
  });

  test('ends with the consent that it rests on: revoked, and both sides can read so', async () => {
    const sent = await by.requested();
    const consent = family.consent('member-0');
    await asKeeper(database.owner, async (sql) => {
      expect(
        (await sql`select hamkke.revoke_referrals_of(${family.districtId}, ${consent}) as n`)[0]!.n,
      ).toBe(0);
      await sql`update consents set withdrawn_at = now() where id = ${consent}`;
      expect(
        (await sql`select hamkke.revoke_referrals_of(${family.districtId}, ${consent}) as n`)[0]!.n,
      ).toBe(1);
      await sql`update consents set withdrawn_at = null where id = ${consent}`;
    });
    expect(await seen()).toBeNull();
    for (const persona of ['case-manager', 'welfare-centre'])
      expect(await by.read(persona, sent.id)).toMatchObject({ state: 'REVOKED', viewerCan: [] });
  });

  test('may be nothing: an inquiry names nobody, needs no consent, and opens nothing', async () => {
    const sent = await by.requested(inquiry);
    const asked = { state: 'REQUESTED', domain: 'HOUSING', household: null, memberIds: [], messages: [] };
    expect(await by.read('welfare-centre', sent.id)).toMatchObject(asked);
  });
});

describe('words from one side to the other', () => {
  const refused = ({ errors }: Awaited<ReturnType<typeof by.take>>) => errors?.[0]?.extensions;
  const missing = { code: 'BAD_INPUT', reason: 'MESSAGE_CLASS_NOT_CARRIED', missingClasses: ['HOUSING'] };

  test('that the recipient would never read are refused with the class that is missing, drafted or sent', async () => {
    expect(
      refused(await by.take('case-manager', 'draftReferral', { ...rent, message: '급합니다.' })),
    ).toEqual({ ...missing, field: 'input.message' });
    expect(
      refused(
        await by.take('case-manager', 'draftReferral', { ...rent, ...inquiry, message: '자리가 있습니까?' }),
      ),
    ).toEqual({ ...missing, field: 'input.message' });
    const draft = await by.draft();
    const late = { ...by.at(draft), message: '급합니다.' };
    expect(refused(await by.take('case-manager', 'requestReferral', late))).toEqual({
      ...missing,
      field: 'input.message',
    });
    const old = await by.draft();
    await earlierWords(database, old, '급합니다.');
    expect(refused(await by.take('case-manager', 'requestReferral', by.at(old)))).toEqual({
      ...missing,
      field: 'input',
    });
  });

  test('are refused beside a cancellation, of which the recipient reads nothing more', async () => {
    const sent = await by.requested();
    const cancelled = { ...by.at(sent), message: '이사하였습니다.' };
    expect(refused(await by.take('case-manager', 'cancelReferral', cancelled))).toEqual({
      code: 'BAD_INPUT',
      reason: 'MESSAGE_WITH_CANCELLATION',
    });
    const draft = await by.draft();
    await by.taken('case-manager', 'cancelReferral', { ...by.at(draft), message: '잘못 적었습니다.' });
  });

  test('reach it with whichever step the sender writes them', async () => {
    const draft = await by.draft(withWords('첫 번째'));
    const sent = await by.taken('case-manager', 'requestReferral', { ...by.at(draft), message: '두 번째' });
    const read = await by.read('welfare-centre', sent.id);
    expect(read!.messages).toEqual([{ body: '첫 번째' }, { body: '두 번째' }]);
  });

  test.each<Walls>(['both', 'database only', 'application only'])(
    'are read for good by whoever answered, and by nobody else who has nothing of the family, with the walls: %s',
    async (walls) => {
      const one = walls === 'both' ? app : await startApp({ database, walls });
      try {
        const there = steps(one);
        let now = await by.requested(inquiry);
        const answers = ['waitlistReferral', 'acceptReferral', 'startReferral', 'completeReferral'];
        for (const name of answers)
          now = await by.taken('welfare-centre', name, { ...by.at(now), message: `${name} 답` });
        const said = answers.map((name) => ({ body: `${name} 답` }));
        expect(await there.read('welfare-centre', now.id)).toMatchObject({ household: null, messages: said });
        expect(await there.read('case-manager', now.id)).toMatchObject({ messages: said });
        const turnedDown = await by.requested(inquiry);
        await by.taken('welfare-centre', 'rejectReferral', {
          ...by.at(turnedDown),
          reason: 'OTHER',
          message: '문을 닫습니다.',
        });
        expect((await there.read('welfare-centre', turnedDown.id))!.messages).toEqual([
          { body: '문을 닫습니다.' },
        ]);
        expect((await there.read('case-manager', turnedDown.id))!.messages).toEqual([
          { body: '문을 닫습니다.' },
        ]);
        for (const persona of ['welfare-centre-none', 'clinic', 'portal'])
          expect(await there.read(persona, turnedDown.id)).toBeNull();
      } finally {
        if (one !== app) await one.stop();
      }
    },
  );
});

describe('who may know of a referral', () => {
  test('are its sender’s and its recipient’s people, and before it is sent the sender’s alone', async () => {
    const draft = await by.draft();
    for (const persona of ['welfare-centre', 'welfare-centre-none', 'clinic', 'police', 'portal'])
      expect(await by.read(persona, draft.id)).toBeNull();
    await by.taken('case-manager', 'cancelReferral', by.at(draft));
    expect(await by.read('welfare-centre', draft.id)).toBeNull();
    const sent = await by.requested();
    for (const persona of ['welfare-centre-none', 'clinic', 'counsellor', 'nurse', 'portal'])
      expect(await by.read(persona, sent.id)).toBeNull();
    for (const persona of ['head', 'case-manager', 'welfare-centre'])
      expect(await by.read(persona, sent.id)).toMatchObject({ id: sent.id });
  });

  test.each<Walls>(['database only', 'application only'])(
    'is the same with the wall of the %s',
    async (walls) => {
      const draft = await by.draft();
      const sent = await by.requested();
      await earlierWords(database, sent, '비밀');
      const one = await startApp({ database, walls });
      try {
        const there = steps(one);
        expect(await there.read('welfare-centre', draft.id)).toBeNull();
        for (const persona of ['welfare-centre-none', 'clinic', 'counsellor', 'portal'])
          expect(await there.read(persona, sent.id)).toBeNull();
        const theirs = await there.read('welfare-centre', sent.id);
        // The words are HOUSING, and the referral carries no HOUSING.
        expect(theirs).toMatchObject({ id: sent.id, household: { id: householdId }, messages: [] });
        expect(theirs!.history.map(({ step }) => step)).toEqual(['REQUEST']);
        const own = await there.read('case-manager', sent.id);
        expect(own).toMatchObject({ history: [{}, {}], messages: [{ body: '비밀' }] });
      } finally {
        await one.stop();
      }
    },
  );

  test('stand in the inbox of one side and the outbox of the other, page by page', async () => {
    const made = [];
    for (let nth = 0; nth < 3; nth++) made.push((await by.requested()).id);
    const list = async (persona: string, root: string, args = '') => {
      const { data, errors } = await app.ask<Record<string, Listed | null>>(
        persona,
        `{ ${root}(filter: { states: [REQUESTED] } ${args}) { totalCount nodes { id household { id } } pageInfo { endCursor hasNextPage } } }`,
      );
      return { page: data?.[root] ?? null, code: errors?.[0]?.extensions.code };
    };
    interface Listed {
      totalCount: number;
      nodes: { id: string; household: { id: string } | null }[];
      pageInfo: { endCursor: string; hasNextPage: boolean };
    }
    for (const [persona, root] of [
      ['welfare-centre', 'referralsReceived'],
      ['case-manager', 'referralsSent'],
    ] as const) {
      const { page } = await list(persona, root);
      expect(page!.nodes.map(({ id }) => id)).toEqual([...made].reverse());
      expect(page!.nodes.map(({ household }) => household)).toEqual(Array(3).fill({ id: householdId }));
      const two = (await list(persona, root, 'first: 2')).page!;
      expect(two).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
      const rest = (await list(persona, root, `after: "${two.pageInfo.endCursor}"`)).page!;
      expect(rest.nodes.map(({ id }) => id)).toEqual([made[0]]);
    }
    for (const persona of ['welfare-centre-none', 'clinic', 'counsellor'])
      for (const root of ['referralsReceived', 'referralsSent'])
        expect((await list(persona, root)).page).toMatchObject({ totalCount: 0, nodes: [] });
    expect(await list('statistics', 'referralsSent')).toEqual({ page: null, code: 'FORBIDDEN' });
  });

  test('a household, a case, a member, a recipient or a referral that is hidden is as unknown as none', async () => {
    const none = '00000000-0000-4000-8000-000000000000';
    const district = known.districts.yongsan;
    // A confidential place of an organization that is not.
    const [secret] = await asKeeper(
      database.owner,
      (sql) => sql`
        insert into services (id, organization_id, name, status, confidential)
        select gen_random_uuid(), organization_id, '시험 비공개', status, true from services
        where organization_id = ${known.organizations.welfareCentre} limit 1 returning id`,
    );
    const pairs: [string, string, Record<string, unknown>, Record<string, unknown>][] = [
      [
        'case-manager',
        'draftReferral',
        { ...rent, serviceId: `Service:${secret!.id}` },
        { ...rent, serviceId: `Service:${none}` },
      ],
      [
        'welfare-centre-none',
        'draftReferral',
        { ...rent, recipientId: organization('clinic') },
        { ...rent, recipientId: organization('clinic'), householdId: `Household:${district}:${none}` },
      ],
      [
        'case-manager',
        'draftReferral',
        { ...rent, recipientId: organization('shelter') },
        { ...rent, recipientId: `Organization:${none}` },
      ],
      [
        'case-manager',
        'draftReferral',
        { ...rent, memberIds: [`Member:${district}:${families.a.member(0)}`] },
        { ...rent, memberIds: [`Member:${district}:${none}`] },
      ],
      [
        'clinic',
        'acceptReferral',
        by.at(await by.requested()),
        { referralId: `Referral:${district}:${none}`, expectedVersion: 2 },
      ],
    ];
    for (const [persona, name, hidden, unknown] of pairs) {
      const [one, two] = await Promise.all([hidden, unknown].map((input) => by.take(persona, name, input)));
      expect(one!.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
      expect(one!.body).toBe(two!.body);
    }
  });
});

test('withdrawing the consent through the API revokes what rests on it, and both sides are told', async () => {
  const sent = await by.requested();
  const { errors } = await app.ask(
    'case-manager',
    'mutation ($input: WithdrawConsentInput!) { withdrawConsent(input: $input) { consent { withdrawnAt } } }',
    {
      input: {
        consentId: `Consent:${family.districtId}:${family.consent('member-0')}`,
        expectedVersion: 1,
        askedById: memberId(0),
        method: 'PHONE',
      },
    },
  );
  expect(errors).toBeUndefined();
  expect(await seen()).toBeNull();
  for (const persona of ['case-manager', 'welfare-centre']) {
    expect(await by.read(persona, sent.id)).toMatchObject({ state: 'REVOKED', version: 3, viewerCan: [] });
    const { data } = await app.ask<{ changes: { changes: { kind: string; objectId: string }[] } }>(
      persona,
      '{ changes(first: 100) { changes { kind objectId } } }',
    );
    expect(data!.changes.changes.filter(({ objectId }) => objectId === sent.id).at(-1)).toMatchObject({
      kind: 'REFERRAL_REVOKED',
    });
  }
});
