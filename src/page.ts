import { ArgsType, Field, Int } from 'type-graphql';
import { pageArguments } from './database/planner/pageArguments.js';

/** A page of a list that goes forward only. */
@ArgsType()
export class Page {
  @Field(() => Int, {
    nullable: true,
    description:
      '행 수. 한 페이지에 받을 행의 수입니다. 정하지 않으면 20입니다. Rows of the page; 20 unless said otherwise.',
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: pageArguments.after })
  after?: string | null;
}

/** A page of a list that is read from either end. */
@ArgsType()
export class PageFromEitherEnd extends Page {
  @Field(() => Int, { nullable: true, description: pageArguments.last })
  last?: number | null;

  @Field(() => String, { nullable: true, description: pageArguments.before })
  before?: string | null;
}
