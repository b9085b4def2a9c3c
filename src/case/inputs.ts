import { ID, InputType, Int } from 'type-graphql';
import { comingDay, dongCode, pastDay, pastInstant, words } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { common, ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import type { Track } from '../access/steps.js';
import * as enums from '../database/tables/enums.js';
import { KrwScalar } from '../scalars.js';
import { mostLinkageKrw, mostParticipants } from './limits.js';

// Registered as the modules load: enums must be known before the schema is built.
const TrackType = enumObject(enums.track);
const PlaceType = enumObject(enums.contactPlace);
const LevelType = enumObject(enums.level);
const DomainType = enumObject(enums.needDomain);
const RiskType = enumObject(enums.riskLevel);
const SectorType = enumObject(enums.sector);
const FundedByType = enumObject(enums.fundedBy);
const ClosureType = enumObject(enums.closureReason);
const TransferType = enumObject(enums.transferReason);

export type Domain = (typeof enums.needDomain.enumValues)[number];
type Level = (typeof enums.level.enumValues)[number];

const optional = { optional: true };

@InputType({
  description:
    '참석자. 기록을 쓰는 사람 말고 누가 함께했는지 적습니다. Who took part beside whoever writes the note.',
})
export class ParticipantsInput {
  @InputField(() => [ID], '직원. Posts of the district’s staff, also of those dispatched there.', optional)
  postIds?: string[] | null;

  @InputField(() => [ID], '기관. Agencies of the catalogue that sent somebody.', optional)
  organizationIds?: string[] | null;

  @InputField(() => [ID], '가구원. Members of the household who were there.', optional)
  memberIds?: string[] | null;
}

/** When, where, for how long and with whom that took place which a note tells of. */
export abstract class ContactFields {
  tookPlaceAt?: string | null;
  place?: (typeof enums.contactPlace.enumValues)[number] | null;
  minutes?: number | null;
  participants?: ParticipantsInput | null;
}

/** The same as fields of an input. */
export const OfContact = {
  tookPlaceAt: InputField(
    pastInstant,
    '실시 시각. When that took place which the note tells of, where it is written down later.',
    optional,
  ),
  place: InputField(() => PlaceType, '장소. Where it took place.', optional),
  minutes: InputField(() => Int, '소요 시간. How long it took, in minutes, up to a day.', optional),
  participants: InputField(
    () => ParticipantsInput,
    `참석자. Who took part, ${mostParticipants} at most; they are read by those who may have the note.`,
    optional,
  ),
} satisfies Record<keyof ContactFields, PropertyDecorator>;

/** What every step of a case is given. */
export abstract class StepFields extends ContactFields {
  caseId!: string;
  expectedVersion!: number;
  idempotencyKey?: string | null;
  note?: string | null;
  noteMemberIds?: string[] | null;
}

const OfStep = common({
  caseId: InputField(() => ID, '사례. Id of the case.'),
  expectedVersion: ExpectedVersion,
  idempotencyKey: IdempotencyKey,
  note: InputField(words(10_000), '기록. What was said or seen, in words; of the class CASE_NOTE.', optional),
  noteMemberIds: InputField(
    () => [ID],
    '기록 대상. Members whom the note concerns; the whole household unless said otherwise.',
    optional,
  ),
  ...OfContact,
} satisfies Record<keyof StepFields, PropertyDecorator>);

@OfStep
@InputType({
  description: '업무 입력. 적을 말만 있으면 되는 업무를 적습니다. A step that needs nothing but a note.',
})
export class StepInput extends StepFields {}

@OfStep
@InputType({ description: '사례분류. 사례분류에서 정한 것을 적습니다. What triage found.' })
export class TriageInput extends StepFields {
  @InputField(() => Boolean, '긴급 여부. Whether support comes before the survey.')
  emergency!: boolean;

  @InputField(() => LevelType, '사례 수준. How much work it seems to need.', optional)
  level?: Level | null;
}

@InputType({ description: '욕구. 조사에서 드러난 욕구입니다. A need that the survey found.' })
export class NeedInput {
  @InputField(() => DomainType, '욕구 영역. The part of life; its class follows from it.')
  domain!: Domain;

  @InputField(() => RiskType, '심각도. How severe it is.', optional)
  severity?: string | null;

  @InputField(words(10_000), '내용. The need in words.')
  description!: string;

  @InputField(
    () => [ID],
    '대상. Members whom it concerns; the whole household unless said otherwise.',
    optional,
  )
  memberIds?: string[] | null;
}

@OfStep
@InputType({ description: '욕구·위기도 조사. 조사에서 드러난 것을 적습니다. What the survey found.' })
export class AssessInput extends StepFields {
  @InputField(() => [NeedInput], '욕구. The needs that were found.')
  needs!: NeedInput[];

  @InputField(() => LevelType, '사례 수준. How much work it needs.', optional)
  level?: Level | null;
}

@OfStep
@InputType({ description: '사례회의. 사례회의에서 정한 것을 적습니다. What the conference decided.' })
export class ConferInput extends StepFields {
  @InputField(() => TrackType, '개입 유형. The track.')
  track!: Track;

  @InputField(() => LevelType, '사례 수준. The level.', optional)
  level?: Level | null;
}

@InputType({ description: '목표. 계획의 목표를 적습니다. A goal of the plan.' })
export class GoalInput {
  @InputField(() => DomainType, '욕구 영역. The part of life; its class follows from it.')
  domain!: Domain;

  @InputField(words(10_000), '내용. The goal in words.')
  description!: string;

  @InputField(comingDay, '목표일. Day by which it should be reached.', optional)
  dueOn?: string | null;

  @InputField(
    () => [ID],
    '대상. Members whom it concerns; the whole household unless said otherwise.',
    optional,
  )
  memberIds?: string[] | null;
}

@OfStep
@InputType({ description: '서비스 제공계획. 함께 정한 것을 적습니다. What was agreed.' })
export class PlanInput extends StepFields {
  @InputField(() => [GoalInput], '목표. The goals, at least one.')
  goals!: GoalInput[];
}

@OfStep
@InputType({ description: '서비스 연계. 연계한 서비스를 적습니다. The service that was linked.' })
export class LinkInput extends StepFields {
  @InputField(() => DomainType, '욕구 영역. The part of life; its class follows from it.')
  domain!: Domain;

  @InputField(() => ID, '서비스. A service of the catalogue.', optional)
  serviceId?: string | null;

  @InputField(() => ID, '제공기관. Who gives it; the service’s agency unless said otherwise.', optional)
  providerId?: string | null;

  @InputField(
    () => ID,
    '의뢰. The referral that it comes of, whose completion then makes no second one; its recipient gives it and its service is linked unless said otherwise.',
    optional,
  )
  referralId?: string | null;

  @InputField(() => SectorType, '공공·민간. Which side gives it.')
  sector!: string;

  @InputField(() => FundedByType, '재원. Who pays for it.')
  fundedBy!: string;

  @InputField(
    () => KrwScalar,
    `금액. Its value in won, up to ${mostLinkageKrw}; none when it has no price.`,
    optional,
  )
  valueKrw?: number | null;

  @InputField(pastDay, '연계일. Day that it was linked; today unless said otherwise.', optional)
  linkedOn?: string | null;

  @InputField(
    () => [ID],
    '대상. Members whom it is for; the whole household unless said otherwise.',
    optional,
  )
  memberIds?: string[] | null;
}

@OfStep
@InputType({ description: '종결. 왜 사례를 종결하는지 적습니다. Why the case is closed.' })
export class CloseInput extends StepFields {
  @InputField(() => ClosureType, '종결 사유. The reason.')
  reason!: string;
}

@OfStep
@InputType({
  description:
    '이관. 사례가 다른 시·군·구의 어느 센터로 가고 누가 함께 가는지 적습니다. To which centre of another district a case goes, and who goes along.',
})
export class TransferInput extends StepFields {
  @InputField(() => ID, '받는 센터. A centre, district office or dong office of another district.')
  centerId!: string;

  @InputField(dongCode, '담당 행정동. Ten-digit code of the dong there that will be responsible.')
  responsibleDong!: string;

  @InputField(() => TransferType, '이관 사유. The reason; words belong into the note, which stays here.')
  reason!: string;

  @InputField(
    () => [ID],
    '함께 가는 가구원. Everybody who is not said to have done the harm, unless said otherwise.',
    optional,
  )
  memberIds?: string[] | null;
}

@OfStep
@InputType({
  description:
    '사례 인계. 앞으로 어느 팀이 맡는지 적습니다. Which team of the district is responsible from now on.',
})
export class HandOverInput extends StepFields {
  @InputField(() => ID, '받는 센터. A centre, district office or dong office of the same district.')
  centerId!: string;
}
