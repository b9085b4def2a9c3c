import { Float, Int, ObjectType } from 'type-graphql';
import { OutputField } from '../access/decorators.js';
import '../fact/words.js';
import { DateScalar, DateTimeScalar } from '../scalars.js';
import { DimensionType, MeasureType } from './enums.js';

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

  @OutputField(() => Float, '앞선 수치. What was published before; null where it was kept back.', {
    optional: true,
  })
  was!: number | null;

  @OutputField(() => Float, '정정한 수치. What is published now; null where it is kept back.', {
    optional: true,
  })
  now!: number | null;
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

  @OutputField(
    () => String,
    '해시. SHA-256 of its figures, when it was made and how it was protected, hexadecimal.',
  )
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
