import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Int, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { statisticians } from '../access/duties.js';
import { duty, signedIn } from '../access/grants.js';
import type { Context } from '../context.js';
import { districtOf } from '../database/planner/identifiers.js';
import { fieldsAsked } from '../database/planner/selection.js';
import {
  type Dimension,
  dimensions,
  dimensionValues,
  type Measure,
  measureRules,
  measures,
} from '../fact/measures.js';
import { dimensionWords, measureWords } from '../fact/words.js';
import { precisionOfMonths } from '../release/answers.js';
import { monthsBetween } from '../release/months.js';
import { isRoundedWithin, publishedBy } from '../release/plan.js';
import { protectionOfCounts } from '../release/protect.js';
import { protectionWords } from '../release/publish.js';
import { checkOneByOne, figuresIn, tableIn } from './answer.js';
import { DimensionDefinition, MeasureDefinition } from './definitions.js';
import { ComparisonType, DimensionType, MeasureType, PeriodLengthType, RatioType } from './enums.js';
import {
  type Comparison,
  checkPeriod,
  checkWholeMonths,
  compared,
  type PeriodLength,
  partsOf,
} from './periods.js';
import { type Answered, exactFigures, figuresOf } from './questions.js';
import { checkRatios, type Ratio, ratioOf, ratioRules, ratios } from './ratios.js';
import { StatisticsRelease } from './releases.js';
import { checked, nameOfValue, type Question, rowsOf, type TableRow, tableOf } from './table.js';
import { CaseFunnel, Metrics, MetricsPeriod, MetricsRatios, Period } from './types.js';

const districtArgument = '시·군·구 코드. 다섯 자리 코드를 적습니다. Five digits.';
const periodArgument = '기간. 수치를 셀 기간입니다. The period that is counted.';
const everyArgument =
  '나누는 단위. 기간을 달력의 월·분기·반기·연도로 나눕니다. Into which parts of the calendar the period is divided; one figure for all of it where nothing is said.';

const releaseArgument =
  '공표 번호. 정하지 않으면 통계 담당은 정확한 값을, 그 밖에는 마지막 공표를 봅니다. Number of a release; without it the exact figures for the district’s own statistics role, and the last release for everybody else.';

/** What can be said of figures: exact ones, and published ones by how long their periods are. */
function aboutOf({ exact, release }: Answered, { measures: asked, by, periods }: Question) {
  if (exact)
    return {
      exact,
      release,
      typicalError: 0,
      protection:
        '정확한 값이며 해당 시·군·구의 통계 담당만 봅니다.\nExact figures, for the district’s own statistics role alone.',
    };
  const errors = periods.map(({ from, until }) => {
    const months = monthsBetween(from.slice(0, 7), until.slice(0, 7));
    return precisionOfMonths(protectionOfCounts.base, months, by.length > 0).typical;
  });
  // Most values of such a dimension go with two of the other one at most, and are the sum of both.
  const isSum = asked.some((measure) => by.some((each) => isRoundedWithin(measure, each)));
  const error = Math.max(...errors) * (isSum ? Math.SQRT2 : 1);
  return {
    exact,
    release,
    typicalError: Math.round(10 * error) / 10,
    protection: `${protectionWords.ko}\n${protectionWords.en}`,
  };
}

const keyOf = ({ measure, by }: TableRow) => [measure, ...by.map(({ value }) => value)].join(' ');

