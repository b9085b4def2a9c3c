import { ObjectType } from 'type-graphql';
import { columns } from '../../access/columns.js';
import { OutputField } from '../../access/decorators.js';
import { inherited } from '../../access/grants.js';
import { Computed, One } from '../../access/relations.js';
import { Organization } from '../../catalogue/types.js';
import { connectionOf } from '../../connection.js';
import { facetChanges } from '../../database/tables/facetChange.js';
import { Node } from '../../node.js';

@ObjectType({
  description: '항목 변경. 한 칸의 바뀌기 전과 뒤를 보여 줍니다. One field before and after a change.',
})
export class ChangedField {
  @OutputField(() => String, '항목. Name of the field of the facet.')
  field!: string;

  @OutputField(
    () => String,
    '이전 값. What was known before; null where nothing was, and of SAFE_LOCATION always.',
    { optional: true },
  )
  before!: string | null;

  @OutputField(
    () => String,
    '이후 값. What is known since; null where it was taken away, and of SAFE_LOCATION always.',
    {
      optional: true,
    },
  )
  after!: string | null;
}

@ObjectType({
  implements: Node,
  description:
    '변경 이력. 한 항목의 내용을 누가 언제 바꾸었는지 보여 주며, 고쳐 쓸 수 없습니다. What somebody changed of what one data class says; never edited.',
})
export class FacetChange extends columns(facetChanges, {
  id: [inherited, '고유 식별자. Stable identifier.'],
  dataClass: [inherited, '개인정보 항목. The class of what was changed.'],
  version: [inherited, '판 번호. The version after the change; 1 where it was recorded for the first time.'],
  recordedAt: [inherited, '기록 시각. When it was changed.'],
}) {
  @Computed(
    () => [ChangedField],
    (t) => `${t}.changes`,
    { grant: inherited, description: '항목. What was changed, field by field.' },
  )
  readonly fields!: ChangedField[];

  @Computed(
    () => String,
    (t) => `hamkke.name_at_post(${t}.post_id)`,
    { grant: inherited, description: '변경한 사람. Name of who changed it.' },
    { optional: true },
  )
  readonly author!: string | null;

  @One(
    () => Organization,
    { id: 'organizationId' },
    { grant: inherited, description: '기록 기관. Whose staff changed it.' },
  )
  readonly organization!: Organization | null;
}

export const FacetChangeConnection = connectionOf(FacetChange, 'FacetChange', '변경 이력');
