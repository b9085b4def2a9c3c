import { isInterfaceType, isObjectType } from 'graphql';
import { known } from '../../src/demo/known.js';
import { schema } from '../../src/schema.js';
import { globalId } from './everything.js';
import type { Prepared } from './prepared.js';
import type { Values } from './questions.js';
import { nodeTypes, tableOfNode } from './roots.js';
import { consentScoped, householdOf } from './rows.js';
import type { Sight } from './sight.js';
import type { Row, World } from './world.js';

const cursor = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');

/** Rows of a table that mean most: hidden and changed, taken away, added, and shown. */
function samples(table: string, before: Sight, after: Sight, homes: ReadonlySet<string>): Row[] {
  const ids = (world: World) => new Set(world.all(table).map(({ id }) => id));
  const [had, has] = [ids(before.world), ids(after.world)];
  const hidden = before.world.all(table).filter((row) => !before.mayHave(table, row));
  const shown = before.world.all(table).filter((row) => before.mayHave(table, row));
  const named = (rows: readonly Row[]) => {
    const some = rows.filter((row) => !consentScoped.includes(table) || homes.has(householdOf(table, row)));
    return some.length ? some : rows;
  };
  return [
    ...named(hidden.filter(({ id }) => has.has(id))).slice(0, 2),
    ...named(hidden.filter(({ id }) => !has.has(id))).slice(0, 1),
    ...after.world
      .all(table)
      .filter(({ id }) => !had.has(id))
      .slice(0, 1),
    ...named(shown).slice(0, 1),
    ...named(shown).slice(-1),
  ];
}

/** With what the operations are asked: ids, names, days and cursors of what is hidden, in either state, and of what is shown. */
export function valuesFor({ homes: named, world }: Prepared, before: Sight, after: Sight): Values {
  const homes = new Set([...named.values()].map(({ id }) => id));
  const rows = (table: string) => samples(table, before, after, homes);
  const ids = new Map(
    nodeTypes.map((type) => [type, rows(tableOfNode(type)).map((row) => globalId(type, row))]),
  );
  const both = (table: string, column: string, some: readonly Row[]) =>
    [
      ...new Set(
        some.flatMap((row) =>
          [before, after].map(
            (each) =>
              each.world.one(table, column === 'name' ? 'member_id' : 'household_id', row.id)?.[column] ??
              null,
          ),
        ),
      ),
    ].filter((each) => each !== null);
  const households = rows('households');
  // Whose name is withheld in a household that is known, and anybody's.
  const nameless = world
    .all('member_identities')
    .filter(
      (row) => before.of(householdOf('', row))?.knowsHousehold && !before.mayHave('member_identities', row),
    )
    .slice(0, 3)
    .map((row) => ({ id: row.member_id }));
  const members = [...rows('members'), ...nameless];
  const shelter = (each: Sight) => each.world.one('organizations', 'id', known.organizations.shelter)!;
  const dates = both('cases', 'opened_on', households).slice(0, 3);
  const byReturned: Record<string, unknown[]> = {};
  for (const field of Object.values(schema.getQueryType()!.getFields())) {
    const type = field.type;
    if (isObjectType(type) && ids.has(type.name)) byReturned[`Query.${field.name}.id`] = ids.get(type.name)!;
    if (isInterfaceType(type)) byReturned[`Query.${field.name}.id`] = [...ids.values()].flat();
  }
  return {
    ...byReturned,
    ':ID': ['Household', 'Member', 'Case', 'Organization'].flatMap((type) => ids.get(type)!.slice(0, 4)),
    ':Date': dates,
    district: [...new Set([before.desk?.district ?? known.districts.yongsan, '41113'])],
    first: [1, 2],
    'Query.households.after': households
      .slice(0, 4)
      .map((row) => cursor(both('household_summaries', 'registered_on', [row])[0] ?? '2020-01-01', row.id)),
    'Query.sponsors.after': [cursor(shelter(before).id)],
    after: [before, after].map((each) => cursor(shelter(each).name, shelter(each).id)),
    'HouseholdFilter.memberName': ['', ...both('member_identities', 'name', members)],
    'HouseholdFilter.responsibleDong': both('household_summaries', 'responsible_dong', households),
    search: ['otherwise', '쉼터', shelter(before).name, shelter(after).name],
    'TaxonomyTermFilter.code': ['otherwise', world.all('taxonomy_terms')[0]!.code],
    'ServiceFilter.taxonomyTerm': ids.get('TaxonomyTerm')!,
    'ServiceFilter.organization': ids.get('Organization')!,
  };
}
