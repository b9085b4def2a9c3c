set local role hamkke_keeper;

/* What is made of names, hours and places, so that an index finds services by them (see search.sql). */

/* Korean letter by letter in the order they are typed, as es-hangul's disassemble gives it to queries. */
create or replace function hamkke.letters(p_text text) returns text
language plpgsql immutable parallel safe as $$
declare
  t text := normalize(p_text, NFD);
  clusters constant text[] := array[
    U&'\11aaㄱㅅ', U&'\11acㄴㅈ', U&'\11adㄴㅎ', U&'\11b0ㄹㄱ', U&'\11b1ㄹㅁ', U&'\11b2ㄹㅂ', U&'\11b3ㄹㅅ', U&'\11b4ㄹㅌ',
    U&'\11b5ㄹㅍ', U&'\11b6ㄹㅎ', U&'\11b9ㅂㅅ', U&'\116aㅗㅏ', U&'\116bㅗㅐ', U&'\116cㅗㅣ', U&'\116fㅜㅓ', U&'\1170ㅜㅔ',
    U&'\1171ㅜㅣ', U&'\1174ㅡㅣ', 'ㄳㄱㅅ', 'ㄵㄴㅈ', 'ㄶㄴㅎ', 'ㄺㄹㄱ', 'ㄻㄹㅁ', 'ㄼㄹㅂ', 'ㄽㄹㅅ', 'ㄾㄹㅌ', 'ㄿㄹㅍ', 'ㅀㄹㅎ', 'ㅄㅂㅅ',
      'ㅘㅗㅏ',
    'ㅙㅗㅐ', 'ㅚㅗㅣ', 'ㅝㅜㅓ', 'ㅞㅜㅔ', 'ㅟㅜㅣ', 'ㅢㅡㅣ'];
  each text;
begin
  -- What is written in English has no letters to be taken apart.
  if octet_length(t) = length(t) then return t; end if;
  -- Most texts have none of most clusters, and no text of names has any that stands by itself.
  if t ~ U&'[\11aa-\11b6\11b9\116a-\116c\116f-\1171\1174ㄳㄵㄶㄺ-ㅀㅄㅘ-ㅚㅝ-ㅟㅢ]' then
    foreach each in array clusters loop t := replace(t, left(each, 1), substr(each, 2)); end loop;
  end if;
  t := translate(t,
    U&'\1100\1101\1102\1103\1104\1105\1106\1107\1108\1109\110a\110b\110c\110d\110e\110f\1110\1111\1112'
      '\1161\1162\1163\1164\1165\1166\1167\1168\1169\116d\116e\1172\1173\1175'
      '\11a8\11a9\11ab\11ae\11af\11b7\11b8\11ba\11bb\11bc\11bd\11be\11bf\11c0\11c1\11c2',
    'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣㄱㄲㄴㄷㄹㅁㅂㅅㅆㅇㅈㅊㅋㅌㅍㅎ');
  return normalize(t, NFC);
end $$;

/* A text as a search sees it: as it is compared, letter by letter. */
create or replace function hamkke.jamo(p_text text) returns text
language sql immutable parallel safe as $$
  select hamkke.letters(hamkke.alike(p_text))
$$;

/*
 * The initial consonants of each word that has any, as letters of their own: no final consonant is taken for
 * one.
 */
create or replace function hamkke.initials(p_text text) returns text
language sql immutable parallel safe as $$
  select btrim(regexp_replace(regexp_replace(normalize(hamkke.alike(p_text), NFD),
    U&'[^\1100-\1112[:space:]]', '', 'g'), '\s+', ' ', 'g'))
$$;

/* What organizations are found by, of each of their names; `searchText` in TypeScript says the same. */
create or replace function hamkke.search_text(p_names text[]) returns text
language sql immutable parallel safe as $$
  select coalesce(string_agg(array_to_string(array_remove(array[jamo, nullif(replace(jamo, ' ', ''), jamo),
    replace(hamkke.initials(name), ' ', '')], ''), ' '), ' ' order by n) filter (where jamo <> ''), '')
  from unnest(p_names) with ordinality o (name, n), hamkke.jamo(name) jamo
