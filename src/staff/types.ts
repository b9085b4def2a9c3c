import { Field, ID, Int, ObjectType } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { AllowedTo } from '../access/decorators.js';
import type { Duty } from '../access/duties.js';
import { inherited } from '../access/grants.js';
import { connectionOf } from '../connection.js';
import { duty, staffChangeKind } from '../database/tables/enums.js';
import { DateTimeScalar } from '../scalars.js';

// Registered as the modules load: enums must be known before the schema is built.
const DutyType = enumObject(duty);
const ChangeKind = enumObject(staffChangeKind);

@ObjectType({
  description: '동료. 한 직위로 지금 일하는 사람입니다. Somebody at work, in one of their posts.',
})
export class Colleague {
  @AllowedTo(inherited)
  @Field(() => ID, { description: '직위. Id of the post, to assign it with.' })
  id!: string;

  @AllowedTo(inherited)
  @Field(() => String, { description: '이름. Name of the person.' })
  name!: string;

  @AllowedTo(inherited)
  @Field(() => String, { description: '직위명. Title of the post.' })
  title!: string;

  @AllowedTo(inherited)
  @Field(() => [DutyType], { description: '직무. What the post lets the person do.' })
  duties!: Duty[];

  @AllowedTo(inherited)
  @Field(() => String, { description: '근무 기관. Where the post is.' })
  organizationName!: string;
}

@ObjectType({
  description:
    '직위. 사람이 일하는 자리이며 기관, 직무, 담당 구역이 정해져 있습니다. A place of work of a person: the organization, the duties, the zones.',
})
export class Post {
  @AllowedTo(inherited)
  @Field(() => ID, { description: '고유 식별자. Stable identifier.' })
  id!: string;

  @AllowedTo(inherited)
  @Field(() => ID, { description: '근무 기관. Id of the organization that it is at.' })
  organizationId!: string;

  @AllowedTo(inherited)
  @Field(() => String, { description: '근무 기관명. Name of that organization.' })
  organizationName!: string;

  @AllowedTo(inherited)
  @Field(() => String, { description: '시·군·구 코드. District of the post, five digits.' })
  districtId!: string;

  @AllowedTo(inherited)
  @Field(() => String, { description: '직위명. Its title.' })
  title!: string;

  @AllowedTo(inherited)
  @Field(() => [DutyType], { description: '직무. What it lets the person do.' })
  duties!: Duty[];

  @AllowedTo(inherited)
  @Field(() => [String], { description: '담당 구역. Codes of its zones: a dong, a tong or a ban of one.' })
  zones!: string[];

  @AllowedTo(inherited)
  @Field(() => Boolean, { description: '주 직위 여부. Whether it is taken where a request names none.' })
  primary!: boolean;

  @AllowedTo(inherited)
  @Field(() => Boolean, {
    description: '파견 여부. Whether it is at another organization than the home one.',
  })
  dispatched!: boolean;

  @AllowedTo(inherited)
  @Field(() => Boolean, { description: '활동 여부. Whether it can be acted in.' })
  active!: boolean;

  @AllowedTo(inherited)
  @Field(() => Int, { description: '판 번호. Grows with every change; pass it back as `expectedVersion`.' })
  version!: number;
}

@ObjectType({ description: '변경 항목. 직원의 기록에서 바뀐 한 칸입니다. What of a record was changed.' })
export class StaffFieldChange {
  @AllowedTo(inherited)
  @Field(() => String, { description: '항목. Which field.' })
  field!: string;

  @AllowedTo(inherited)
  @Field(() => String, {
    nullable: true,
    description: '이전 값. What it was, lists as JSON; null where it is new.',
  })
  before!: string | null;

  @AllowedTo(inherited)
  @Field(() => String, { nullable: true, description: '이후 값. What it became, lists as JSON.' })
  after!: string | null;
}

@ObjectType({
  description:
    '인사 이력. 누가 언제 직원의 기록에서 무엇을 바꾸었는지 보여 줍니다. Who changed what of a person’s record, and when.',
})
export class StaffChange {
  @AllowedTo(inherited)
  @Field(() => ID, { description: '고유 식별자. Stable identifier.' })
  id!: string;

  @AllowedTo(inherited)
  @Field(() => ChangeKind, { description: '유형. What was done.' })
  kind!: string;

  @AllowedTo(inherited)
  @Field(() => DateTimeScalar, { description: '일시. When it was done.' })
  changedAt!: string;

  @AllowedTo(inherited)
  @Field(() => String, { description: '변경자. Name of the administrator who did it.' })
  changedByName!: string;

  @AllowedTo(inherited)
  @Field(() => ID, { nullable: true, description: '직위. The post that it was about; null for the person.' })
  postId!: string | null;

  @AllowedTo(inherited)
  @Field(() => [StaffFieldChange], { description: '변경 항목. What was changed.' })
  changes!: StaffFieldChange[];
}

@ObjectType({
  description:
    '직원. 함께에서 일하는 사람이며, 관리하는 만큼 보입니다. A person who works with Hamkke, as far as the viewer administers their work.',
})
export class StaffMember {
  @AllowedTo(inherited)
  @Field(() => ID, { description: '고유 식별자. Stable identifier.' })
  id!: string;

  @AllowedTo(inherited)
  @Field(() => String, { description: '이름. Name of the person.' })
  name!: string;

  @AllowedTo(inherited)
  @Field(() => ID, {
    nullable: true,
    description: '소속 기관. Id of the home organization; null when confidential.',
  })
  homeOrganizationId!: string | null;

  @AllowedTo(inherited)
  @Field(() => String, {
    nullable: true,
    description: '소속 기관명. Name of the home organization; null when confidential.',
  })
  homeOrganizationName!: string | null;

  @AllowedTo(inherited)
  @Field(() => Boolean, { description: '활동 여부. Whether the person may work with Hamkke at all.' })
  active!: boolean;

  @AllowedTo(inherited)
  @Field(() => Int, { description: '판 번호. Grows with every change; pass it back as `expectedVersion`.' })
  version!: number;

  @AllowedTo(inherited)
  @Field(() => [Post], {
    description: '직위 목록. Posts at organizations whose people the viewer administers, ended ones too.',
  })
  posts!: Post[];

  @AllowedTo(inherited)
  @Field(() => [StaffChange], {
    description: '인사 이력. Changes at organizations whose people the viewer administers, newest first.',
  })
  history!: StaffChange[];
}

export const StaffMemberConnection = connectionOf(StaffMember, 'StaffMember', '직원');
