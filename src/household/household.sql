set local role hamkke_keeper;

/* The data classes of a subject that this transaction's viewer may write down, in their order. */
create or replace function hamkke.viewer_records(p_district text, p_household uuid, p_subject uuid)
returns data_class[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  -- A class has a row of a member or of the household as a whole.
  has_row int := case when p_subject = p_household then hamkke.household_mask()
    else hamkke.member_facets() end;
  may int;
begin
  -- Most viewers write nothing down, and need no look at what they may see.
  if v.district is distinct from p_district or not exists (
      select from unnest(v.duties) d where hamkke.duty_records(d) <> 0) then
    return '{}';
  end if;
  select r.mask & has_row into may from hamkke.records_of(v, p_district, array[p_household]) r
    where r.subject_id = p_subject;
  return array(select c from unnest(enum_range(null::data_class)) c
    where may & hamkke.class_bit(c) <> 0 order by c);
end $$;

/* Whether the command of this transaction may write down a class of a subject, as policies judge. */
create or replace function hamkke.may_record(p_subject uuid, p_class data_class) returns boolean
language sql stable as $$
  select coalesce((nullif(current_setting('hamkke.records', true), '')::jsonb -> p_subject::text)::int
    & hamkke.class_bit(p_class) <> 0, false)
$$;

/*
 * Whether the viewer of this transaction may have the address of a household: CONTACT of everybody who lives
 * there. What tells where they are, or nearly so, is told to nobody else.
 */
create or replace function hamkke.has_address(p_district text, p_household uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select not exists (select from members m where m.district_id = p_district and m.household_id = p_household
    and not hamkke.has_left(p_district, m.id)
    and coalesce((nullif(current_setting('hamkke.scope', true), '')::jsonb ->> m.id::text)::int, 0)
      & hamkke.class_bit('CONTACT') = 0)
$$;

/* Whether a member is known to have died. */
create or replace function hamkke.has_died(p_district text, p_member uuid) returns boolean
language sql stable as $$
  select exists (select from member_identities i where i.district_id = p_district and i.member_id = p_member
    and i.died_on is not null)
$$;

/*
 * Writes down where a member stays, in place of what stood there, or takes it away (NULL): as a function of
 * the owner, since those who write it do not read it back. Whether anything was there before, and which
 * version it had, is answered to nobody. The history says that it was changed and not where they were: who is
 * told where somebody hides is not told where they hid before.
 */
create or replace function hamkke.record_safe_location(p_district text, p_member uuid, p_values jsonb)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  household uuid;
  was member_safe_locations;
  is_now member_safe_locations;
begin
  -- Two at once come one after the other, also where nothing is there yet that they could wait for.
  select household_id into household from members where district_id = p_district and id = p_member
    and hamkke.may_record(p_member, 'SAFE_LOCATION') for no key update;
  if household is null then
    perform hamkke.not_found('no member of theirs');
  end if;
  select * into was from member_safe_locations where district_id = p_district and member_id = p_member;
  if p_values is null or p_values = 'null' then
    delete from member_safe_locations where district_id = p_district and member_id = p_member;
    if was.member_id is null then
      return;
    end if;
  else
    insert into member_safe_locations (district_id, member_id, household_id, place, address, phone, until)
      values (p_district, p_member, household, p_values ->> 'place', p_values ->> 'address',
        p_values ->> 'phone', (p_values ->> 'until')::date)
    on conflict (district_id, member_id) do update set place = excluded.place, address = excluded.address,
      phone = excluded.phone, until = excluded.until, recorded_at = now(), version = was.version + 1
    returning * into is_now;
  end if;
  insert into facet_changes (district_id, id, household_id, member_id, data_class, subject_ids, version,
    post_id, organization_id, changes)
  select p_district, gen_random_uuid(), household, p_member, 'SAFE_LOCATION', array[p_member],
    1 + coalesce((select max(h.version) from facet_changes h where h.district_id = p_district
      and h.member_id = p_member and h.data_class = 'SAFE_LOCATION'), was.version, 0), v.post, v.organization,
    jsonb_agg(jsonb_build_object('field', field, 'before', null, 'after', null))
  from (values ('place', was.place, is_now.place), ('address', was.address, is_now.address),
    ('phone', was.phone, is_now.phone), ('until', was.until::text, is_now.until::text)) f (field, old, new)
  where old is distinct from new
  having count(*) > 0;
end $$;

reset role;