@Resolver()
export class MetricsResolver {
  @AllowedTo(signedIn)
  @Query(() => Metrics, {
    nullable: true,
    description:
      '통계. 고른 지표를 기간과 구분별로 보여 주고 다른 기간과 견줍니다. Figures by period and by at most two dimensions, compared with other periods.',
  })
  async metrics(
    @Arg('district', () => String, { description: districtArgument }) district: string,
    @Arg('measures', () => [MeasureType], {
      description: '지표. 무엇을 셀지 하나 이상 고릅니다. What is counted; one or more.',
    })
    asked: Measure[],
    @Arg('period', () => MetricsPeriod, { description: periodArgument }) period: MetricsPeriod,
    @Arg('every', () => PeriodLengthType, { nullable: true, description: everyArgument })
    every: PeriodLength | null,
    @Arg('by', () => [DimensionType], {
      nullable: true,
      description:
        '구분. 수치를 나눌 구분을 두 가지까지 고릅니다. By what figures are told apart, at most two.',
    })
    by: Dimension[] | null,
    @Arg('compareWith', () => [ComparisonType], {
      nullable: true,
      description: '비교 기준. 어느 기간과 견줄지 고릅니다. With which periods each one is compared.',
    })
    compareWith: Comparison[] | null,
    @Arg('release', () => Int, { nullable: true, description: releaseArgument }) release: number | null,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    checkPeriod(period);
    const order = checked(asked, by ?? []);
    const wanted = [...new Set(asked)];
    const parts = partsOf(period, every ?? null);
    const comparisons = [...new Set(compareWith ?? [])];
    const others = comparisons.map((how) => parts.map((each) => compared(each, how)));
    const periods = [parts, ...others].flat();
    const question = { measures: wanted, by: order, periods };
    const figures = await figuresOf(context, info, district, release ?? null, question);
    const table = tableOf(question, figures);
    // A question that is refused below its root would be asked of the database twice: a known document is then executed again.
    if (fieldsAsked(info).includes('figures')) checkOneByOne(table);
    let figuresMade: ReturnType<typeof figuresIn> | undefined;
    let tableMade: ReturnType<typeof tableIn> | undefined;
    return {
      district,
      ...aboutOf(figures, { ...question, periods: parts }),
      // Each is made for those who ask for it, and once: thousands of figures one by one are most of the work.
      get figures() {
        figuresMade ??= figuresIn(table, comparisons);
        return figuresMade;
      },
      get table() {
        tableMade ??= tableIn(table, comparisons);
        return tableMade;
      },
    };
  }

  @AllowedTo(signedIn)
  @Query(() => MetricsRatios, {
    nullable: true,
    description:
      '통계 비율. 선정률, 기한 준수율처럼 한 수치를 다른 수치로 나눈 값을 보여 줍니다. Figures by other figures: the funnel, deadlines met, visits in time.',
  })
  async metricsRatios(
    @Arg('district', () => String, { description: districtArgument }) district: string,
    @Arg('ratios', () => [RatioType], { description: '비율. 하나 이상 고릅니다. Which ratios; one or more.' })
    asked: Ratio[],
    @Arg('period', () => MetricsPeriod, { description: periodArgument }) period: MetricsPeriod,
    @Arg('every', () => PeriodLengthType, { nullable: true, description: everyArgument })
    every: PeriodLength | null,
    @Arg('by', () => DimensionType, {
      nullable: true,
      description: '구분. 두 수치에 모두 있는 구분 하나입니다. One dimension that both figures are known by.',
    })
    by: Dimension | null,
    @Arg('release', () => Int, { nullable: true, description: releaseArgument }) release: number | null,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    checkPeriod(period);
    const wanted = ratios.filter((each) => asked.includes(each));
    const needed = wanted.flatMap((each) => [ratioRules[each].numerator, ratioRules[each].denominator]);
    const counted = measures.filter((each) => (needed as Measure[]).includes(each));
    const order = checked(counted, by ? [by] : []);
    const parts = partsOf(period, every ?? null);
    const question = { measures: counted, by: order, periods: parts };
    const figures = await figuresOf(context, info, district, release ?? null, question);
    const table = tableOf(question, figures);
    checkRatios(parts.length * wanted.length * table.places);
    const rows = rowsOf(table);
    const each = rows.length / parts.length;
    return {
      district,
      exact: figures.exact,
      release: figures.release,
      ratios: parts.flatMap((_, nth) => {
        const ofPart = rows.slice(nth * each, (nth + 1) * each);
        const byKey = new Map(ofPart.map((row) => [keyOf(row), row]));
        return wanted.flatMap((ratio) => {
          const { numerator, denominator } = ratioRules[ratio];
          return ofPart
            .filter(({ measure, state }) => measure === denominator && state !== 'IMPOSSIBLE')
            .map((row) => {
              const over = byKey.get(keyOf({ ...row, measure: numerator }))!;
              return {
                ratio,
                from: row.from,
                until: row.until,
                by: row.by,
                numerator: over.value,
                denominator: row.value,
                value: ratioOf(over.value, row.value),
              };
            });
        });
      }),
    };
  }

