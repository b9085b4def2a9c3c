/** Holes that the differential test must find: of what, in which function, what is right and wrong there, who sees it, in which root field. */
export const holes: readonly (readonly [string, string, string, string, string, string])[] = [
  [
    'a count of what is there',
    'open_page_of_households',
    '(select count(*) from matching)',
    '(select count(*) from households h where h.district_id = p_district)',
    'clinic',
    'households',
  ],
  [
    'a filter by a name that is withheld',
    'open_page_of_households',
    "and x.mask & hamkke.class_bit('IDENTITY') <> 0",
    '',
    'clinic',
    'households',
  ],
  [
    'an order by a day that is withheld',
    'open_page_of_households',
    "coalesce(case when k.summary then s.registered_on end, '-infinity')",
    "coalesce(s.registered_on, '-infinity')",
    'clinic',
    'households',
  ],
  [
    'the words of a report that waits, told to whoever wrote it',
    'incoming_report_json',
    "state = 'PENDING' and hamkke.received_report(v, r) as read",
    'true as read',
    'welfare-centre',
    'incomingReports',
  ],
];
