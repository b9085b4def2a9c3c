set local role hamkke_keeper;

/*
 * How many there are of each kind, of the kinds that are asked for: fifty of each at most, the most frequent first.
 *
 * @param p_roughly whether of much a part may be counted that goes along with nothing, and stands for all
 */
create or replace function hamkke.service_facets(p_sought jsonb, p_filter jsonb, p_asked text[], p_roughly boolean) returns jsonb
language plpgsql stable set jit = off set enable_seqscan = off as $$
declare
  narrowed constant text := hamkke.narrowed(p_filter);
  facets jsonb;
  guessed text;
begin
  if p_sought is null then return hamkke.facets_of('true', 'true', p_sought, p_filter, p_asked, p_roughly); end if;
  facets := hamkke.facets_of(
    format('(%s or %s)', hamkke.with_parts('titles', p_sought), hamkke.as_said(p_sought)),
    format('(%s or %s)', hamkke.having_words('titles', 'words', p_sought), hamkke.as_said(p_sought)),
    p_sought, p_filter, p_asked || '{count}', p_roughly);
  if facets ->> 'count' = '0' then
    guessed := coalesce(hamkke.mistyped(p_sought), 'false');
    facets := hamkke.facets_of(guessed, guessed, p_sought, p_filter, p_asked, p_roughly);
  end if;
  return facets;
end $$;

/* The same of what fits a condition, which is said in two ways: as an index finds it, and as one row is sooner told. */
create or replace function hamkke.facets_of(
  p_gathered text, p_walked text, p_sought jsonb, p_filter jsonb, p_asked text[], p_roughly boolean
) returns jsonb
language plpgsql stable as $$
declare
  enough constant float8 := 800;
  counted constant text := $c$select coalesce(jsonb_agg(row_to_json(c)), '[]') from (%s order by count desc, 1 limit 50) c$c$;
  condition text := format('%s and %s', p_gathered, hamkke.narrowed(p_filter));
  part float8 := 1;
  counting text := 'count(*)';
  keys text;
  parts text;
  facets jsonb;
begin
  if p_roughly then
    part := least(1, enough / greatest(1,
      (hamkke.shares(array[p_walked], hamkke.narrowed(p_filter), p_sought, p_filter, 240))[2] * hamkke.there()));
  end if;
  if part < 1 then
    counting := format('round(count(*) / %s::float8)::bigint', part);
    condition := format('%s and x.spread <= %s', condition, floor(-2147483648 + 4294967296 * part));
  end if;
  keys := format('select key, %s as count from (select unnest(f.%%s) as key from found f) each group by 1', counting);
  select string_agg(format('%L, (%s)', name, sql), ', ') into parts from (values
    ('approximate', format('select %L::boolean', part < 1)),
    ('count', format('select %s from found', counting)),
    ('free', format('select %s from found where free', counting)),
    ('roomAvailable', format('select %s from found x where %s', counting, hamkke.has_room())),
    ('needDomains', format(counted, format(
      'select need_domain as "needDomain", %s as count from found where need_domain is not null group by 1', counting))),
    ('districts', format(counted, format(
      'select g.key as district, d.name, g.count from (%s) g left join districts d on d.id = g.key', format(keys, 'districts')))),
    ('languages', format(counted, format(
      $c$select g.key as language, g.count from (%s) g where g.key not like 'name:%%'$c$, format(keys, 'languages')))),
    ('taxonomyTerms', format(counted, format(
      $c$select 'TaxonomyTerm:' || g.key as "taxonomyTerm", t.name, g.count from (%s) g join taxonomy_terms t on t.id = g.key and not t.confidential$c$,
      format(keys, 'terms'))))
  ) each (name, sql) where name = any(p_asked);
  execute format(
    'with found as materialized (select x.id, x.need_domain, x.districts, x.languages, x.terms, %s as free from service_searches x where %s) select jsonb_build_object(%s)',
    case when 'free' = any(p_asked) then hamkke.payable('0') else 'null::boolean' end, condition, parts)
    into facets using p_sought, p_filter;
  return facets;
end $$;

/* How many services are found in all. */
create or replace function hamkke.count_services(p_sought jsonb, p_filter jsonb) returns bigint
language sql stable as $$
  select (hamkke.service_facets(p_sought, p_filter, '{count}', false) ->> 'count')::bigint
$$;

reset role;
