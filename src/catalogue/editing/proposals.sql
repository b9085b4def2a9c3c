set local role hamkke_keeper;

/*
 * Proposes a record that is not there yet, with what belongs to it: an organization to the viewer's district,
 * a service or a location to the editors of its organization. Nothing of it is in the catalogue before one of
 * them accepts it.
 */
create or replace function hamkke.propose_record(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  said jsonb := p -> 'said';
  root jsonb := said -> 'rows' -> 0;
  owner uuid := (said ->> 'organization_id')::uuid;
  o record;
  part jsonb;
begin
  if said ->> 'record' <> 'ORGANIZATION' then
    select * into o from hamkke.record_of('ORGANIZATION', owner);
    if o.id is null then
      perform hamkke.not_found('no such organization');
    end if;
  end if;
  perform hamkke.expect_few_requests(v);
  perform hamkke.check_partner_kind((said ->> 'partner_kind')::partner_kind);
  for part in select * from jsonb_array_elements(said -> 'rows') loop
    perform hamkke.check_references((part ->> 'id')::uuid, owner, part -> 'values');
    perform hamkke.check_row(part ->> 'table', part -> 'values',
      array(select jsonb_object_keys(part -> 'values')), part -> 'at');
  end loop;
  insert into change_requests (id, table_name, type_name, record_id, district_id, seen, proposed, reason,
    organization_id, post_id)
  values ((p ->> 'id')::uuid, root ->> 'table', root ->> 'type', (root ->> 'id')::uuid, v.district, '{}',
    said, p ->> 'reason', v.organization, v.post);
end $$;

/* Accepts a request: makes the record that was proposed, or writes what was proposed of one. */
create or replace function hamkke.accept_request(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  c change_requests;
begin
  if not exists (select from change_requests x where x.id = (p ->> 'request_id')::uuid
      and x.district_id is not null) then
    return hamkke.accept_change(p);
  end if;
  c := hamkke.hold_change_request(p, true);
  perform hamkke.settle_change_request(c, 'ACCEPTED', null);
  perform hamkke.save_record(c.proposed || jsonb_build_object('district_id', c.district_id,
    'even_if_alike', coalesce((p ->> 'even_if_alike')::boolean, false)));
  return jsonb_build_object('table', c.table_name, 'id', c.record_id, 'texts', '[]'::jsonb);
end $$;

reset role;
