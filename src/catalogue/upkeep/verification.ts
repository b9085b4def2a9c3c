import { ID, ObjectType } from 'type-graphql';
import { enumObject, record } from '../../access/columns.js';
import { OutputField } from '../../access/decorators.js';
import { open } from '../../access/grants.js';
import { Derived, One } from '../../access/relations.js';
import { connectionOf } from '../../connection.js';
import * as tables from '../../database/tables/catalogue.js';
import { catalogueRecord, verificationState } from '../../database/tables/enums.js';
import { DateScalar, DateTimeScalar } from '../../scalars.js';
import { Organization } from '../types.js';

// Registered as the modules load: enums must be known before the schema is built.
const RecordType = enumObject(catalogueRecord);
const StateType = enumObject(verificationState);

const optional = { optional: true };
const words = (description: string) => ({ grant: open, description });

@ObjectType({
  description:
    '정보 확인. That somebody looked whether a record is still true, which is not the same as having edited it.',
})
export class Verification extends record(tables.verifications, {
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

@ObjectType({ description: '확인할 기록. A record of the catalogue that should be verified.' })
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
