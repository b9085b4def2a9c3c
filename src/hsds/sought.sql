set local role hamkke_keeper;

/*
 * All services that are found by what is sought (see `soughtBy` and src/catalogue/search/find.sql), each with
 * its place in the order of `hamkke.find_services`: for HSDS's lists, which are narrowed by conditions of
 * their own. What is as it was typed and what one mistake a word makes of it are asked apart, as only such a
 * list knows which of them fit.
 */
create or replace function hamkke.services_sought(p_sought jsonb, p_mistyped boolean, p_ranked boolean)
returns table (id uuid, rank int, place float8)
language plpgsql stable set enable_seqscan = off as $$
declare
  tokens text;
  by_order text;
  ranking text := '0';
begin
  if p_mistyped then
    select f.tokens, f.by_order into tokens, by_order from hamkke.mistyped(p_sought) f;
  else
    select f.tokens, f.by_order into tokens, by_order from hamkke.found_by(p_sought) f;
  end if;
  if tokens is null then return; end if;
  if p_ranked and not p_mistyped then
    ranking := format(
      $c$case when strpos(x.names, $1 ->> 'exact') > 0 then 0 when strpos(x.names, $1 ->> 'beginning') > 0
        then 1
        when %s then 2 when %s then 3 when %s then 4 else 5 end$c$,
      hamkke.having_words('names', 'starts', p_sought), hamkke.having_words('names', 'words', p_sought),
      hamkke.having_words('titles', 'words', p_sought));
  end if;
  return query execute format('select x.id, %s, x.hash_order::float8 from service_searches x where %s',
      ranking,
      hamkke.by_index(tokens, by_order, p_sought, '{}'))
    using p_sought;
end $$;

reset role;