  @AllowedTo(signedIn)
  @Query(() => [StatisticsRelease], {
    nullable: true,
    description:
      '공표 목록. 시·군·구가 공표한 통계를 최근 것부터 보여 줍니다. The releases of a district, the newest first.',
  })
  releases(
    @Arg('district', () => String, { description: districtArgument }) district: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.functions.called(context, info, 'release_list($1::text)', [districtOf(district)]);
  }

  @AllowedTo(signedIn)
  @Query(() => [MeasureDefinition], {
    nullable: true,
    description:
      '지표 목록. 물을 수 있는 지표와 그 정의입니다. The measures that can be asked for, with what they mean.',
  })
  measures() {
    return measures.map((measure) => {
      const { name, definition } = measureWords[measure];
      return {
        measure,
        ...measureRules[measure],
        name: name[0],
        nameInEnglish: name[1],
        definition: definition[0],
        definitionInEnglish: definition[1],
        published: publishedBy(measure) !== null,
        publishedBy: publishedBy(measure) ?? [],
      };
    });
  }

  @AllowedTo(signedIn)
  @Query(() => [DimensionDefinition], {
    nullable: true,
    description:
      '구분 목록. 수치를 나눌 수 있는 구분과 그 값입니다. The dimensions that figures can be by, with their values.',
  })
  dimensions() {
    return dimensions.map((dimension) => {
      const { name, definition } = dimensionWords[dimension];
      const values = dimension === 'DONG' ? [] : dimensionValues[dimension];
      return {
        dimension,
        name: name[0],
        nameInEnglish: name[1],
        definition: definition[0],
        definitionInEnglish: definition[1],
        values: values.map((value) => ({ dimension, value, name: nameOfValue(dimension, value, {}) })),
      };
    });
  }

  @AllowedTo(duty(...statisticians))
  @Query(() => CaseFunnel, {
    nullable: true,
    deprecationReason:
      'Use `metricsRatios` with SELECTION_RATE and LINKAGES_PER_SELECTED, which counts the same.',
    description:
      '발굴–선별–연계 현황. 발굴에서 연계까지의 정확한 월별 수치를 통계 담당에게 보여 줍니다. Exact figures of whole months, for the statistics role of the district or city itself; FORBIDDEN for everybody else.',
  })
  async caseFunnel(
    @Arg('district', () => String, { description: '시·군·구 코드. 다섯 자리 코드를 적습니다. Five digits.' })
    district: string,
    @Arg('period', () => Period, {
      description: '기간. 발굴한 달을 온달로 정합니다. Whole months of the screenings.',
    })
    period: Period,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    checkWholeMonths(period);
    const counted = ['SCREENED', 'SCREENED_SELECTED', 'SCREENED_LINKAGES'] as const;
    const { found } = await exactFigures(context, info, district, {
      measures: counted,
      by: [],
      periods: [period],
    });
    const [screened, selected, linked] = counted.map((measure) =>
      found.reduce((sum, [, of, , , figures]) => sum + (of === measure ? (figures[0] ?? 0) : 0), 0),
    ) as [number, number, number];
    return {
      screened,
      selected,
      linked,
      selectionRate: ratioOf(selected, screened),
      linkagesPerCase: ratioOf(linked, selected),
    };
  }
}
