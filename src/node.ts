import { Field, ID, InterfaceType } from 'type-graphql';
import { AllowedTo } from './access/decorators.js';
import { inherited } from './access/grants.js';

@InterfaceType({
  description:
    '식별자로 찾을 수 있는 것. 식별자로 찾을 수 있는 모든 것입니다. Anything that can be looked up by its id.',
  resolveType: (row: { $type?: string }) => row.$type,
})
export abstract class Node {
  @AllowedTo(inherited)
  @Field(() => ID, { description: '고유 식별자. Stable, unique among all types; opaque.' })
  id!: string;
}
