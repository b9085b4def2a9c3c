import { createHash } from 'node:crypto';
import { filterJson } from '../access/filters.js';
import { commonFaults } from '../commonFaults.js';
import { notOfThisList, parseCursor } from '../database/planner/cursor.js';
import type { Draft } from '../database/planner/draft.js';
import { isUuid } from '../database/planner/identifiers.js';
import type { FoundRows, RowRequest, RowSource } from '../database/planner/rowSource.js';
import { from } from '../database/planner/sql.js';
import * as tables from '../database/tables/catalogue.js';
import { errorOf } from '../faults.js';
import { kinds } from './kinds.js';
import { peopleSql } from './people.js';
import { setsSql } from './sets.js';

interface Given {
  $district: string;
  $id: string;
  filter?: object | null;
  after?: string | null;
}

/** Says whose cursor it is: one of another household or another filter would skip rows without a word. */
const askedBy = ({ $id, filter }: Given) =>
  createHash('sha256')
    .update(JSON.stringify([$id, filter ?? null]))
    .digest('base64url')
    .slice(0, 12);

function placeOf(given: Given): string[] {
  const place = parseCursor(given.after!, 4);
  const [asked, rank, name, id] = place as [string, string, string, string];
  if (!/^[01]$/.test(rank) || name.includes('\0') || !isUuid(id)) throw notOfThisList();
  if (asked !== askedBy(given)) throw errorOf(commonFaults.CURSOR_OF_OTHER_QUESTION);
  return place;
}

/** The services that a household may get, with what decided: `verdict`, `member_ids` and `conditions` of each. */
export const eligibleServices: RowSource = ({
  draft,
  at,
  size,
  continued,
  alias: f,
}: RowRequest): FoundRows => {
  const given = (all: readonly Record<string, unknown>[]) => all[at] as unknown as Given;
  const district = draft.bind('text', (all) => given(all).$district);
  const household = draft.bind('uuid', (all) => given(all).$id);
  const asked = draft.bind('text', (all) => askedBy(given(all)));
  const most = draft.bind('int', (all) => size(all) + 1);
  const parts = [
    ...peopleSql(draft, district, household),
    ...setsSql(draft, district),
    ...chosenSql(draft, at),
  ].join(', ');
  const part = (place: number) => draft.bind('text', (all) => placeOf(given(all))[place]);
  const behind = continued
    ? `where (rank, name collate "C", id) > (${part(1)}::int, ${part(2)}, ${part(3)}::uuid)`
    : '';
  const members = `select json_agg('Member:' || ${district} || ':' || m order by m) from unnest(c.members) m`;
  return {
    sort: [`${f}.asked`, `${f}.rank`, `${f}.name collate "C"`, `${f}.id`],
    page: `select ${asked} as asked, c.*, coalesce((${members}), '[]') as member_ids,
        ${conditionsSql('c', district)} as conditions
      from (select * from chosen ${behind} order by rank, name collate "C", id limit ${most}) c`,
    count: '(select count(*) from chosen)',
    distance: () => null,
    // Hidden and unknown are one answer.
    around: (answer) => `(with ${parts} select case when exists (select from asked) then ${answer} end)`,
  };
};

/** The parts of a statement up to `chosen`: services of which no condition fails for everybody, with whom each is for. */
function chosenSql(draft: Draft, at: number): string[] {
  const s = draft.alias();
  const fields = draft.filterAt(at);
  const filter = draft.bind('text', (all) =>
    JSON.stringify(filterJson(fields, (all[at] as unknown as Given).filter)),
  );
  return [
    `asking as materialized (
      select n.service, array_agg(e.id order by e.id) as sets
      from needs n join sets e on e.key = n.key
      where not exists (select from failing f where f.service = n.service) group by 1)`,
    `persons as materialized (
      select a.sets, v.person, bool_or(v.personal) as personal, bool_or(v.v = 'FAILS') as fails,
        bool_and(v.v = 'FITS') and bool_or(v.counts) as fits
      from (select distinct sets from asking) a cross join unnest(a.sets) e join verdicts v on v.set = e
      group by 1, 2)`,
    `outcomes as materialized (
      select sets, bool_or(fits) as fits, array_agg(person) filter (where person is not null and personal
        and case when some_fit then fits else not fails end) as members
      from (select *, bool_or(fits) over (partition by sets) as some_fit from persons) o
      group by sets having not bool_and(fails))`,
    `chosen as materialized (
      select ${s}.id, ${s}.name, case when o.fits then 0 else 1 end as rank,
        case when o.fits then 'YES' else 'MAYBE' end as verdict, ${s}.eligibility_description as words,
        k.sets, o.members
      from ${from(tables.services, s)}
      left join asking k on k.service = ${s}.id left join outcomes o on o.sets = k.sets
      cross join (select ${filter}::jsonb as asked) w
      where ${s}.status = 'ACTIVE' and (k.sets is null or o.sets is not null)
        and not exists (select from failing f where f.service = ${s}.id)
        and (w.asked -> 'verdict' is null or (w.asked ->> 'verdict' = 'YES') = coalesce(o.fits, false))
        and (w.asked -> 'needDomains' is null
          or ${s}.need_domain = any((w.asked ->> 'needDomains')::need_domain[]))
        and (w.asked -> 'district' is null or ${s}.id in (select x.id from service_searches x
          where x.districts @> array[w.asked ->> 'district']))${draft.wall(tables.services, s)})`,
  ];
}

/** The conditions of a service as an answer has them: of the household once, of people for each whom it may be for. */
function conditionsSql(c: string, district: string): string {
  const kind = Object.entries(kinds).map(([vocabulary, kind]) => `when '${vocabulary}' then '${kind}'`);
  const ages = `concat_ws(' ', case when e.codes[1] <> '' then '만 ' || e.codes[1] || '세 이상' end,
    case when e.codes[2] <> '' then '만 ' || e.codes[2] || '세 이하' end)`;
  const areas = `(select string_agg(regexp_replace(u, '^[0-9]+ ', ''), ', ' order by u) from unnest(e.codes) u)`;
  const names = `(select string_agg(distinct t.name, ', ') from terms t
    where t.vocabulary = e.vocabulary and t.code = any(e.codes))`;
  return `(select coalesce(json_agg(json_build_object('kind', k.kind, 'verdict', k.v, 'words', k.words,
      'dataClasses', coalesce(k.classes, '[]'), 'memberId', 'Member:' || ${district} || ':' || k.person)
      order by k.place, k.person), '[]')
    from (
      select distinct e.id as place, case e.vocabulary ${kind.join(' ')} end as kind, v.v,
        case e.vocabulary when 'AGE' then ${ages} when 'AREA' then ${areas} else ${names} end as words,
        v.classes, case when v.personal then v.person end as person
      from unnest(${c}.sets) i join sets e on e.id = i join verdicts v on v.set = e.id
      where v.person is null or not v.personal or v.person = any(${c}.members)
      union all
      select null, 'DESCRIPTION', 'IN_WORDS', ${c}.words, null, null where ${c}.words <> ''
    ) k)`;
}
