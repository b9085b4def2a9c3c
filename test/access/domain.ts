import type { Basis, DataClass, Purpose } from '../../src/access/classes.js';
import type { Duty } from '../../src/access/duties.js';
import { agreedClasses, hidingIsTheirs, maySpeakFor, speaksForHousehold } from './consents.js';
import { surveyed } from './teams.js';
import type { Row, World } from './world.js';

// docs/domain.md, sections 4 and 5, said once more in plain words: slow, and owing nothing to the SQL that it judges.

/** Every purpose that somebody may ask for. */
export const purposes = ['CASE_MANAGEMENT', 'SERVICE_PROVISION', 'CRISIS_INTERVENTION'] as const;

const everything: readonly DataClass[] = [
  'SUMMARY',
  'IDENTITY',
  'CONTACT',
  'UNIQUE_ID',
  'HEALTH',
  'MENTAL_HEALTH',
  'FINANCE',
  'HOUSING',
  'EMPLOYMENT',
  'EDUCATION',
  'FAMILY',
  'LEGAL',
  'SAFETY',
  'CASE_NOTE',
  'SAFE_LOCATION',
  'INVESTIGATION',
];
export const allClasses = everything;
const allBut = (...left: DataClass[]) => everything.filter((each) => !left.includes(each));
export const wholeHousehold: readonly DataClass[] = ['SUMMARY', 'HOUSING', 'FINANCE', 'FAMILY'];
/** The classes that have a facet of a member. */
export const memberFacets: readonly DataClass[] = [
  ...(['IDENTITY', 'CONTACT', 'UNIQUE_ID', 'HEALTH', 'MENTAL_HEALTH', 'EMPLOYMENT'] as const),
  ...(['EDUCATION', 'LEGAL', 'SAFETY', 'SAFE_LOCATION'] as const),
];

/** Someone at work: a post as it stands, with the organization that its person belongs to. */
export interface Desk {
  post: string;
  staff: string;
  duties: readonly Duty[];
  organization: string;
  home: string;
  district: string;
  zones: readonly string[];
  /** The campaigns that it surveys today, in managing cases. */
  readonly surveys: ReadonlySet<unknown>;
}

/** The post of a person, by its id. */
export function deskOf(world: World, post: string): Desk {
  const row = world.one('posts', 'id', post);
  const person = row && world.one('staff', 'id', row.staff_id);
  if (!row || !person) throw new Error(`Nobody has the post ${post}`);
  const desk = {
    post,
    staff: String(row.staff_id),
    duties: row.duties as Duty[],
    organization: String(row.organization_id),
    home: String(person.home_organization_id),
    district: String(row.district_id),
    zones: row.zones as string[],
  };
  return {
    ...desk,
    get surveys() {
      return surveyed(world, this, 'CASE_MANAGEMENT');
    },
  };
}

type Reaches = (world: World, desk: Desk, household: string) => boolean;
interface Service {
  households: Reaches;
  classes: readonly DataClass[];
  /** What it writes down of the households that it reaches. */
  records?: readonly DataClass[];
  /** Whether it takes the steps of cases. */
  works?: boolean;
  keepsConsents?: boolean;
  declaresEmergencies?: boolean;
}

const atTheCentre: Reaches = (world, desk, household) =>
  [
    ...world.where('cases', 'household_id', household),
    ...world.where('intake_reports', 'household_id', household),
  ].some((row) => row.center_id === desk.organization);

const assigned =
  (kind: 'CASE' | 'VISIT'): Reaches =>
  (world, desk, household) =>
    world
      .where('assignments', 'household_id', household)
      .some(
        (row) =>
          row.post_id === desk.post &&
          row.kind === kind &&
          String(row.from) <= world.today &&
          (row.until === null || world.today <= String(row.until)) &&
          row.ended_at === null,
      );

/**
 * A zone is a dong, a tong of one or a ban of that; whoever stands in for somebody has theirs as well, while that is a post
 * whose work it is.
 */
const inTheZone: Reaches = (world, desk, household) => {
  const place = world.one('household_summaries', 'household_id', household);
  if (!place) return false;
  const [dong, tong, ban] = [place.responsible_dong, place.responsible_tong, place.responsible_ban];
  const away = world
    .where('zone_substitutions', 'substitute_id', desk.post)
    .filter((row) => row.ended_at === null)
    .filter((row) => String(row.from) <= world.today && world.today <= String(row.until))
    .map((row) => world.one('posts', 'id', row.post_id)!)
    .filter((post) => post.active && world.one('staff', 'id', post.staff_id)!.active)
    .filter(({ duties }) => (duties as Duty[]).some((duty) => services[duty] === zoneOfficers))
    .flatMap((post) => post.zones as string[]);
  return [...desk.zones, ...away].some((zone) => {
    const [ofDong, ofTong, ofBan] = zone.split('-');
    return (
      dong === ofDong &&
      (ofTong === undefined || Number(ofTong) === tong) &&
      (ofBan === undefined || Number(ofBan) === ban)
    );
  });
};

