import { ID, InputType, Int } from 'type-graphql';
import { comingDay, line, pastDay, several, words, zoneCode } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import * as enums from '../database/tables/enums.js';
import { mostOfRound, zoneLimits } from './limits.js';

// Registered as the modules load: enums must be known before the schema is built.
const KindType = enumObject(enums.petitionKind);
const OutcomeType = enumObject(enums.petitionOutcome);
const optional = { optional: true };

@InputType({
  description: '대직 지정. 누가 언제 누구의 구역을 맡는지 적습니다. Who stands in for whose zones, and when.',
})
export class NameSubstituteInput {
  @InputField(() => ID, '비운 직위. Post of whoever is away.')
  postId!: string;

  @InputField(
    () => ID,
    '대직 직위. Post of whoever stands in, with a duty of a zone at the same organization.',
  )
  substituteId!: string;

  @InputField(comingDay, '시작일. First day, today at the earliest; today unless said otherwise.', optional)
  from?: string | null;

  @InputField(
    comingDay,
    `종료일. Last day, at most ${zoneLimits.longestSubstitutionDays} days with the first one.`,
  )
  until!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({ description: '대직 종료. 어느 대직을 끝내는지 적습니다. Which substitution ends.' })
export class EndSubstitutionInput {
  @InputField(() => ID, '대직. Id of the substitution.')
  substitutionId!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '구역 인계. 어느 구역이 누구에게서 누구에게 가는지 적습니다. Which zones go from whom to whom.',
})
export class HandOverZonesInput {
  @InputField(() => ID, '넘기는 직위. Post that has the zones now; it may have ended.')
  fromPostId!: string;

  @InputField(
    () => ID,
    '받는 직위. Post that takes them over, with a duty of a zone at the same organization.',
  )
  toPostId!: string;

  @InputField(several(zoneCode), '구역. Which of its zones, as it has them; at least one.')
  zones!: string[];

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '순찰 기록. 언제 어디를 돌아보았는지 적습니다. Where somebody went round, and when.',
})
export class RecordRoundInput {
  @InputField(zoneCode, '구역. The dong, tong or ban, within a zone of the viewer’s own or stood in for.')
  zone!: string;

  @InputField(pastDay, '순찰일. The day; today unless said otherwise.', optional)
  walkedOn?: string | null;

  @InputField(() => Int, `방문 세대 수. At how many doors, 0 to ${mostOfRound}.`)
  doors!: number;

  @InputField(() => Int, `만난 사람 수. How many people were met, 0 to ${mostOfRound}.`)
  people!: number;

  @InputField(words(1000), '본 것. What was seen, without names: who needs help is reported.', optional)
  seen?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '민원 접수. 무엇을 요청받았는지 적으며, 요청한 사람은 적지 않습니다. What was asked, and not by whom.',
})
export class TakePetitionInput {
  @InputField(zoneCode, '구역. The dong, tong or ban that it is about.')
  zone!: string;

  @InputField(() => KindType, '유형. What it is about.')
  kind!: string;

  @InputField(pastDay, '받은 날. The day; today unless said otherwise.', optional)
  takenOn?: string | null;

  @InputField(words(2000), '내용. What was asked, in words and without names.')
  words!: string;

  @InputField(line(60), '민원 번호. Its number in the office’s system of civil petitions.', optional)
  reference?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({ description: '민원 처리. 민원이 어떻게 되었는지 적습니다. What became of a petition.' })
export class SettlePetitionInput {
  @InputField(() => ID, '민원. Id of the petition.')
  petitionId!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @InputField(() => OutcomeType, '처리 결과. What became of it.')
  outcome!: string;

  @InputField(pastDay, '처리일. The day; today unless said otherwise.', optional)
  settledOn?: string | null;

  @InputField(words(2000), '처리 내용. What was done, or to whom it was passed on.')
  settlement!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}
