import { getTableName } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tablesOfDanger } from '../../src/access/safety.js';
import { families, known } from '../../src/demo/known.js';
import { addDanger, leaveNoDanger, type Threatened } from '../access/danger.js';
import { consentOf, familyOf, organization, sent, todayOf } from '../consent/family.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

/** `whoSaw` where something tells of danger: nobody learns from it where the others of the household turned to. */
let database: TestDatabase;
let app: App;
let today: string;
beforeAll(async () => {
  database = await freshDatabase();
  await leaveNoDanger(database, [families.active.id]);
  app = await startApp({ database });
  today = await todayOf(database);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const read = async (persona: string, household: string) => {
  const { data } = await app.ask(
    persona,
    `query ($id: ID!) { household(id: $id) { summary { responsibleDong } members { identity { name } health { conditions } safety { risk } } } }`,
    { id: household },
  );
  expect(data).not.toEqual({ household: null });
};
const organizationsTold = async (persona: string, member: string) => {
  const { data, errors } = await app.ask<{ whoSaw: { nodes: { organization: string }[] } }>(
    persona,
    'query ($member: ID!) { whoSaw(member: $member) { nodes { organization } } }',
    { member },
  );
  expect(errors).toBeUndefined();
  return [...new Set(data!.whoSaw.nodes.map((each) => each.organization))].sort();
};

describe('one row of danger in a household', () => {
  const { active } = families;
  const home: Threatened = {
    district: active.districtId,
    household: active.id,
    members: [active.member(0), active.member(1)],
  };
  // The mother consented for her child to the welfare centre: to the child it is where the mother turned to.
  const child = `Member:${active.districtId}:${active.member(1)}`;
  beforeAll(async () => {
    await read('case-manager', `Household:${active.districtId}:${active.id}`);
    await read('welfare-centre', `Household:${active.districtId}:${active.id}`);
  });
  const told = () => organizationsTold('case-manager', child);

  test('is not there at first, and the child is told of the centre', async () => {
    expect(await told()).toEqual(['남산자락종합사회복지관', '용산구']);
    expect(tablesOfDanger.length).toBeGreaterThan(12);
  });

  test.each(tablesOfDanger.map(([table]) => [getTableName(table), table] as const))(
    'in %s leaves only what the district read',
    async (_, table) => {
      await addDanger(database, table, home);
      expect(await told()).toEqual(['용산구']);
      await leaveNoDanger(database, [home.household]);
      expect(await told()).toEqual(['남산자락종합사회복지관', '용산구']);
    },
  );

  test('and none is the same to whoever may not know of danger', async () => {
    const before = await organizationsTold('portal', child);
    const [table] = tablesOfDanger[0]!;
    await addDanger(database, table, home);
    expect(await organizationsTold('portal', child)).toEqual(before);
    await leaveNoDanger(database, [home.household]);
    expect(before).toEqual(['용산구']);
  });
});

test('an accused husband is not told of the welfare centre and the police that his wife consented to', async () => {
  const { id, members } = await familyOf(app, today, [{ age: 45, accused: true }, { age: 43 }]);
  const [husband, wife] = members as [string, string];
  await sent(
    app,
    'giveConsent',
    consentOf(today, wife, { householdWide: true, classes: ['SUMMARY', 'IDENTITY', 'HEALTH'] }),
  );
  await sent(
    app,
    'giveConsent',
    consentOf(today, wife, {
      organizationId: organization(known.organizations.police),
      agreementId: `Agreement:${known.districts.yongsan}:${known.agreements.police}`,
      classes: ['SUMMARY', 'IDENTITY', 'SAFETY'],
      householdWide: true,
    }),
  );
  for (const persona of ['case-manager', 'welfare-centre', 'police']) await read(persona, id);
  expect(await organizationsTold('case-manager', husband)).toEqual(['용산구']);
  expect(await organizationsTold('case-manager', wife)).toEqual(
    ['남산자락종합사회복지관', '용산경찰서', '용산구'].sort(),
  );
});
