import { ObjectType } from 'type-graphql';
import { OutputField } from '../access/decorators.js';
import '../fact/words.js';
import { DimensionType, MeasureType } from './enums.js';
import { FigureValue } from './tableTypes.js';

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
