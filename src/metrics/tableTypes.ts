import { Float, Int, ObjectType } from 'type-graphql';
import { OutputField } from '../access/decorators.js';
import { DateScalar } from '../scalars.js';
import { ComparisonType, DimensionType, FigureStateType, MeasureType } from './enums.js';

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
  description: '표의 기간. 통계표에서 나란히 놓인 기간 하나입니다. One period of a table.',
})
export class TablePeriod {
  @OutputField(() => DateScalar, '시작일. First day of the period.')
  from!: string;

  @OutputField(() => DateScalar, '종료일. Last day of the period.')
  until!: string;
}

@ObjectType({
  description:
    '표의 구분. 통계표를 나누는 구분 하나와 그 값을 순서대로 보여 줍니다. One dimension of a table, with its values in their order.',
})
export class TableDimension {
  @OutputField(() => DimensionType, '구분. The dimension.')
  dimension!: string;

  @OutputField(
    () => [FigureValue],
    '값. 수치가 놓인 순서대로입니다. Its values, in the order of the figures.',
  )
  values!: FigureValue[];
}

@ObjectType({
  description:
    '없는 수치. 표에서 값이 null인 자리 하나와 그 까닭을 보여 줍니다. A place of a table in which there is no figure, and why.',
})
export class MissingFigure {
  @OutputField(() => Int, '자리. Its place in `values`, from 0.')
  place!: number;

  @OutputField(() => FigureStateType, '까닭. Why there is none; never KNOWN.')
  state!: string;
}

@ObjectType({
  description:
    '견준 표. 다른 기간의 같은 수치를 같은 순서로 늘어놓습니다. The same figures of other periods, in the same order.',
})
export class ComparedTable {
  @OutputField(() => ComparisonType, '비교 기준. With what the table is compared.')
  with!: string;

  @OutputField(() => [TablePeriod], '기간. The other periods, in the order of those that were asked for.')
  periods!: TablePeriod[];

  @OutputField(() => [Float], '수치. The figures; null where there is none.', {
    optional: 'items',
  })
  values!: (number | null)[];

  @OutputField(() => [MissingFigure], '없는 수치. Why there is no figure in some places.')
  missing!: MissingFigure[];
}

@ObjectType({
  description:
    '수치만 모은 표. 수천 개의 수치를 한 줄로 늘어놓아 프로그램이 빠르게 읽습니다. Figures without what each of them is of, which follows from its place, as in JSON-stat: the last dimension runs fastest, then the first one, the measure, and the period. For programs that read thousands of them.',
})
export class FigureTable {
  @OutputField(() => [TablePeriod], '기간. The periods.')
  periods!: TablePeriod[];

  @OutputField(() => [MeasureType], '지표. The measures.')
  measures!: string[];

  @OutputField(() => [TableDimension], '구분. The dimensions; none where figures are of everything.')
  dimensions!: TableDimension[];

  @OutputField(
    () => [Float],
    '수치. 기간, 지표, 구분의 순서로 늘어놓은 값이며, 없으면 null입니다. The figures; null where there is none.',
    { optional: 'items' },
  )
  values!: (number | null)[];

  @OutputField(
    () => [MissingFigure],
    '없는 수치. 값이 null인 자리와 그 까닭입니다. Why there is no figure in some places.',
  )
  missing!: MissingFigure[];

  @OutputField(() => [ComparedTable], '비교. The same table of the periods that were asked for.')
  compared!: ComparedTable[];
}
