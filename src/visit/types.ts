import { ID, ObjectType } from 'type-graphql';
import { type DataClass, proposalClasses } from '../access/classes.js';
import { columns, enumObject } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import { inherited } from '../access/grants.js';
import { Computed, One } from '../access/relations.js';
import { connectionOf } from '../connection.js';
import { dataClass } from '../database/tables/enums.js';
import * as tables from '../database/tables/visit.js';
import { Member } from '../household/types.js';
import { Node } from '../node.js';
import { Referral } from '../referral/types.js';

// Registered as the modules load: enums must be known before the schema is built.
const ClassType = enumObject(dataClass);

const ofMember = { districtId: 'districtId', id: 'memberId' };
const member = { grant: inherited, description: '가구원. Of whom it is.' };
const author = { grant: inherited, description: '작성자. Who wrote it down.' };
const authorOf = (t: string) => `hamkke.name_at_post(${t}.post_id)`;

const ofItself = {
  id: [inherited, '고유 식별자. Stable identifier.'],
  recordedAt: [inherited, '기록 시각. When this was recorded.'],
} as const;
const ofItsClass = {
  ...ofItself,
  dataClass: [inherited, '개인정보 항목. HEALTH or MENTAL_HEALTH.'],
} as const;

@ObjectType({
  implements: Node,
  description:
    '보편방문. 예순다섯이 되는 주민과 아기가 태어난 가정에 모두 제안하는 방문입니다. A visit that is offered to everybody who turns sixty-five and at every birth.',
})
export class UniversalVisit extends columns(tables.universalVisits, {
  ...ofItself,
  kind: [inherited, '유형. Why it was offered.'],
  state: [inherited, '상태. What became of it.'],
  offeredOn: [inherited, '제안일. Day on which it was offered.'],
  agreedFor: [inherited, '방문 예정일. Day that was agreed last; null while none was.'],
  tries: [inherited, '미접촉 횟수. How often nobody was reached.'],
  doneOn: [inherited, '방문일. Day on which somebody was there.'],
  version: [inherited, '판 번호. Counts its changes; send it as `expectedVersion`.'],
}) {
  @One(() => Member, ofMember, member)
  readonly member!: Member | null;

  @Computed(() => String, authorOf, author, { optional: true })
  readonly author!: string | null;
}

@ObjectType({
  implements: Node,
  description:
    '건강 방문. 간호사가 찾아가 건강을 살핀 기록입니다. That somebody was with a member to see to their health.',
})
export class HealthVisit extends columns(tables.healthVisits, {
  ...ofItself,
  visitedOn: [inherited, '방문일. The day.'],
  place: [inherited, '장소. Where it took place.'],
  findings: [inherited, '소견. What was found, in words.'],
  accepted: [inherited, '받기로 한 것. What was offered and they took.'],
  declined: [inherited, '사양한 것. What was offered and they did not want.'],
}) {
  @One(() => Member, ofMember, member)
  readonly member!: Member | null;

  @Computed(() => String, authorOf, author, { optional: true })
  readonly author!: string | null;
}

@ObjectType({
  implements: Node,
  description:
    '검사 결과. 검사 도구에 답한 것과 그 점수입니다. What somebody answered to a form or what was measured, with what it means by the cut-offs of that day.',
})
export class FormResult extends columns(tables.formResults, {
  ...ofItsClass,
  form: [inherited, '검사 도구. Which form.'],
  formVersion: [inherited, '판. Which version of it, see `screeningForms`.'],
  answers: [inherited, '답. By the order of the items.'],
  score: [inherited, '점수. The sum; null where each item is judged by itself.'],
  risk: [inherited, '위험. What it means, by the policies of the day on which it was taken.'],
  takenOn: [inherited, '검사일. The day.'],
}) {
  @One(() => Member, ofMember, member)
  readonly member!: Member | null;

  @One(
    () => HealthVisit,
    { districtId: 'districtId', id: 'visitId' },
    { grant: inherited, description: '방문. The visit at which it was taken; null without HEALTH.' },
  )
  readonly visit!: HealthVisit | null;

  @Computed(() => String, authorOf, author, { optional: true })
  readonly author!: string | null;
}

@ObjectType({
  implements: Node,
  description:
    '방문 주기 군 결정. 담당자가 방문 주기를 바꾼 까닭입니다. That somebody decided how often a member is visited, and why. What they decided holds until a later result asks for more.',
})
export class TierDecision extends columns(tables.tierDecisions, {
  ...ofItsClass,
  tier: [inherited, '방문 주기 군. How often.'],
  reason: [inherited, '까닭. Why, in words.'],
}) {
  @One(() => Member, ofMember, member)
  readonly member!: Member | null;

  @Computed(() => String, authorOf, author, { optional: true })
  readonly author!: string | null;
}

@ObjectType({
  implements: Node,
  description:
    '의뢰 제안. 검사에서 드러난 위험에 따라 제안한 의뢰입니다. 저절로 보내지 않습니다. A referral that a risk suggests: somebody confirms it or decides against it, and nothing is sent by itself.',
})
export class ReferralProposal extends columns(tables.referralProposals, {
  ...ofItsClass,
  concern: [inherited, '위험. What the result points to.'],
  partnerKinds: [inherited, '기관 유형. What kinds of organization look into it; any of them will do.'],
  state: [inherited, '상태. What was done about it.'],
  reason: [inherited, '까닭. Why somebody decided against it, in words.'],
  decidedAt: [inherited, '처리 시각. When somebody decided.'],
  version: [inherited, '판 번호. Counts its changes; send it as `expectedVersion`.'],
}) {
  @One(() => Member, ofMember, member)
  readonly member!: Member | null;

  @One(
    () => FormResult,
    { districtId: 'districtId', id: 'resultId' },
    { grant: inherited, description: '검사 결과. The result that suggests it.' },
  )
  readonly result!: FormResult | null;

  @One(
    () => Referral,
    { districtId: 'districtId', id: 'referralId' },
    {
      grant: inherited,
      description: '의뢰. The referral that was drafted; null for whoever may not know of it.',
    },
  )
  readonly referral!: Referral | null;
}

@ObjectType({
  description:
    '의뢰 가능 기관. 제안된 의뢰를 받을 수 있는 기관입니다. An organization to which a proposed referral could go.',
})
export class ReferralCenter {
  @OutputField(() => ID, '기관. Id of the organization.')
  organizationId!: string;

  @OutputField(() => String, '이름. Its name.')
  name!: string;

  @OutputField(
    () => [ClassType],
    `동의가 없는 항목. Of ${proposalClasses.join(', ')}, what the member has not consented to pass on to it; the referral is sent once none is missing, or with fewer classes.`,
  )
  missingClasses!: DataClass[];
}

export const UniversalVisitConnection = connectionOf(UniversalVisit, 'UniversalVisit', '보편방문');
export const HealthVisitConnection = connectionOf(HealthVisit, 'HealthVisit', '건강 방문');
export const FormResultConnection = connectionOf(FormResult, 'FormResult', '검사 결과');
export const TierDecisionConnection = connectionOf(TierDecision, 'TierDecision', '방문 주기 군 결정');
export const ReferralProposalConnection = connectionOf(ReferralProposal, 'ReferralProposal', '의뢰 제안');
