set local role hamkke_keeper;

/*
 * Everything that waits for the viewer in this post, the earliest due day first, and what has none by its
 * age. Each kind is asked of the function that answers its own list, so that nothing is shown here which is
 * not shown there; no kind takes more than so many.
 *
 * @param p_kinds only these kinds; all of them where it is null
 */
create or replace function hamkke.inbox_page(p_kinds inbox_kind[], p_after text[], p_limit int,
  p_count boolean) returns json
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  most constant int := hamkke.most_of_inbox_kind();
begin
  return (with waiting as materialized (
    select 'CLOCK'::inbox_kind as kind, 'Clock:' || c.district_id || ':' || c.id as about,
      c.due_on as due,
      c.started_on::timestamp at time zone 'Asia/Seoul' as since, c.household_id as household,
      'Household:' || c.district_id || ':' || c.household_id as household_ref, c.kind as clock,
      (select jsonb_object_agg(s, jsonb_build_array(c.data_class)) from unnest(c.subject_ids) s) as told
    from hamkke.clocks_due(v, hamkke.today() + hamkke.days_ahead_of_inbox()) c
    union all
    select 'REFERRAL', 'Referral:' || r.district_id || ':' || r.id,
      (r.expires_at at time zone 'Asia/Seoul')::date, r.requested_at, r.household_id, null, null, null
    from referrals r where r.recipient_id = v.recipient and r.sent
      and v.duties && hamkke.working_duties() and hamkke.awaits_answer(r)
    union all
    select 'RECEIVED_REPORT', x ->> 'id', null, (x ->> 'receivedAt')::timestamptz, (x ->> '$h')::uuid,
      null, null, null
    from json_array_elements(hamkke.received_reports_page(null, most, false)
      -> 'rows') x
    union all
    select 'INCOMING_REPORT', x ->> 'id',
      ((x ->> 'expiresAt')::timestamptz at time zone 'Asia/Seoul')::date, (x ->> 'receivedAt')::timestamptz,
      (x ->> '$h')::uuid, null, null, null
    from json_array_elements(hamkke.incoming_reports_page('TO_DECIDE', true, null, most, false)
      -> 'rows') x
    union all
    select 'CONSENT_PROPOSAL', x ->> 'id', (x ->> 'lapsesOn')::date, (x ->> 'proposedAt')::timestamptz,
      (x -> '$t' -> 0 ->> 0)::uuid, null, null, null
    from json_array_elements(hamkke.consent_proposals_page(null, most, false) -> 'rows') x
    union all
    select 'CONSULTATION_QUESTION', 'ConsultationQuestion:' || (w.question).district_id || ':'
      || (w.question).id, null, w.since, (w.question).household_id, null, null,
      (select jsonb_object_agg(s, jsonb_build_array((w.question).data_class))
        from unnest((w.question).subject_ids) s)
    from hamkke.questions_waiting(v, most) w
    union all
    select 'REVIEW', x ->> 'id', (x ->> 'dueOn')::date, (x -> 'emergency' ->> 'declaredAt')::timestamptz,
      (x ->> '$h')::uuid, null, null, null
    from json_array_elements(hamkke.review_tasks_page(true, null, most, false) -> 'rows') x
    union all
    select 'NOTIFICATION', x ->> 'id', null, (x ->> 'at')::timestamptz, (x ->> '$h')::uuid, null, null, null
    from json_array_elements(hamkke.notifications_page(true, null, most, false) -> 'rows') x
    union all
    select 'CHANGE_REQUEST', x ->> 'id', null, (x ->> 'proposedAt')::timestamptz, null, null, null, null
    from jsonb_array_elements(hamkke.change_requests_page('TO_DECIDE', '{PENDING}', false, null, most, false)
      -> 'rows') x
    union all
    select 'PETITION', 'Petition:' || n.district_id || ':' || n.id, null, n.recorded_at, null, null, null,
      null
    from petitions n where n.organization_id = v.organization and n.outcome is null
      and v.duties && hamkke.outreach_duties() and hamkke.answers_for_zone(v, n.zone)
  ), sorted as (
    select w.*, coalesce(w.due, 'infinity') as place from waiting w
    where p_kinds is null or w.kind = any(p_kinds)
  ), paged as (
    select * from sorted s where p_after is null
      or (s.place, s.since, s.about) > (p_after[1]::date, p_after[2]::timestamptz, p_after[3])
    order by place, since, about limit p_limit
  )
  select json_build_object('rows', coalesce((select json_agg(json_build_object('kind', p.kind,
      'about', p.about, 'dueOn', p.due, 'overdue', coalesce(p.due < hamkke.today(), false),
      'since', p.since, 'clockKind', p.clock, 'householdId', p.household_ref, '$h', p.household,
      '$k', coalesce(p.told, case when p.household is not null
        then jsonb_build_object(p.household, '[]'::jsonb) end),
      -- Others are had by duty; a question may be one that a consent to the centre opens.
      '$b', case p.kind when 'CONSULTATION_QUESTION' then (
        select to_jsonb(hamkke.bases_of(v, split_part(p.about, ':', 2), p.household, array_agg(t.key::uuid),
          (min(t.value ->> 0))::data_class)) from jsonb_each(p.told) t) end,
      '$c', json_build_array(p.place::text, p.since::text, p.about))
      order by p.place, p.since, p.about) from paged p), '[]'),
    'total', case when p_count then (select count(*) from sorted) end));
end $$;

reset role;
