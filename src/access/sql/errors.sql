set local role hamkke_keeper;

/*
 * How functions refuse. HK400, HK403, HK404, HK409 and HK410 become errors that clients read
 * (src/database/failures.ts); the words of HK404 and HK409 are for the log alone.
 */

/* Refuses an input, in words that are meant for whoever asked. */
create or replace function hamkke.refuse(p_words text) returns void language plpgsql as $$
begin
  raise exception using errcode = 'HK400', message = p_words;
end $$;

/*
 * What is refused to an administrator, in the words that they read: HK400, HK403 and HK410 are told as they
 * stand.
 */
create or replace function hamkke.refuse(p_code text, p_message text) returns void language plpgsql as $$
begin
  raise exception using errcode = p_code, message = p_message;
end $$;

/* The same with values that the client gets beside the words. */
create or replace function hamkke.refuse(p_code text, p_message text, p_detail jsonb) returns void
language plpgsql as $$
begin
  raise exception using errcode = p_code, message = p_message, detail = p_detail::text;
end $$;

/* Refuses a change of what somebody else changed since it was read. */
create or replace function hamkke.expect_version(p_expected int, p_current int) returns void
language plpgsql as $$
begin
  if p_expected is distinct from p_current then
    raise exception using errcode = 'HK410', detail = json_build_object('currentVersion', p_current)::text,
      message = '다른 사람이 먼저 변경했습니다. Somebody changed it meanwhile: read it again and decide anew.';
  end if;
end $$;

/*
 * Refuses a cursor that stands nowhere in the feed. One of another feed, one that nobody was given and one
 * that was pruned are the same: whoever held it may have missed something, and is told to begin anew.
 */
create or replace function hamkke.refuse_cursor(p_place bigint) returns void language plpgsql as $$
begin
  if p_place is null then
    raise exception using errcode = 'HK410', detail = '{"startOver": true}',
      message =
        '쓸 수 없거나 기간이 지난 커서입니다. That cursor is not one of this feed, or not any more: read what you keep anew, and start over without a cursor.';
  end if;
end $$;

reset role;
