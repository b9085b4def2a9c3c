set local role hamkke_keeper;

/*
 * A text in a form of Unicode's. Korean letters by themselves stay as they are typed: of two of them the
 * compatible form makes a syllable that nobody wrote. The old vowel U+11A7 stands apart, too: PostgreSQL
 * takes it for a final consonant and loses it behind a syllable.
 */
create or replace function hamkke.composed(p_text text, p_form text) returns text
language plpgsql immutable parallel safe as $$
begin
  if p_text !~ '[\u3131-\u318e\u11a7]' then return pg_catalog.normalize(p_text, p_form); end if;
  return (select string_agg(case when part[1] ~ '^[\u3131-\u318e\u11a7]' then part[1]
    else pg_catalog.normalize(part[1], p_form) end, '' order by n)
    from regexp_matches(p_text, '[\u3131-\u318e\u11a7]+|[^\u3131-\u318e\u11a7]+', 'g')
      with ordinality o (part, n));
end $$;

/*
 * A text without what nobody sees, in one form of each letter and in small letters. With `hamkke.alike` it
 * says the same as `src/text/alike.ts` does in TypeScript, with the same ranges.
 */
create or replace function hamkke.one_form(p_text text) returns text
language plpgsql immutable parallel safe as $$
declare
  t text := p_text;
begin
  -- What is written in ASCII has one form alone.
  if octet_length(t) = length(t) then return lower(t); end if;
  t := regexp_replace(t,
    '[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]',
    '', 'g');
  t := hamkke.composed(t, 'NFKC');
  t := replace(lower(replace(t, 'İ', 'i')), 'ς', 'σ');
  -- A small letter is composed with marks that its capital has no form with.
  if t is not nfc normalized then t := hamkke.composed(t, 'NFC'); end if;
  -- Letters that syllables are made of are left of a syllable that is cut in two.
  if t ~ '[\u1100-\u1112\u1161-\u1175\u11a8-\u11c2]' then
    t := translate(t,
      U&'\1100\1101\1102\1103\1104\1105\1106\1107\1108\1109\110a\110b\110c\110d\110e\110f\1110\1111\1112'
        '\1161\1162\1163\1164\1165\1166\1167\1168\1169\116a\116b\116c\116d\116e\116f\1170\1171\1172\1173\1174\1175'
        '\11a8\11a9\11aa\11ab\11ac\11ad\11ae\11af\11b0\11b1\11b2\11b3\11b4\11b5\11b6\11b7\11b8\11b9\11ba\11bb\11bc\11bd\11be\11bf\11c0\11c1\11c2',
      'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ');
  end if;
  return t;
end $$;

/* A text as it is compared: in one form, and with one space where marks or white space set words apart. */
create or replace function hamkke.alike(p_text text) returns text
language plpgsql immutable parallel safe as $$
begin
  -- Most names are so already.
  if p_text ~ '^[가-힣a-z0-9]+( [가-힣a-z0-9]+)*$' then return p_text; end if;
  return btrim(regexp_replace(hamkke.one_form(p_text),
    '[\u0001- !"&''(),./:;<>?\[\]`{|}~\u007f-\u009f\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf\u119e\u1680\u16eb\u2010-\u205e\u2219\u22c5\u25a0-\u25ff\u2605\u2606\u2e00-\u2e5d\u3001-\u3003\u3008-\u3011\u3014-\u301f\u3030\u30a0\u30fb\u318d\ua78f-]+',
    ' ', 'g'), ' ');
end $$;

/* The same without any space: how names are compared, which one writes with spaces and another without. */
create or replace function hamkke.name_letters(p_text text) returns text
language sql immutable parallel safe as $$
  -- Most names are so already: to ask that here spares the call, and a list looks at each name that it has.
  select case when p_text ~ '^[가-힣a-z0-9]+$' then p_text else replace(hamkke.alike(p_text), ' ', '') end
$$;

/* An organization's name without its legal form, which one writes and another leaves out. */
create or replace function hamkke.name_key(p_name text) returns text
language sql immutable parallel safe as $$
  select hamkke.name_letters(regexp_replace(hamkke.one_form(coalesce(p_name, '')),
    '사회복지법인|의료법인|학교법인|사단법인|재단법인|주식회사|유한회사|사회적협동조합|\((주|사|재|복|유|의|학)\)|\m(inc|llc|ltd|corp|co)\M\.?', ' ',
      'g'))
$$;

/*
 * A telephone number as it is dialled within the country: the first of those that stand in a text, without
 * its label, its extension (내선) and further lines (~5). NULL where there is none.
 */
create or replace function hamkke.phone_key(p_text text) returns text
language sql immutable parallel safe as $$
  select case when length(digits) between 8 and 15 then digits end from (
    select regexp_replace(regexp_replace(
      -- What stands in brackets behind eight digits is no part of the number.
      regexp_replace(called, '^([^0-9]*([0-9][^0-9(]*){8,})\(.*$', '\1'),
      '[^0-9]', '', 'g'), '^1(?=[2-9][0-9]{9}$)', '') as digits
    from (select substring(regexp_replace(hamkke.one_form(p_text), '[\u2010-\u2015\u2212·.\s]+', ' ', 'g'),
      '\+?[ (]*[0-9](?:[ ()-]*[0-9]){6,}') as found) number,
      -- The country's code stands for the 0 that numbers begin with, and some write both: +82 (0)2.
      lateral (select case when found ~ '^[ (]*(\+|00)' or length(regexp_replace(found, '[^0-9]', '', 'g'))
        >= 10
        then regexp_replace(found, '^[ (]*(\+|00)?[ (]*82[ ()-]*0?[ ()-]*(?=[1-9])', '0')
          else found end as called) dialled
  ) each
$$;

/*
 * The digits of a telephone number as people write them down, by which it is looked up: as it is dialled
 * within the country, and with the country's code.
 */
create or replace function hamkke.phone_digits(p_phone text) returns text[]
immutable parallel safe language sql as $$
  select array[k, '82' || substr(k, 2), '820' || substr(k, 2), '0082' || substr(k, 2)]
  from (select hamkke.phone_key(p_phone)) one (k)
$$;

reset role;
