import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families, known } from '../../src/demo/known.js';
import { day } from '../access/households.js';
import {
  consentOf,
  type Family,
  familyOf,
  grantedTo,
  agreement as idOfAgreement,
  organization,
  send as sendConsent,
  sent as sentConsent,
  todayOf,
} from '../consent/family.js';
import { steps } from '../referral/referrals.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';

let database: TestDatabase;
let app: App;
let today: string;
let family: Family;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  today = await todayOf(database);
  family = await familyOf(app, today, [{ age: 40 }]);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

interface AgreementNow {
  id: string;
  version: number;
  lastDay: string | null;
  classes: string[];
  standing: {
    state: string;
    renewals: number;
    termFrom: string;
    termUntil: string;
    noticeBy: string | null;
  };
  resting: { consents: number; referrals: number } | null;
  steps: { step: string; version: number; reason: string | null; takenBy: { id: string } | null }[];
}
const fields = `id version lastDay classes standing { state renewals termFrom termUntil noticeBy }
  resting { consents referrals } steps { step version reason takenBy { id } }`;

const send = (persona: string | null, name: string, input: Record<string, unknown>) =>
  app.ask<Record<string, { agreement: AgreementNow | null } | null>>(
    persona,
    `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { agreement { ${fields} } } }`,
    { input },
  );
async function sent(persona: string, name: string, input: Record<string, unknown>): Promise<AgreementNow> {
  const { data, errors } = await send(persona, name, input);
  expect(errors).toBeUndefined();
  return data![name]!.agreement!;
}
const terms = (more: Record<string, unknown> = {}) => ({
  organizationId: organization(known.organizations.welfareCentre),
  title: '밑반찬 나눔 협약',
  validFrom: day(today, -100),
  validUntil: day(today, 264),
  purposes: ['CASE_MANAGEMENT'],
  classes: ['IDENTITY', 'HEALTH'],
  ...more,
});
const concluded = (more: Record<string, unknown> = {}) => sent('portal', 'concludeAgreement', terms(more));
const at = ({ id, version }: AgreementNow) => ({ agreementId: id, expectedVersion: version });
const list = async (persona: string | null, filter: Record<string, unknown> = {}) => {
  const { data, errors } = await app.ask<{ agreements: { nodes: AgreementNow[]; totalCount: number } }>(
    persona,
    `query ($filter: AgreementFilter) { agreements(filter: $filter, first: 100) { totalCount nodes { ${fields} } } }`,
    { filter },
  );
  return { found: data?.agreements?.nodes ?? [], errors, total: data?.agreements?.totalCount };
};

/** Runs `work` as if it were this instant, for all that asks which day it is in Seoul. */
async function asOf<T>(instant: string, work: () => Promise<T>): Promise<T> {
  const [row] = await database.owner`select pg_get_functiondef('hamkke.today()'::regprocedure) as text`;
  const text = row!.text as string;
  expect(text).toContain('now()');
  await database.owner.unsafe(text.replace('now()', `timestamptz '${instant}'`));
  try {
    return await work();
  } finally {
    await database.owner.unsafe(text);
  }
}

