set local role hamkke_keeper;

/*
 * What the viewer may write down of the subjects of some households: by a duty of the district that serves
 * them, never by consent. Of what they may see, and where somebody hides, which they do not read back.
 */
create or replace function hamkke.records_of(v hamkke.viewer, p_district text, p_households uuid[])
returns table (subject_id uuid, mask int) stable rows 10 language sql as $$
  select s.subject_id, bit_or((s.mask
    | case when s.basis = 'CONTROLLER' then hamkke.class_bit('SAFE_LOCATION') else 0 end) & s.records)
  from hamkke.scope_of(v, p_district, p_households) s
  group by 1
$$;

/*
 * The viewer confirmed, their scope opened as for a read, and beside it what they may change: by a duty of
 * the district that serves the household, never by consent. Policies for changes compare rows with this
 * setting alone.
 */
create or replace function hamkke.open_scope_to_change(
  p_post uuid, p_stamp text, p_purpose text, p_type text, p_district text, p_ids uuid[]) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  scope json := hamkke.open_scope(p_post, p_stamp, p_purpose, p_type, p_district, p_ids);
  households uuid[] := hamkke.households_of(p_type, p_district, p_ids);
  records json;
  set text;
begin
  select json_object_agg(r.subject_id, r.mask) into records
  from hamkke.records_of(hamkke.viewer(), p_district, coalesce(households, '{}')) r where r.mask <> 0;
  -- Whoever waits for a case that somebody else is changing does not keep a connection for long.
  set := set_config('lock_timeout', '3s', true);
  set := set_config('hamkke.records', coalesce(records, '{}')::text, true);
  return scope;
end $$;

/*
 * Claims an idempotency key for this viewer's post. NULL where it is new; what was answered where the same
 * was asked with it before; HK409 where something else was. Keys are kept for a while. Two at once wait for
 * each other here.
 */
create or replace function hamkke.claim_key(p_key text, p_operation text, p_input_hash text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  post uuid := (hamkke.viewer()).post;
  before idempotency_keys;
begin
  -- Those that somebody else is taking away are not waited for, or one slow command would hold up
  -- everybody's.
  delete from idempotency_keys k using (
    select o.post_id, o.key from idempotency_keys o
      where o.at < now() - make_interval(hours => hamkke.idempotency_hours()) for update skip locked) old
  where k.post_id = old.post_id and k.key = old.key;
  insert into idempotency_keys (post_id, key, operation, input_hash)
    values (post, p_key, p_operation, p_input_hash)
  on conflict do nothing;
  if found then
    return null;
  end if;
  select * into before from idempotency_keys where post_id = post and key = p_key;
  if before.operation <> p_operation or before.input_hash <> p_input_hash then
    raise exception using errcode = 'HK409', message = 'the key was used for something else';
  end if;
  return coalesce(before.result, '{}');
end $$;

/* What the command answered, for whoever sends the same key again. */
create or replace function hamkke.keep_result(p_key text, p_result jsonb) returns void
language sql security definer set search_path = public, pg_temp as $$
  update idempotency_keys set result = p_result where post_id = (hamkke.viewer()).post and key = p_key
$$;

reset role;
