import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { known, subjectOf } from '../../src/demo/known.js';
import { day } from '../access/households.js';
import { codes } from '../staff/people.js';
import { type App, startApp, type Walls } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import {
  agreement,
  consentOf,
  district,
  type Family,
  familyOf,
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
let brother: string;
let child: string;
const own = randomUUID();
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  today = await todayOf(database);
  family = await familyOf(app, today, [{ age: 40 }, { age: 38 }, { age: 9 }]);
  [mother, brother, child] = family.members as [string, string, string];
  const staff = randomUUID();
  await asKeeper(database.owner, async (sql) => {
    await sql`insert into staff (id, subject, name, home_organization_id)
      values (${staff}, ${subjectOf('shelter-worker')}, '쉼터', ${shelter})`;
    await sql`insert into posts (id, staff_id, organization_id, district_id, "primary", duties, zones, title)
      values (${randomUUID()}, ${staff}, ${shelter}, ${district}, true, '{PARTNER_WORKER}', '{}', '쉼터')`;
    // Under which the centre itself may be told where somebody hides.
    await sql`insert into agreements (district_id, id, organization_id, title, valid_from, valid_until, purposes, classes)
      values (${district}, ${own}, ${known.organizations.centre}, '보호', ${day(today, -9)}, ${day(today, 99)},
        '{CASE_MANAGEMENT}', '{SAFE_LOCATION}')`;
  });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const toShelter = (memberId: string, more: Record<string, unknown> = {}) =>
  consentOf(today, memberId, {
    organizationId: organization(shelter),
    agreementId: agreement(known.agreements.shelter),
    classes: ['SUMMARY'],
    ...more,
  });
const give = (memberId: string, more: Record<string, unknown> = {}, by = 'case-manager') =>
  send(app, by, 'giveConsent', toShelter(memberId, more));
const ask = `query ($id: ID!) { household(id: $id) { id
  consents { id version organization { name } agreement { title } member { id } steps { step } } access { granted }
  members { id access { granted } } } }`;
interface Seen {
  household: { consents: { id: string; organization: object | null; agreement: object | null }[] } | null;
}
const read = (by: string, at: App = app) => at.ask<Seen>(by, ask, { id: family.id });
const seenBy = async (by: string, at?: App) =>
  (await read(by, at)).data!.household?.consents.map(({ id }) => id) ?? null;

/** Everybody who may know of the household, or not, and was not told where anybody of it is. */
const others = ['portal', 'welfare-centre', 'counsellor', 'apo', 'clinic', 'privacy-officer'];
const told = () =>
  sent(app, 'giveConsent', {
    ...consentOf(today, mother),
    organizationId: organization(known.organizations.centre),
    agreementId: agreement(own),
    classes: ['SAFE_LOCATION'],
    validUntil: day(today, 20),
  });

describe('a consent to a shelter', () => {
  let hiding: { id: string; version: number };
  let consent: string;
  let ofChild: string;
  const before = new Map<string, string>();

  test('is nothing to those who keep the consents and were not told where the member is', async () => {
    const refused = await give(mother);
    expect(codes(refused)).toEqual(['NOT_FOUND']);
    expect((await give(mother, { agreementId: agreement(randomUUID()) })).body).toBe(refused.body);
    hiding = await told();
    for (const each of others) before.set(each, (await read(each)).body);
  });

  test('is given by those who were, for the member and for the child whom she speaks for, and for nobody else', async () => {
    const given = await give(mother);
    expect(given.errors).toBeUndefined();
    consent = given.data!.giveConsent!.consent!.id;
    const second = await give(child, { givenById: mother });
    expect(second.errors).toBeUndefined();
    ofChild = second.data!.giveConsent!.consent!.id;
    // Where the brother is, nobody told: his consent and that of nobody's agreement are the same.
    const refused = await give(brother);
    expect(codes(refused)).toEqual(['NOT_FOUND']);
    expect((await give(brother, { agreementId: agreement(randomUUID()) })).body).toBe(refused.body);
  });

  test('opens the household to the shelter on the next request', async () => {
    const { data } = await app.ask<{ household: object | null }>(
      'shelter-worker',
      'query ($id: ID!) { household(id: $id) { members { id access { granted } } } }',
      { id: family.id },
    );
    expect(data!.household).toEqual({
      members: [
        { id: mother, access: { granted: ['SUMMARY'] } },
        { id: child, access: { granted: ['SUMMARY'] } },
      ],
    });
    expect(await seenBy('shelter-worker')).toEqual([consent, ofChild]);
  });

  test('shows those who were told that it is there, and not to whom; a list shows it to nobody', async () => {
    const { data } = await read('case-manager');
    const found = data!.household!.consents.filter(({ id }) => [consent, ofChild].includes(id));
    expect(found).toMatchObject(
      [mother, child].map((id) => ({ member: { id }, organization: null, agreement: null, steps: [] })),
    );
    const list = await app.ask('case-manager', '{ households(first: 5) { nodes { id consents { id } } } }');
    expect(list.body).toContain(family.id);
    expect(list.body).toContain(hiding.id);
    for (const id of [consent, ofChild]) expect(list.body).not.toContain(id);
  });

  test('changes not one byte for anybody else, at either wall', async () => {
    for (const each of others)
      expect({ each, body: (await read(each)).body }).toEqual({ each, body: before.get(each) });
    for (const walls of ['database only', 'application only'] satisfies Walls[]) {
      const one = await startApp({ database, walls });
      try {
        expect(await seenBy('portal', one)).toEqual([hiding.id]);
        expect(await seenBy('case-manager', one)).toEqual([hiding.id, consent, ofChild]);
      } finally {
        await one.stop();
      }
    }
  });

  test('stands in the log as SAFE_LOCATION of the member, when it was written and when it was read', async () => {
    const entries = await asKeeper(
      database.owner,
      (
        sql,
      ) => sql`select action, shown from access_log where household_id = ${family.id.split(':')[2]!} and allowed
        and shown -> ${child.split(':')[2]!} ? 'SAFE_LOCATION' or shown -> ${mother.split(':')[2]!} ? 'SAFE_LOCATION'`,
    );
    expect(new Set(entries.map(({ action }) => action))).toEqual(new Set(['CHANGE', 'READ']));
  });

  test('is known no longer to those who were told once that ends, and the shelter may still write its end down', async () => {
    const end = { expectedVersion: 1, askedById: mother, method: 'IN_PERSON' };
    await sent(app, 'withdrawConsent', { ...end, consentId: hiding.id });
    expect(await seenBy('case-manager')).toEqual([hiding.id]);
    const unknown = await send(app, 'case-manager', 'withdrawConsent', {
      ...end,
      consentId: `Consent:${district}:${randomUUID()}`,
    });
    expect(codes(unknown)).toEqual(['NOT_FOUND']);
    const hidden = await send(app, 'case-manager', 'withdrawConsent', { ...end, consentId: consent });
    expect(hidden.body).toBe(unknown.body);
    // That the brother lives there, too, the shelter was not told.
    for (const askedById of [brother, undefined, `Member:${district}:${randomUUID()}`]) {
      const refused = await send(app, 'shelter-worker', 'withdrawConsent', {
        ...end,
        consentId: consent,
        askedById,
      });
      expect(refused.body).toBe(unknown.body);
    }
    // Whom it knows of it may name, or who is refused would tell who gave the consent and how old the child is.
    const withdrawn = await send(app, 'shelter-worker', 'withdrawConsent', {
      ...end,
      consentId: consent,
      askedById: child,
    });
    expect(withdrawn.errors).toBeUndefined();
    expect(await seenBy('shelter-worker')).toEqual([consent, ofChild]);
    // Of the mother it knows no longer, and of her child it does.
    const gone = await send(app, 'shelter-worker', 'withdrawConsent', { ...end, consentId: ofChild });
    expect(gone.body).toBe(unknown.body);
    const last = await send(app, 'shelter-worker', 'withdrawConsent', {
      ...end,
      consentId: ofChild,
      askedById: child,
    });
    expect(last).toMatchObject({ data: { withdrawConsent: { consent: null } } });
    expect(await seenBy('shelter-worker')).toBeNull();
  });

  test('is given, or for longer, by nobody to themselves', async () => {
    expect(codes(await give(mother, {}, 'shelter-worker'))).toEqual(['FORBIDDEN']);
    const longer = { consentId: consent, expectedVersion: 2, askedById: mother, method: 'WEB', notices: [] };
    const extended = await send(app, 'shelter-worker', 'extendConsent', {
      ...longer,
      validUntil: day(today, 320),
    });
    expect(codes(extended)).toEqual(['FORBIDDEN']);
  });
});

describe('whoever a consent was given to', () => {
  test('writes down that it was narrowed and withdrawn, and only of their own', async () => {
    const mine = await sent(app, 'giveConsent', consentOf(today, mother));
    const theirs = await sent(app, 'giveConsent', {
      ...consentOf(today, mother, { classes: ['HEALTH'] }),
      organizationId: organization(known.organizations.clinic),
      agreementId: agreement(known.agreements.clinic),
    });
    const change = { askedById: mother, method: 'PHONE' };
    const take = (name: string, id: string, more: Record<string, unknown>) =>
      send(app, 'welfare-centre', name, { ...change, consentId: id, ...more });
    const refused = await take('withdrawConsent', theirs.id, { expectedVersion: 1 });
    const nobodys = await take('withdrawConsent', `Consent:${district}:${randomUUID()}`, {
      expectedVersion: 1,
    });
    expect(codes(refused)).toEqual(['NOT_FOUND']);
    expect(refused.body).toBe(nobodys.body);
    const narrowed = await take('narrowConsent', mine.id, { expectedVersion: 1, classes: ['IDENTITY'] });
    expect(narrowed.data!.narrowConsent!.consent).toMatchObject({ version: 2, classes: ['IDENTITY'] });
    expect(
      codes(await take('narrowConsent', mine.id, { expectedVersion: 2, classes: ['IDENTITY', 'FINANCE'] })),
    ).toEqual(['BAD_INPUT']);
    expect(codes(await take('withdrawConsent', mine.id, { expectedVersion: 1 }))).toEqual(['CONFLICT']);
    const withdrawn = await take('withdrawConsent', mine.id, { expectedVersion: 2 });
    expect(withdrawn.errors).toBeUndefined();
    const { data } = await app.ask<{ node: { steps: { step: string; organization: { name: string } }[] } }>(
      'case-manager',
      'query ($id: ID!) { node(id: $id) { ... on Consent { steps { step organization { name } } } } }',
      { id: mine.id },
    );
    expect(data!.node.steps.map(({ step }) => step)).toEqual(['GIVEN', 'NARROWED', 'WITHDRAWN']);
    expect(data!.node.steps[2]!.organization).toEqual(expect.objectContaining({ name: expect.any(String) }));
    expect(data!.node.steps[2]!.organization).not.toEqual(data!.node.steps[0]!.organization);
  });
});
