set local role hamkke_keeper;

/*
 * A row of the catalogue that a change can be proposed to; NULL where there is none, or it is confidential.
 */
create or replace function hamkke.correctable_row(p_table text, p_id uuid) returns jsonb
stable language plpgsql as $$
declare
  correctable jsonb;
begin
  if hamkke.correctable_columns(p_table) is not null then
    execute format('select to_jsonb(t) from %I t where t.id = $1 and not t.confidential', p_table)
      into correctable using p_id;
  end if;
  return correctable;
end $$;

/*
 * The organization, service or location that a row belongs to, with whose it is; none where that is
 * confidential, or where anything on the way to it is.
 */
create or replace function hamkke.owner_of(p_table text, p_row jsonb)
returns table (record catalogue_record, id uuid, organization_id uuid, district_id text, name text)
  stable language plpgsql as $$
#variable_conflict use_column
declare
  whose text := p_table;
  r jsonb := p_row;
  kind catalogue_record;
  of uuid;
begin
  for step in 1..3 loop
    if r is null then
      return;
    elsif whose in ('organizations', 'services', 'locations') then
      kind := upper(rtrim(whose, 's'));
      of := (r ->> 'id')::uuid;
    elsif r ->> 'service_id' is not null then
      kind := 'SERVICE';
      of := (r ->> 'service_id')::uuid;
    elsif r ->> 'location_id' is not null then
      kind := 'LOCATION';
      of := (r ->> 'location_id')::uuid;
    elsif r ->> 'organization_id' is not null then
      kind := 'ORGANIZATION';
      of := (r ->> 'organization_id')::uuid;
    end if;
    exit when of is not null;
    whose := case when r ->> 'service_at_location_id' is not null then 'services_at_location'
      when r ->> 'contact_id' is not null then 'contacts' when r ->> 'phone_id' is not null then 'phones' end;
    r := hamkke.correctable_row(whose,
      (r ->> case whose when 'services_at_location' then 'service_at_location_id'
      when 'contacts' then 'contact_id' else 'phone_id' end)::uuid);
  end loop;
  return query select kind, o.id, o.organization_id, o.district_id, o.name from hamkke.record_of(kind, of) o;
end $$;

/*
 * The same of what a request is about. A new record that nobody has decided on is nowhere yet: an
 * organization is of the district that it was proposed to, a service or a location of its organization, and
 * of none where that is not public.
 */
create or replace function hamkke.owner_of_request(c change_requests)
returns table (record catalogue_record, id uuid, organization_id uuid, district_id text, name text)
  stable language plpgsql as $$
#variable_conflict use_column
begin
  if (c).district_id is null or (c).state = 'ACCEPTED' then
    return query select o.* from hamkke.owner_of((c).table_name,
      hamkke.correctable_row((c).table_name, (c).record_id)) o;
  elsif (c).table_name = 'organizations' then
    return query select 'ORGANIZATION'::catalogue_record, (c).record_id, null::uuid, (c).district_id,
      (c).proposed -> 'rows' -> 0 -> 'values' ->> 'name';
  else
    return query select 'ORGANIZATION'::catalogue_record, o.id, o.organization_id, o.district_id, o.name
      from hamkke.record_of('ORGANIZATION', ((c).proposed ->> 'organization_id')::uuid) o;
  end if;
end $$;

/* Refuses one more request where too many of the viewer's organization wait. */
create or replace function hamkke.expect_few_requests(v hamkke.viewer) returns void
stable language plpgsql as $$
begin
  if (select count(*) from change_requests c where c.organization_id = v.organization
    and c.state = 'PENDING') >= hamkke.most_pending_requests() then
    perform hamkke.refuse('TOO_MANY_PENDING_REQUESTS');
  end if;
end $$;

