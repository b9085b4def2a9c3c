set local role hamkke_keeper;

/*
 * Registers a sponsor (후원자 등록) of the viewer's district; an organization only as the public catalogue has it.
 */
create or replace function hamkke.register_sponsor(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
begin
  if not v.duties && hamkke.pledge_keeping_duties() or (p ->> 'organization_id') is not null
      and not exists (select from organizations o where o.id = (p ->> 'organization_id')::uuid
        and not o.confidential) then
    perform hamkke.not_found('no such organization');
  end if;
  insert into sponsors (id, kind, public_name, organization_id, district_id)
  values ((p ->> 'id')::uuid, (p ->> 'kind')::sponsor_kind, p ->> 'public_name',
    (p ->> 'organization_id')::uuid, v.district);
end $$;

/*
 * Ends what a sponsor pays for by the last day on which it gives, and tells of it. What would begin later is
 * refused by its day; of what is confidential nobody learns, so it ends on the day on which it begins.
 */
create or replace function hamkke.end_sponsorships(p_sponsor uuid, p_on date, p_by text) returns void
language plpgsql as $$
declare
  x sponsorships;
begin
  if exists (select from sponsorships s where s.sponsor_id = p_sponsor and s.since > p_on
      and not s.confidential) then
    perform hamkke.refuse('SPONSORSHIP_BEGINS_LATER');
  end if;
  for x in select * from sponsorships s where s.sponsor_id = p_sponsor
    and coalesce(s.until, 'infinity') > p_on order by s.id for update
  loop
    update sponsorships s set until = greatest(s.since, p_on), last_modified = now() where s.id = x.id;
    perform hamkke.remember_edits('sponsorships', x.id, '{until}');
    if not x.confidential then
      perform hamkke.note_change(x.id, 'sponsorship', 'update', 'until', x.until::text, p_on::text, p_by);
    end if;
  end loop;
end $$;

/*
 * Changes what is said of a sponsor, or that it gives no more (후원자 수정·종료): for those who register
 * sponsors, in the district that did. Its organization stays what it was, since that organization's people
 * read its pledges. In its history stands which field changed and never what it was: a citizen who takes the
 * name back is anonymous in it as well.
 */
create or replace function hamkke.change_sponsor(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  set text := set_config('lock_timeout', '3s', true);
  author text := hamkke.acting_for(v);
  had sponsors;
  wanted sponsors;
  keys text[];
  serving uuid[];
begin
  if v.duties && hamkke.pledge_keeping_duties() then
    select * into had from sponsors s where s.id = (p ->> 'id')::uuid and not s.confidential
      for no key update;
  end if;
  if had.id is null then
    perform hamkke.not_found('no such sponsor');
  elsif had.district_id <> v.district then
    perform hamkke.refuse('SPONSOR_OF_OTHERS');
  -- Clients read instants to the millisecond.
  elsif date_trunc('milliseconds', had.last_modified)
      is distinct from date_trunc('milliseconds', (p ->> 'expected_last_modified')::timestamptz) then
    perform hamkke.refuse('CHANGED_MEANWHILE');
  end if;
  wanted := jsonb_populate_record(had, p -> 'values');
  if wanted.kind = 'CITIZEN' and wanted.public_name is not null and not (p ->> 'chose_to_be_named')::boolean
      and (wanted.kind, wanted.public_name) is distinct from (had.kind, had.public_name) then
    perform hamkke.refuse('CITIZEN_NOT_TO_BE_NAMED');
  end if;
  keys := array(select k from jsonb_object_keys(p -> 'values') k
    where to_jsonb(wanted) -> k is distinct from to_jsonb(had) -> k order by k);
  if wanted.closed_on is distinct from had.closed_on and wanted.closed_on is not null then
    perform hamkke.end_sponsorships(had.id, wanted.closed_on, author);
  end if;
  update sponsors s set kind = wanted.kind, public_name = wanted.public_name, closed_on = wanted.closed_on,
    last_modified = greatest(now(), s.last_modified + interval '1 millisecond') where s.id = had.id;
  perform hamkke.note_change(had.id, 'sponsor', 'update', k, null, null, author) from unnest(keys) k;
  serving := array(select distinct s.service_id from sponsorships s where s.sponsor_id = had.id
    and not s.confidential);
  if cardinality(keys) > 0 and cardinality(serving) > 0 then
    perform hamkke.tell_catalogue('CHANGED', 'SERVICE', serving);
  end if;
end $$;

reset role;
