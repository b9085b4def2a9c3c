/**
 * What a household counts for once in a calendar year, on the first day of it: that it was screened, by its own record or
 * as a line of a campaign, and what became of it since; that it was served. Somebody of a list who is of no household yet
 * counts as one. Years are added up, and so are months: the figures of a month are of those who were first met in it.
 */
export const onceAYear = () => `
create or replace function hamkke.once_a_year(p_district text, p_keys uuid[])
returns table (district_id text, contributor uuid, measure measure, day date, dong text, value bigint)
stable language plpgsql as $$
begin
  if p_keys is null then
    return query ${rows(() => 'true')};
  else
    return query ${rows((key) => `${key} = any(p_keys)`)};
  end if;
end $$;`;

const rows = (are: (key: string) => string) => `
    with met as (
      select s.household_id as contributor, s.screened_on as day, null::text as dong from screenings s
        where s.district_id = p_district and ${are('s.household_id')}
      union all
      select l.id, l.outcome_on, l.dong from campaign_lines l
        where l.district_id = p_district and l.report_id is null and (l.outcome = 'CONSULTED' or l.surveyed)
          and ${are('l.id')}
      union all
      select r.household_id, l.outcome_on, null from intake_reports r
        join campaign_lines l on l.district_id = r.district_id and l.report_id = r.id
        where r.district_id = p_district and (l.outcome = 'CONSULTED' or l.surveyed)
          and ${are('r.household_id')}
    ), screened as (
      select m.contributor, min(m.day) as day, min(m.dong) as dong from met m where m.day is not null
        group by m.contributor, extract(year from m.day)
    ), served as (
      select v.contributor, min(v.day) as day from (
        select l.household_id as contributor, l.linked_on as day from linkages l
          where l.district_id = p_district and ${are('l.household_id')}
        union all
        select h.household_id, h.visited_on from health_visits h
          where h.district_id = p_district and ${are('h.household_id')}
        union all
        select c.household_id, (t.taken_at at time zone 'Asia/Seoul')::date from cases c
          join case_steps t on t.district_id = c.district_id and t.case_id = c.id and t.step = 'CONSULT'
          where c.district_id = p_district and ${are('c.household_id')}) v
      group by v.contributor, extract(year from v.day)
    ), selected as (
      select s.contributor, s.day, s.dong, (select count(*) from linkages l
          where l.district_id = c.district_id and l.case_id = c.id) as linked
        from screened s join cases c on c.district_id = p_district and c.household_id = s.contributor
          and c.opened_on >= s.day and c.track = 'CASE_MANAGED'
    )
    select p_district, s.contributor, 'SCREENED'::measure, s.day, s.dong, 1::bigint from screened s
    union all
    select p_district, s.contributor, 'SCREENED_SELECTED', s.day, s.dong, 1 from selected s
      group by s.contributor, s.day, s.dong
    union all
    select p_district, s.contributor, 'SCREENED_LINKAGES', s.day, s.dong, sum(s.linked)::bigint from selected s
      group by s.contributor, s.day, s.dong having sum(s.linked) > 0
    union all
    select p_district, v.contributor, 'HOUSEHOLDS_SERVED', v.day, null, 1 from served v`;