/* What a request would write, field by field; of a new record with what belongs to it. */
create or replace function hamkke.diff_of_request(c change_requests, p_now jsonb) returns jsonb
stable language sql as $$
  select case when (c).district_id is null then (
    select jsonb_agg(jsonb_build_object('field', hamkke.field_name(k), 'seen', (c).seen ->> k,
      'current', p_now ->> k, 'proposed', (c).proposed ->> k) order by k)
    from jsonb_object_keys((c).proposed) k)
  else (
    select coalesce(jsonb_agg(jsonb_build_object('field', case when nth = 1 then ''
        else r ->> 'type' || '[' || nth - 2 || '].' end || hamkke.field_name(v.key), 'seen', null,
        'current', null, 'proposed', v.value) order by nth, v.key), '[]')
      || case when (c).proposed ->> 'partner_kind' is null then '[]' else jsonb_build_array(
        jsonb_build_object('field', 'partnerKind', 'proposed', (c).proposed ->> 'partner_kind')) end
    from jsonb_array_elements((c).proposed -> 'rows') with ordinality rows(r, nth),
      jsonb_each_text(r -> 'values') v where v.value is not null)
  end
$$;

/*
 * Proposes other values for fields of a record of the public catalogue (정정 요청), whoever's it is. What they
 * are now is kept beside, so that nobody accepts what was meant for something else.
 */
