-- The log and its chain only grow: not even the keeper's own functions may change what was written.
revoke update, delete on access_log, access_log_seals, access_log_heads from hamkke_keeper;

set local role hamkke_keeper;

/*
 * Adds entries, given in the order of the chain with their hashes (hexadecimal), and the signed head that
 * ends with them. The sealer alone calls it. Refuses a head that is not the next one: two sealers at once
 * cannot both add.
 */
create or replace function hamkke.append_seals(
  p_number bigint, p_entries bigint[], p_hashes text[], p_last_entry_id bigint, p_settled_id bigint,
    p_horizon bigint,
  p_at timestamptz, p_key_id text, p_signature text
) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  newest access_log_heads;
  first_position bigint;
begin
  select * into newest from access_log_heads order by number desc limit 1;
  first_position := coalesce(newest.position, 0);
  if p_number <> coalesce(newest.number, 0) + 1 then
    raise exception 'head % does not follow head %', p_number, newest.number
      using errcode = 'serialization_failure';
  end if;
  insert into access_log_seals (position, entry_id, hash)
    select first_position + place, entry, decode(hash, 'hex')
    from unnest(p_entries, p_hashes) with ordinality as sealed(entry, hash, place);
  insert into access_log_heads (number, position, hash, last_entry_id, settled_id, horizon, at, key_id,
    signature)
    values (p_number, first_position + cardinality(p_entries), decode(p_hashes[cardinality(p_hashes)], 'hex'),
      p_last_entry_id, p_settled_id, p_horizon, p_at, p_key_id, decode(p_signature, 'hex'));
end $$;

reset role;
