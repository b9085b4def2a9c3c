import type { TransactionSql } from 'postgres';
import type { Basis } from '../../../src/access/classes.js';
import { families, known, postId, staffId } from '../../../src/demo/known.js';
import { asKeeper, type TestDatabase } from '../../support/database.js';
import type { Desk } from '../domain.js';
import {
  copyHousehold,
  day,
  deskFor,
  elsewhere,
  type Home,
  idOf,
  insert,
  type Viewer,
  viewers,
} from '../households.js';
import { addAgreements, addReferrals, consentsOf, insertReferrals } from '../referred.js';
import { type Row, readWorld, type World } from '../world.js';

// The ways to a household beside an assignment and a consent alone: each a household of its own for every viewer at once,
// and beside it the same way once it is over or is somebody else's.

export type Way = keyof typeof ways;
interface Placed {
  district: string;
  center?: string;
  dong?: string;
  tong?: number;
}
const { yongsan, seongdong } = known.districts;
/** A place where no viewer's post works with cases: what they have there, they have on another basis. */
const nobodys = known.organizations.suwonCentre;
const inYongsan = { district: yongsan, center: nobodys };
const inSeongdong = { district: seongdong, center: nobodys, dong: known.dongs.seongdong[1] };

const ways = {
  'by referral': { district: elsewhere },
  'referral over': { district: elsewhere },
  'in an emergency': inYongsan,
  'in an emergency, in Seongdong': inSeongdong,
  'emergency over': inYongsan,
  'emergency over, in Seongdong': inSeongdong,
  'by a guardian': { district: elsewhere },
  'guardianship over': { district: elsewhere },
  'by legal basis': { district: elsewhere },
  'agreement ended': { district: elsewhere },
  'sent to the centre': { district: yongsan },
  'sent elsewhere': inYongsan,
  'in the zone': { district: seongdong, center: nobodys, dong: known.dongs.seongdong[0] },
  'out of the zone': inSeongdong,
  // Of a colleague who is away, whose zones the officer has today.
  'in a zone stood in for': { ...inSeongdong, tong: 7 },
  // Nobody can stand in for a post that is none any more.
  'in a zone whose post ended': { ...inSeongdong, tong: 9 },
  'in a zone whose duty ended': { ...inSeongdong, tong: 10 },
  'in a zone whose officer left': { ...inSeongdong, tong: 11 },
} satisfies Record<string, Placed>;

/** What must be met in each of them, on which basis and by whom at least; and who must have nothing of the household. */
export const met: Record<
  Way | 'own of head-office',
  { basis?: Basis; by: readonly string[]; notBy: readonly string[] }
> = {
  'by referral': {
    basis: 'REFERRAL',
    by: ['welfare-centre', 'clinic', 'police', 'apo', 'nurse', 'head', 'portal'],
    notBy: ['sponsor', 'privacy-officer', 'statistics', 'reporter', 'nobody'],
  },
  'referral over': {
    by: [],
    notBy: ['welfare-centre', 'clinic', 'police', 'apo', 'nurse', 'head', 'portal'],
  },
  'in an emergency': {
    basis: 'BREAK_GLASS',
    by: ['head', 'case-manager', 'counsellor', 'head-office'],
    // Theirs is not to declare one, or the household is another district's.
    notBy: ['welfare-centre', 'clinic', 'nurse', 'neighbourhood-officer', 'statistics', 'nobody'],
  },
  'in an emergency, in Seongdong': {
    basis: 'BREAK_GLASS',
    by: ['nurse', 'neighbourhood-officer'],
    notBy: ['head', 'case-manager', 'police', 'portal', 'nobody'],
  },
  'emergency over': { by: [], notBy: ['head', 'case-manager', 'counsellor', 'head-office'] },
  'emergency over, in Seongdong': { by: [], notBy: ['nurse', 'neighbourhood-officer'] },
  'by a guardian': {
    basis: 'CONSENT',
    by: ['welfare-centre', 'police', 'apo'],
    notBy: ['sponsor', 'nobody'],
  },
  'guardianship over': { by: [], notBy: ['welfare-centre', 'police', 'apo', 'head'] },
  'by legal basis': { basis: 'CONSENT', by: ['welfare-centre', 'clinic'], notBy: ['reporter', 'nobody'] },
  'agreement ended': { by: [], notBy: ['welfare-centre', 'clinic', 'police', 'apo', 'nurse', 'head'] },
  'sent to the centre': {
    basis: 'CONTROLLER',
    by: ['apo', 'police', 'apo-returned', 'head'],
    notBy: ['head-office', 'counsellor', 'welfare-centre'],
  },
  'sent elsewhere': {
    basis: 'CONTROLLER',
    by: ['police', 'apo-returned'],
    notBy: ['apo', 'head', 'head-office'],
  },
  // One person's two posts never add up.
  'own of head-office': { basis: 'CONTROLLER', by: ['head-office'], notBy: ['head', 'apo'] },
  'in the zone': { basis: 'CONTROLLER', by: ['neighbourhood-officer'], notBy: ['nurse', 'head', 'portal'] },
  'out of the zone': { by: [], notBy: ['neighbourhood-officer', 'nurse', 'head'] },
  'in a zone stood in for': {
    basis: 'CONTROLLER',
    by: ['neighbourhood-officer'],
    notBy: ['nurse', 'head', 'portal'],
  },
  'in a zone whose post ended': { by: [], notBy: ['neighbourhood-officer', 'nurse', 'head'] },
  'in a zone whose duty ended': { by: [], notBy: ['neighbourhood-officer', 'nurse', 'head'] },
  'in a zone whose officer left': { by: [], notBy: ['neighbourhood-officer', 'nurse', 'head'] },
};