$$;

/*
 * The lines of one name, given as jamo and as initial consonants: each as it is written, and without its
 * spaces between two letters that nobody types, which make its beginning and its end something that an index
 * knows.
 */
create or replace function hamkke.search_lines(p_jamo text, p_initials text) returns text
language sql immutable parallel safe as $$
  select coalesce(string_agg(e'\n ' || line || e' \nㆅ' || replace(line, ' ', '') || 'ㆆ', ''), '') || e'\n'
  from unnest(array[p_jamo, p_initials]) line where line <> ''
$$;

/*
 * Of a name, given as jamo and as initial consonants, the letters from each syllable on, two to six of them,
 * and the initial consonants from each of them on, up to four: what `src/catalogue/search/tokens.ts` seeks
 * parts of names by. What ends sooner is as long as it is. The kind says whose name it is.
 */
create or replace function hamkke.windows(p_kind text, p_jamo text, p_initials text) returns text[]
language plpgsql immutable parallel safe as $$
declare
  line text := replace(p_jamo, ' ', '');
  codes constant int[] := array(select ascii(letter) from string_to_table(line, null) letter);
  consonant constant int := ascii('ㄱ');
  vowel constant int := ascii('ㅏ');
  other constant int := ascii('ㅣ') + 1;
  before int := 0;
  tokens text[] := '{}';
  part text;
begin
  for at in 1..cardinality(codes) loop
    -- Where a syllable begins: neither at the vowel of one, nor at its final consonant.
    if codes[at] < consonant or codes[at] >= other
      or codes[at] >= vowel and (before < consonant or before >= vowel)
      or codes[at] < vowel and (before < vowel or before >= other or codes[at + 1] >= vowel
        and codes[at + 1] < other) then
      part := substr(line, at, 6);
      for size in least(2, length(part))..length(part) loop tokens := tokens || (p_kind || left(part, size));
        end loop;
    end if;
    before := codes[at];
  end loop;
  line := replace(p_initials, ' ', '');
  for at in 1..coalesce(length(line), 0) loop
    part := substr(line, at, 4);
    for size in 1..length(part) loop tokens := tokens || (p_kind || left(part, size)); end loop;
  end loop;
  return tokens;
end $$;

/* The same of the beginnings of a name's words. */
create or replace function hamkke.start_windows(p_jamo text, p_initials text) returns text[]
language plpgsql immutable parallel safe as $$
declare
  word text;
  tokens text[] := '{}';
begin
  foreach word in array coalesce(string_to_array(p_jamo, ' '), '{}') loop
    for size in 1..least(6, length(word)) loop tokens := tokens || ('s' || left(word, size)); end loop;
  end loop;
  foreach word in array coalesce(string_to_array(p_initials, ' '), '{}') loop
    for size in 1..least(4, length(word)) loop tokens := tokens || ('s' || left(word, size)); end loop;
  end loop;
  return tokens;
end $$;

/*
 * A token no longer than a lexeme may be, which is 2,046 bytes: PostgreSQL makes a broken tsvector of a
 * longer one, and no tsquery.
 */
create or replace function hamkke.token(p_text text) returns text
language sql immutable parallel safe as $$ select left(p_text, 500) $$;

/* The two hours of a week that a minute is in. */
create or replace function hamkke.hours_of(p_minute int) returns text
language sql immutable parallel safe as $$ select 'h' || p_minute / 120 $$;

/* Tokens of all two hours of a week in which there is any of some minutes. */
create or replace function hamkke.hour_tokens(p_minutes int4multirange) returns text[]
language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct hamkke.hours_of(minute)), '{}')
  from unnest(p_minutes) part, generate_series(lower(part) / 120 * 120, upper(part) - 1, 120) minute
$$;

/*
 * Tokens of a part of all that goes along with nothing: 'p1' of a half of it, 'p2' of a quarter, and so on,
 * each a part of the one before.
 */
