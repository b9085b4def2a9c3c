import type { DataClass } from '../access/classes.js';
import type { Draft } from '../database/planner/draft.js';
import { from } from '../database/planner/sql.js';
import * as tables from '../database/tables/catalogue.js';
import { ageFact, areaFacts, everybody, type Fact, facts } from './facts.js';
import { isOpen, isPersonal } from './people.js';

// What services ask for, judged once a set of terms and a person: there are few sets, however many services there are.

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
const array = (values: readonly string[]) => `array[${values.map(text).join(', ')}]::text[]`;

/** A fact as values: its verdict of a person, the classes that it looks at, and those of them that are closed. */
function judged({ needs, also = [], judged }: Fact): string {
  const open = (each: DataClass) => isOpen(each, also.includes(each));
  const all = [...needs, ...also];
  const closed = all.map((each) => `case when not ${open(each)} then '${each}' end`).join(', ');
  return `case when not (${needs.map(open).join(' and ')}) then 'WITHHELD' else ${judged} end,
    ${array(all)}, array_remove(array[${closed}], null)`;
}
/** The classes that decided, or that would have. */
const classes = (j: string) =>
  `case ${j}.v when 'WITHHELD' then ${j}.closed when 'IN_WORDS' then '{}' else ${j}.looked_at end`;

/** Between the parts of a key: no text has it. */
const apart = `E'\\x1f'`;

/** The verdicts from the one that decides on, where any term of a set is enough. */
const deciding = array(['FITS', 'WITHHELD', 'MISSING', 'IN_WORDS', 'FAILS']);

/**
 * The parts of a statement: `terms` (of the vocabularies that are judged), `needs` (of each service, a set of terms of a
 * vocabulary), `sets` (each once), `verdicts` (what each set says of each person) and `failing` (services that one of their
 * sets keeps everybody from). A set with a term that no fact is said of fails for nobody.
 */
export function setsSql(draft: Draft, district: string): string[] {
  const [x, t, a, s, r] = Array.from({ length: 5 }, () => draft.alias()) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const known = Object.entries(facts).flatMap(([vocabulary, terms]) =>
    Object.entries(terms!).map(
      ([code, fact]) => `(${text(vocabulary)}, ${text(code)}, ${isPersonal(fact)}, ${judged(fact)})`,
    ),
  );
  const open = Object.entries(everybody).map(
    ([vocabulary, codes]) => `(vocabulary = ${text(vocabulary)} and codes @> ${array(codes!)})`,
  );
  return [
    `home as materialized (
      with recursive up as (select id, name, parent_id, 1 as level from districts where id = ${district}
        union all select d.id, d.name, d.parent_id, level + 1 from districts d join up on d.id = up.parent_id)
      select array_agg(id order by level) as codes, array_agg(name order by level) as names from up)`,
    `terms as materialized (
      select ${t}.id, coalesce(${t}.code, ${t}.name) as code, ${t}.name, ${x}.name as vocabulary
      from ${from(tables.taxonomies, x)}
      join ${from(tables.taxonomyTerms, t)} on ${t}.taxonomy_id = ${x}.id${draft.wall(tables.taxonomyTerms, t)}
      where ${x}.name = any(${array(Object.keys(facts))})${draft.wall(tables.taxonomies, x)})`,
    // Compared as bytes: there are many, and their order means nothing.
    `needs as materialized (
      select ${a}.link_id as service,
        (t.vocabulary || ${apart} || string_agg(t.code, ${apart} order by t.code collate "C")) collate "C" as key
      from terms t
      join ${from(tables.attributes, a)} on ${a}.taxonomy_term_id = t.id${draft.wall(tables.attributes, a)}
      group by 1, t.vocabulary
      union all
      select ${s}.id, concat_ws(${apart}, 'AGE', coalesce(${s}.minimum_age::text, ''),
        coalesce(${s}.maximum_age::text, ''))
      from ${from(tables.services, s)}
      where coalesce(${s}.minimum_age, ${s}.maximum_age) is not null${draft.wall(tables.services, s)}
      union all
      select ${r}.service_id, 'AREA' || ${apart} || string_agg(concat_ws(' ',
        case when ${r}.extent ~ '^[0-9]{5}([0-9]{5})?$' then ${r}.extent end,
        coalesce(${r}.name, ${r}.description, '')), ${apart} order by ${r}.extent, ${r}.name, ${r}.id)
      from ${from(tables.serviceAreas, r)}
      where ${r}.service_id is not null${draft.wall(tables.serviceAreas, r)} group by 1)`,
    `sets as materialized (
      select row_number() over (order by key)::int as id, key, vocabulary, codes
      from (select key, parts[1] as vocabulary, parts[2:] as codes
        from (select key, string_to_array(key, ${apart}) as parts from needs group by 1) n) n
      where (${open.join(' or ')}) is not true)`,
    `facts as materialized (
      select p.id as person, j.vocabulary, j.code, j.personal, j.v, ${classes('j')} as classes
      from p cross join h cross join lateral (values ${known.join(', ')})
        j (vocabulary, code, personal, v, looked_at, closed))`,
    `each_term as materialized (
      select s.id as set, p.id as person, f.personal, f.v, f.classes
      from sets s cross join p cross join unnest(s.codes) u (c)
      left join facts f on f.person is not distinct from p.id and f.vocabulary = s.vocabulary and f.code = c
      where s.vocabulary not in ('AGE', 'AREA')
      union all
      select s.id, p.id, true, j.v, ${classes('j')}
      from sets s cross join p cross join h
      cross join lateral (values (${judged(ageFact)})) j (v, looked_at, closed)
      where s.vocabulary = 'AGE'
      union all
      select s.id, p.id, false, coalesce(j.v, d.v), ${classes('j')}
      from sets s cross join p cross join h cross join home cross join unnest(s.codes) u (c)
      cross join lateral (select ${areaFacts.district}) d (v)
      left join lateral (values (${judged(areaFacts.dong)})) j (v, looked_at, closed) on c ~ '^[0-9]{10} ' and d.v <> 'FAILS'
      where s.vocabulary = 'AREA')`,
    `verdicts as materialized (
      select e.set, e.person, coalesce(bool_or(e.personal), false) as personal, s.vocabulary <> 'AREA' as counts,
        case when bool_or(e.v = 'FITS') then 'FITS' when bool_and(coalesce(e.v, '') = 'FAILS') then 'FAILS'
          when bool_or(e.v = 'WITHHELD') then 'WITHHELD' when bool_or(e.v = 'MISSING') then 'MISSING'
          else 'IN_WORDS' end as v,
        (array_agg(to_jsonb(e.classes) order by array_position(${deciding}, e.v)))[1] as classes
      from each_term e join sets s on s.id = e.set
      group by 1, 2, s.vocabulary)`,
    // Most services fail by one set alone, such as their area: what else they ask for needs no look.
    `failing as materialized (
      select n.service from needs n join sets s on s.key = n.key
      join (select v.set from verdicts v group by 1 having bool_and(v.v = 'FAILS')) f on f.set = s.id)`,
  ];
}
