-- Facts are added to and never changed: what was counted wrongly is taken back by a counter-fact.
revoke update, delete on facts from hamkke_keeper;

set local role hamkke_keeper;

/* Rows of a table that a statement changed, of one district, with the households and members they are of. */
do $$ begin
  create type hamkke.rows_changed as (district_id text, ids uuid[], households uuid[], members uuid[]);
exception when duplicate_object then null;
end $$;

/* Whoever counts something of a district waits for who counts all of it anew, and for nobody else. */
create or replace function hamkke.hold_district(p_district text) returns void language sql as $$
  select pg_advisory_xact_lock_shared(48355, hashtext(p_district))
$$;

/*
 * Whoever counts something of a household anew waits for whoever else does, so that each sees what the other
 * wrote; of other households nobody waits. A statement that writes of a great many takes the whole district,
 * since PostgreSQL has room for some thousands of locks in all. Locks of two numbers are apart from those of
 * one (src/database/locks.ts).
 */
create or replace function hamkke.hold_counted(p_district text, p_whose uuid[]) returns void
language plpgsql as $$
declare
  each uuid;
begin
  if cardinality(p_whose) > 50 then
    perform pg_advisory_xact_lock(48355, hashtext(p_district));
    return;
  end if;
  -- Mostly there is one: to go through a list takes longer than to lock it.
  if cardinality(p_whose) = 1 then
    perform pg_advisory_xact_lock_shared(48355, hashtext(p_district)),
      pg_advisory_xact_lock(48355, hashtext(p_district || p_whose[1]::text));
    return;
  end if;
  perform hamkke.hold_district(p_district);
  for each in select distinct w from unnest(p_whose) w order by 1 loop
    perform pg_advisory_xact_lock(48355, hashtext(p_district || each::text));
  end loop;
end $$;

/*
 * What a facet of a household said on a day: before its next change; what is known now, where there was none.
 * What nobody knew then counts as it was first written down.
 */
create or replace function hamkke.said_on(p_district text, p_household uuid, p_field text, p_class data_class,
  p_day date) returns text stable language sql as $$
  select c ->> 'before' from facet_changes f cross join lateral jsonb_array_elements(f.changes) c
  where f.district_id = p_district and f.household_id = p_household and f.data_class = p_class
    and f.recorded_at >= (p_day + 1)::timestamp at time zone 'Asia/Seoul'
    and c ->> 'field' = p_field and c ->> 'before' is not null
  order by f.recorded_at, f.id limit 1
$$;

/* The dong that was responsible for a household on a day. */
create or replace function hamkke.dong_on(p_district text, p_household uuid, p_day date) returns text
stable language sql as $$
  select coalesce(hamkke.said_on(p_district, p_household, 'responsibleDong', 'SUMMARY', p_day),
    (select s.responsible_dong from household_summaries s
      where s.district_id = p_district and s.household_id = p_household))
$$;

/* Of what type a household was on a day. */
create or replace function hamkke.household_type_on(p_district text, p_household uuid, p_day date)
returns household_type stable language sql as $$
  select coalesce(hamkke.said_on(p_district, p_household, 'householdType', 'FAMILY', p_day)::household_type,
    (select s.household_type from household_families s
      where s.district_id = p_district and s.household_id = p_household))
$$;

/* How the household of a case came to be known: by the first of the reports that belong to the case. */
create or replace function hamkke.source_of_case(p_district text, p_household uuid, p_case uuid)
returns intake_source stable language sql as $$
  select o.source from intake_reports r
  join report_origins o on o.district_id = r.district_id and o.report_id = r.id
  where r.district_id = p_district and r.household_id = p_household and r.case_id = p_case
  order by r.received_at, r.id limit 1
$$;

reset role;
