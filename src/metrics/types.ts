import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import { anyDay } from '../access/bounds.js';
import { AllowedTo, inputField } from '../access/decorators.js';
import { inherited, signedIn } from '../access/grants.js';

const InputField = inputField(signedIn);

@InputType({
  description:
    '기간. 어느 달의 첫날부터 어느 달의 마지막 날까지 온달로 적습니다. Whole months, from the first day of one to the last day of one.',
})
export class Period {
  @InputField(anyDay, '시작일. First day of a month, such as 2026-01-01.')
  from!: string;

  @InputField(anyDay, '종료일. Last day of a month, such as 2026-01-31.')
  until!: string;
}

@ObjectType({
  description:
    '발굴–선별–연계 현황. 한 기간에 발굴한 가구가 몇이고 그 뒤 어떻게 되었는지 보여 줍니다. How many households were screened in a period, and what became of them since.',
})
export class CaseFunnel {
  @AllowedTo(inherited)
  @Field(() => Int, { description: '발굴 가구. Households with a screening in the period.' })
  screened!: number;

  @AllowedTo(inherited)
  @Field(() => Int, {
    description: '사례관리 선정 가구. Of those, households with a CASE_MANAGED case opened since.',
  })
  selected!: number;

  @AllowedTo(inherited)
  @Field(() => Int, { description: '서비스연계. Services that those cases were linked to.' })
  linked!: number;

  @AllowedTo(inherited)
  @Field(() => Float, {
    nullable: true,
    description: '선정률. selected ÷ screened, from 0 to 1; null when nobody was screened.',
  })
  selectionRate!: number | null;

  @AllowedTo(inherited)
  @Field(() => Float, {
    nullable: true,
    description: '가구당 연계. linked ÷ selected; null when nobody was selected.',
  })
  linkagesPerCase!: number | null;
}
