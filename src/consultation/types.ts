import { ID, ObjectType } from 'type-graphql';
import type { DataClass } from '../access/classes.js';
import { columns, enumObject } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import { inherited } from '../access/grants.js';
import { Computed, One, Pages } from '../access/relations.js';
import { Case } from '../case/types.js';
import { Organization } from '../catalogue/types.js';
import { connectionOf } from '../connection.js';
import * as tables from '../database/tables/consultation.js';
import { consultationQuestionState, dataClass } from '../database/tables/enums.js';
import { Household, withAddress } from '../household/types.js';
import { Node } from '../node.js';
import { Referral } from '../referral/types.js';

// Registered as the modules load: enums must be known before the schema is built.
const StateType = enumObject(consultationQuestionState);
const ClassType = enumObject(dataClass);

const ofItself = {
  id: [inherited, '고유 식별자. Stable identifier.'],
  recordedAt: [inherited, '기록 시각. When this was recorded.'],
  version: [inherited, '판 번호. Counts its changes; send it as `expectedVersion`.'],
} as const;
const author = { grant: inherited, description: '작성자. Name of who wrote it down.' };
const authorOf = (t: string) => `hamkke.name_at_post(${t}.post_id)`;

@ObjectType({
  implements: Node,
  description:
    '원스톱 상담. 한 상담자가 한자리에서 가족의 모든 질문을 맡아 여러 기관의 답을 모으는 상담입니다. A consultation in which one specialist takes up all that a family asks at one place and gathers what organizations answer. It is there for those who keep the household’s consents; no organization that is asked learns of it.',
})
export class Consultation extends columns(tables.consultations, {
  ...ofItself,
  heldOn: [inherited, '상담일. Day on which it was held.'],
  closedOn: [inherited, '종결일. Day on which it was closed; null while it is open.'],
}) {
  @Computed(
    () => String,
    (t) => withAddress(t, 'place'),
    {
      grant: inherited,
      description:
        '장소. 어디에서 상담했는지이며, 가족의 집일 수 있어 모든 가구원의 연락처를 볼 수 있는 사람에게만 알려 줍니다. Where it was held, which may be their home: null for whoever has no CONTACT of everybody in the household.',
    },
    { optional: true },
  )
  readonly place!: string | null;

  @One(
    () => Household,
    { districtId: 'districtId', id: 'householdId' },
    { grant: inherited, description: '가구. The household.' },
  )
  readonly household!: Household | null;

  @One(
    () => Case,
    { districtId: 'districtId', id: 'caseId' },
    { grant: inherited, description: '사례. The case that it belongs to; null where it belongs to none.' },
  )
  readonly case!: Case | null;

  @One(
    () => Organization,
    { id: 'organizationId' },
    { grant: inherited, description: '상담 기관. The centre whose consultation it is.' },
  )
  readonly organization!: Organization | null;

  @Computed(() => String, authorOf, author, { optional: true })
  readonly author!: string | null;

  @Pages(
    () => ConsultationQuestion,
    { districtId: 'districtId', consultationId: 'id' },
    ['recordedAt', 'id'],
    {
      grant: inherited,
      description: '질문. What the family asked, in that order; of the classes that the viewer has.',
    },
  )
  readonly questions!: ConsultationQuestion[];
}

@ObjectType({
  description:
    '없는 동의. 의뢰를 보내는 데 아직 없는 동의입니다. What is not consented to yet, and keeps a referral from being sent.',
})
export class MissingConsent {
  @OutputField(() => ID, '가구원. Id of the member; null for the household as a whole.', { optional: true })
  memberId!: string | null;

  @OutputField(() => [ClassType], '개인정보 항목. The classes.')
  classes!: DataClass[];
}

@ObjectType({
  implements: Node,
  description:
    '상담 질문. 가족이 가져온 질문 하나와 그 결과입니다. One question that a family brought, and what came of it.',
})
export class ConsultationQuestion extends columns(tables.consultationQuestions, {
  ...ofItself,
  domain: [inherited, '욕구 영역. The part of life that it concerns.'],
  dataClass: [
    inherited,
    '개인정보 항목. The class that it belongs to: that of its domain, or of its referral.',
  ],
  words: [inherited, '질문. What they ask, in words.'],
  answer: [inherited, '답. What came of it, as the specialist wrote it.'],
  answeredOn: [inherited, '답한 날. Day on which that was; null while nothing is written.'],
}) {
  @Computed(
    () => StateType,
    (t) => `hamkke.question_state(${t})`,
    {
      grant: inherited,
      description: '상태. How far it is, as what was written and its referral say.',
    },
  )
  readonly state!: string;

  @Computed(
    () => [MissingConsent],
    (t) => `hamkke.question_missing_consents(${t})`,
    {
      grant: inherited,
      description:
        '없는 동의. What the referral would carry and nobody consented to yet, while it is a draft.',
    },
  )
  readonly missingConsents!: MissingConsent[];

  @Computed(
    () => [ID],
    (t) => `hamkke.known_members(${t}.district_id, ${t}.member_ids)`,
    { grant: inherited, description: '대상. Ids of the members whom it is about.' },
  )
  readonly memberIds!: string[];

  @One(
    () => Consultation,
    { districtId: 'districtId', id: 'consultationId' },
    { grant: inherited, description: '상담. The consultation.' },
  )
  readonly consultation!: Consultation | null;

  @One(
    () => Referral,
    { districtId: 'districtId', id: 'referralId' },
    { grant: inherited, description: '의뢰. The referral by which another organization is asked.' },
  )
  readonly referral!: Referral | null;

  @One(
    () => Organization,
    { id: 'answeredById' },
    {
      grant: inherited,
      description:
        '답한 기관. The organization whose staff answered at the table; null where the specialist did, or when confidential.',
    },
  )
  readonly answeredBy!: Organization | null;

  @Computed(() => String, authorOf, author, { optional: true })
  readonly author!: string | null;
}

export const ConsultationConnection = connectionOf(Consultation, 'Consultation', '원스톱 상담');
export const ConsultationQuestionConnection = connectionOf(
  ConsultationQuestion,
  'ConsultationQuestion',
  '상담 질문',
);
