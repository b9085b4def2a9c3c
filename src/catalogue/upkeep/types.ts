import { ID, ObjectType } from 'type-graphql';
import { enumObject } from '../../access/columns.js';
import { OutputField } from '../../access/decorators.js';
import { catalogueChangeKind, catalogueRecord } from '../../database/tables/enums.js';
import { DateTimeScalar } from '../../scalars.js';

// Registered as the modules load: enums must be known before the schema is built.
const ChangeKindType = enumObject(catalogueChangeKind);
const RecordType = enumObject(catalogueRecord);

const optional = { optional: true };

@ObjectType({
  description: '목록 변경. That a record of the catalogue changed: which and when, and never a value.',
})
export class CatalogueChange {
  @OutputField(() => ID, '식별자. Id of the record: read it for what it is now.')
  id!: string;

  @OutputField(
    () => RecordType,
    '기록 유형. What it is; a change of its phones, hours or room counts as its own.',
  )
  record!: string;

  @OutputField(() => ChangeKindType, '변경 유형. What became of it.')
  kind!: string;

  @OutputField(() => ID, '통합된 기록. The record that it is now, where it was merged.', optional)
  mergedInto!: string | null;

  @OutputField(() => DateTimeScalar, '시각. When it happened.')
  at!: string;

  @OutputField(() => String, '커서. Pass it as `after` to go on behind this change.')
  cursor!: string;
}

@ObjectType({
  description:
    '목록 변경 알림. The newest change of each record, oldest first. To mirror the catalogue, take `latestCursor`, read all of it, then ask for what comes behind that cursor.',
})
export class CatalogueFeed {
  @OutputField(() => [CatalogueChange], '변경. The changes of this page.')
  changes!: CatalogueChange[];

  @OutputField(
    () => String,
    '다음 커서. Pass it as `after` the next time; the given one where nothing is new.',
    optional,
  )
  endCursor!: string | null;

  @OutputField(() => String, '최신 커서. Where the feed ends now, whatever was asked for.')
  latestCursor!: string;

  @OutputField(() => Boolean, '더 있는지. Whether more follows already.')
  hasMore!: boolean;
}
