set local role hamkke_keeper;

/*
 * Refuses an organization whose name or telephone number one of the district has already. Only public ones
 * are looked at, so that nobody learns of a shelter by entering one.
 */
create or replace function hamkke.refuse_alike(p_district text, p_name text, p_phones text[]) returns void
stable language plpgsql as $$
declare
  alike text[];
begin
  select array_agg('Organization:' || o.id order by o.name, o.id) into alike from organizations o
  where coalesce(o.district_id, p_district) = p_district and not o.confidential
    and (hamkke.name_key(o.name) = hamkke.name_key(p_name) and hamkke.name_key(p_name) <> ''
      or exists (select from phones x left join locations l on l.id = x.location_id and not l.confidential
        where coalesce(x.organization_id, l.organization_id) = o.id and not x.confidential
          and hamkke.phone_key(x.number) in (select hamkke.phone_key(n) from unnest(p_phones) n)));
  if alike is not null then
    perform hamkke.refuse('ORGANIZATION_ALIKE', jsonb_build_object('alikeIds', to_jsonb(alike[1:5])));
  end if;
end $$;

/*
 * Makes one row of a record, or changes it; what stood there before stays in its history, unless it is
 * confidential. Answers whether anything is other than before.
 */
create or replace function hamkke.write_row(p_row jsonb, p_organization uuid, p_confidential boolean,
  p_by text) returns boolean language plpgsql as $$
declare
  tab text := p_row ->> 'table';
  row_id uuid := (p_row ->> 'id')::uuid;
  vals jsonb := p_row -> 'values';
  allowed text[] := hamkke.correctable_columns(tab) || hamkke.editable_references(tab);
  named text := lower(regexp_replace(p_row ->> 'type', '([a-z])([A-Z])', '\1_\2', 'g'));
  now_row jsonb;
  wanted jsonb;
  keys text[];
  columns text;
  confirms boolean;
begin
  keys := array(select k from jsonb_object_keys(vals) k order by k);
  if allowed is null or not keys <@ allowed then
    perform hamkke.refuse('FIELD_NOT_CORRECTABLE');
  end if;
  perform hamkke.check_references(row_id, p_organization, vals);
  if (p_row ->> 'is_new')::boolean then
    perform hamkke.check_row(tab, vals, keys, p_row -> 'at');
    -- How much room there is was looked at just now.
    if tab = 'service_capacities' then
      vals := vals || jsonb_build_object('updated', now());
      keys := keys || '{updated}';
    end if;
    columns := (select string_agg(', ' || quote_ident(k), '' order by k) from unnest(keys) k
      where vals ->> k is not null);
    vals := jsonb_strip_nulls(vals) || case when p_row ->> 'owner_column' is null then '{}'
      else jsonb_build_object(p_row ->> 'owner_column', p_row ->> 'owner_id') end;
    if p_row ->> 'owner_column' is not null then
      columns := coalesce(columns, '') || ', ' || quote_ident(p_row ->> 'owner_column');
    end if;
    execute format('insert into %I (id, confidential%s)
      select $1, $2%s from jsonb_populate_record(null::%I, $3)',
      tab, coalesce(columns, ''), coalesce(columns, ''), tab) using row_id, p_confidential, vals;
    if not p_confidential then
      perform hamkke.note_change(row_id, named, 'create', 'id', null, row_id::text, p_by);
    end if;
    return true;
  end if;
  now_row := hamkke.correctable_row(tab, row_id);
  if now_row is null or p_row ->> 'owner_column' is not null
      and now_row ->> (p_row ->> 'owner_column') is distinct from p_row ->> 'owner_id' then
    perform hamkke.not_found('no such part of the record');
  end if;
  execute format('select to_jsonb(jsonb_populate_record(null::%I, $1))', tab) into wanted using vals;
  confirms := tab = 'service_capacities' and 'available' = any(keys);
  keys := array(select k from unnest(keys) k where wanted ->> k is distinct from now_row ->> k);
  perform hamkke.check_row(tab, hamkke.with_values(now_row, wanted, keys), keys, p_row -> 'at');
  if confirms then
    perform hamkke.confirm_room(tab, row_id, '{available}');
  end if;
  if cardinality(keys) = 0 then
    return confirms;
  end if;
  columns := (select string_agg(quote_ident(k), ', ' order by k) from unnest(keys) k);
  execute format('update %I t set (%s) = row(%s), last_modified = now()
    from jsonb_populate_record(null::%I, $1) n where t.id = $2',
    tab, columns, (select string_agg('n.' || quote_ident(k), ', ' order by k) from unnest(keys) k), tab)
    using vals, row_id;
  perform hamkke.note_change(row_id, named, 'update', k, now_row ->> k, wanted ->> k, p_by)
    from unnest(keys) k;
  perform hamkke.remember_edits(tab, row_id, keys);
  return true;
