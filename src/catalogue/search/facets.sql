set local role hamkke_keeper;

/*
 * How many there are of each kind, of the kinds that are asked for: fifty of each at most, the most frequent
 * first.
 *
 * @param p_roughly whether of much a part may be counted that goes along with nothing, and stands for all
 */
create or replace function hamkke.service_facets(p_sought jsonb, p_filter jsonb, p_asked text[],
  p_roughly boolean) returns jsonb
language plpgsql stable set jit = off set enable_seqscan = off as $$
declare
  sought record := hamkke.found_by(p_sought);
  facets jsonb;
begin
  if p_sought is null then return hamkke.facets_of(null, 'true', p_sought, p_filter, p_asked, p_roughly);
    end if;
  facets := hamkke.facets_of(sought.tokens, sought.by_order, p_sought, p_filter, p_asked || '{count}',
    p_roughly);
  if facets ->> 'count' = '0' then
    sought := hamkke.mistyped(p_sought);
    facets := hamkke.facets_of(coalesce(sought.tokens, hamkke.any_token('', '{}')),
      coalesce(sought.by_order, 'false'), p_sought, p_filter, p_asked, p_roughly);
  end if;
  return facets;
end $$;

/* The same of what tokens find, which is said of a row, too. */
create or replace function hamkke.facets_of(
  p_tokens text, p_by_order text, p_sought jsonb, p_filter jsonb, p_asked text[], p_roughly boolean
) returns jsonb
language plpgsql stable as $$
declare
  enough constant float8 := 1000;
  counted constant text := $c$select coalesce(jsonb_agg(row_to_json(c)), '[]')
    from (%s order by count desc, 1 limit 50) c$c$;
  -- A half of all, a quarter, and so on.
  part int;
  counting text := 'count(*)';
  keys text;
  parts text;
  facets jsonb;
begin
  if p_roughly then
    part := ceil(log(2, greatest(1, (hamkke.selectivity(array[p_by_order], p_sought, p_filter))[2]
      * hamkke.there() / enough)::numeric));
    part := nullif(least(part, 12), 0);
  end if;
  if part is not null then counting := format('(count(*) << %s)', part); end if;
  keys := format('select key, %s as count from (select unnest(f.%%s) as key from found f) each group by 1',
    counting);
  select string_agg(format('%L, (%s)', name, sql), ', ') into parts from (values
    ('approximate', format('select %L::boolean', part is not null)),
    ('count', format('select %s from found', counting)),
    ('free', format('select %s from found where free', counting)),
    ('roomAvailable', format('select %s from found x where %s', counting, hamkke.has_room())),
    ('needDomains', format(counted, format(
      'select need_domain as "needDomain", %s as count from found where need_domain is not null group by 1',
        counting))),
    ('districts', format(counted, format(
      'select g.key as district, d.name, g.count from (%s) g left join districts d on d.id = g.key',
        format(keys, 'districts')))),
    ('languages', format(counted, format(
      $c$select g.key as language, g.count from (%s) g where g.key not like 'name:%%'$c$,
        format(keys, 'languages')))),
    ('taxonomyTerms', format(counted, format(
      $c$select 'TaxonomyTerm:' || g.key as "taxonomyTerm", t.name, g.count from (%s) g
        join taxonomy_terms t on t.id = g.key and not t.confidential$c$,
      format(keys, 'terms'))))
  ) each (name, sql) where name = any(p_asked);
  execute format(
    'with found as materialized (select x.id, x.need_domain, x.districts, x.languages, x.terms, x.room_at,
      %s as free from service_searches x where %s) select jsonb_build_object(%s)',
    case when 'free' = any(p_asked) then hamkke.payable('0') else 'null::boolean' end,
    format('%s and %s', hamkke.by_index(p_tokens, p_by_order, p_sought, p_filter, 'p' || part),
      hamkke.narrowed(p_filter)), parts)
    into facets using p_sought, p_filter;
  return facets;
end $$;

/* How many services are found in all. */
create or replace function hamkke.count_services(p_sought jsonb, p_filter jsonb) returns bigint
language sql stable as $$
  select (hamkke.service_facets(p_sought, p_filter, '{count}', false) ->> 'count')::bigint
$$;

reset role;
