set local role hamkke_keeper;

/*
 * How functions refuse. They decide, and TypeScript speaks: what stands here are the codes of faults, and
 * src/database/faults.ts leads to the sentence that each is for clients.
 */

/*
 * Refuses for a reason. Its sentence may quote the values, and clients are given those that the fault names.
 */
create or replace function hamkke.refuse(p_fault text, p_values jsonb default '{}') returns void
language plpgsql parallel safe as $$
begin
  raise exception using errcode = 'HK400', message = p_fault, detail = p_values::text;
end $$;

/* The answer for what is unknown and what is hidden alike. The words are for the database's own log. */
create or replace function hamkke.not_found(p_words text) returns void language plpgsql as $$
begin
  raise exception using errcode = 'HK404', message = p_words;
end $$;

/* Refuses a change of what somebody else changed since it was read. */
create or replace function hamkke.expect_version(p_expected int, p_current int) returns void
language plpgsql as $$
begin
  if p_expected is distinct from p_current then
    perform hamkke.refuse('CHANGED_MEANWHILE', jsonb_build_object('currentVersion', p_current));
  end if;
end $$;

/*
 * Refuses a cursor that stands nowhere in the feed. One of another feed, one that nobody was given and one
 * that was pruned are the same: whoever held it may have missed something, and is told to begin anew.
 */
create or replace function hamkke.refuse_cursor(p_place bigint) returns void language plpgsql as $$
begin
  if p_place is null then
    perform hamkke.refuse('CURSOR_NOT_OF_FEED');
  end if;
end $$;

reset role;
