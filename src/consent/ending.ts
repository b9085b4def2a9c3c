import { ID, ObjectType } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import { connectionOf } from '../connection.js';
import { purpose } from '../database/tables/enums.js';
import { DateScalar } from '../scalars.js';

@ObjectType({
  description:
    '만료 예정 동의. 곧 끝나는 동의를 알립니다. A consent that ends soon; whose it is stands in the consent itself.',
})
export class ConsentEnding {
  @OutputField(() => ID, '동의. Id of the consent.')
  consentId!: string;

  @OutputField(() => ID, '가구. 가구의 식별자입니다. Id of the household.')
  householdId!: string;

  @OutputField(() => ID, '받는 기관. Id of the organization; null when confidential.', { optional: true })
  organizationId!: string | null;

  @OutputField(() => String, '받는 기관 이름. Its name; null when confidential.', { optional: true })
  organizationName!: string | null;

  @OutputField(() => enumObject(purpose), '목적. For what it was given.')
  purpose!: string;

  @OutputField(() => DateScalar, '종료일. Last day on which it opens anything.')
  validUntil!: string;
}

export const ConsentEndingConnection = connectionOf(ConsentEnding, 'ConsentEnding', '만료 예정 동의');