end $$;

/*
 * Takes rows away that belong to a record, each with what belongs to it in turn. One that belongs to another
 * record is unknown here, and so is one that is confidential.
 */
create or replace function hamkke.remove_parts(p_record catalogue_record, p_root uuid, p_parts jsonb,
  p_by text) returns void language plpgsql as $$
declare
  part record;
begin
  for part in select x ->> 'table' as tab, (x ->> 'id')::uuid as id, x ->> 'type' as type
    from jsonb_array_elements(p_parts) x
  loop
    if part.tab in ('organizations', 'services', 'locations') or not exists (
        select from hamkke.owner_of(part.tab, hamkke.correctable_row(part.tab, part.id)) o
        where o.record = p_record and o.id = p_root) then
      perform hamkke.not_found('no such part of the record');
    end if;
    if part.tab = 'programs' then
      update services set program_id = null where program_id = part.id;
    end if;
    perform hamkke.erase_rows(part.tab, array[part.id]);
    perform hamkke.note_change(p_root, lower(p_record::text), 'update', part.tab, part.id::text, null, p_by);
  end loop;
end $$;

/* Adds terms of taxonomies to what describes a record, and takes others away. */
create or replace function hamkke.write_terms(p_root uuid, p_entity text, p_added uuid[], p_removed uuid[],
  p_confidential boolean) returns void language plpgsql as $$
declare
  gone uuid[] := array(select a.id from attributes a where a.link_id = p_root
    and a.taxonomy_term_id = any(p_removed) and not a.confidential);
begin
  if exists (select from unnest(p_added) t
      where not exists (select from taxonomy_terms x where x.id = t and not x.confidential)) then
    perform hamkke.not_found('no such term');
  end if;
  perform hamkke.erase_rows('attributes', gone);
  insert into attributes (id, confidential, link_id, link_entity, taxonomy_term_id)
  select gen_random_uuid(), p_confidential, p_root, p_entity, t from (select distinct unnest(p_added) t) added
  where not exists (select from attributes a where a.link_id = p_root and a.taxonomy_term_id = t
    and not a.confidential);
end $$;

/*
 * Writes the rows of a record, parents first: the record itself, then what belongs to it or to a row before.
 * Answers their ids.
 */
create or replace function hamkke.write_rows(p_rows jsonb, p_organization uuid, p_confidential boolean,
  p_by text) returns uuid[] language plpgsql as $$
declare
  reached uuid[] := '{}';
  part jsonb;
begin
  for part in select * from jsonb_array_elements(p_rows) loop
    if cardinality(reached) > 0 and not coalesce((part ->> 'owner_id')::uuid = any(reached), false) then
      perform hamkke.not_found('no such part of the record');
    end if;
    perform hamkke.write_row(part, p_organization, p_confidential, p_by);
    reached := reached || (part ->> 'id')::uuid;
  end loop;
  return reached;
end $$;

/*
 * Refuses to make an office, a centre or the police: by its kind people are appointed and reports are sent,
 * so whoever runs the server enters them.
 */
create or replace function hamkke.check_partner_kind(p_kind partner_kind) returns void
immutable language plpgsql as $$
begin
  if p_kind = any(hamkke.center_kinds() || 'POLICE'::partner_kind) then
    perform hamkke.refuse('OFFICE_NOT_ENTERED_HERE');
  end if;
end $$;

/* Keeps that a record was made confidential by the viewer, and what was so before. */
create or replace function hamkke.conceal(p_record catalogue_record, p_id uuid, p_district text,
  p_reason text, p_before uuid[]) returns void language sql as $$
  insert into concealments (id, kind, record_id, district_id, reason, hidden_before, post_id)
  values (gen_random_uuid(), p_record, p_id, coalesce(p_district, (hamkke.viewer()).district), p_reason,
    p_before, (hamkke.viewer()).post)
$$;

/*
 * Makes an organization of a district with what belongs to it: for editors of its catalogue, and for those
 * who conclude an agreement with it. Whether the viewer may is decided before.
 */
