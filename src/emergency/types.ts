import { ID, Int, ObjectType } from 'type-graphql';
import type { DataClass } from '../access/classes.js';
import { enumObject } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import { connectionOf } from '../connection.js';
import * as enums from '../database/tables/enums.js';
import { DateScalar, DateTimeScalar } from '../scalars.js';
import { mostMinutes } from './limits.js';

// Registered as the modules load: enums must be known before the schema is built.
const ReasonType = enumObject(enums.emergencyReason);
const KindType = enumObject(enums.notificationKind);
const OutcomeType = enumObject(enums.reviewOutcome);
const DataClassType = enumObject(enums.dataClass);

const optional = { optional: true };

@ObjectType({
  description:
    '긴급열람. 선언된 긴급열람입니다. 끝날 때까지 한 직위에 한 가구를 열되, 보호 장소와 수사 내용은 열지 않습니다. A declared emergency: it opens one household for one post until it ends, but for places of safety and investigations.',
})
export class Emergency {
  @OutputField(() => ID, '식별자. 받을 것의 식별자입니다. Its id.')
  id!: string;

  @OutputField(() => ID, '가구 식별자. The household that was named; that there is one is not said here.')
  householdId!: string;

  @OutputField(() => ReasonType, '사유. Why it was declared.')
  reason!: string;

  @OutputField(() => String, '사유 설명. Why, in the words of whoever declared it.')
  words!: string;

  @OutputField(() => Int, `선언한 시간(분). Minutes that it was declared for, at most ${mostMinutes}.`)
  minutes!: number;

  @OutputField(() => DateTimeScalar, '선언 시각. When it was declared.')
  declaredAt!: string;

  @OutputField(() => DateTimeScalar, '종료 시각. When it ends, or was ended.')
  endsAt!: string;

  @OutputField(() => Boolean, '진행 중 여부. Whether it has not ended yet.')
  running!: boolean;

  @OutputField(() => String, '선언자. Name of the person who declared it.')
  declaredBy!: string;

  @OutputField(() => String, '직위. The post that it was declared in.')
  title!: string;

  @OutputField(() => String, '근무 기관. The organization that the post is at.')
  organization!: string;
}

@ObjectType({
  description:
    '알림. 직위가 바로 알아야 하는 일입니다. Something that the viewer’s post must know of at once.',
})
export class Notification {
  @OutputField(() => ID, '식별자. 받을 것의 식별자입니다. Its id.')
  id!: string;

  @OutputField(() => KindType, '알림 유형. What it is about.')
  kind!: string;

  @OutputField(() => DateTimeScalar, '알림 시각. When it was sent.')
  at!: string;

  @OutputField(
    () => DateTimeScalar,
    '읽은 시각. When it was marked as read; null while it was not.',
    optional,
  )
  readAt!: string | null;

  @OutputField(
    () => Emergency,
    '긴급열람. The emergency that it tells of; null where it tells of a report.',
    optional,
  )
  emergency!: Emergency | null;

  @OutputField(
    () => ID,
    '접수. Id of the report that waits, see `incomingReports`; null where it tells of an emergency.',
    optional,
  )
  reportId!: string | null;
}

@ObjectType({
  description:
    '사후 점검. 긴급열람을 알림받은 사람이 점검해야 한다는 것을 알립니다. That an emergency must be reviewed, by whoever was notified of it.',
})
export class ReviewTask {
  @OutputField(() => ID, '식별자. 받을 것의 식별자입니다. Its id.')
  id!: string;

  @OutputField(() => Emergency, '긴급열람. The emergency.')
  emergency!: Emergency;

  @OutputField(() => DateScalar, '점검 기한. The first working day after it was declared.')
  dueOn!: string;

  @OutputField(() => Boolean, '기한 경과. Whether it is not completed and the day has passed.')
  overdue!: boolean;

  @OutputField(() => Int, '열람 횟수. How often the household was read on this basis.')
  reads!: number;

  @OutputField(() => [DataClassType], '열람 항목. Classes that these reads showed.')
  classes!: DataClass[];

  @OutputField(() => DateTimeScalar, '완료 시각. When it was reviewed; null while it was not.', optional)
  completedAt!: string | null;

  @OutputField(() => OutcomeType, '점검 결과. What the review found.', optional)
  outcome!: string | null;

  @OutputField(() => String, '점검 의견. The review in words.', optional)
  words!: string | null;
}

export const NotificationConnection = connectionOf(Notification, 'Notification', '알림');
export const ReviewTaskConnection = connectionOf(ReviewTask, 'ReviewTask', '사후 점검');
