import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families, known, staffId } from '../../src/demo/known.js';
import { day } from '../access/households.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import {
  agreement,
  clinic,
  consentOf,
  district,
  familyOf,
  organization,
  police,
  sent,
  shelter,
  todayOf,
  welfareCentre,
} from './family.js';

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

interface Provided {
  day: string;
  organizationId: string;
  organizationName: string;
  classes: string[];
  bases: string[];
  reads: number;
}
interface Page {
  provisions: {
    nodes: Provided[];
    totalCount: number;
    pageInfo: { endCursor: string; hasNextPage: boolean };
  } | null;
}
const provisions = (persona: string, household: string, page: Record<string, unknown> = {}) =>
  app.ask<Page>(
    persona,
    `query ($household: ID!, $first: Int, $after: String) { provisions(household: $household, first: $first, after: $after) {
      nodes { day organizationId organizationName classes bases reads } totalCount pageInfo { endCursor hasNextPage } } }`,
    { household, ...page },
  );
const read = (persona: string, household: string) =>
  app.ask(
    persona,
    'query ($id: ID!) { household(id: $id) { members { id identity { name } health { conditions } safety { risk } } } }',
    { id: household },
  );
const a = `Household:${families.a.districtId}:${families.a.id}`;

describe('provisions', () => {
  test('tell to whom a household was shown, on which basis, from the reads alone', async () => {
    const own = await familyOf(app, today, [{ age: 40 }]);
    const [member] = own.members as [string];
    expect((await provisions('case-manager', own.id)).data!.provisions!.nodes).toEqual([]);
    await sent(app, 'giveConsent', consentOf(today, member));
    await read('case-manager', own.id);
    await read('welfare-centre', own.id);
    await read('welfare-centre', own.id);
    await read('clinic', own.id);
    expect((await provisions('case-manager', own.id)).data!.provisions).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          day: today,
          organizationId: organization(welfareCentre),
          classes: ['IDENTITY', 'HEALTH'],
          bases: ['CONSENT'],
          reads: 2,
        },
      ],
    });
    expect((await provisions('portal', own.id)).data!.provisions!.totalCount).toBe(1);
  });

  test('to a dispatched officer are to the police, and without what the duty itself shows', async () => {
    await read('apo', a);
    const { nodes } = (await provisions('head', a)).data!.provisions!;
    expect(nodes).toMatchObject([{ organizationId: organization(police), classes: ['SAFETY'] }]);
  });

  test('are paged by their cursors', async () => {
    const own = await familyOf(app, today, [{ age: 40 }]);
    const [member] = own.members as [string];
    for (const [organizationId, agreementId] of [
      [welfareCentre, known.agreements.welfare],
      [clinic, known.agreements.clinic],
    ])
      await sent(
        app,
        'giveConsent',
        consentOf(today, member, {
          organizationId: organization(organizationId!),
          agreementId: agreement(agreementId!),
        }),
      );
    await read('welfare-centre', own.id);
    await read('clinic', own.id);
    const one = (await provisions('head', own.id, { first: 1 })).data!.provisions!;
    expect(one).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
    const two = (await provisions('head', own.id, { first: 1, after: one.pageInfo.endCursor })).data!
      .provisions!;
    expect(two.pageInfo.hasNextPage).toBe(false);
    expect([...one.nodes, ...two.nodes].map((each) => each.organizationId).sort()).toEqual(
      [organization(welfareCentre), organization(clinic)].sort(),
    );
  });

  test('to a shelter are told to nobody who does not know where it is', async () => {
    const own = await familyOf(app, today, [{ age: 40 }]);
    const [household, member] = [own.id, own.members[0]!].map((each) => each.split(':')[2]!);
    const staff = randomUUID();
    const post = randomUUID();
    await asKeeper(database.owner, async (sql) => {
      await sql`insert into staff (id, subject, name, home_organization_id) values (${staff}, ${staff}, '쉼터', ${shelter})`;
      await sql`insert into posts (id, staff_id, organization_id, district_id, "primary", duties, zones, title)
        values (${post}, ${staff}, ${shelter}, ${district}, true, '{PARTNER_WORKER}', '{}', '쉼터')`;
      await sql`insert into access_log (request_id, staff_id, post_id, organization_id, operation, action, purpose, district_id,
          household_id, shown, bases, classes, allowed)
        values (${randomUUID()}, ${staff}, ${post}, ${shelter}, 'read', 'READ', 'CASE_MANAGEMENT', ${district}, ${household!},
          ${sql.json({ [member!]: ['SUMMARY'] })}, '{CONSENT}', '{SUMMARY}', true)`;
    });
    for (const persona of ['head', 'case-manager', 'portal'])
      expect((await provisions(persona, own.id)).data!.provisions).toMatchObject({
        totalCount: 0,
        nodes: [],
      });
    // The centre itself is told by the member where they are: then it knows to whom they were shown there.
    await asKeeper(database.owner, async (sql) => {
      const id = randomUUID();
      await sql`insert into agreements (district_id, id, organization_id, title, valid_from, valid_until, purposes, classes)
        values (${district}, ${id}, ${known.organizations.centre}, '보호', ${day(today, -9)}, ${day(today, 99)}, '{CASE_MANAGEMENT}', '{SAFE_LOCATION}')`;
      await sql`insert into consents (district_id, id, household_id, member_id, given_by_id, organization_id, agreement_id,
          purpose, classes, valid_from, valid_until, method, given_at)
        values (${district}, ${randomUUID()}, ${household!}, ${member!}, ${member!}, ${known.organizations.centre}, ${id},
          'CASE_MANAGEMENT', '{SAFE_LOCATION}', ${today}, ${day(today, 9)}, 'PAPER', now())`;
    });
    expect((await provisions('head', own.id)).data!.provisions).toMatchObject({ totalCount: 1 });
    expect((await provisions('portal', own.id)).data!.provisions).toMatchObject({ totalCount: 0 });
  });

  test('of a household that is hidden are as of one that is not there, and both are logged', async () => {
    const { longPlan } = families;
    const before = await refusals();
    const [hidden, unknown] = [
      await provisions('portal', `Household:${longPlan.districtId}:${longPlan.id}`),
      await provisions('portal', `Household:${longPlan.districtId}:${randomUUID()}`),
    ];
    expect(hidden!.data!.provisions).toBeNull();
    expect(hidden!.body).toBe(unknown!.body);
    expect(await refusals()).toBe(before + 2);
  });

  test.each(['welfare-centre', 'apo', 'nurse', 'privacy-officer'])('are refused to %s', async (persona) => {
    expect((await provisions(persona, a)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

async function refusals(): Promise<number> {
  return asKeeper(database.owner, async (sql) => {
    const [row] =
      await sql`select count(*)::int as n from access_log where not allowed and staff_id = ${staffId('portal')}`;
    return row!.n as number;
  });
}

interface Explained {
  explainAccess: {
    granted: boolean;
    subjects: (Verdict & { id: string })[];
  } | null;
}
interface Verdict {
  granted: boolean;
  bases: string[];
  reason: string | null;
}
const explain = (persona: string, household: string, of: string, dataClass: string, purpose?: string) =>
  app.ask<Explained>(
    persona,
    `query ($household: ID!, $organization: ID!, $dataClass: DataClass!, $purpose: Purpose) {
      explainAccess(household: $household, organization: $organization, dataClass: $dataClass, purpose: $purpose) {
        dataClass purpose granted subjects { id granted bases reason } } }`,
    { household, organization: of, dataClass, purpose },
  );
const householdOf = (family: { districtId: string; id: string }) =>
  `Household:${family.districtId}:${family.id}`;

describe('explainAccess', () => {
  test('says what each partner would see, just as the partner itself sees it', async () => {
    const keys = [
      'active',
      'expired',
      'withdrawn',
      'agreementEnded',
      'narrowed',
      'notYet',
      'never',
      'a',
    ] as const;
    const asked = ['HEALTH', 'HOUSING', 'LEGAL', 'INVESTIGATION'];
    let compared = 0;
    for (const key of keys) {
      const family = families[key];
      for (const dataClass of asked) {
        const { data } = await explain('portal', householdOf(family), organization(welfareCentre), dataClass);
        for (const subject of data!.explainAccess!.subjects) {
          const type = subject.id.startsWith('Member') ? 'Member' : 'Household';
          const own = await app.ask<{ node: { access: Access } | null }>(
            'welfare-centre',
            `query ($id: ID!) { node(id: $id) { ... on ${type} { access { granted withheld { dataClass reason } } } } }`,
            { id: subject.id },
          );
          const access = own.data!.node?.access;
          if (!access) {
            expect(subject.granted).toBe(false);
            continue;
          }
          expect(subject.granted).toBe(access.granted.includes(dataClass));
          const withheld = access.withheld.find((each) => each.dataClass === dataClass);
          expect(subject.reason).toBe(withheld?.reason ?? null);
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(30);
  });

  test.each([
    ['expired', 'CONSENT_EXPIRED'],
    ['withdrawn', 'CONSENT_WITHDRAWN'],
    ['agreementEnded', 'AGREEMENT_ENDED'],
    ['never', 'NO_CONSENT'],
  ] as const)('says of the family %s why not', async (key, reason) => {
    for (const persona of ['portal', 'case-manager']) {
      const { data, errors } = await explain(
        persona,
        householdOf(families[key]),
        organization(welfareCentre),
        'HOUSING',
      );
      expect(errors).toBeUndefined();
      expect(data!.explainAccess).toMatchObject({
        granted: false,
        subjects: [{ bases: [], reason }, {}, {}],
      });
    }
  });

  test('follows a purpose, a duty and a withdrawal at once', async () => {
    const other = [householdOf(families.otherPurpose), organization(welfareCentre), 'HOUSING'] as const;
    expect((await explain('portal', ...other)).data!.explainAccess!.granted).toBe(false);
    expect((await explain('portal', ...other, 'SERVICE_PROVISION')).data!.explainAccess!.granted).toBe(true);
    const centre = await explain('portal', a, organization(known.organizations.centre), 'LEGAL');
    expect(centre.data!.explainAccess!.subjects[0]).toMatchObject({ granted: true, bases: ['CONTROLLER'] });
    const own = await familyOf(app, today, [{ age: 40 }]);
    const consent = await sent(app, 'giveConsent', consentOf(today, own.members[0]!));
    const health = () => explain('portal', own.id, organization(welfareCentre), 'HEALTH');
    expect((await health()).data!.explainAccess!.granted).toBe(true);
    const change = { consentId: consent.id, expectedVersion: 1, askedById: own.members[0]!, method: 'WEB' };
    await sent(app, 'withdrawConsent', change);
    expect((await health()).data!.explainAccess!.subjects.at(-1)).toMatchObject({
      granted: false,
      reason: 'CONSENT_WITHDRAWN',
    });
  });

  test('does not tell that the police were called', async () => {
    const asked = [organization(police), 'SUMMARY'] as const;
    const quiet = await familyOf(app, today, [{ age: 40 }]);
    const called = householdOf(families.followedUp);
    const verdictOf = async (id: string) => {
      const { data } = await explain('portal', id, ...asked);
      const [{ granted, bases, reason }] = data!.explainAccess!.subjects as Verdict[] as [Verdict];
      return { granted, bases, reason };
    };
    expect(await verdictOf(called)).toEqual(await verdictOf(quiet.id));
  });

  test('has the same nothing for a shelter, for no organization, and for a household that is hidden', async () => {
    const { longPlan } = families;
    const bodies = [
      await explain('portal', a, organization(shelter), 'SUMMARY'),
      await explain('portal', a, organization(randomUUID()), 'SUMMARY'),
      await explain('portal', householdOf(longPlan), organization(welfareCentre), 'SUMMARY'),
      await explain(
        'portal',
        `Household:${longPlan.districtId}:${randomUUID()}`,
        organization(clinic),
        'SUMMARY',
      ),
    ].map(({ body }) => body);
    expect(bodies[0]).toBe('{"data":{"explainAccess":null}}\n');
    expect(new Set(bodies).size).toBe(1);
  });

  test.each(['welfare-centre', 'apo', 'nurse', 'statistics'])('is refused to %s', async (persona) => {
    const { errors } = await explain(persona, a, organization(welfareCentre), 'HEALTH');
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
interface Access {
  granted: string[];
  withheld: { dataClass: string; reason: string }[];
}
