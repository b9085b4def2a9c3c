import { ObjectType } from 'type-graphql';
import { columns } from '../../access/columns.js';
import { inherited } from '../../access/grants.js';
import { Computed, Many, One, Pages } from '../../access/relations.js';
import { Organization } from '../../catalogue/types.js';
import * as tables from '../../database/tables/case.js';
import { FacetChange } from '../../household/facet/changes.js';
import { Member } from '../../household/types.js';
import { Node } from '../../node.js';
import { caseOf, dataClass, id, toCase } from '../fields.js';
import { Case } from '../types.js';

@ObjectType({
  description:
    '참석자. 기록에 적힌 일에 함께한 사람입니다. Somebody who took part in what a note tells of; a member only for those who may know of them.',
})
export class NoteParticipant extends columns(tables.noteParticipants, {
  kind: [inherited, '유형. Whether it is staff, an agency or a member of the household.'],
}) {
  @Computed(
    () => String,
    (t) => `hamkke.name_at_post(${t}.post_id)`,
    { grant: inherited, description: '이름. Name of the staff member; null for the others.' },
    { optional: true },
  )
  readonly name!: string | null;

  @One(
    () => Organization,
    { id: 'organizationId' },
    {
      grant: inherited,
      description:
        '기관. The agency, or where the staff member worked then; null for members, and where it is confidential.',
    },
  )
  readonly organization!: Organization | null;

  @One(
    () => Member,
    { districtId: 'districtId', id: 'memberId' },
    { grant: inherited, description: '가구원. The member; null for the others.' },
  )
  readonly member!: Member | null;
}

@ObjectType({
  implements: Node,
  description: '상담·방문 기록. 상담이나 방문에서 글로 남긴 기록입니다. A note in free text.',
})
export class CaseNote extends columns(tables.caseNotes, {
  id,
  dataClass,
  kind: [inherited, '유형. What it was written about.'],
  writtenAt: [inherited, '작성 시각. When it was written.'],
  body: [inherited, '내용. The note, as it reads since its last correction.'],
  tookPlaceAt: [inherited, '실시 시각. When that took place which it tells of; null where nobody said.'],
  place: [inherited, '장소. Where it took place; null where nobody said.'],
  minutes: [inherited, '소요 시간. How long it took, in minutes; null where nobody said.'],
  version: [inherited, '판 번호. Grows with every correction; pass it back as `expectedVersion`.'],
}) {
  @One(
    () => Organization,
    { id: 'organizationId' },
    { grant: inherited, description: '작성 기관. Whose staff wrote it; null where that is not known.' },
  )
  readonly organization!: Organization | null;

  @Computed(
    () => String,
    (t) => `hamkke.name_at_post(${t}.post_id)`,
    { grant: inherited, description: '작성자. Name of who wrote it; null where that is not known.' },
    { optional: true },
  )
  readonly author!: string | null;

  @Many(() => NoteParticipant, { districtId: 'districtId', noteId: 'id' }, ['kind', 'id'], {
    grant: inherited,
    bounded: 'A note names as many as may be in one room: see `participants` of what writes it.',
    description: '참석자. Who took part in what it tells of, beside its author.',
  })
  readonly participants!: NoteParticipant[];

  @Pages(() => FacetChange, { districtId: 'districtId', noteId: 'id' }, ['recordedAt', 'id'], {
    grant: inherited,
    description: '정정 이력. What it said before each correction, oldest first.',
  })
  readonly changes!: FacetChange[];

  @One(() => Case, toCase, caseOf)
  readonly case!: Case | null;
}
