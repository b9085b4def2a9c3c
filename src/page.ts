import { ArgsType, Field, Int } from 'type-graphql';

@ArgsType()
export class Page {
  @Field(() => Int, { nullable: true, description: '행 수. Rows of the page; 20 unless said otherwise.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: '커서. Rows after this cursor.' })
  after?: string | null;
}