/**
 * A police officer who was dispatched to the centre and is back at the station: they have what their colleagues there
 * have, so that they are asked about households alone, and not in every other way.
 */
export const returned: Viewer = { name: 'apo-returned', persona: 'apo-2' };
export const endedPost = postId('apo-2');

export async function makeWays({ owner }: TestDatabase): Promise<Record<Way, Home>> {
  const world = await readWorld(owner);
  return asKeeper(owner, (sql) => make(sql, world));
}

async function make(sql: TransactionSql, world: World) {
  const desks = viewers.flatMap((viewer) => deskFor(world, viewer) ?? []);
  const homes = {} as Record<Way, Home>;
  for (const [way, placed] of Object.entries(ways) as [Way, Placed][])
    homes[way] = await copyHousehold(sql, world, families.a.id, { key: way, ...placed });
  // Nobody is assigned to them, and nobody but whom addGuardians says speaks for the child.
  const all = Object.values(homes).map(({ id }) => id);
  await sql`delete from assignments where household_id = any(${all}::uuid[])`;
  await sql`delete from guardianships where household_id = any(${all}::uuid[])`;
  // A report came in while the case was open, which is for those who may have that report.
  await sql`insert into case_steps (district_id, id, household_id, case_id, version, step, from_stage, to_stage,
      organization_id, report_id)
    select c.district_id, md5(r.id::text)::uuid, c.household_id, c.id, c.version, 'RECEIVE', c.stage, c.stage,
      c.center_id, r.id
    from intake_reports r join cases c on c.district_id = r.district_id and c.household_id = r.household_id
    where r.household_id = any(${all}::uuid[])`;
  const organizations = [...new Set(desks.flatMap(({ organization, home }) => [organization, home]))];
  await addEmergencies(sql, homes, desks);
  await addGuardians(sql, world, homes);
  for (const [nth, organization] of organizations.entries()) {
    await addAgreements(sql, world, organization);
    await insert(sql, 'consents', consentsOf(world, homes, organization));
    await addReferrals(sql, world, homes, organization, nth);
  }
  const asked = {
    sender: known.organizations.centre,
    post: postId('case-manager'),
    classes: [],
    consents: [],
  };
  const sent = homes['sent to the centre'];
  await insertReferrals(sql, world, [
    { key: 'draft', home: sent, to: known.organizations.clinic, state: 'DRAFT', ...asked },
    { key: 'asked', home: sent, to: known.organizations.welfareCentreNone, state: 'REQUESTED', ...asked },
    // To a shelter: whoever wrote it is told what became of it, and nobody else that there is one.
    {
      key: 'sheltered',
      home: sent,
      to: known.organizations.shelter,
      state: 'REQUESTED',
      ...asked,
      dataClass: 'SAFE_LOCATION',
    },
  ]);
  await sendHome(sql);
  await sendOnLeave(sql, world);
  return homes;
}