describe('an agreement', () => {
  test('gives access until midnight in Seoul after its last day, and not a second longer', async () => {
    const agreement = await concluded();
    const { members } = family;
    await sentConsent(app, 'giveConsent', consentOf(today, members[0]!, { agreementId: agreement.id }));
    const open = { [members[0]!]: ['HEALTH', 'IDENTITY'] };
    expect(await grantedTo(app, 'welfare-centre', family.id)).toEqual(open);
    const ended = await sent('portal', 'endAgreement', { ...at(agreement), reason: '사업 종료' });
    expect(ended).toMatchObject({ lastDay: today, standing: { state: 'ENDING' }, resting: { consents: 1 } });
    // 23:59:59 in Seoul on that day, and midnight.
    const last = `${today}T14:59:59Z`;
    const midnight = `${today}T15:00:00Z`;
    expect(await asOf(last, () => grantedTo(app, 'welfare-centre', family.id))).toEqual(open);
    expect(await asOf(midnight, () => grantedTo(app, 'welfare-centre', family.id))).toEqual({});
    expect(ended.steps).toEqual([
      {
        step: 'CONCLUDED',
        version: 1,
        reason: null,
        takenBy: { id: organization(known.organizations.districtOffice) },
      },
      {
        step: 'ENDED',
        version: 2,
        reason: '사업 종료',
        takenBy: { id: organization(known.organizations.districtOffice) },
      },
    ]);
  });

  test('that is ended at once gives nothing on the next request', async () => {
    const own = await familyOf(app, today, [{ age: 40 }]);
    const agreement = await concluded();
    await sentConsent(app, 'giveConsent', consentOf(today, own.members[0]!, { agreementId: agreement.id }));
    const ended = await sent('portal', 'endAgreement', { ...at(agreement), atOnce: true });
    expect(ended).toMatchObject({ lastDay: day(today, -1), standing: { state: 'ENDED' } });
    expect(await grantedTo(app, 'welfare-centre', own.id)).toEqual({});
    const refused = await sendConsent(
      app,
      'case-manager',
      'giveConsent',
      consentOf(today, own.members[0]!, { agreementId: agreement.id }),
    );
    expect(refused.errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  });

  test('that covers less shows less on the next request', async () => {
    const own = await familyOf(app, today, [{ age: 40 }]);
    const agreement = await concluded();
    await sentConsent(app, 'giveConsent', consentOf(today, own.members[0]!, { agreementId: agreement.id }));
    await sent('portal', 'amendAgreement', { ...at(agreement), classes: ['IDENTITY'] });
    expect(await grantedTo(app, 'welfare-centre', own.id)).toEqual({ [own.members[0]!]: ['IDENTITY'] });
  });

  test('that ends revokes the referrals that rest on it, as the day after it begins', async () => {
    const by = steps(app);
    const referral = await by.requested();
    const { found } = await list('portal', { organization: organization(known.organizations.welfareCentre) });
    const resting = found.find((each) => each.resting?.referrals);
    expect(resting).toMatchObject({ id: idOfAgreement(known.agreements.welfare), resting: { referrals: 1 } });
    await sent('portal', 'endAgreement', at(resting!));
    expect(await by.read('case-manager', referral.id)).toMatchObject({ state: 'REQUESTED' });
    await asOf(`${today}T15:00:00Z`, () =>
      asKeeper(database.owner, (sql) => sql`select hamkke.close_agreements(100)`),
    );
    expect(await by.read('case-manager', referral.id)).toMatchObject({ state: 'REVOKED' });
    const [kept] = await asKeeper(
      database.owner,
      (sql) =>
        sql`select count(*)::int as n from referrals where state = 'REQUESTED' and household_id = ${families.otherPurpose.id}`,
    );
    expect(kept!.n).toBe(0);
  });
});

describe('an agreement that renews by itself', () => {
  const renewing = (more: Record<string, unknown> = {}) =>
    concluded({ validFrom: day(today, -100), validUntil: day(today, -41), autoRenews: true, ...more });

  test('stays in force after its first term, each term as long as the first', async () => {
    const agreement = await renewing();
    expect(agreement).toMatchObject({
      lastDay: null,
      standing: { state: 'IN_FORCE', renewals: 1, termFrom: day(today, -40), termUntil: day(today, 19) },
    });
  });

  test('ends with its term after a notice that came in time, by either side', async () => {
    for (const persona of ['portal', 'welfare-centre']) {
      const agreement = await renewing({ noticeDays: 19 });
      expect(agreement.standing.noticeBy).toBe(today);
      const noticed = await sent(persona, 'giveAgreementNotice', at(agreement));
      expect(noticed).toMatchObject({
        lastDay: day(today, 19),
        standing: { state: 'ENDING', noticeBy: null, termUntil: day(today, 19) },
      });
    }
  });

  test('renews once more after a notice that came too late', async () => {
    const agreement = await renewing({ noticeDays: 20 });
    expect(agreement.standing.noticeBy).toBe(day(today, -1));
    expect(await sent('portal', 'giveAgreementNotice', at(agreement))).toMatchObject({
      lastDay: day(today, 79),
    });
  });

  test('goes on where the side that gave notice takes it back, and not the other', async () => {
    const noticed = await sent('welfare-centre', 'giveAgreementNotice', at(await renewing()));
    const other = await send('portal', 'withdrawAgreementNotice', at(noticed));
    expect(other.errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
    const amended = await send('portal', 'amendAgreement', { ...at(noticed), noticeDays: 5 });
    expect(amended.errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
    const back = await sent('welfare-centre', 'withdrawAgreementNotice', at(noticed));
    expect(back).toMatchObject({ lastDay: null, standing: { state: 'IN_FORCE' } });
    expect(back.steps.map(({ step }) => step)).toEqual(['CONCLUDED', 'NOTICE_GIVEN', 'NOTICE_WITHDRAWN']);
  });

  test('has every day in exactly one term, and terms that follow one another, whatever their length', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 2000 }),
        fc.oneof(
          fc.integer({ min: 1, max: 1200 }),
          fc.constantFrom('1 month', '3 months', '1 year', '2 years'),
        ),
        fc.integer({ min: 0, max: 20_000 }),
        async (from, length, later) => {
          const [row] = await database.owner`
            with a as (select jsonb_populate_record(null::agreements, jsonb_build_object('valid_from', f,
                'valid_until', (f + ${typeof length === 'number' ? `${length} days` : length}::interval)::date - 1,
                'auto_renews', true)) as a, f + ${later}::int as on_day from (select date '2019-01-01' + ${from}::int as f) x)
            select t.first_day <= on_day and on_day <= t.last_day as within, n.renewals = t.renewals + 1 as next,
              n.first_day = t.last_day + 1 as follows
            from a, hamkke.agreement_term(a, on_day) t, hamkke.agreement_term(a, t.last_day + 1) n`;
          expect(row).toEqual({ within: true, next: true, follows: true });
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('who may know of an agreement, and change it', () => {
  test('are its organization and those who keep consents in its district; a shelter’s is its own', async () => {
    const own = await concluded();
    const ids = async (persona: string) => (await list(persona)).found.map(({ id }) => id);
    for (const persona of ['portal', 'case-manager', 'welfare-centre'])
      expect(await ids(persona)).toContain(own.id);
    for (const persona of ['welfare-centre-none', 'nurse']) expect(await ids(persona)).not.toContain(own.id);
    const all = [...(await ids('portal')), ...(await ids('case-manager')), ...(await ids('head'))];
    expect(all).not.toContain(idOfAgreement(known.agreements.shelter));
    for (const persona of ['sponsor', 'statistics', null])
      expect((await list(persona)).errors).toMatchObject([
        { extensions: { code: persona ? 'FORBIDDEN' : 'UNAUTHENTICATED' } },
      ]);
    // What ending it would close is for those who may end it.
    expect((await list('welfare-centre')).found.every(({ resting }) => resting === null)).toBe(true);
    expect((await list('case-manager')).found.every(({ resting }) => resting === null)).toBe(true);
  });

  test('one with a shelter, of another organization, or none: all are as unknown', async () => {
    const other = await concluded({ organizationId: organization(known.organizations.clinic) });
    const asked = (persona: string, id: string) =>
      send(persona, 'giveAgreementNotice', { agreementId: id, expectedVersion: 1 });
    const none = await asked('portal', idOfAgreement(randomUUID()));
    expect(none.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    const body = (text: string) => text.replace(/"requestId":"[^"]*"/g, '');
    expect(body((await asked('portal', idOfAgreement(known.agreements.shelter))).body)).toBe(body(none.body));
    expect(body((await asked('welfare-centre', other.id)).body)).toBe(body(none.body));
    const shelter = await send(
      'portal',
      'concludeAgreement',
      terms({ organizationId: organization(known.organizations.shelter) }),
    );
    const nobody = await send(
      'portal',
      'concludeAgreement',
      terms({ organizationId: organization(randomUUID()) }),
    );
    expect(body(shelter.body)).toBe(body(nobody.body));
    expect(shelter.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  test('are refused by their duty alone where it is not theirs to do', async () => {
    const own = await concluded();
    for (const [persona, name, input] of [
      ['case-manager', 'concludeAgreement', terms()],
      ['welfare-centre', 'endAgreement', at(own)],
      ['welfare-centre', 'amendAgreement', { ...at(own), classes: ['IDENTITY', 'LEGAL'] }],
      ['catalogue-editor', 'giveAgreementNotice', at(own)],
    ] as const)
      expect((await send(persona, name, input)).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
  });

  test('find those that renew or end soon', async () => {
    const soon = await concluded({ validUntil: day(today, 20) });
    const renewing = await concluded({ validUntil: day(today, 45), autoRenews: true });
    const later = await concluded({ validUntil: day(today, 90) });
    const { found, total } = await list('portal', { dueBy: day(today, 30) });
    const ids = found.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([soon.id, renewing.id]));
    expect(ids).not.toContain(later.id);
    expect(total).toBe(found.length);
    expect((await list('portal', { states: ['ENDED'] })).found.map(({ id }) => id)).toContain(
      idOfAgreement(known.agreements.ended),
    );
  });
});

describe('what is refused, and changes nothing', () => {
  test.each([
    ['ends before it begins', { validUntil: '2020-01-01', validFrom: '2020-02-01' }],
    ['has ended already', { validFrom: '2020-01-01', validUntil: '2020-02-01' }],
    ['lasts for more than ten years', { validUntil: '2050-01-01' }],
    ['shares what can never be shared', { classes: ['IDENTITY', 'INVESTIGATION'] }],
    ['shares nothing', { classes: [] }],
    ['is for nothing', { purposes: [] }],
    ['has a notice longer than its term', { autoRenews: true, noticeDays: 365, validUntil: '2027-01-01' }],
    ['has a notice of less than no days', { noticeDays: -1 }],
    ['has no title', { title: '  ' }],
    ['has a title as long as a page', { title: '가'.repeat(201) }],
  ])('an agreement that %s', async (_, more) => {
    const before = (await list('portal')).total;
    const { errors } = await send('portal', 'concludeAgreement', terms(more));
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', reason: expect.any(String) } }]);
    expect((await list('portal')).total).toBe(before);
  });

  test('a change of what somebody else changed, a second notice, an end that lies behind, and one that is over', async () => {
    let own = await concluded({ autoRenews: true });
    own = await sent('portal', 'giveAgreementNotice', at(own));
    const stale = await send('portal', 'endAgreement', { ...at(own), expectedVersion: 1 });
    expect(stale.errors).toMatchObject([{ extensions: { code: 'CONFLICT', currentVersion: 2 } }]);
    for (const [name, more] of [
      ['giveAgreementNotice', {}],
      ['endAgreement', { lastDay: day(today, -1) }],
      ['endAgreement', { lastDay: day(today, 9999) }],
      ['endAgreement', { lastDay: today, atOnce: true }],
    ] as const)
      expect((await send('portal', name, { ...at(own), ...more })).errors).toMatchObject([
        { extensions: { code: 'BAD_INPUT' } },
      ]);
    own = await sent('portal', 'endAgreement', { ...at(own), atOnce: true });
    const over = await send('portal', 'endAgreement', at(own));
    expect(over.errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  });

  test('the second click: with the same key it is concluded once', async () => {
    const input = terms({ idempotencyKey: randomUUID() });
    const [one, other] = await Promise.all([
      send('portal', 'concludeAgreement', input),
      send('portal', 'concludeAgreement', input),
    ]);
    expect(one.errors).toBeUndefined();
    expect(other.body).toBe(one.body);
  });
});

describe('with an agency that is not in the catalogue yet', () => {
  const agency = {
    name: '모래톱 공부방',
    partnerKind: 'CHILD_CARE',
    phones: [{ number: '02-702-3456' }],
  };
  const conclude = (newOrganization: Record<string, unknown> | null, more: Record<string, unknown> = {}) => {
    const { organizationId: _, ...rest } = terms(more);
    return app.ask<{
      concludeAgreement: {
        agreement: { id: string; organization: { id: string; name: string; verification: null } } | null;
      };
    }>(
      'portal',
      `mutation ($input: ConcludeAgreementInput!) { concludeAgreement(input: $input) {
        agreement { id organization { id name partnerKind phones { number } verification { verifiedAt } } } } }`,
      { input: { ...rest, ...(newOrganization ? { newOrganization } : {}), ...more } },
    );
  };
  const agencies = async (name: string) => {
    const { data } = await app.ask<{ organizations: { nodes: { id: string }[] } }>(
      null,
      'query ($search: String!) { organizations(filter: { search: $search }) { nodes { id } } }',
      { search: name },
    );
    return data!.organizations.nodes.map(({ id }) => id);
  };

  test('is concluded and enters the agency in one step, unverified', async () => {
    const { data, errors } = await conclude(agency);
    expect(errors).toBeUndefined();
    const { organization } = data!.concludeAgreement.agreement!;
    expect(organization).toMatchObject({ ...agency, verification: null });
    expect(await agencies(agency.name)).toEqual([organization.id]);
  });

  test('is refused with the ids of those that are alike, unless it is said to be another', async () => {
    const [there] = await agencies(agency.name);
    const { errors } = await conclude({ name: '또 다른 이름', phones: agency.phones });
    expect(errors![0]!.extensions).toMatchObject({ code: 'CONFLICT', alikeIds: [there] });
    const again = await conclude({ ...agency, evenIfAlike: true });
    expect(again.errors).toBeUndefined();
    expect(await agencies(agency.name)).toHaveLength(2);
  });

  test('enters nothing where the agreement is refused, and names one agency', async () => {
    const refused = await conclude({ name: '없어질 기관' }, { classes: ['INVESTIGATION'] });
    expect(refused.errors![0]!.extensions.code).toBe('BAD_INPUT');
    expect(await agencies('없어질 기관')).toEqual([]);
    const organizationId = organization(known.organizations.clinic);
    for (const { errors } of [await conclude(null), await conclude(agency, { organizationId })])
      expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'input.organizationId' });
    const office = await conclude({ name: '새 경찰서', partnerKind: 'POLICE' });
    expect(office.errors![0]!.extensions.code).toBe('BAD_INPUT');
  });

  test('keeps one that is confidential from the beginning to itself, with its agreement', async () => {
    const before = (await list('portal')).total;
    const { data, errors } = await conclude({ name: '숨은뜰 쉼터', confidentialBecause: '보호 시설입니다.' });
    expect(errors).toBeUndefined();
    expect(data!.concludeAgreement.agreement).toBeNull();
    expect((await list('portal')).total).toBe(before);
    expect(await agencies('숨은뜰')).toEqual([]);
    // One of that name is not said to be alike.
    expect((await conclude({ name: '숨은뜰 쉼터' })).errors).toBeUndefined();
  });
});
