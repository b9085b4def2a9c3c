import { ID, ObjectType } from 'type-graphql';
import { OutputField } from '../access/decorators.js';
import { connectionOf } from '../connection.js';
import { DateScalar } from '../scalars.js';

@ObjectType({
  description:
    '14세 도래 동의. 아이를 대신해 한 동의가 아이가 14세가 되어 끝난다는 것을 알립니다. That a consent given for a child ends, because the child is 14 and speaks for itself.',
})
export class ConsentComingOfAge {
  @OutputField(() => ID, '동의. Id of the consent.')
  consentId!: string;

  @OutputField(() => ID, '가구원. Id of the young person, who is asked.')
  memberId!: string;

  @OutputField(() => ID, '가구. 가구의 식별자입니다. Id of the household.')
  householdId!: string;

  @OutputField(() => DateScalar, '14세가 되는 날. The consent opens nothing from this day on.')
  turnsFourteenOn!: string;

  @OutputField(() => Boolean, '종료 여부. Whether the day has come.')
  ended!: boolean;
}

export const ConsentComingOfAgeConnection = connectionOf(
  ConsentComingOfAge,
  'ConsentComingOfAge',
  '14세 도래 동의',
);
