import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import { anyDay } from '../access/bounds.js';
import { AllowedTo, inputField, OutputField } from '../access/decorators.js';
import { inherited, signedIn } from '../access/grants.js';
import '../fact/words.js';
import { DateScalar } from '../scalars.js';
import { ComparisonType, FigureStateType, MeasureType, RatioType } from './enums.js';
import { metricsLimits } from './limits.js';
import { FigureTable, FigureValue } from './tableTypes.js';

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

@InputType({
  description:
    '통계 기간. 어느 달의 첫날부터 어느 날까지 적습니다. From the first day of a month to a day, both included.',
})
export class MetricsPeriod {
  @InputField(anyDay, '시작일. First day of a month, such as 2026-01-01.')
  from!: string;

  @InputField(
    anyDay,
    '종료일. 달의 마지막 날이 아니면 그날까지 셉니다. Last day: of a month, or any other, so that figures are up to that day.',
  )
  until!: string;
}

@ObjectType({
  description:
    '견준 수치. 다른 기간의 같은 수치와 그 차이를 보여 줍니다. The same figure of another period, and the difference.',
})
export class ComparedFigure {
  @OutputField(() => ComparisonType, '비교 기준. With what it is compared.')
  with!: string;

  @OutputField(() => DateScalar, '시작일. First day of the other period.')
  from!: string;

  @OutputField(() => DateScalar, '종료일. Last day of the other period.')
  until!: string;

  @OutputField(() => Float, '수치. The figure of the other period.', { optional: true })
  value!: number | null;

  @OutputField(() => Float, '차이. This figure less the other one.', { optional: true })
  change!: number | null;

  @OutputField(
    () => Float,
    '증감률. The change by the other figure, 0.1 for ten percent more; null where the other is 0.',
    { optional: true },
  )
  rate!: number | null;
}

@ObjectType({
  description:
    '수치. 한 지표의 한 기간, 한 구분의 값입니다. One figure: of a measure, a period and values of dimensions.',
})
export class Figure {
  @OutputField(() => MeasureType, '지표. What is counted.')
  measure!: string;

  @OutputField(() => DateScalar, '시작일. First day of the period.')
  from!: string;

  @OutputField(() => DateScalar, '종료일. Last day of the period.')
  until!: string;

  @OutputField(() => [FigureValue], '구분 값. Of which values it is, in the order of the dimensions.')
  by!: FigureValue[];

  @OutputField(() => FigureStateType, '상태. Whether there is a figure, and if not, why.')
  state!: string;

  @OutputField(() => Float, '값. A whole number; null unless it is KNOWN.', { optional: true })
  value!: number | null;

  @OutputField(
    () => Float,
    '비중. 같은 지표와 기간의 합계에서 차지하는 비율입니다. Its share of the sum of the same measure and period, from 0 to 1.',
    { optional: true },
  )
  share!: number | null;

  @OutputField(() => [ComparedFigure], '비교. The same figure of the periods that were asked for.')
  compared!: ComparedFigure[];
}

@ObjectType({
  description:
    '비율. 한 수치를 다른 수치로 나눈 값입니다. One figure by another one of the same period and value.',
})
export class RatioFigure {
  @OutputField(() => RatioType, '비율. Which ratio.')
  ratio!: string;

  @OutputField(() => DateScalar, '시작일. First day of the period.')
  from!: string;

  @OutputField(() => DateScalar, '종료일. Last day of the period.')
  until!: string;

  @OutputField(() => [FigureValue], '구분 값. Of which value it is; empty where it is of everything.')
  by!: FigureValue[];

  @OutputField(() => Float, '분자. The figure that is divided.', { optional: true })
  numerator!: number | null;

  @OutputField(() => Float, '분모. The figure that it is divided by.', { optional: true })
  denominator!: number | null;

  @OutputField(() => Float, '값. Null where the denominator is 0.', { optional: true })
  value!: number | null;
}

@ObjectType({
  description:
    '통계표. 수치와 함께 정확한 값인지, 어떻게 보호했는지 알려 줍니다. Figures, with what they are: exact, or protected.',
})
export class Metrics {
  @OutputField(() => String, '시·군·구 코드. The district or city that the figures are of.')
  district!: string;

  @OutputField(
    () => Boolean,
    '정확한 값인지. Whether figures are exact, as the district itself has them; otherwise they are of a release.',
  )
  exact!: boolean;

  @OutputField(
    () => Int,
    '공표 번호. The release that they are of; null where they are exact, or of several districts.',
    {
      optional: true,
    },
  )
  release!: number | null;

  @OutputField(() => String, '보호 방법. How figures were protected, in Korean and English.')
  protection!: string;

  @OutputField(
    () => Float,
    '통상 오차. How far a count typically is from the truth; 0 where figures are exact.',
  )
  typicalError!: number;

  @OutputField(
    () => [Figure],
    `수치. ${metricsLimits.mostOneByOne.toLocaleString('en')}개까지 하나씩 보여 줍니다. By period, then measure, then the values of the dimensions; at most ${metricsLimits.mostOneByOne.toLocaleString('en')}, those of compared periods among them: \`table\` has more.`,
  )
  figures!: Figure[];

  @OutputField(
    () => FigureTable,
    '수치만 모은 표. 같은 수치를 한 줄로 늘어놓습니다. The same figures without what each is of: a small part of the size.',
  )
  table!: FigureTable;
}

@ObjectType({
  description:
    '비율표. 여러 비율을 기간과 구분별로 보여 줍니다. Ratios by period and by the values of a dimension.',
})
export class MetricsRatios {
  @OutputField(() => String, '시·군·구 코드. The district or city.')
  district!: string;

  @OutputField(() => Boolean, '정확한 값인지. Whether they are of exact figures.')
  exact!: boolean;

  @OutputField(() => Int, '공표 번호. The release that they are of; null where they are exact.', {
    optional: true,
  })
  release!: number | null;

  @OutputField(
    () => [RatioFigure],
    `비율. ${metricsLimits.mostRatios.toLocaleString('en')}개까지 보여 줍니다. By period, then ratio, then value; at most ${metricsLimits.mostRatios.toLocaleString('en')}.`,
  )
  ratios!: RatioFigure[];
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
