import { ID, ObjectType } from 'type-graphql';
import { columns, enumObject } from '../access/columns.js';
import { inherited } from '../access/grants.js';
import type { ReferralStep } from '../access/referrals.js';
import { Computed, Many, One, Pages } from '../access/relations.js';
import { Linkage } from '../case/plan/types.js';
import { Case } from '../case/types.js';
import { Organization, Service } from '../catalogue/types.js';
import { connectionOf } from '../connection.js';
import { referralStep } from '../database/tables/enums.js';
import * as tables from '../database/tables/referral.js';
import { ChangedField } from '../household/facet/changes.js';
import { Household } from '../household/types.js';
import { Node } from '../node.js';

// Registered as the modules load: enums must be known before the schema is built.
const StepType = enumObject(referralStep);

const id = [inherited, '고유 식별자. Stable identifier.'] as const;
const ofReferral = { districtId: 'districtId', referralId: 'id' };
const byWhom = {
  grant: inherited,
  description: '작성 기관. Whose staff wrote it down; null when confidential.',
};

@ObjectType({
  implements: Node,
  description:
    '의뢰. 가구의 욕구를 맡아 달라고 다른 기관에 부탁하는 것입니다. A request to another organization to take on a need of a household. It is there for the organization that was asked and, on the side that asks, for whoever has its data class; what it carries is seen in the household itself.',
})
export class Referral extends columns(tables.referrals, {
  id,
  state: [inherited, '상태. How far it is.'],
  domain: [inherited, '욕구 영역. The part of life that it concerns.'],
  purpose: [inherited, '목적. For what its data may be used.'],
  classes: [
    inherited,
    '제공 항목. Classes that it carries while it is open; of them, the recipient has those that the consents still open.',
  ],
  declineReason: [inherited, '거절 사유. Why it was declined; null while it was not.'],
  waitlistPosition: [inherited, '대기 순번. Place on the recipient’s waiting list.'],
  waitlistUntil: [inherited, '대기 예상일. Day on which its turn is expected.'],
  createdAt: [inherited, '작성 시각. When it was drafted.'],
  requestedAt: [inherited, '의뢰 시각. When it was sent; null while it is a draft.'],
  expiresAt: [inherited, '회신 기한. Until when an answer is awaited.'],
  version: [inherited, '판 번호. Grows with every change; pass it back as `expectedVersion`.'],
}) {
  @One(
    () => Household,
    { districtId: 'districtId', id: 'householdId' },
    {
      grant: inherited,
      description:
        '가구. The household; null where the viewer has nothing of it, as once the referral ended.',
    },
  )
  readonly household!: Household | null;

  @One(
    () => Case,
    { districtId: 'districtId', id: 'caseId' },
    { grant: inherited, description: '사례. The case; null without SUMMARY.' },
  )
  readonly case!: Case | null;

  @One(
    () => Organization,
    { id: 'senderId' },
    { grant: inherited, description: '보낸 기관. The organization that asks; null when confidential.' },
  )
  readonly sender!: Organization | null;

  @One(
    () => Organization,
    { id: 'recipientId' },
    { grant: inherited, description: '받는 기관. The organization that was asked; null when confidential.' },
  )
  readonly recipient!: Organization | null;

  @One(
    () => Service,
    { id: 'serviceId' },
    { grant: inherited, description: '서비스. The service that is asked for; null when confidential.' },
  )
  readonly service!: Service | null;

  @Computed(
    () => [ID],
    (t) => `hamkke.known_members(${t}.district_id, ${t}.member_ids)`,
    {
      grant: inherited,
      description:
        '대상. Ids of the members of whom it carries something, those whom the viewer may know of.',
    },
  )
  readonly memberIds!: string[];

  @One(
    () => Linkage,
    { districtId: 'districtId', id: 'linkageId' },
    {
      grant: inherited,
      description:
        '연계. The linkage that came of it once it was completed; null where none did, or without its class.',
    },
  )
  readonly linkage!: Linkage | null;

  @Pages(() => ServiceRecord, ofReferral, ['providedOn', 'id'], {
    grant: inherited,
    description:
      '제공 기록. What was given for it, oldest first, as the organization that was asked wrote it.',
  })
  readonly serviceRecords!: ServiceRecord[];

  @Many(() => ReferralEvent, ofReferral, ['version'], {
    grant: inherited,
    description: '의뢰 이력. What was done with it, in order; for the recipient, since it was sent.',
  })
  readonly history!: ReferralEvent[];

  @Many(() => ReferralMessage, ofReferral, ['version'], {
    grant: inherited,
    description:
      '전달 사항. What one side wrote to the other, oldest first: what the viewer’s own organization answered, and of the rest what is of a class that the viewer has.',
  })
  readonly messages!: ReferralMessage[];

  @Computed(
    () => [StepType],
    (t) => `hamkke.referral_viewer_can(${t}.district_id, ${t}.id)`,
    {
      grant: inherited,
      description: '가능한 업무. The steps that the viewer can take with it now.',
    },
  )
  readonly viewerCan!: ReferralStep[];
}