create or replace function hamkke.propose_change(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  tab text := p ->> 'table';
  now_row jsonb := hamkke.correctable_row(tab, (p ->> 'record_id')::uuid);
  wanted jsonb;
  differing text[];
begin
  if now_row is null or not exists (select from hamkke.owner_of(tab, now_row)) then
    perform hamkke.not_found('no such record');
  elsif exists (select from jsonb_object_keys(p -> 'proposed') k
    where not k = any(hamkke.correctable_columns(tab))) then
    perform hamkke.refuse('FIELD_NOT_CORRECTABLE');
  end if;
  perform hamkke.expect_few_requests(v);
  -- As the table has them: 9:00 is 09:00:00, and 1.50 is 1.50.
  execute format('select to_jsonb(jsonb_populate_record(null::%I, $1))', tab) into wanted
    using p -> 'proposed';
  differing := array(select k from jsonb_object_keys(p -> 'proposed') k
    where wanted ->> k is distinct from now_row ->> k order by k);
  if cardinality(differing) = 0 then
    perform hamkke.refuse('NOTHING_TO_CORRECT');
  end if;
  perform hamkke.check_row(tab, hamkke.with_values(now_row, wanted, differing), differing, p -> 'paths');
  insert into change_requests (id, table_name, type_name, record_id, seen, proposed, reason, organization_id,
    post_id)
  values ((p ->> 'id')::uuid, tab, p ->> 'type', (p ->> 'record_id')::uuid,
    (select jsonb_object_agg(k, now_row ->> k) from unnest(differing) k),
    (select jsonb_object_agg(k, wanted ->> k) from unnest(differing) k), p ->> 'reason', v.organization,
      v.post);
end $$;

/*
 * A request as the viewer may know it: who is of the organization that proposed it, and who edits the record.
 * NULL for everybody else, and where the record is gone or confidential, whose it was before does not matter.
 */
create or replace function hamkke.change_request_json(v hamkke.viewer, c change_requests) returns jsonb
stable language plpgsql as $$
declare
  now_row jsonb := hamkke.correctable_row((c).table_name, (c).record_id);
  own boolean := (c).organization_id = (v).organization;
  o record;
begin
  select * into o from hamkke.owner_of_request(c);
  if o.id is null or not (own or hamkke.edits(v, o.district_id)) then
    return null;
  end if;
  return jsonb_build_object('id', 'ChangeRequest:' || (c).id, 'recordId',
    (c).type_name || ':' || (c).record_id,
    'ownerId', hamkke.type_of_record(o.record) || ':' || o.id, 'ownerName', o.name, 'state', (c).state,
      'reason', (c).reason,
    'newRecord', (c).district_id is not null, 'diff', hamkke.diff_of_request(c, now_row),
    'proposedAt', (c).proposed_at, 'own', own,
    'organizationId', (select 'Organization:' || x.id from organizations x where x.id = (c).organization_id
      and not x.confidential),
    'organizationName', (select x.name from organizations x where x.id = (c).organization_id
      and not x.confidential),
    'decidedAt', (c).decided_at, 'decidedBy', (select x.name from organizations x
      where x.id = (c).decided_by_organization_id and not x.confidential),
    'answer', (c).answer, 'notedAt', case when own then (c).noted_at end, 'version', (c).version);
end $$;

create or replace function hamkke.own_change_request(p_id uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select hamkke.change_request_json(hamkke.viewer(), c) from change_requests c where c.id = p_id
$$;

/*
 * Requests that the viewer's organization proposed, the newest first; or those of records that the viewer
 * edits, the oldest first, since they wait the longest. What may not be known is in no count.
 */
create or replace function hamkke.change_requests_page(p_side change_request_side,
  p_states change_request_state[],
  p_unnoted boolean, p_after text[], p_limit int, p_count boolean) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
begin
  return (with mine as (
    select c, c.id, case p_side when 'PROPOSED' then -1
      else 1 end * extract(epoch from c.proposed_at) as place
    from change_requests c
    where case p_side when 'PROPOSED' then c.organization_id = v.organization
      else v.duties && hamkke.editing_duties() end
      and (p_states is null or c.state = any(p_states))
      and (not p_unnoted or c.organization_id = v.organization and c.state in ('ACCEPTED', 'DECLINED')
        and c.noted_at is null)
  ), known as (
    select m.place, m.id, x.answer from mine m
    cross join lateral (select hamkke.change_request_json(v, m.c) as answer offset 0) x
    where x.answer is not null and (p_side = 'PROPOSED' or exists (
      select from hamkke.owner_of_request(m.c) o where hamkke.edits(v, o.district_id)))
  ), paged as (
    select * from known where p_after is null or (place, id) > (p_after[1]::numeric, p_after[2]::uuid)
    order by place, id limit p_limit
  )
  select jsonb_build_object('rows', coalesce((select jsonb_agg(answer || jsonb_build_object('$c',
      jsonb_build_array(place::text, id::text)) order by place, id) from paged), '[]'),
    'total', case when p_count then (select count(*) from known) end));
end $$;

/*
 * A request that waits, held until this transaction ends: for editors of its record, or for the organization
 * that proposed it.
 */
create or replace function hamkke.hold_change_request(p jsonb, p_by_editor boolean) returns change_requests
language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
  set text := set_config('lock_timeout', '3s', true);
  c change_requests;
  o record;
begin
  -- Looked at before it is held, and again: nobody waits for a request that is hidden from them.
  for held in 0..1 loop
    if held = 1 then
      perform from change_requests x where x.id = c.id for update;
    end if;
    select * into c from change_requests x where x.id = (p ->> 'request_id')::uuid;
    select * into o from hamkke.owner_of_request(c);
    if o.id is null or not (c.organization_id = v.organization or hamkke.edits(v, o.district_id)) then
      perform hamkke.not_found('no such request');
    end if;
  end loop;
  if p_by_editor and not hamkke.edits(v, o.district_id) then
    perform hamkke.refuse('ONLY_EDITORS_DECIDE');
  elsif not p_by_editor and c.organization_id <> v.organization then
    perform hamkke.refuse('ONLY_THE_PROPOSER_MAY');
  elsif c.version <> (p ->> 'expected_version')::int then
    perform hamkke.refuse('CHANGED_MEANWHILE', jsonb_build_object('currentVersion', c.version,
      'state', c.state));
  end if;
  return c;
end $$;

create or replace function hamkke.settle_change_request(c change_requests, p_state change_request_state,
  p_answer text) returns void
language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
begin
  if (c).state <> 'PENDING' then
    perform hamkke.refuse('REQUEST_SETTLED', jsonb_build_object('state', (c).state));
  end if;
  update change_requests x set state = p_state, answer = p_answer, decided_at = now(),
    decided_by_post_id = v.post,
    decided_by_organization_id = v.organization, version = x.version + 1 where x.id = (c).id;
end $$;

/*
 * Writes what was proposed (반영), where each field still is what the proposer saw. Answers the texts that
 * searches look in, each as it was and as it is, since how they are looked in is the application's to say.
 */
create or replace function hamkke.accept_change(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  c change_requests := hamkke.hold_change_request(p, true);
  proposed_keys text[] := array(select jsonb_object_keys(c.proposed));
  columns text := (select string_agg(quote_ident(k), ', ' order by k) from unnest(proposed_keys) k);
  author text := hamkke.acting_for(v) || coalesce((select ' (' || x.name || ')' from organizations x
    where x.id = c.organization_id and x.id <> v.organization and not x.confidential), '');
  now_row jsonb;
  changed text;
  o record;
begin
  perform hamkke.settle_change_request(c, 'ACCEPTED', null);
  -- What it belongs to is held first, as by whoever merges or removes that; then it may be hidden, or gone.
  select * into o from hamkke.owner_of(c.table_name, hamkke.correctable_row(c.table_name, c.record_id));
  perform hamkke.hold_record(v, o.record, o.id, true);
  execute format('select from %I t where t.id = $1 for update', c.table_name) using c.record_id;
  now_row := hamkke.correctable_row(c.table_name, c.record_id);
  select * into o from hamkke.owner_of(c.table_name, now_row);
  if o.id is null then
    perform hamkke.not_found('no such record');
  end if;
  select k into changed from jsonb_object_keys(c.seen) k where now_row ->> k is distinct from c.seen ->> k
    order by k limit 1;
  if changed is not null then
    perform hamkke.refuse('RECORD_DIFFERS', jsonb_build_object('field', hamkke.field_name(changed),
      'seen', c.seen ->> changed, 'current', now_row ->> changed));
  end if;
  perform hamkke.check_row(c.table_name, now_row || c.proposed, proposed_keys,
    (select jsonb_object_agg(k, 'input.changeRequestId') from unnest(proposed_keys) k));
  execute format('update %I t set (%s) = (select %s from jsonb_populate_record(null::%I, $1)),
    last_modified = now() where t.id = $2',
    c.table_name, columns, columns, c.table_name) using c.proposed, c.record_id;
  perform hamkke.confirm_room(c.table_name, c.record_id, proposed_keys);
  -- Whoever asks for what was modified since asks by the record, and not by its phones.
  execute format('update %I t set last_modified = now() where t.id = $1', lower(o.record::text) || 's')
    using o.id;
  perform hamkke.note_change(c.record_id, lower(regexp_replace(c.type_name, '([a-z])([A-Z])', '\1_\2', 'g')),
    'update', k,
    c.seen ->> k, c.proposed ->> k, author) from jsonb_object_keys(c.proposed) k;
  perform hamkke.remember_edits(c.table_name, c.record_id, proposed_keys);
  perform hamkke.keep_search_around(array[o.id, c.record_id]);
  perform hamkke.tell_catalogue('CHANGED', o.record, array[o.id]);
  return (select jsonb_build_object('table', c.table_name, 'id', c.record_id, 'texts',
    coalesce(jsonb_agg(jsonb_build_object(
      'before', c.seen ->> k, 'after', c.proposed ->> k, 'named', k in ('name', 'alternate_name'))), '[]'))
    from jsonb_object_keys(c.proposed) k where c.table_name in ('organizations', 'services')
      and k in ('name', 'alternate_name', 'description', 'eligibility_description'));
end $$;

/*
 * Puts one part of what searches look in into the place of another; a name is added where it was not there.
 */
create or replace function hamkke.replace_search_text(p_table text, p_id uuid, p_before text, p_after text,
  p_named boolean)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
begin
  if p_table in ('organizations', 'services') and exists (
      select from hamkke.owner_of(p_table, hamkke.correctable_row(p_table, p_id)) o
        where hamkke.edits(v, o.district_id)) then
    execute format($q$update %I set search_text = case when $2 <> '' and strpos(search_text, $2) > 0
      then replace(search_text, $2, $3)
      when $4 then trim(search_text || ' ' || $3) else search_text end where id = $1$q$, p_table) using p_id,
        p_before, p_after, p_named;
  end if;
end $$;

create or replace function hamkke.decline_change(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform hamkke.settle_change_request(hamkke.hold_change_request(p, true), 'DECLINED', p ->> 'answer');
end $$;

create or replace function hamkke.withdraw_change(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform hamkke.settle_change_request(hamkke.hold_change_request(p, false), 'WITHDRAWN', null);
end $$;

/* That the organization that proposed a change took note of what became of it (결과 확인). */
create or replace function hamkke.note_outcome(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  c change_requests := hamkke.hold_change_request(p, false);
begin
  if c.state not in ('ACCEPTED', 'DECLINED') then
    perform hamkke.refuse('REQUEST_PENDING', jsonb_build_object('state', c.state));
  end if;
  update change_requests x set noted_at = coalesce(x.noted_at, now()) where x.id = c.id;
end $$;

reset role;
