import { Field, ID, ObjectType } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { AllowedTo } from '../access/decorators.js';
import { inherited } from '../access/grants.js';
import type { FeedChange } from '../database/feedReads.js';
import { changeKind } from '../database/tables/enums.js';
import { DateTimeScalar } from '../scalars.js';

// Registered as the modules load: enums must be known before the schema is built.
const KindType = enumObject(changeKind);

@ObjectType({
  description:
    '변경. 무엇이 언제 바뀌었는지 알리며, 값은 담지 않습니다. That something changed: what, when, and never a value. Read the object itself for what it is now.',
})
export class Change {
  @AllowedTo(inherited)
  @Field(() => String, { description: '커서. Pass it as `after` to go on behind this change.' })
  cursor!: string;

  @AllowedTo(inherited)
  @Field(() => DateTimeScalar, { description: '시각. When it happened.' })
  at!: string;

  @AllowedTo(inherited)
  @Field(() => KindType, { description: '유형. What happened.' })
  kind!: string;

  @AllowedTo(inherited)
  @Field(() => ID, { description: '대상. Id of what changed: a referral.' })
  objectId!: string;

  @AllowedTo(inherited)
  @Field(() => Boolean, {
    description:
      '열람 종료. Whether the viewer may not read it any more: whatever was kept of it should be deleted.',
  })
  gone!: boolean;
}

@ObjectType({
  description:
    '변경 목록. 변경을 일어난 순서대로 담은 페이지입니다. A page of changes, in the order in which they happened.',
})
export class ChangeFeed {
  @AllowedTo(inherited)
  @Field(() => [Change], { description: '변경. The changes of this page.' })
  changes!: Change[];

  @AllowedTo(inherited)
  @Field(() => String, {
    nullable: true,
    description: '다음 커서. Pass it as `after` the next time; the given one where nothing is new.',
  })
  endCursor!: string | null;

  @AllowedTo(inherited)
  @Field(() => Boolean, { description: '더 있는지. Whether more follows already.' })
  hasMore!: boolean;
}

/** A change as the API says it. */
export const changeOf = ({ id, at, kind, district_id, object_id, gone }: FeedChange): Change => ({
  cursor: id,
  at,
  kind,
  objectId: `Referral:${district_id}:${object_id}`,
  gone,
});
