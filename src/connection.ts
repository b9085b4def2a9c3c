import { type ClassType, Field, Float, Int, ObjectType } from 'type-graphql';
import { AllowedTo } from './access/decorators.js';
import { open } from './access/grants.js';
import { connectionTypes, pagedTypes } from './access/relations.js';

@ObjectType({
  description:
    '페이지 정보. 목록의 한 페이지가 어디에서 끝나고 더 있는지 알려 줍니다. Where a page of a list ends, and whether more follows.',
})
export class PageInfo {
  @AllowedTo(open)
  @Field(() => Boolean, { description: '다음 쪽이 있는지. Whether more rows follow.' })
  hasNextPage!: boolean;

  @AllowedTo(open)
  @Field(() => Boolean, {
    description:
      '앞 쪽이 있는지. Whether rows come before this page; in a list that has no `before`, whether it began after a cursor.',
  })
  hasPreviousPage!: boolean;

  @AllowedTo(open)
  @Field(() => String, {
    nullable: true,
    description:
      '첫 행의 커서. Cursor of the first row; null on an empty page. Pass it as `before` for the page before.',
  })
  startCursor!: string | null;

  @AllowedTo(open)
  @Field(() => String, {
    nullable: true,
    description: '마지막 행의 커서. Pass it as `after` for the next page.',
  })
  endCursor!: string | null;
}

/** What of type-graphql's store of decorators is used here; 2.0.0-rc.4, which package.json pins. */
interface Store {
  objectTypes: { target: unknown; name: string; description?: string }[];
}

/**
 * Makes the connections of types whose rows stand in lists and which have none so far. Called once, when all types are
 * declared and before the schema is built of them.
 */
export function completeConnections(): void {
  const store = (globalThis as unknown as { TypeGraphQLMetadataStorage: Store }).TypeGraphQLMetadataStorage;
  for (const type of pagedTypes.map((each) => each())) {
    if (connectionTypes.has(type)) continue;
    const { name, description = '' } = store.objectTypes.find(({ target }) => target === type)!;
    connectionOf(type, name, description.split('.')[0]!);
  }
}

/** A Relay connection of one type: whoever was given the list may see what is in it. */
export function connectionOf<T extends object>(
  type: ClassType<T>,
  name: string,
  korean: string,
  hasDistance = false,
) {
  @ObjectType(`${name}Edge`, {
    description: `${korean} 목록의 한 행. 커서가 붙은 행 하나입니다. One row of a list of ${name}.`,
  })
  class Edge {
    @AllowedTo(open)
    @Field(() => String, { description: '이 행의 커서. Where this row stands in the list.' })
    cursor!: string;

    @AllowedTo(open)
    @Field(() => type, { description: `${korean}. The row itself.` })
    node!: T;
  }
  if (hasDistance) {
    Field(() => Float, {
      nullable: true,
      description:
        '거리(m). Metres from the point that the list was asked `near` to its nearest place; null where none was, or it has none.',
    })(Edge.prototype, 'distanceMetres');
    AllowedTo(open)(Edge.prototype, 'distanceMetres');
  }
  @ObjectType(`${name}Connection`, {
    description: `${korean} 목록. ${korean} 목록의 한 페이지입니다. A page of ${name} rows.`,
  })
  class Connection {
    @AllowedTo(open)
    @Field(() => [type], { description: `이 페이지의 ${korean}. The rows of this page.` })
    nodes!: T[];

    @AllowedTo(open)
    @Field(() => [Edge], { description: '커서가 붙은 행. The rows of this page with their cursors.' })
    edges!: Edge[];

    @AllowedTo(open)
    @Field(() => PageInfo, { description: '페이지 정보. Where the page ends.' })
    pageInfo!: PageInfo;

    @AllowedTo(open)
    @Field(() => Int, { description: '전체 수. Rows that match and that the viewer may have.' })
    totalCount!: number;
  }
  connectionTypes.set(type, Connection);
  return Connection;
}
