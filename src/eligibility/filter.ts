import { InputType } from 'type-graphql';
import { districtCode } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { caseWork } from '../access/duties.js';
import { filterField } from '../access/filters.js';
import { duty } from '../access/grants.js';
import { districtOf } from '../database/planner/identifiers.js';
import { needDomain } from '../database/tables/enums.js';
import { EligibilityVerdict } from './kinds.js';

// Registered as the modules load: enums must be known before the schema is built.
const NeedDomainType = enumObject(needDomain);
const Narrow = filterField(duty(...caseWork));

const listed = (values: readonly string[]) => `{${values.join(',')}}`;

@InputType({
  description:
    '받을 수 있는 서비스 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
export class EligibleServiceFilter {
  @Narrow(() => EligibilityVerdict, '이용 가능성. Those with this verdict.')
  verdict?: EligibilityVerdict | null;

  @Narrow(() => [NeedDomainType], '욕구 영역. Any of these.', { as: listed })
  needDomains?: (typeof needDomain.enumValues)[number][] | null;

  @Narrow(
    districtCode,
    '시·군·구 코드. Services given in this district or for those who live in it, five digits.',
    { as: districtOf },
  )
  district?: string | null;
}
