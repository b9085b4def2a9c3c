import type { Table } from 'drizzle-orm';
import { bit, type DataClass } from '../access/classes.js';
import { scopes } from '../access/visible.js';
import type { Draft } from '../database/planner/draft.js';
import { from } from '../database/planner/sql.js';
import * as tables from '../database/tables/household.js';
import type { Fact } from './facts.js';
import { bandSql, medianIncomeSql } from './medianIncome.js';

// What of a household its services are judged by: rows that the viewer may have, by both walls, and which classes are open.

const has = (subject: string, dataClass: DataClass) =>
  `(coalesce((${scopes.opened} -> ${subject}::text)::int, 0) & ${bit(dataClass)} <> 0)`;

const ofMembers = {
  IDENTITY: [tables.memberIdentities, 'birth_date', 'sex', 'died_on', 'left_on'],
  HEALTH: [tables.memberHealths, 'disability', 'conditions'],
  EMPLOYMENT: [tables.memberEmployments, 'status as work'],
  EDUCATION: [tables.memberEducations, 'school'],
} as const;
const ofHouseholds = {
  SUMMARY: [tables.householdSummaries, 'responsible_dong'],
  HOUSING: [tables.householdHousings, 'tenure'],
  FINANCE: [tables.householdFinances, 'monthly_income_krw as income'],
  FAMILY: [tables.householdFamilies, 'household_type'],
} as const;

const knows = (dataClass: string) => `knows_${dataClass.toLowerCase()}`;

/**
 * Where a fact finds whether a class is open: of the household as a whole, of a person, or of all its people, where a fact of
 * the household looks at what is of them.
 */
export const isOpen = (dataClass: DataClass, ofAll: boolean) =>
  `${ofAll || dataClass in ofHouseholds ? 'h' : 'p'}.${knows(dataClass)}`;

/** Whether it is of a person, and not of their household as a whole. */
export const isPersonal = ({ needs }: Fact) => needs.some((each) => each in ofMembers);

/** The parts of a statement: `asked` (the household, if it is known), `p` (its people of now) and `h` (what it has as a whole). */
export function peopleSql(draft: Draft, district: string, household: string): string[] {
  const [h, m] = [draft.alias(), draft.alias()];
  const facets = (
    all: Readonly<Record<string, readonly [Table, ...string[]]>>,
    id: 'member_id' | 'household_id',
    own: string,
    subject: string,
  ) => {
    const made = Object.entries(all).map(([dataClass, [table, ...columns]]) => {
      const alias = draft.alias();
      return {
        columns: [
          ...columns.map((each) => `${alias}.${each}`),
          `${has(subject, dataClass as DataClass)} as ${knows(dataClass)}`,
        ],
        join: `left join ${from(table, alias)} on ${alias}.district_id = ${district} and ${alias}.${id} = ${own}${draft.wall(table, alias)}`,
      };
    });
    return {
      columns: made.flatMap(({ columns }) => columns).join(', '),
      joins: made.map(({ join }) => join).join(' '),
    };
  };
  const theirs = facets(ofMembers, 'member_id', `${m}.id`, `${m}.id`);
  const whole = facets(ofHouseholds, 'household_id', 'a.id', 'a.id');
  // Nobody of whom the viewer may know: what would be of somebody is withheld, or missing for those who would see it.
  const nobody = Object.entries(ofMembers).map(([dataClass]) => has('a.id', dataClass as DataClass));
  const flags = Object.keys(ofMembers).map(knows).join(', ');
  const ofBand = bandSql('w.income', 'median');
  return [
    `asked as materialized (
      select ${h}.id from ${from(tables.households, h)}
      where ${h}.district_id = ${district} and ${h}.id = ${household}${draft.wall(tables.households, h)})`,
    `there as materialized (
      select ${m}.id, ${theirs.columns} from ${from(tables.members, m)} ${theirs.joins}
      where ${m}.district_id = ${district}
        and ${m}.household_id = (select id from asked)${draft.wall(tables.members, m)})`,
    `now_there as materialized (
      select *, hamkke.age_on(birth_date, now()) as age from there where died_on is null and left_on is null)`,
    `p as materialized (
      select id, age, sex, disability, conditions, work, school, ${flags} from now_there
      union all
      select null, null, null, null, null, null, null, ${nobody.join(', ')} from asked a
        where not exists (select from now_there))`,
    `sized as materialized (
      select count(*)::int as most_people,
        (count(*) filter (where ${knows('IDENTITY')}))::int as fewest_people,
        (count(*) filter (where age < 18))::int as fewest_children,
        (count(*) filter (where coalesce(age < 18, true)))::int as most_children,
        coalesce(bool_and(${knows('IDENTITY')}), false) as ${knows('IDENTITY')}
      from now_there)`,
    `whole as materialized (select ${whole.columns}, z.* from asked a cross join sized z ${whole.joins})`,
    `h as materialized (
      select w.*, (select array_agg(distinct ${ofBand})
        from generate_series(greatest(w.fewest_people, 1), w.most_people) s (size)
        cross join lateral (select ${medianIncomeSql('s.size')}) y (median)
        where w.income is not null and median is not null) as bands
      from whole w)`,
  ];
}
