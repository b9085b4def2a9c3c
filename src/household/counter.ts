import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, InputType, Query, Resolver } from 'type-graphql';
import { birthDay, line, registrationNumber } from '../access/bounds.js';
import type { Purpose } from '../access/classes.js';
import { enumObject } from '../access/columns.js';
import { AllowedTo, InputField } from '../access/decorators.js';
import { counterDuties } from '../access/duties.js';
import { duty } from '../access/grants.js';
import type { Context } from '../context.js';
import { districtOf } from '../database/planner/identifiers.js';
import { purpose as purposes } from '../database/tables/enums.js';
import { errorOf } from '../faults.js';
import { required } from '../text/required.js';
import { uniqueIdFaults } from '../uniqueid/faults.js';
import { withoutKeys } from '../uniqueid/uniqueIds.js';
import { householdFaults } from './faults.js';
import { householdLimits } from './limits.js';
import { Household } from './types.js';

const optional = { optional: true };

@InputType({
  description:
    '창구 방문자. 창구에 온 사람이 밝힌 이름과 생년월일, 이름과 전화번호, 또는 주민등록번호를 적습니다. Somebody who stands at the counter, by what they say of themselves: name and birth date, name and telephone number, or the registration number.',
})
export class PersonAtCounterInput {
  @InputField(line(100), '이름. Full name.', optional)
  name?: string | null;

  @InputField(birthDay, '생년월일. Birth date.', optional)
  birthDate?: string | null;

  @InputField(line(60), '전화. Telephone number.', optional)
  phone?: string | null;

  @InputField(
    registrationNumber,
    '주민등록번호. 열세 자리를 모두 적으며, 줄표는 있어도 없어도 됩니다. All thirteen digits, with or without a hyphen; alone, or with the name. Send it as a variable, by POST.',
    optional,
  )
  number?: string | null;
}

@Resolver()
export class CounterResolver {
  @AllowedTo(duty(...counterDuties))
  @Query(() => [Household], {
    nullable: true,
    description:
      '창구 조회. 창구에 온 사람의 가구를 정확한 두 가지 식별 정보나 주민등록번호로 찾습니다. 물을 때마다 기록됩니다. The households of a person at the counter, found by two exact identifiers or the registration number: their ids and what SUMMARY has. Empty where there is none or the viewer may not know of it. Each asking is logged, whatever came of it.',
  })
  householdsAtCounter(
    @Arg('person', () => PersonAtCounterInput, { description: '방문자. 누구인지 적습니다. Who it is.' })
    person: PersonAtCounterInput,
    @Arg('purpose', () => enumObject(purposes), {
      description:
        '목적. `Hamkke-Purpose` 대신 무엇을 위해 묻는지 적습니다. 접속기록에 남습니다. What it is asked for, in place of `Hamkke-Purpose`; the access log has it.',
    })
    purpose: Purpose,
    @Arg('district', () => String, {
      nullable: true,
      description:
        '시·군·구 코드. 다섯 자리 코드이며, 정하지 않으면 본인의 시·군·구입니다. Five digits; the viewer’s own unless said otherwise.',
    })
    district: string | null,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { name, birthDate, phone, number } = person;
    if ([birthDate, phone, number].filter(Boolean).length !== 1 || !(name || number))
      throw errorOf(householdFaults.IDENTIFIERS_NEEDED);
    if (number && context.request.intake.inAddress)
      throw errorOf(uniqueIdFaults.REGISTRATION_NUMBER_IN_ADDRESS);
    const sought = {
      name: name && required(name, 'person.name'),
      birthDate,
      phone: phone && required(phone, 'person.phone'),
      index: number && (context.uniqueIds ?? withoutKeys).indexOf(number),
    };
    return context.reads.byPerson(
      { ...context, purpose },
      info,
      districtOf(district ?? context.viewer!.districtId),
      sought,
      householdLimits.householdsAtCounter,
    );
  }
}
