import { ObjectType } from 'type-graphql';
import { record } from '../access/columns.js';
import { open } from '../access/grants.js';
import { Many, One, Pages } from '../access/relations.js';
import { connectionOf } from '../connection.js';
import * as tables from '../database/tables/catalogue.js';
import { Node } from '../node.js';

const words = (description: string) => ({ grant: open, description });

@ObjectType({
  implements: Node,
  description: '분류체계. 용어가 속한 분류체계입니다. A taxonomy that terms belong to (HSDS taxonomy).',
})
export class Taxonomy extends record(tables.taxonomies, {
  id: '고유 식별자. Stable identifier.',
  name: '이름. Name of the taxonomy.',
  description: '설명. What it classifies.',
  uri: 'URI. A persistent identifier.',
  version: '판. Version.',
}) {
  @Pages(() => TaxonomyTerm, { taxonomyId: 'id' }, ['name', 'id'], words('용어. Its terms, by name.'))
  readonly terms!: unknown;
}

@ObjectType({
  implements: Node,
  description: '분류 용어. 분류체계의 용어입니다. A term of a taxonomy (HSDS taxonomy_term).',
})
export class TaxonomyTerm extends record(tables.taxonomyTerms, {
  id: '고유 식별자. Stable identifier.',
  code: '부호. Its code in the taxonomy.',
  name: '이름. The term.',
  description: '설명. What it means.',
  language: '언어. Language of the term, ISO 639.',
  termUri: 'URI. A persistent identifier.',
}) {
  @One(() => Taxonomy, { id: 'taxonomyId' }, words('분류체계. The taxonomy it belongs to.'))
  readonly taxonomy!: Taxonomy | null;

  @One(() => TaxonomyTerm, { id: 'parentId' }, words('상위 용어. The broader term.'))
  readonly parent!: TaxonomyTerm | null;

  @Many(() => TaxonomyTerm, { parentId: 'id' }, ['name', 'id'], words('하위 용어. Narrower terms, by name.'))
  readonly children!: TaxonomyTerm[];
}

export const TaxonomyConnection = connectionOf(Taxonomy, 'Taxonomy', '분류체계');
export const TaxonomyTermConnection = connectionOf(TaxonomyTerm, 'TaxonomyTerm', '분류 용어');
