import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DataClass } from '../../src/access/classes.js';
import { known, postId } from '../../src/demo/known.js';
import { maySpeakFor, speaksForHousehold } from '../access/consents.js';
import { deskOf, standingOf } from '../access/domain.js';
import { day } from '../access/households.js';
import { type Row, readTables, readWorld, World } from '../access/world.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';
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
  police,
  send,
  todayOf,
  welfareCentre,
} from './family.js';

const runs = 30;
let database: TestDatabase;
let app: App;
let today: string;
let world: World;
const families: Family[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  today = await todayOf(database);
  const people = [{ age: 44, accused: true }, { age: 38 }, { age: 9 }, { age: 15 }];
  for (let nth = 0; nth < runs; nth++) families.push(await familyOf(app, today, people));
  world = await readWorld(database.owner);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const recipients = [
  { organization: welfareCentre, agreement: known.agreements.welfare },
  { organization: clinic, agreement: known.agreements.clinic },
  { organization: police, agreement: known.agreements.police },
  { organization: welfareCentre, agreement: known.agreements.narrow },
] as const;
const father = 0;
const mother = 1;

const who = fc.constantFrom(mother, mother, mother, 2, 2, 3, father);
const rarely = fc.integer({ min: 0, max: 9 }).map((n) => n === 0);
const lastDay = fc.constantFrom(-1, 0, 30, 30, 200, 200, 400, 730, 731);
const seldom = <T>(other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: other });
const some = fc.subarray<DataClass>(
  ['SUMMARY', 'IDENTITY', 'HEALTH', 'HOUSING', 'FAMILY', 'SAFETY', 'MENTAL_HEALTH'],
  { minLength: 1 },
);
const giving = fc.record({
  kind: fc.constant('giveConsent' as const),
  member: who,
  giver: seldom(who),
  to: fc.nat({ max: recipients.length - 1 }),
  wide: fc.nat({ max: 2 }).map((n) => n === 0),
  classes: some,
  // Else chance would hardly ever name only what the agreement covers.
  beyond: rarely,
  from: fc.constantFrom(-5, 0, 0, 3),
  until: lastDay,
  told: rarely.map((untold) => !untold),
});
const changing = fc.record({
  kind: fc.constantFrom('narrowConsent' as const, 'extendConsent' as const, 'withdrawConsent' as const),
  which: fc.nat(),
  asker: seldom(who),
  classes: fc.option(some),
  until: fc.option(lastDay),
  unwide: fc.boolean(),
  told: rarely.map((untold) => !untold),
});
type Command =
  typeof giving extends fc.Arbitrary<infer G>
    ? typeof changing extends fc.Arbitrary<infer C>
      ? G | C
      : never
    : never;

const rowId = (globalId: string) => globalId.split(':').at(-1)!;
const withConsents = (consents: readonly Row[]) =>
  new World(
    today,
    new Map(readTables.map((name) => [name, name === 'consents' ? consents : world.all(name)])),
  );

const contains = (list: unknown, more: unknown) =>
  (more as string[]).every((each) => (list as string[]).includes(each));

/** Whether a consent may be given as it stands, in the words of docs/domain.md, section 5. */
function mayStand(consent: Row, told: boolean): boolean {
  const basis = world.one('agreements', 'id', consent.agreement_id)!;
  const begins = String(consent.valid_from) < today ? today : String(consent.valid_from);
  return (
    told &&
    contains(basis.classes, consent.classes) &&
    String(consent.valid_until) >= begins &&
    String(consent.valid_until) >= String(consent.valid_from) &&
    String(consent.valid_until) <= day(today, 730) &&
    maySpeakFor(world, consent) &&
    (!consent.household_wide || speaksForHousehold(world, consent))
  );
}

/** What becomes of a consent by a command, or null where the command must be refused. */
function changed(command: Exclude<Command, { kind: 'giveConsent' }>, was: Row, asker: string): Row | null {
  const askedNow = { ...was, given_by_id: asker, given_at: `${today}T03:00:00Z` };
  if (was.withdrawn_at !== null || !maySpeakFor(world, askedNow)) return null;
  const until = command.until === null ? String(was.valid_until) : day(today, command.until);
  switch (command.kind) {
    case 'withdrawConsent':
      return { ...was, withdrawn_at: 'now' };
    case 'extendConsent': {
      const longer = { ...askedNow, valid_until: until };
      return until > String(was.valid_until) && mayStand(longer, command.told) ? longer : null;
    }
    case 'narrowConsent': {
      const classes = command.classes ?? was.classes;
      const wide = was.household_wide && !command.unwide;
      const less = contains(was.classes, classes) && until <= String(was.valid_until);
      const same = contains(classes, was.classes) && until === was.valid_until && wide === was.household_wide;
      if (!less || same || (until < today && until !== was.valid_until)) return null;
      return { ...was, classes, valid_until: until, household_wide: wide };
    }
  }
}

