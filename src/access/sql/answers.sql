/*
 * An answer that is not longer than may leave; a longer one is refused here, before it is sent to the server,
 * read there and written again.
 */
create or replace function hamkke.at_most(p_answer anyelement, p_most int) returns anyelement
language plpgsql stable strict parallel safe as $$
begin
  if pg_column_size(p_answer) > p_most then
    perform hamkke.refuse('ANSWER_TOO_LARGE', jsonb_build_object('most', p_most));
  end if;
  return p_answer;
end $$;
