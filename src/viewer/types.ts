import { Field, ID, ObjectType } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import type { Duty } from '../access/duties.js';
import { inherited } from '../access/grants.js';
import { See } from '../access/see.js';
import { duty } from '../database/tables/enums.js';

// Registered as the modules load: enums must be known before the schema is built.
const DutyType = enumObject(duty);

@ObjectType({ description: '접속자. Who asks, in the post of this request.' })
export class ViewerProfile {
  @See(inherited)
  @Field(() => String, { description: '이름. Name of the person.' })
  name!: string;

  @See(inherited)
  @Field(() => ID, { description: '직위 식별자. Send it as the header `Hamkke-Post` to act in this post.' })
  postId!: string;

  @See(inherited)
  @Field(() => String, { description: '직위. Title of the post.' })
  title!: string;

  @See(inherited)
  @Field(() => String, { description: '근무 기관. The organization that the post is at.' })
  organizationName!: string;

  @See(inherited)
  @Field(() => String, { description: '시·군·구 코드. District of the post, five digits.' })
  districtId!: string;

  @See(inherited)
  @Field(() => [DutyType], { description: '직무. What the post lets the person do.' })
  duties!: Duty[];
}
