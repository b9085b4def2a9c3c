import {
  buildSchema,
  type GraphQLInputType,
  type GraphQLNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { bound, boundOf } from '../../src/access/bounds.js';
import { dayInSeoul } from '../../src/day.js';
import { schema } from '../../src/schema.js';

const roots = [schema.getQueryType()!, schema.getMutationType()!].flatMap((type) =>
  Object.values(type.getFields()),
);

interface Place {
  /** Which root field is asked. */
  root: (typeof roots)[number];
  /** Where in its arguments, as an error names it. */
  at: string;
  /** `Type.field` of an input, or the name of an argument. */
  coordinate: string;
  type: GraphQLNamedType;
  bound: ReturnType<typeof boundOf>;
  /** Arguments that hold nothing but a value at this place. */
  holding: (value: unknown) => Record<string, unknown>;
}

/** Every place of every root field's arguments, inside of inputs and lists too. */
function* places(): Generator<Place> {
  for (const root of roots)
    for (const each of root.args)
      yield* within(root, each.name, each.name, each.type, boundOf(each, true), (value) => ({
        [each.name]: value,
      }));
}
function* within(
  root: Place['root'],
  at: string,
  coordinate: string,
  type: GraphQLInputType,
  bound: Place['bound'],
  holding: Place['holding'],
): Generator<Place> {
  if (isNonNullType(type)) yield* within(root, at, coordinate, type.ofType, bound, holding);
  else if (isListType(type))
    yield* within(root, `${at}[0]`, coordinate, type.ofType, bound, (value) => holding([value]));
  else if (isInputObjectType(type))
    for (const field of Object.values(type.getFields()))
      yield* within(
        root,
        `${at}.${field.name}`,
        `${type.name}.${field.name}`,
        field.type,
        boundOf(field, false),
        (value) => holding({ [field.name]: value }),
      );
  else yield { root, at, coordinate, type, bound, holding };
}
const all = [...places()];
const texts = all.filter(({ type }) => type.name === 'String');
const dates = all.filter(({ type }) => ['Date', 'DateTime'].includes(type.name));

/** What a value at a place is refused with; undefined where it comes as far as the resolver, which has no database here. */
function refusal({ root, holding }: Place, value: unknown) {
  try {
    const answer = root.resolve!(undefined, holding(value), undefined as never, undefined as never);
    // Behind the bounds is a resolver that finds no server.
    Promise.resolve(answer).catch(() => {});
  } catch (error) {
    const { extensions, message } = error as {
      extensions?: { code: string; reason: string; field?: string };
      message: string;
    };
    if (extensions?.field !== undefined) return { ...extensions, message };
  }
  return undefined;
}
const of = (place: Place) => `${place.root.name}(${place.at})`;

test('every text of an input has a longest length, and a longer one is refused with the field', () => {
  expect(texts.length).toBeGreaterThan(100);
  for (const place of texts) {
    const { bound } = place;
    if (bound?.kind !== 'text') throw new Error(`${of(place)} has no bound`);
    expect(bound.most).toBeLessThanOrEqual(10_000);
    expect([of(place), refusal(place, '가'.repeat(bound.most + 1))]).toMatchObject([
      of(place),
      {
        code: 'BAD_INPUT',
        field: place.at,
        reason: expect.stringMatching(/^(TEXT_TOO_LONG|NOT_A_\w+)$/),
      },
    ]);
  }
});

test('a text that no database holds is refused with the field, in every input', () => {
  for (const place of texts)
    for (const value of ['가\u0000나', '\ud800'])
      expect([of(place), refusal(place, value)]).toMatchObject([
        of(place),
        { code: 'BAD_INPUT', field: place.at },
      ]);
});

test('a registration number is refused in every name, phone and key, and repeated in no sentence', () => {
  const refusing = texts.filter(({ bound }) => bound?.kind === 'text' && bound.numbers === 'refused');
  expect(refusing.map(({ coordinate }) => coordinate)).toEqual(
    expect.arrayContaining([
      ...[
        'NewMemberInput.name',
        'NewMemberInput.phone',
        'NewMemberInput.homeAddress',
        'HouseholdFilter.memberName',
      ],
      ...['StepInput.idempotencyKey', 'AddStaffInput.name', 'ServiceFilter.search', 'search'],
    ]),
  );
  for (const place of refusing)
    for (const value of [
      '991331-4777777',
      '９９１３３１–４７７７７７７',
      '991331\u200b4777777',
      '991331-4******',
    ]) {
      const refused = refusal(place, value);
      expect([of(place), refused]).toMatchObject([of(place), { code: 'BAD_INPUT', field: place.at }]);
      expect(refused!.message).not.toMatch(/991331|９９１３３１|47777/);
    }
});

test('an id that is none is refused with the field', () => {
  const ids = all.filter(({ type }) => type.name === 'ID');
  expect(ids.length).toBeGreaterThan(80);
  for (const place of ids)
    for (const value of ['1; drop table households', 'Case:11170:가', 'x'.repeat(1000), '\u0000'])
      expect([of(place), refusal(place, value)]).toMatchObject([
        of(place),
        { code: 'BAD_INPUT', field: place.at },
      ]);
});

const years = (count: number) =>
  `${Number(dayInSeoul().slice(0, 4)) + count}${dayInSeoul().slice(4).replace('-02-29', '-02-28')}`;
const today = dayInSeoul();
const any = ['1000-01-01', years(100)];
const term = ['1990-01-01', years(30)];
const coming = [today, years(20)];
const visit = [today, years(1)];
const past = ['2000-01-01', today];
const life = ['1900-01-01', today];
/** What each date of an input may be, by what it means. */
const ranges: Readonly<Record<string, string[]>> = {
  'NewMemberInput.birthDate': life,
  'PersonAtCounterInput.birthDate': life,
  'AddMemberInput.birthDate': life,
  'RecordMemberIdentityInput.birthDate': life,
  'RecordDeathInput.diedOn': life,
  'RecordDepartureInput.leftOn': past,
  'MoveMemberInput.leftOn': past,
  'SplitHouseholdInput.leftOn': past,
  'LinkInput.linkedOn': past,
  'RecordServiceInput.providedOn': past,
  'CorrectServiceRecordInput.providedOn': past,
  'EndNeedInput.endedOn': past,
  'AchieveGoalInput.achievedOn': past,
  'GiveUpGoalInput.givenUpOn': past,
  ...Object.fromEntries(
    ['Step', 'Triage', 'Assess', 'Confer', 'Plan', 'Link', 'Close', 'Transfer', 'HandOver', 'WriteNote'].map(
      (step) => [`${step}Input.tookPlaceAt`, past],
    ),
  ),
  'RecordMemberSafeLocationInput.until': coming,
  'AssignCaseInput.from': ['2000-01-01', years(1)],
  'GoalInput.dueOn': coming,
  'OfferUniversalVisitInput.offeredOn': past,
  'AnswerUniversalVisitInput.answeredOn': past,
  'AnswerUniversalVisitInput.agreedFor': visit,
  'RecordScreeningInput.takenOn': past,
  'RecordHealthVisitInput.visitedOn': past,
  'AgreeVisitDateInput.agreedOn': past,
  'AgreeVisitDateInput.visitOn': visit,
  'OpenConsultationInput.heldOn': past,
  'AnswerConsultationQuestionInput.answeredOn': past,
  'SetPolicyInput.validFrom': coming,
  'ClockFilter.dueBy': any,
  'WaitlistReferralInput.until': coming,
  'DraftReferralInput.expiresAt': coming,
  'VerifyRecordInput.validUntil': coming,
  'EndAgreementInput.lastDay': coming,
  'ConcludeAgreementInput.validFrom': term,
  'ConcludeAgreementInput.validUntil': term,
  'AmendAgreementInput.validUntil': term,
  'GiveConsentInput.validFrom': term,
  'GiveConsentInput.validUntil': term,
  'ProposeConsentInput.birthDate': life,
  'ProposeConsentInput.validFrom': term,
  'ProposeConsentInput.validUntil': term,
  'NarrowConsentInput.validUntil': term,
  'ExtendConsentInput.validUntil': term,
  'RecordGuardianshipInput.from': term,
  'RecordGuardianshipInput.until': term,
  'EndGuardianshipInput.until': term,
  'RecordPledgeInput.validFrom': term,
  'RecordPledgeInput.validUntil': term,
  ...Object.fromEntries(
    ['validFrom', 'validTo', 'dtstart', 'until'].map((each) => [`ScheduleInput.${each}`, term]),
  ),
  'DistrictFilter.validOn': any,
  'DongFilter.validOn': any,
  'CostOptionInput.validFrom': term,
  'CostOptionInput.validTo': term,
  ...Object.fromEntries(
    ['Organization', 'Service', 'Location', 'Unit'].map((each) => [
      `Save${each}Input.expectedLastModified`,
      any,
    ]),
  ),
  'ChangeSponsorInput.expectedLastModified': any,
  'ChangeSponsorInput.closedOn': term,
  'SponsorshipInput.since': term,
  'SponsorshipInput.until': term,
  'AccessLogFilter.from': any,
  'AccessLogFilter.until': any,
  'AgreementFilter.dueBy': any,
  'HouseholdFilter.openedFrom': any,
  'HouseholdFilter.openedUntil': any,
  'HouseholdFilter.lastStepBefore': any,
  'ServiceFilter.openAt': any,
  'BeginCampaignInput.startsOn': term,
  'BeginCampaignInput.endsOn': term,
  'ChangeCampaignInput.endsOn': term,
  'RecordLineOutcomeInput.day': past,
  'RecordPromotionInput.tookPlaceOn': past,
  'NameSubstituteInput.from': coming,
  'NameSubstituteInput.until': coming,
  'RecordRoundInput.walkedOn': past,
  'TakePetitionInput.takenOn': past,
  'SettlePetitionInput.settledOn': past,
  'RoundFilter.from': any,
  'RoundFilter.until': any,
  'CampaignFilter.runningOn': any,
  'PromotionFilter.from': any,
  'PromotionFilter.until': any,
  'PromotionPeriod.from': any,
  'PromotionPeriod.until': any,
  'MetricsPeriod.from': any,
  'MetricsPeriod.until': any,
  'Period.from': any,
  'Period.until': any,
  before: any,
  day: any,
  until: any,
};

describe('a date of an input', () => {
  const moved = (day: string, by: number) =>
    new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);

  test('has its range by what it means, and none is forgotten', () => {
    expect(new Set(dates.map(({ coordinate }) => coordinate))).toEqual(new Set(Object.keys(ranges)));
  });

  test.each(Object.entries(ranges))('%s lies from %s to %s', (coordinate, [first, last]) => {
    for (const place of dates.filter((each) => each.coordinate === coordinate)) {
      const at = (day: string) => (place.type.name === 'Date' ? day : `${day}T12:00:00+09:00`);
      for (const day of [first!, last!]) expect([day, refusal(place, at(day))]).toEqual([day, undefined]);
      for (const day of [moved(first!, -1), moved(last!, 1)]) {
        const refused = refusal(place, at(day));
        expect([day, refused]).toMatchObject([day, { code: 'BAD_INPUT', field: place.at }]);
        expect(refused).toMatchObject({ reason: 'DATE_OUT_OF_RANGE', first, last });
        expect(refused!.message).toContain(`from ${first} to ${last}`);
      }
    }
  });
});