test('after any sequence of commands everybody has what a plain restatement gives, and nothing is accepted that it refuses', async () => {
  let nth = 0;
  const counts = { accepted: 0, refused: 0, opened: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(giving, giving, changing), { minLength: 3, maxLength: 9 }),
      async (commands) => {
        const family = families[nth++]!;
        const household = rowId(family.id);
        const consents: Row[] = [];
        for (const command of commands) {
          const asked = inputOf(command, family, consents);
          if (!asked) continue;
          const { input, expected, at } = asked;
          const { data, errors } = await send(app, 'case-manager', command.kind, input);
          expect({ command, errors: errors?.map((each) => each.extensions.code) }).toEqual({
            command,
            errors: expected ? undefined : ['BAD_INPUT'],
          });
          counts[expected ? 'accepted' : 'refused']++;
          if (!expected) continue;
          const { id, version } = data![command.kind]!.consent!;
          consents[at] = { ...expected, id: rowId(id), version };
        }
        const now = withConsents(consents);
        for (const persona of ['welfare-centre', 'clinic', 'police', 'apo']) {
          const { classes } = standingOf(now, deskOf(now, postId(persona)), 'CASE_MANAGEMENT', household);
          // What opens the household is told of all its members whom the viewer knows of.
          const whole = classes.get(household) ?? new Set();
          const known = whole.has('SUMMARY') ? now.where('members', 'household_id', household) : [];
          const subjects = new Set([...classes.keys(), ...known.map(({ id }) => String(id))]);
          const given = Object.fromEntries(
            [...subjects].map((subject) => [
              subject === household ? family.id : `Member:${district}:${subject}`,
              [...new Set([...(classes.get(subject) ?? []), ...whole])].sort(),
            ]),
          );
          expect(await grantedTo(app, persona, family.id)).toEqual(given);
          counts.opened += classes.size;
        }
      },
    ),
    { numRuns: runs, endOnFailure: true },
  );
  // Chance must have done some of everything, or this proves nothing.
  expect(Math.min(counts.accepted, counts.refused, counts.opened)).toBeGreaterThan(20);
  process.stderr.write(`consent sequences: ${JSON.stringify(counts)}\n`);
});

/** A command as it is sent, and what must come of it; null where there is nothing yet to change. */
function inputOf(command: Command, family: Family, consents: readonly Row[]) {
  const member = (index: number) => family.members[index]!;
  if (command.kind !== 'giveConsent') {
    if (consents.length === 0) return null;
    const at = command.which % consents.length;
    const was = consents[at]!;
    const usual = String(was.given_by_id);
    const askedById = command.asker === null ? `Member:${district}:${usual}` : member(command.asker);
    const change = changed(command, was, rowId(askedById));
    const validUntil = command.until === null ? undefined : day(today, command.until);
    const own: Record<typeof command.kind, object> = {
      narrowConsent: {
        ...(command.classes ? { classes: command.classes } : {}),
        ...(command.unwide ? { householdWide: false } : {}),
        ...(validUntil ? { validUntil } : {}),
      },
      extendConsent: {
        validUntil: validUntil ?? was.valid_until,
        notices: command.told ? notices : notices.slice(1),
      },
      withdrawConsent: {},
    };
    const base = { consentId: `Consent:${district}:${was.id}`, expectedVersion: was.version, askedById };
    return { input: { ...base, method: 'PAPER', ...own[command.kind] }, expected: change, at };
  }
  const to = recipients[command.to]!;
  const covered = world.one('agreements', 'id', to.agreement)!.classes as DataClass[];
  const classes = command.beyond ? command.classes : command.classes.filter((each) => covered.includes(each));
  if (classes.length === 0) return null;
  const giver = command.giver ?? (command.member === 2 ? mother : command.member);
  const input = consentOf(today, member(command.member), {
    givenById: member(giver),
    organizationId: organization(to.organization),
    agreementId: agreement(to.agreement),
    classes,
    householdWide: command.wide,
    validFrom: day(today, command.from),
    validUntil: day(today, command.until),
    notices: command.told ? notices : notices.slice(1),
  });
  const row: Row = {
    district_id: district,
    household_id: rowId(family.id),
    member_id: rowId(input.memberId),
    given_by_id: rowId(input.givenById as string),
    organization_id: to.organization,
    agreement_id: to.agreement,
    purpose: 'CASE_MANAGEMENT',
    classes,
    household_wide: command.wide,
    valid_from: input.validFrom,
    valid_until: input.validUntil,
    given_at: `${today}T03:00:00Z`,
    withdrawn_at: null,
  };
  return { input, expected: mayStand(row, command.told) ? row : null, at: consents.length };
}
