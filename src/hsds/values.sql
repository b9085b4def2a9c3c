set local role hamkke_keeper;

-- What HSDS's documents are written with; the functions that write them are made from src/hsds/resources.ts.

/* Whether a text is what HSDS wants where it wants an address: RFC 3986's, of the letters that it allows. */
create or replace function hamkke.is_uri(text) returns boolean immutable parallel safe language sql as $$
  select $1 ~ ('^[A-Za-z][A-Za-z0-9+.-]*:'
    || '(//(([A-Za-z0-9._~!$&''()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?([A-Za-z0-9._~!$&''()*+,;=-]|%[0-9A-Fa-f]{2})+(:[0-9]*)?'
    || '(/([A-Za-z0-9._~!$&''()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*'
    || '|([A-Za-z0-9._~!$&''()*+,;=:@-]|%[0-9A-Fa-f]{2})+(/([A-Za-z0-9._~!$&''()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*)'
    || '(\?([A-Za-z0-9._~!$&''()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?'
    || '(#([A-Za-z0-9._~!$&''()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$')
$$;

/* Whether a text is one e-mail address, in plain letters. */
create or replace function hamkke.is_email(text) returns boolean immutable parallel safe language sql as $$
  select $1 ~ ('^[A-Za-z0-9!#$%&''*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&''*+/=?^_`{|}~-]+)*@'
    || '([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$')
$$;

/* Whether a text is a number that reads the same when it comes back: 012 does not. */
create or replace function hamkke.is_number(text) returns boolean immutable parallel safe language sql as $$
  select $1 ~ '^(0|[1-9][0-9]{0,14})$'
$$;

/* An instant as RFC 3339 has it, in UTC, whatever the session's time zone is. */
create or replace function hamkke.instant(timestamptz) returns text stable parallel safe language sql as $$
  select (to_json($1 at time zone 'UTC') #>> '{}') || 'Z'
$$;

/*
 * The id of what is said of a record and has no row of its own: the same whenever it is written. A UUID of
 * version 8 (RFC 9562, appendix B.2) and not 5, as PostgreSQL without extensions knows no SHA-1.
 */
create or replace function hamkke.derived_id(p_record uuid, p_name text) returns uuid stable parallel safe
language sql as $$
  select encode(set_byte(set_byte(substring(h from 1 for 16), 6, get_byte(h, 6) & 15 | 128), 8,
    get_byte(h, 8) & 63 | 128), 'hex')::uuid
  from sha256(uuid_send(p_record) || convert_to(p_name, 'UTF8')) h
$$;

reset role;
