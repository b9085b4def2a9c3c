import * as enums from '../database/tables/enums.js';
import { type Duty, duties, dutyRules, policeDuties } from './duties.js';

type PartnerKind = (typeof enums.partnerKind.enumValues)[number];
type AssignmentKind = (typeof enums.assignmentKind.enumValues)[number];

interface Appointment {
  /** Whose duty it is to give it. */
  givenBy: readonly Duty[];
  /** Kinds of organization where it can be held. */
  at: readonly PartnerKind[];
  /** Held at the home organization only: what is its alone stays with its own people. */
  atHome?: true;
  /** Held beside no other duty of the same post, so that what it must not know does not come in by another. */
  alone?: true;
}

const portal: Duty[] = ['PORTAL_ADMINISTRATOR'];
const either: Duty[] = [...portal, 'CENTER_HEAD'];
const offices: PartnerKind[] = ['DISTRICT_OFFICE', 'DONG_OFFICE'];
/** Which organizations serve households, and so receive reports and take over cases. */
const centres: PartnerKind[] = ['CRISIS_CENTER', ...offices];
const anywhere = enums.partnerKind.enumValues.filter((kind) => kind !== 'POLICE');

/** Which administrator may give which duty, and where: the database reads it too (see `appointmentsSql`). */
export const appointments: Record<Duty, Appointment> = {
  CENTER_HEAD: { givenBy: portal, at: centres },
  CASE_MANAGER: { givenBy: either, at: centres },
  COUNSELLOR: { givenBy: either, at: centres },
  CONSULTATION_SPECIALIST: { givenBy: either, at: centres },
  VISITING_NURSE: { givenBy: either, at: offices },
  NEIGHBOURHOOD_OFFICER: { givenBy: either, at: offices },
  WELFARE_PLANNER: { givenBy: either, at: offices },
  PORTAL_ADMINISTRATOR: { givenBy: portal, at: ['DISTRICT_OFFICE'] },
  DISPATCHED_POLICE: { givenBy: either, at: ['CRISIS_CENTER'], alone: true },
  POLICE_OFFICER: { givenBy: portal, at: ['POLICE'], atHome: true, alone: true },
  PARTNER_WORKER: { givenBy: portal, at: anywhere },
  // Whoever watches the others does none of their work.
  PRIVACY_OFFICER: { givenBy: portal, at: ['DISTRICT_OFFICE'], alone: true },
  STATISTICS: { givenBy: portal, at: offices },
  CATALOGUE_EDITOR: { givenBy: portal, at: centres },
  SPONSOR: { givenBy: portal, at: anywhere },
  COMMITTEE_EXPERT: { givenBy: portal, at: anywhere },
  REPORTER: { givenBy: portal, at: ['RESEARCH', ...offices] },
  // What an app is built against is no data: whoever works with families has a post of their own for that.
  DEVELOPER: { givenBy: portal, at: anywhere, alone: true },
  // Whoever reports must not learn by another duty of the same post whether somebody is known.
  DISCOVERY_REPORTER: { givenBy: either, at: anywhere, alone: true },
};

/** Whose duty it is to administer people at all. */
export const administrators: readonly Duty[] = [
  ...new Set(Object.values(appointments).flatMap(({ givenBy }) => givenBy)),
];

/** Who may be assigned to a household, for what. */
export const assignable: Record<AssignmentKind, readonly Duty[]> = {
  CASE: ['CENTER_HEAD', 'CASE_MANAGER', 'COUNSELLOR', 'CONSULTATION_SPECIALIST'],
  VISIT: ['VISITING_NURSE'],
};
/** Whose work it is to assign them. */
export const assigning: readonly Duty[] = ['CENTER_HEAD', 'CASE_MANAGER'];

/** The same for the database, which decides. */
export const appointmentsSql = () => {
  const list = (values: readonly string[], type: string) => `'{${values.join(',')}}'::${type}[]`;
  const rows = duties.map((duty) => {
    const { givenBy, at, atHome = false, alone = false } = appointments[duty];
    const zoned = dutyRules[duty].reach === 'ZONE';
    return `('${duty}'::duty, ${list(givenBy, 'duty')}, ${list(at, 'partner_kind')}, ${atHome}, ${alone}, ${policeDuties.includes(duty)}, ${zoned})`;
  });
  return `
set local role hamkke_keeper;
create or replace function hamkke.appointments() returns table (duty duty, given_by duty[], kinds partner_kind[], at_home boolean, alone boolean, police boolean, zoned boolean)
immutable language sql as $$ values ${rows.join(', ')} $$;
create or replace function hamkke.assignable_duties(assignment_kind) returns duty[] immutable language sql as $$ select case $1 ${Object.entries(
    assignable,
  )
    .map(([kind, some]) => `when '${kind}' then ${list(some, 'duty')}`)
    .join(' ')} end $$;
create or replace function hamkke.center_kinds() returns partner_kind[] immutable parallel safe language sql as $$ select ${list(centres, 'partner_kind')} $$;
create or replace function hamkke.assigning_duties() returns duty[] immutable language sql as $$ select ${list(assigning, 'duty')} $$;
reset role;`;
};