test('a list of an input has an end', () => {
  const place = all.find(({ coordinate }) => coordinate === 'PlanInput.noteMemberIds')!;
  const { root } = place;
  expect(() =>
    root.resolve!(
      undefined,
      { input: { noteMemberIds: Array(501).fill('x') } },
      undefined as never,
      undefined as never,
    ),
  ).toThrow('at most 500');
});

test.each([
  [
    'a text without a longest length',
    'input I { note: String } type Query { a(input: I): Int }',
    /I\.note has no bound/,
  ],
  [
    'a date without a range',
    'scalar Date input I { on: Date } type Query { a(input: I): Int }',
    /I\.on has no bound/,
  ],
  [
    'dates in a list',
    'scalar DateTime input I { at: [DateTime!]! } type Query { a(input: I): Int }',
    /I\.at has no bound/,
  ],
  ['an argument of no known name', 'type Query { a(words: String): Int }', /Query\.a\.words has no bound/],
  [
    'an argument inside of an answer',
    'type A { b(words: String): Int } type Query { a: A }',
    /A\.b has arguments that nobody/,
  ],
  [
    'a read that empties the answers beside it',
    'type Query { a(after: String): Int! }',
    /Query\.a can be refused/,
  ],
])('%s stops the start', (_, sdl, fault) => {
  expect(() => bound(buildSchema(sdl))).toThrow(fault);
});
