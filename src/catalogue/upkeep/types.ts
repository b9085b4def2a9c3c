import { ID, ObjectType } from 'type-graphql';
import { enumObject, record } from '../../access/columns.js';
import { OutputField } from '../../access/decorators.js';
import { open } from '../../access/grants.js';
import { Derived, One } from '../../access/relations.js';
import { connectionOf } from '../../connection.js';
import { verifications } from '../../database/tables/catalogue.js';
import { catalogueChangeKind, catalogueRecord, verificationState } from '../../database/tables/enums.js';
import { DateScalar, DateTimeScalar } from '../../scalars.js';
import { Organization } from '../types.js';

// Registered as the modules load: enums must be known before the schema is built.
const ChangeKindType = enumObject(catalogueChangeKind);
const RecordType = enumObject(catalogueRecord);
const StateType = enumObject(verificationState);

const optional = { optional: true };
const words = (description: string) => ({ grant: open, description });

@ObjectType({
  description:
    '목록 변경. 자원목록의 어떤 기록이 언제 바뀌었는지 알리며, 값은 담지 않습니다. That a record of the catalogue changed: which and when, and never a value.',
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
    '목록 변경 알림. 기록마다 가장 최근 변경을 오래된 순으로 담은 페이지입니다. The newest change of each record, oldest first. To mirror the catalogue, take `latestCursor`, read all of it, then ask for what comes behind that cursor.',
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

@ObjectType({
  description:
    '정보 확인. 기록이 아직 맞는지 누가 살펴보았다는 것이며, 고친 것과는 다릅니다. That somebody looked whether a record is still true, which is not the same as having edited it.',
})
export class Verification extends record(verifications, {
  verifiedAt: '확인 시각. When it was verified.',
  validUntil: '유효 기한. Last day that it holds.',
  duty: '확인한 직무. In which duty; the person is not named.',
}) {
  @Derived(
    () => Boolean,
    (row) => `${row}.valid_until >= hamkke.today()`,
    words('유효 여부. Whether it holds today.'),
  )
  readonly isCurrent!: boolean;

  @One(() => Organization, { id: 'organizationId' }, words('확인한 기관. Whose people verified it.'))
  readonly organization!: Organization | null;
}

@ObjectType({
  description:
    '확인할 기록. 확인해야 할 자원목록의 기록입니다. A record of the catalogue that should be verified.',
})
export class VerificationDue {
  @OutputField(() => ID, '기록. Id of the organization, service or location.')
  recordId!: string;

  @OutputField(() => RecordType, '기록 유형. What it is.')
  record!: string;

  @OutputField(() => String, '이름. Its name.')
  name!: string;

  @OutputField(() => ID, '기관 식별자. Whose it is; null where the source names nobody.', optional)
  organizationId!: string | null;

  @OutputField(() => String, '기관 이름. Name of that organization.', optional)
  organizationName!: string | null;

  @OutputField(() => String, '시·군·구 코드. Its district, five digits; null where none is known.', optional)
  districtId!: string | null;

  @OutputField(() => StateType, '확인 상태. Whether it is overdue, due, or was never verified.')
  state!: string;

  @OutputField(() => DateTimeScalar, '지난 확인. When it was verified last.', optional)
  verifiedAt!: string | null;

  @OutputField(() => DateScalar, '유효 기한. Last day that this holds.', optional)
  validUntil!: string | null;

  @OutputField(() => DateTimeScalar, '최근 수정. When it was last edited.')
  lastModified!: string;
}

export const VerificationDueConnection = connectionOf(VerificationDue, 'VerificationDue', '확인할 기록');