create or replace function hamkke.make_organization(p jsonb, p_district text, p_by text) returns void
language plpgsql as $$
declare
  root jsonb := p -> 'rows' -> 0;
  hidden boolean := coalesce((p ->> 'confidential')::boolean, false);
  kind partner_kind := p ->> 'partner_kind';
begin
  perform hamkke.check_partner_kind(kind);
  if not coalesce((p ->> 'even_if_alike')::boolean, false) then
    perform hamkke.refuse_alike(p_district, root -> 'values' ->> 'name', array(
      select x -> 'values' ->> 'number' from jsonb_array_elements(p -> 'rows') x
        where x ->> 'table' = 'phones'));
  end if;
  perform hamkke.write_rows(p -> 'rows', null, hidden, p_by);
  if hidden then
    perform hamkke.conceal('ORGANIZATION', (root ->> 'id')::uuid, p_district, p ->> 'reason', '{}');
  end if;
  update organizations o set district_id = p_district, partner_kind = kind,
    search_text = hamkke.search_text(array[o.name, o.alternate_name]) where o.id = (root ->> 'id')::uuid;
end $$;

/*
 * Makes a record of the catalogue with what belongs to it, or changes it: an editor's to do. The rows come
 * parents first: the record, then what belongs to it. Names of keys are the columns'.
 */
create or replace function hamkke.save_record(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  kind catalogue_record := (p ->> 'record')::catalogue_record;
  tab text := lower(p ->> 'record') || 's';
  root jsonb := p -> 'rows' -> 0;
  root_id uuid := (root ->> 'id')::uuid;
  fresh boolean := (root ->> 'is_new')::boolean;
  hidden boolean := coalesce((p ->> 'confidential')::boolean, false);
  owner uuid := (p ->> 'organization_id')::uuid;
  district text := coalesce(p ->> 'district_id', v.district);
  author text := hamkke.acting_for(v);
  reached uuid[] := array[root_id];
  modified timestamptz;
begin
  if fresh and kind = 'ORGANIZATION' then
    if not hamkke.edits(v, district) then
      perform hamkke.refuse('RECORD_OF_OTHERS');
    end if;
    perform hamkke.make_organization(p, district, author);
  else
    if fresh then
      perform hamkke.hold_record(v, 'ORGANIZATION', owner, true);
    else
      perform hamkke.hold_record(v, kind, root_id, true);
      execute format('select last_modified, %s from %I where id = $1',
        case kind when 'ORGANIZATION' then 'id' else 'organization_id' end, tab)
        into modified, owner using root_id;
      -- Clients read instants to the millisecond.
      if date_trunc('milliseconds', modified)
        is distinct from date_trunc('milliseconds', (p ->> 'expected_last_modified')::timestamptz) then
        perform hamkke.refuse('CHANGED_MEANWHILE');
      end if;
    end if;
    if fresh and (root ->> 'owner_id')::uuid is distinct from owner then
      perform hamkke.not_found('no such organization');
    end if;
    reached := hamkke.write_rows(p -> 'rows', owner, hidden, author);
    if fresh and hidden then
      perform hamkke.conceal(kind, root_id, (select o.district_id from organizations o where o.id = owner),
        p ->> 'reason', '{}');
    end if;
    perform hamkke.remove_parts(kind, root_id, coalesce(p -> 'removed', '[]'), author);
    execute format('update %I set last_modified = greatest(now(), last_modified + interval ''1 millisecond'')
      where id = $1 and not $2', tab) using root_id, fresh;
    if kind = 'ORGANIZATION' then
      update organizations o set search_text = hamkke.search_text(array[o.name, o.alternate_name])
        where o.id = root_id;
    elsif kind = 'SERVICE' then
      update services s set search_text = concat_ws(' ', hamkke.search_text(array[s.name, s.alternate_name]),
        (select o.search_text from organizations o where o.id = s.organization_id and not o.confidential))
        where s.id = root_id;
    end if;
  end if;
  perform hamkke.write_terms(root_id, lower(kind::text),
    array(select jsonb_array_elements_text(p -> 'terms')::uuid),
    array(select jsonb_array_elements_text(p -> 'removed_terms')::uuid), hidden);
  perform hamkke.keep_search_around(reached);
  if not hidden then
    if (p ->> 'verified')::boolean then
      perform hamkke.verify_record(jsonb_build_object('id', gen_random_uuid(), 'record', kind,
        'record_id', root_id));
    end if;
    perform hamkke.tell_catalogue('CHANGED', kind, array[root_id]);
  end if;
end $$;

reset role;