const sentBy =
  (police: (desk: Desk) => string, receivedHere: boolean): Reaches =>
  (world, desk, household) =>
    world
      .where('report_origins', 'household_id', household)
      .some(
        (origin) =>
          origin.sender_id === police(desk) &&
          (!receivedHere ||
            world.one('intake_reports', 'id', origin.report_id)?.center_id === desk.organization),
      );

const caseTeam: Service = {
  households: atTheCentre,
  classes: allBut('SAFE_LOCATION', 'INVESTIGATION'),
  records: allBut('SAFE_LOCATION', 'INVESTIGATION'),
  works: true,
  keepsConsents: true,
  declaresEmergencies: true,
};
const counsellors: Service = {
  households: assigned('CASE'),
  classes: allBut('UNIQUE_ID', 'SAFE_LOCATION', 'INVESTIGATION'),
  records: allBut('UNIQUE_ID', 'SAFE_LOCATION', 'INVESTIGATION'),
  works: true,
  keepsConsents: true,
  declaresEmergencies: true,
};
const zoneOfficers: Service = {
  households: inTheZone,
  classes: ['SUMMARY', 'IDENTITY', 'CONTACT'],
  declaresEmergencies: true,
};
const partners: Service = { households: () => false, classes: [] };

/** The table of duties. Who is not in it has none of anybody's data, whatever their organization was given. */
const services: Partial<Record<Duty, Service>> = {
  CENTER_HEAD: caseTeam,
  // Whoever brings somebody to safety writes down where, and does not read it back.
  CASE_MANAGER: { ...caseTeam, records: allBut('INVESTIGATION') },
  COUNSELLOR: { ...counsellors, records: allBut('UNIQUE_ID', 'INVESTIGATION') },
  CONSULTATION_SPECIALIST: counsellors,
  VISITING_NURSE: {
    households: assigned('VISIT'),
    classes: ['SUMMARY', 'IDENTITY', 'CONTACT', 'HEALTH', 'MENTAL_HEALTH'],
    records: ['HEALTH', 'MENTAL_HEALTH'],
    declaresEmergencies: true,
  },
  NEIGHBOURHOOD_OFFICER: zoneOfficers,
  WELFARE_PLANNER: zoneOfficers,
  PORTAL_ADMINISTRATOR: { households: () => true, classes: ['SUMMARY'], keepsConsents: true },
  DISPATCHED_POLICE: { households: sentBy((desk) => desk.home, true), classes: ['SUMMARY'] },
  POLICE_OFFICER: {
    households: sentBy((desk) => desk.organization, false),
    classes: ['SUMMARY', 'INVESTIGATION'],
  },
  PARTNER_WORKER: partners,
};

/** What one person in one post, for one purpose, has of one household. */
export interface Standing {
  household: string;
  /** Household or member → classes; who is not in it has none. */
  classes: ReadonlyMap<string, ReadonlySet<DataClass>>;
  bases: ReadonlySet<Basis>;
  keepsConsents: boolean;
  /** Whether the post also records what happens with the household, and does not only see it. */
  records: boolean;
  /** The classes that it writes down. */
  recordable: ReadonlySet<DataClass>;
  /** Whether the post serves the household for the district, and so hears of every report on it. */
  serves: boolean;
  /** The reports that it hears of besides: those of its own organization. */
  reports: ReadonlySet<unknown>;
  /** The classes of each subject that the same post has for each other purpose, which it may name as well. */
  elsewhere: ReadonlyMap<Purpose, Standing['classes']>;
}

/** Whose consents this post may use. */
export function recipientOf(desk: Desk): string | null {
  if (!desk.duties.some((duty) => services[duty])) return null;
  return desk.duties.includes('DISPATCHED_POLICE') ? desk.home : desk.organization;
}

/** What a list chooses by: an emergency opens what is asked for by its id, and no list knows of it. */
export const listedOf = (world: World, desk: Desk, purpose: Purpose, household: string) =>
  standingOf(world, desk, purpose, household, false);

