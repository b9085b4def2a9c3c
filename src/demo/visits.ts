import * as tables from '../database/tables/index.js';
import { after, at, born } from './days.js';
import type { Household, Member, System } from './people.js';
import { rowId } from './random.js';
import { organizationId } from './services.js';
import { postId } from './staff.js';

/** Whose visits they are, and who makes them. */
interface Whose {
  household: Household;
  member: Member;
  post: string;
  center: string;
}

type Kind = (typeof tables.universalVisitKind.enumValues)[number];
type HealthClass = 'HEALTH' | 'MENTAL_HEALTH';

const keyOf = (system: System, { household, member }: Whose, name: string) => ({
  districtId: system.district,
  id: visitRowId(member.id, name),
  householdId: household.id,
  memberId: member.id,
});
const classed = (member: Member, dataClass: HealthClass) => ({ dataClass, subjectIds: [member.id] });
const by = ({ post, center }: Whose, on: string) => ({
  postId: postId(post),
  organizationId: organizationId(center),
  recordedAt: at(on, '16:00'),
});

/** The id of a row about visits to a member. */
export const visitRowId = (member: string, name: string) => rowId(`${member}/${name}`);

/** Adds a visit that is offered to everybody (보편방문), made within its time or still to be made. */
export function addUniversalVisit(system: System, whose: Whose, kind: Kind, doneOn: string | null): void {
  const { member, center } = whose;
  const birth = member.bornOn ?? born(system.on, member.age);
  const turned = `${Number(birth.slice(0, 4)) + 65}`;
  const [startedOn, dueOn] =
    kind === 'UNIVERSAL_BIRTH' ? [birth, after(birth, 30)] : [`${turned}-01-01`, `${turned}-12-31`];
  const offeredOn = doneOn ? after(doneOn, -7) : after(system.on, -2);
  system.rows.add(tables.universalVisits, {
    ...keyOf(system, whose, kind),
    ...by(whose, offeredOn),
    kind,
    state: doneOn ? 'DONE' : 'OFFERED',
    offeredOn,
    agreedFor: doneOn,
    tries: 1,
    doneOn,
    version: doneOn ? 4 : 2,
  });
  addVisitClock(system, whose, 'IDENTITY', {
    kind: 'UNIVERSAL_VISIT',
    startedOn,
    dueOn,
    metOn: doneOn,
    centerId: organizationId(center),
  });
}

function addVisitClock(
  system: System,
  whose: Whose,
  dataClass: 'IDENTITY' | HealthClass,
  facts: Pick<
    typeof tables.clocks.$inferInsert,
    'kind' | 'startedOn' | 'dueOn' | 'metOn' | 'stoppedOn' | 'tier' | 'centerId'
  >,
) {
  const { household, member } = whose;
  system.rows.add(tables.clocks, {
    districtId: system.district,
    id: visitRowId(member.id, `clock/${facts.kind}/${dataClass}/${facts.tier}`),
    householdId: household.id,
    memberId: member.id,
    dataClass,
    subjectIds: [member.id],
    recordedAt: at(facts.startedOn),
    ...facts,
  });
}

/** Adds a visit of a nurse with what was found there, and when the next is due by each class. */
export function addHealthVisit(system: System, whose: Whose, on: string): void {
  const { rows } = system;
  const { member, center } = whose;
  const visitId = visitRowId(member.id, 'visit');
  const ofVisit = { takenOn: on, visitId, formVersion: 1, ...by(whose, on) };
  rows.add(tables.healthVisits, {
    ...keyOf(system, whose, 'visit'),
    ...by(whose, on),
    visitedOn: on,
    place: 'HOME',
    findings: '혈압이 조금 높고 잠을 잘 이루지 못한다.',
    accepted: ['혈압 수첩', '걷기 모임'],
    declined: ['가사 지원'],
  });
  rows.add(tables.formResults, {
    ...keyOf(system, whose, 'pressure'),
    ...classed(member, 'HEALTH'),
    ...ofVisit,
    form: 'BLOOD_PRESSURE',
    answers: [148, 86],
    risk: 'MODERATE',
  });
  rows.add(tables.formResults, {
    ...keyOf(system, whose, 'mood'),
    ...classed(member, 'MENTAL_HEALTH'),
    ...ofVisit,
    form: 'PHQ9',
    answers: [2, 2, 2, 2, 1, 1, 1, 0, 0],
    score: 11,
    risk: 'MODERATE',
  });
  rows.add(tables.tierDecisions, {
    ...keyOf(system, whose, 'tier'),
    ...classed(member, 'HEALTH'),
    ...by(whose, on),
    tier: 'HIGH',
    reason: '약을 거르는 날이 많아 더 자주 찾아뵙는다.',
  });
  for (const [dataClass, tier, days, stoppedOn] of [
    // By the pressure alone, until the nurse decided otherwise.
    ['HEALTH', 'MODERATE', 61, on],
    ['HEALTH', 'HIGH', 14, null],
    ['MENTAL_HEALTH', 'MODERATE', 61, null],
  ] as const)
    addVisitClock(system, whose, dataClass, {
      kind: 'VISIT',
      tier,
      startedOn: on,
      dueOn: after(on, days),
      stoppedOn,
      centerId: organizationId(center),
    });
}

/** Adds a referral that the result of a visit suggests, and what was decided about it. */
export function addReferralProposal(
  system: System,
  whose: Whose,
  on: string,
  name: string,
  decided: Partial<
    Pick<typeof tables.referralProposals.$inferInsert, 'state' | 'reason' | 'referralId' | 'concern'>
  > = {},
): void {
  system.rows.add(tables.referralProposals, {
    ...keyOf(system, whose, `proposal/${name}`),
    ...classed(whose.member, 'MENTAL_HEALTH'),
    concern: 'DEPRESSION',
    partnerKinds: ['MENTAL_HEALTH_CENTER'],
    resultId: visitRowId(whose.member.id, 'mood'),
    recordedAt: at(on, '16:00'),
    ...decided,
    ...(decided.state ? { decidedAt: at(after(on, 1)), decidedById: postId(whose.post), version: 2 } : {}),
  });
}
