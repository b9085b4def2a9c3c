import { Field, ID, ObjectType } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { AllowedTo } from '../access/decorators.js';
import type { Duty } from '../access/duties.js';
import { inherited } from '../access/grants.js';
import { duty } from '../database/tables/enums.js';

// Registered as the modules load: enums must be known before the schema is built.
const DutyType = enumObject(duty);

@ObjectType({
  description: '본인의 직위. 본인이 일할 수 있는 직위입니다. A post in which the viewer can act.',
})
export class ViewerPost {
  @AllowedTo(inherited)
  @Field(() => ID, { description: '식별자. Send it as the header `Hamkke-Post` to act in this post.' })
  id!: string;

  @AllowedTo(inherited)
  @Field(() => String, { description: '직위. Title of the post.' })
  title!: string;

  @AllowedTo(inherited)
  @Field(() => String, { description: '근무 기관. The organization that the post is at.' })
  organizationName!: string;

  @AllowedTo(inherited)
  @Field(() => String, { description: '시·군·구 코드. District of the post, five digits.' })
  districtId!: string;

  @AllowedTo(inherited)
  @Field(() => [DutyType], { description: '직무. What the post lets the person do.' })
  duties!: Duty[];

  @AllowedTo(inherited)
  @Field(() => [String], {
    description:
      '담당 구역. Codes of the post’s own zones: a dong, a tong or a ban of one. Those that it stands in for are in `zoneSubstitutions`.',
  })
  zones!: string[];

  @AllowedTo(inherited)
  @Field(() => Boolean, { description: '주 직위 여부. Whether it is taken where no post is named.' })
  primary!: boolean;

  @AllowedTo(inherited)
  @Field(() => Boolean, {
    description: '파견 여부. Whether it is at another organization than the home one.',
  })
  dispatched!: boolean;
}

@ObjectType({
  description: '접속자. 이 요청의 직위로 묻는 사람입니다. Who asks, in the post of this request.',
})
export class ViewerProfile {
  @AllowedTo(inherited)
  @Field(() => [ViewerPost], {
    description:
      '직위 목록. Every post of the person, the primary one first; a request acts in one, and two never add up.',
  })
  posts!: ViewerPost[];

  @AllowedTo(inherited)
  @Field(() => String, { description: '이름. Name of the person.' })
  name!: string;

  @AllowedTo(inherited)
  @Field(() => ID, { description: '직위 식별자. Send it as the header `Hamkke-Post` to act in this post.' })
  postId!: string;

  @AllowedTo(inherited)
  @Field(() => String, { description: '직위. Title of the post.' })
  title!: string;

  @AllowedTo(inherited)
  @Field(() => String, { description: '근무 기관. The organization that the post is at.' })
  organizationName!: string;

  @AllowedTo(inherited)
  @Field(() => String, { description: '시·군·구 코드. District of the post, five digits.' })
  districtId!: string;

  @AllowedTo(inherited)
  @Field(() => [DutyType], { description: '직무. What the post lets the person do.' })
  duties!: Duty[];

  @AllowedTo(inherited)
  @Field(() => [String], {
    description:
      '할 수 있는 업무. Names of the queries, mutations and subscriptions that the duties of this post permit; what each finds depends on the household.',
  })
  operations!: string[];
}
