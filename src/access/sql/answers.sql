/*
 * An answer that is not longer than may leave; a longer one is refused here, before it is sent to the server,
 * read there and written again.
 */
create or replace function hamkke.at_most(p_answer anyelement, p_most int) returns anyelement
language plpgsql stable strict parallel safe as $$
begin
  if pg_column_size(p_answer) > p_most then
    raise exception using errcode = 'HK400',
      message =
        format('응답이 너무 큽니다. The answer is longer than %s bytes: ask for fewer rows, or for less of each.',
        p_most);
  end if;
  return p_answer;
end $$;