create or replace function hamkke.part_tokens(p_hash_order int) returns text[]
language sql immutable parallel safe as $$
  select coalesce(array_agg('p' || n), '{}') from generate_series(1, 12) n
    where p_hash_order < -2147483648 + (4294967296 >> n)
$$;

/* The names of dong, eup and myeon that an address or an area is written with, as they are compared. */
create or replace function hamkke.dongs_in(p_text text) returns text[]
language sql immutable parallel safe as $$
  select coalesce(array_agg(hamkke.name_letters(found[1])), '{}')
  from regexp_matches(hamkke.one_form(p_text), '(?:^|[\s(,])([가-힣][가-힣0-9·ㆍ・‧•.]*(?:동|읍|면|가))(?=$|[\s),])',
    'g') found
$$;

/*
 * Codes and names of languages as they are compared: zh_Hans is zh-hans, and a name beside a code is marked
 * as one.
 */
create or replace function hamkke.languages_of(p_code text, p_name text) returns text[]
language sql immutable parallel safe as $$
  select array_remove(array[translate(hamkke.alike(p_code), ' _', '--'),
    case when nullif(btrim(p_code), '') is null then nullif(hamkke.alike(p_name), '')
      else 'name:' || nullif(hamkke.alike(p_name), '') end], null)
$$;

/* Words that are found by their beginnings. */
create or replace function hamkke.words_in(p_text text) returns setof text
language sql immutable parallel safe as $$
  select left(word, 60) from regexp_split_to_table(p_text, '[\s!-/:-@\[-`{-~·“”‘’…「」『』（）、。]+') word
    where word <> ''
$$;

/*
 * The minutes of a week in Korea in which a schedule has hours; null where that differs from week to week. It
 * says the same as `hamkke.opened_on` does of each instant.
 */
create or replace function hamkke.week_of(p schedules) returns int4multirange
language plpgsql immutable parallel safe as $$
declare
  days constant text[] := string_to_array(replace(upper(replace(p.byday, ' ', '')), '+', ''), ',');
  closes constant time := coalesce(nullif(p.closes_at, '23:59'), '24:00');
  minutes int4multirange := '{}';
  starts int;
  ends int;
begin
  if hamkke.replaces(p) then return null; end if;
  if not hamkke.has_hours(p) then return minutes; end if;
  if coalesce(p.valid_from, p.valid_to, p.dtstart, p.until) is not null or p.count is not null
    or p.interval <> 1
    or coalesce(p.bymonthday, p.byyearday, p.byweekno) is not null or p.timezone <> 9
    or upper(p.freq) not in ('WEEKLY', 'DAILY') or extract(second from p.opens_at) <> 0
      or extract(second from closes) <> 0
  then return null; end if;
  for day in 0..6 loop
    continue when days is not null and not (array['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])[day + 1]
      = any(days);
    starts := day * 1440 + extract(epoch from p.opens_at) / 60;
    ends := day * 1440 + extract(epoch from closes) / 60 + case when closes <= p.opens_at then 1440
      else 0 end;
    minutes := minutes + int4multirange(int4range(starts, least(ends, 10080)));
    if ends > 10080 then minutes := minutes + int4multirange(int4range(0, ends - 10080)); end if;
  end loop;
  return minutes;
end $$;

/*
 * Places by cells of a net of degrees, of five widths: 0.01 degrees, which is a little over a kilometre, and
 * twice as much each time.
 */
create or replace function hamkke.cell_width(p_level int) returns float8
language sql immutable parallel safe as $$ select 0.01 * (1 << p_level) $$;

/* Tokens of the cells of one width that lie between two points, the south-western first. */
create or replace function hamkke.cell_tokens(p_level int, p_south float8, p_west float8, p_north float8,
  p_east float8) returns text[]
language sql immutable parallel safe as $$
  select coalesce(array_agg('c' || p_level || ':' || north || ':' || east), '{}')
  from hamkke.cell_width(p_level) width,
    generate_series(floor(p_south / width)::int, floor(p_north / width)::int) north,
    generate_series(floor(p_west / width)::int, floor(p_east / width)::int) east
$$;

reset role;