export function standingOf(
  world: World,
  desk: Desk,
  purpose: Purpose,
  household: string,
  emergencies = true,
): Standing {
  const classes = new Map<string, Set<DataClass>>();
  const bases = new Set<Basis>();
  const give = (subject: unknown, given: readonly DataClass[], basis: Basis) => {
    if (given.length === 0) return;
    const had = classes.get(String(subject)) ?? new Set();
    for (const each of given) had.add(each);
    classes.set(String(subject), had);
    bases.add(basis);
  };
  const district = world.one('households', 'id', household)?.district_id;
  let keepsConsents = false;
  let records = false;
  const recordable = new Set<DataClass>();
  let serves = false;
  for (const duty of desk.duties) {
    const service = services[duty];
    if (!service || district !== desk.district || !service.households(world, desk, household)) continue;
    give(household, service.classes, 'CONTROLLER');
    for (const { id } of world.where('members', 'household_id', household))
      give(id, service.classes, 'CONTROLLER');
    keepsConsents ||= service.keepsConsents ?? false;
    records ||= service.works ?? false;
    for (const each of service.records ?? []) recordable.add(each);
    serves ||= !police.includes(duty);
  }
  if (emergencies && emergencyRuns(world, desk, household, district)) {
    serves = true;
    for (const subject of [
      household,
      ...world.where('members', 'household_id', household).map(({ id }) => id),
    ])
      give(subject, allBut('SAFE_LOCATION', 'INVESTIGATION'), 'BREAK_GLASS');
  }
  const recipient = recipientOf(desk);
  for (const consent of world.where('consents', 'household_id', household)) {
    if (recipient === null || consent.organization_id !== recipient) continue;
    const agreed = agreedClasses(world, consent, purpose);
    if (maySpeakFor(world, consent))
      give(consent.member_id, agreed.filter(hidingIsTheirs(consent)), 'CONSENT');
    if (consent.household_wide && speaksForHousehold(world, consent))
      give(
        household,
        agreed.filter((each) => wholeHousehold.includes(each)),
        'CONSENT',
      );
  }
  for (const referral of world.where('referrals', 'household_id', household)) {
    if (recipient === null || referral.recipient_id !== recipient || !isOpen(world, referral)) continue;
    const carried = referral.classes as DataClass[];
    for (const id of referral.consent_ids as string[]) {
      const consent = world.one('consents', 'id', id);
      if (!consent || consent.household_id !== household || consent.organization_id !== recipient) continue;
      // For the referral's own purpose, whatever purpose the request names.
      const agreed = agreedClasses(world, consent, referral.purpose as Purpose);
      const passedOn = agreed.filter((each) => carried.includes(each));
      if (
        maySpeakFor(world, consent) &&
        (referral.member_ids as string[]).includes(String(consent.member_id))
      )
        give(consent.member_id, passedOn.filter(hidingIsTheirs(consent)), 'REFERRAL');
      if (consent.household_wide && speaksForHousehold(world, consent))
        give(
          household,
          passedOn.filter((each) => wholeHousehold.includes(each)),
          'REFERRAL',
        );
    }
  }
  // Of a household that became part of another one nothing is written down.
  if (world.one('households', 'id', household)?.merged_into_id) {
    records = false;
    recordable.clear();
  }
  const reports = new Set(
    world
      .where('intake_reports', 'household_id', household)
      .filter((report) => concerns(world, desk, report))
      .map(({ id }) => id),
  );
  return {
    household,
    classes,
    bases,
    keepsConsents,
    records,
    recordable,
    serves,
    reports,
    get elsewhere() {
      const others = purposes.filter((each) => each !== purpose);
      return new Map(
        others.map((each) => [each, standingOf(world, desk, each, household, emergencies).classes] as const),
      );
    },
  };
}

const police: readonly Duty[] = ['DISPATCHED_POLICE', 'POLICE_OFFICER'];

/** Whether a report is of the post's own organization: sent by it, or received; the police receive none. */
function concerns(world: World, desk: Desk, report: Row): boolean {
  const sent = world.one('report_origins', 'report_id', report.id)?.sender_id === recipientOf(desk);
  const here = report.center_id === desk.organization;
  if (desk.duties.includes('DISPATCHED_POLICE')) return sent && here;
  return (sent && recipientOf(desk) !== null) || (here && !desk.duties.includes('POLICE_OFFICER'));
}

/** What a consent opens now, to its own recipient for its own purpose, whoever asks. */
export function openedBy(world: World, consent: Row): DataClass[] {
  const agreed = agreedClasses(world, consent, consent.purpose as Purpose);
  const ofMember = maySpeakFor(world, consent) ? agreed.filter(hidingIsTheirs(consent)) : [];
  const wide = consent.household_wide && speaksForHousehold(world, consent);
  const ofHousehold = wide ? agreed.filter((each) => wholeHousehold.includes(each)) : [];
  return everything.filter((each) => ofMember.includes(each) || ofHousehold.includes(each));
}

/** Whether a referral still carries anything: it was sent and is neither settled nor, unanswered, out of time. */
export const isOpen = (world: World, { state, expires_at }: Row) =>
  ['ACCEPTED', 'WAITLISTED', 'IN_PROGRESS'].includes(String(state)) ||
  (state === 'REQUESTED' && Date.parse(`${world.today}T03:00:00Z`) < Date.parse(String(expires_at)));

/** Who goes to families for the district opens a household of it, and no other post with them, until the hour is over. */
const emergencyRuns = (world: World, desk: Desk, household: string, district: unknown) =>
  district === desk.district &&
  desk.duties.some((duty) => services[duty]?.declaresEmergencies) &&
  world
    .where('emergencies', 'household_id', household)
    .some(
      (row) =>
        row.post_id === desk.post &&
        row.district_id === district &&
        Date.parse(String(row.ends_at)) > Date.now(),
    );