@ObjectType({
  description: '의뢰 이력. 의뢰에서 처리한 업무 하나입니다. A step that was taken with a referral.',
})
export class ReferralEvent extends columns(tables.referralEvents, {
  step: [inherited, '업무. Which step.'],
  fromState: [inherited, '이전 상태. The state before; null for the first.'],
  toState: [inherited, '이후 상태. The state after.'],
  declineReason: [inherited, '거절 사유. Why it was declined; null for other steps.'],
  version: [inherited, '판 번호. The version that the referral had after it.'],
  at: [inherited, '일시. When it was taken.'],
}) {
  @One(
    () => Organization,
    { id: 'organizationId' },
    {
      grant: inherited,
      description: '처리 기관. Whose staff took it; null where nobody did, or through a link.',
    },
  )
  readonly organization!: Organization | null;
}

@ObjectType({
  description: '전달 사항. 한쪽이 다른 쪽에 적어 보낸 말입니다. What one side wrote to the other.',
})
export class ReferralMessage extends columns(tables.referralMessages, {
  dataClass: [inherited, '개인정보 항목. The class that it belongs to, and needs consent for.'],
  body: [inherited, '내용. The message in words.'],
  writtenAt: [inherited, '작성 시각. When it was written.'],
}) {
  @One(
    () => Organization,
    { id: 'organizationId' },
    { grant: inherited, description: '작성 기관. Who wrote it; null through a link, or when confidential.' },
  )
  readonly organization!: Organization | null;
}

@ObjectType({
  implements: Node,
  description:
    '제공 기록. 의뢰에 따라 그날 제공한 것입니다. What was given for a referral on a day. It is there for the organization that was asked and, on the side that asks, for whoever has its data class.',
})
export class ServiceRecord extends columns(tables.serviceRecords, {
  id,
  dataClass: [inherited, '개인정보 항목. The class that it belongs to: that of the referral.'],
  providedOn: [inherited, '제공일. The day on which it was given.'],
  amount: [inherited, '수량. How much, in whole units.'],
  unit: [inherited, '단위. In what it is counted.'],
  words: [inherited, '내용. What is to be said of it, in words.'],
  recordedAt: [inherited, '기록 시각. When it was written down.'],
  version: [inherited, '판 번호. Grows with every correction; pass it back as `expectedVersion`.'],
}) {
  @One(
    () => Referral,
    { districtId: 'districtId', id: 'referralId' },
    { grant: inherited, description: '의뢰. The referral that it was given for.' },
  )
  readonly referral!: Referral | null;

  @One(() => Organization, { id: 'organizationId' }, byWhom)
  readonly organization!: Organization | null;

  @Computed(
    () => String,
    (t) => `hamkke.name_at_post(${t}.post_id)`,
    { grant: inherited, description: '작성자. Name of who wrote it down.' },
    { optional: true },
  )
  readonly author!: string | null;

  @Pages(() => ServiceRecordChange, { districtId: 'districtId', recordId: 'id' }, ['version'], {
    grant: inherited,
    description: '정정 이력. What it said before each correction, oldest first.',
  })
  readonly changes!: ServiceRecordChange[];
}

@ObjectType({
  implements: Node,
  description:
    '제공 기록 정정. 제공 기록이 고치기 전에 무엇이라 했는지 보여 주며, 고쳐 쓸 수 없습니다. What a record of what was given said before, and since; never edited.',
})
export class ServiceRecordChange extends columns(tables.serviceRecordChanges, {
  id,
  version: [inherited, '판 번호. The version that the record had after it.'],
  recordedAt: [inherited, '기록 시각. When it was corrected.'],
}) {
  @Computed(
    () => [ChangedField],
    (t) => `${t}.changes`,
    { grant: inherited, description: '항목. What was changed, field by field.' },
  )
  readonly fields!: ChangedField[];

  @One(() => Organization, { id: 'organizationId' }, byWhom)
  readonly organization!: Organization | null;

  @Computed(
    () => String,
    (t) => `hamkke.name_at_post(${t}.post_id)`,
    { grant: inherited, description: '정정한 사람. Name of who corrected it.' },
    { optional: true },
  )
  readonly author!: string | null;
}

export const ServiceRecordConnection = connectionOf(ServiceRecord, 'ServiceRecord', '제공 기록');
export const ServiceRecordChangeConnection = connectionOf(
  ServiceRecordChange,
  'ServiceRecordChange',
  '제공 기록 정정',
);
export const ReferralConnection = connectionOf(Referral, 'Referral', '의뢰');