/** Of every viewer, whatever their duty, and wherever they are: only where they may declare one does it open anything. */
async function addEmergencies(sql: TransactionSql, homes: Record<Way, Home>, desks: readonly Desk[]) {
  const now = Date.now();
  const emergency = ({ district, id }: Home, post: string, minutesLeft: number): Row => ({
    district_id: district,
    household_id: id,
    id: idOf(`emergency/${id}/${post}/${minutesLeft}`),
    post_id: post,
    reason: 'VIOLENCE',
    words: '시험',
    minutes: 60,
    declared_at: new Date(now + (minutesLeft - 60) * 60_000).toISOString(),
    ends_at: new Date(now + minutesLeft * 60_000).toISOString(),
  });
  for (const { post } of desks)
    await insert(sql, 'emergencies', [
      emergency(homes['in an emergency'], post, 60),
      emergency(homes['in an emergency, in Seongdong'], post, 60),
      emergency(homes['emergency over'], post, -1),
      emergency(homes['emergency over, in Seongdong'], post, -1),
    ]);
  // A colleague's emergency opens nothing to anybody else.
  await insert(sql, 'emergencies', [
    emergency(homes['emergency over'], postId('case-manager-2'), 60),
    emergency(homes['emergency over, in Seongdong'], postId('seongdong-head'), 60),
  ]);
}

async function addGuardians(sql: TransactionSql, { today }: World, homes: Record<Way, Home>) {
  const guardianship = (way: Way, guardian: boolean, until: string | null): Row => {
    const { district, id, members } = homes[way];
    return {
      district_id: district,
      household_id: id,
      id: idOf(`guardianship/${way}`),
      data_class: 'FAMILY',
      subject_ids: [members[2]],
      member_id: members[2],
      guardian_id: guardian ? members[1] : null,
      kind: guardian ? 'APPOINTED' : 'DISTRICT_LEGAL_BASIS',
      legal_basis: '시험',
      from: day(today, -100),
      until,
      recorded_at: 'now',
    };
  };
  await insert(sql, 'guardianships', [
    guardianship('by a guardian', true, day(today, 100)),
    guardianship('guardianship over', true, day(today, -20)),
    guardianship('by legal basis', false, null),
  ]);
}

/** The second officer's dispatch ends: the post at the centre does, and one at the station begins. */
async function sendHome(sql: TransactionSql) {
  await sql`update posts set active = false where id = ${endedPost}`;
  await insert(sql, 'posts', [
    {
      id: postId(returned.name),
      staff_id: staffId('apo-2'),
      organization_id: known.organizations.police,
      district_id: yongsan,
      primary: true,
      duties: ['POLICE_OFFICER'],
      zones: [],
      title: '여성청소년수사팀',
      active: true,
      version: 1,
    },
  ]);
}

/**
 * Five of the dong office are away: the officer stands in for one today, did for the next until yesterday, and was named for
 * three whose posts are no officers' any more.
 */
async function sendOnLeave(sql: TransactionSql, { today }: World) {
  for (const [tong, days, left] of [
    [7, [-3, 3], null],
    [8, [-9, -1], null],
    [9, [-3, 3], 'post'],
    [10, [-3, 3], 'duty'],
    [11, [-3, 3], 'work'],
  ] as const) {
    const [id, staff] = [idOf(`post/away/${tong}`), idOf(`staff/away/${tong}`)];
    const at = { organization_id: known.organizations.dongCentre, district_id: seongdong };
    await insert(sql, 'staff', [
      {
        id: staff,
        subject: `test|away-${tong}`,
        name: `휴가${tong}`,
        home_organization_id: at.organization_id,
        active: left !== 'work',
        version: 1,
      },
    ]);
    await insert(sql, 'posts', [
      {
        ...at,
        id,
        staff_id: staff,
        primary: true,
        duties: [left === 'duty' ? 'VISITING_NURSE' : 'NEIGHBOURHOOD_OFFICER'],
        zones: [`${known.dongs.seongdong[1]}-${tong}`],
        title: '우리동네주무관',
        active: left !== 'post',
        version: 1,
      },
    ]);
    await insert(sql, 'zone_substitutions', [
      {
        ...at,
        id: idOf(`substitution/${tong}`),
        post_id: id,
        substitute_id: postId('neighbourhood-officer'),
        from: day(today, days[0]),
        until: day(today, days[1]),
        version: 1,
      },
    ]);
  }
}
