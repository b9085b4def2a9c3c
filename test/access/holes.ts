/** Holes that the differential test must find: of what, in which function, what is right and wrong there, who sees it, in which root field. */
export const holes: readonly (readonly [string, string, string, string, string, string])[] = [
  [
    'the words of a report that waits, told to whoever wrote it',
    'incoming_report_json',
    "state = 'PENDING' and hamkke.received_report(v, r) as read",
    'true as read',
    'welfare-centre',
    'incomingReports',
  ],
];

/**
 * Holes in the functions that find a page's rows: in which, what is right and what is wrong there. What they find too much must
 * be shown by nothing while either wall stands.
 */
export const holesInFinding: readonly (readonly [string, string, string])[] = [
  [
    'find_households',
    '(select array_agg(id) from subjects)',
    '(select array_agg(h.id) from households h where h.district_id = p_district)',
  ],
  ['find_households', "and s.mask & hamkke.class_bit('IDENTITY') <> 0", ''],
  ['find_households', "and s.mask & hamkke.class_bit('CONTACT') <> 0", ''],
  ['find_households', "and s.mask & hamkke.class_bit('HEALTH') <> 0", ''],
  [
    'find_referrals',
    'then r.sender_id = v.organization else r.recipient_id = v.recipient',
    'then true else true',
  ],
];
