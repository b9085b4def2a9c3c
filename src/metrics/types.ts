import { Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { anyDay } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { AllowedTo, inputField, OutputField } from '../access/decorators.js';
import { inherited, signedIn } from '../access/grants.js';
import { dimension, figureState, measure } from '../database/tables/enums.js';
import '../fact/words.js';
import { DateScalar, DateTimeScalar } from '../scalars.js';
import { comparisons, lengths } from './periods.js';
import { ratioRules } from './ratios.js';

const InputField = inputField(signedIn);

/** The GraphQL enum of a closed list, with what each value means. */
function closed(
  name: string,
  values: readonly string[],
  description: string,
  meanings: Readonly<Record<string, string>>,
) {
  const object = Object.fromEntries(values.map((each) => [each, each]));
  const valuesConfig = Object.fromEntries(values.map((each) => [each, { description: meanings[each]! }]));
  registerEnumType(object, { name, description, valuesConfig });
  return object;
}

export const MeasureType = enumObject(measure);
export const DimensionType = enumObject(dimension);
export const PeriodLengthType = closed(
  'PeriodLength',
  Object.keys(lengths),
  '기간 단위. 기간을 어떤 길이로 나누는지 구분합니다. How long the parts of a period are.',
  {
    MONTH: '월. Month by month.',
    QUARTER: '분기. Quarter by quarter.',
    HALF_YEAR: '반기. Half-year by half-year.',
    YEAR: '연도. Year by year.',
  },
);
export const ComparisonType = closed(
  'PeriodComparison',
  comparisons,
  '비교 기준. 어느 기간과 견주는지 구분합니다. With what a period is compared.',
  {
    PERIOD_BEFORE: '직전 기간. The period of the same length just before.',
    YEAR_BEFORE: '전년 같은 기간. The same period of the year before.',
  },
);
export const FigureStateType = enumObject(figureState);
export const RatioType = closed(
  'Ratio',
  Object.keys(ratioRules),
  '통계 비율. 어떤 수치를 어떤 수치로 나누는지 구분합니다. Which figure by which other one.',
  Object.fromEntries(
    Object.entries(ratioRules).map(([key, { words }]) => [
      key,
      `${words.name[0]}. ${words.definition[0]} ${words.name[1]}. ${words.definition[1]}`,
    ]),
  ),
);

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
    '구분 값. 수치가 어느 구분의 어떤 값에 대한 것인지 보여 줍니다. One value of one dimension that a figure is of.',
})
export class FigureValue {
  @OutputField(() => DimensionType, '구분. The dimension.')
  dimension!: string;

  @OutputField(() => String, '값. 코드로 적은 값입니다. The value as a code; UNKNOWN where nobody knows it.')
  value!: string;

  @OutputField(() => String, '이름. 값을 한국어로 부르는 이름입니다. What the value is called, in Korean.')
  name!: string;
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

  @OutputField(() => [Figure], '수치. By period, then measure, then the values of the dimensions.')
  figures!: Figure[];
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

  @OutputField(() => [RatioFigure], '비율. By period, then ratio, then value.')
  ratios!: RatioFigure[];
}

@ObjectType({
  description:
    '정정. 앞선 공표와 달라진 수치입니다. A published figure that is another one than in the release before.',
})
export class ReleaseCorrection {
  @OutputField(() => MeasureType, '지표. The measure.')
  measure!: string;

  @OutputField(() => DimensionType, '구분. The dimension; null where it is of the whole measure.', {
    optional: true,
  })
  dimension!: string | null;

  @OutputField(() => String, '값. The value of the dimension as a code.', { optional: true })
  value!: string | null;

  @OutputField(() => DateScalar, '달. First day of the month.')
  month!: string;

  @OutputField(() => Float, '앞선 수치. What was published before.')
  was!: number;

  @OutputField(() => Float, '정정한 수치. What is published now.')
  now!: number;
}

@ObjectType({
  description:
    '통계 공표. 보호하여 공표한 통계 한 회차이며 바뀌지 않습니다. Figures as they were published: protected, numbered and never changed.',
})
export class StatisticsRelease {
  @OutputField(() => String, '시·군·구 코드. The district.')
  district!: string;

  @OutputField(() => Int, '번호. Releases of a district are numbered from 1.')
  number!: number;

  @OutputField(() => DateScalar, '첫 달. First day of the first month that it has.')
  firstMonth!: string;

  @OutputField(() => DateScalar, '마지막 달. First day of the last month that it has.')
  lastMonth!: string;

  @OutputField(() => DateTimeScalar, '공표 시각. When it was made.')
  madeAt!: string;

  @OutputField(() => String, '보호 방법. How figures were protected, in Korean and English.')
  protection!: string;

  @OutputField(() => String, '해시. SHA-256 of all its figures, hexadecimal.')
  hash!: string;

  @OutputField(
    () => String,
    '서명. Signature over district, number and hash by the key of the access log, base64.',
  )
  signature!: string;

  @OutputField(() => String, '키 식별자. Which key signed.')
  keyId!: string;

  @OutputField(() => [ReleaseCorrection], '정정. What it corrected of months that were published before.')
  corrections!: ReleaseCorrection[];
}

@ObjectType({
  description:
    '구분 설명. 구분이 무엇이고 어떤 값이 있는지 알려 줍니다. What a dimension is, and which values it has.',
})
export class DimensionDefinition {
  @OutputField(() => DimensionType, '구분. The dimension.')
  dimension!: string;

  @OutputField(() => String, '이름. Its name in Korean.')
  name!: string;

  @OutputField(() => String, '영어 이름. Its name in English.')
  nameInEnglish!: string;

  @OutputField(() => String, '정의. What it tells apart, in Korean.')
  definition!: string;

  @OutputField(() => String, '영어 정의. What it tells apart, in English.')
  definitionInEnglish!: string;

  @OutputField(() => [FigureValue], '값. Its values; empty for DONG, which are a district’s own.')
  values!: FigureValue[];
}

@ObjectType({
  description:
    '지표 설명. 지표가 무엇을 세고 무엇으로 나눌 수 있는지 알려 줍니다. What a measure counts, and by what it can be asked for.',
})
export class MeasureDefinition {
  @OutputField(() => MeasureType, '지표. The measure.')
  measure!: string;

  @OutputField(
    () => String,
    '단위. 건, 원, 시점 가운데 하나입니다. COUNT, WON or STOCK: what is there on the last day.',
  )
  kind!: string;

  @OutputField(() => String, '이름. Its name in Korean.')
  name!: string;

  @OutputField(() => String, '영어 이름. Its name in English.')
  nameInEnglish!: string;

  @OutputField(() => String, '정의. What it counts, in Korean.')
  definition!: string;

  @OutputField(() => String, '영어 정의. What it counts, in English.')
  definitionInEnglish!: string;

  @OutputField(() => [DimensionType], '구분. By what it can be asked for, at most two at once.')
  dimensions!: string[];

  @OutputField(() => Boolean, '공표 여부. Whether releases have it.')
  published!: boolean;

  @OutputField(() => [DimensionType], '공표 구분. By what releases have it, one at a time.')
  publishedBy!: string[];
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
