import { createHash } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import type { DataClass, Purpose } from '../../src/access/classes.js';
import { families, known, postId } from '../../src/demo/known.js';
import { personas } from '../../src/identity/personas.js';
import { asKeeper, type TestDatabase } from '../support/database.js';
import { allClasses, type Desk, deskOf } from './domain.js';
import { consentScoped, householdOf } from './rows.js';
import { type Row, readWorld, type World } from './world.js';

/** An id that follows from a key. */
export function idOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const day = (today: string, days: number) =>
  new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export async function insert(sql: TransactionSql, table: string, rows: readonly Row[]) {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]!)
    .map((column) => `"${column}"`)
    .join(', ');
  await sql.unsafe(
    `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1::text::json)`,
    [JSON.stringify(rows)],
  );
}

export interface Home {
  district: string;
  id: string;
  members: readonly string[];
}

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const parentsFirst = ['households', 'members', 'cases', 'intake_reports'];

/** The same household once more, elsewhere: every row of it but its consents, under ids of its own. */
export async function copyHousehold(
  sql: TransactionSql,
  world: World,
  source: string,
  copy: { key: string; district: string; center?: string; dong?: string; tong?: number },
): Promise<Home> {
  const rows = (table: string) => world.all(table).filter((row) => householdOf(table, row) === source);
  const own = new Map<string, string>();
  for (const table of consentScoped)
    for (const { id } of rows(table)) if (id) own.set(String(id), idOf(`${copy.key}/${id}`));
  const renamed = (row: Row): Row => ({
    ...(JSON.parse(JSON.stringify(row).replace(uuid, (id) => own.get(id) ?? id)) as Row),
    district_id: copy.district,
    ...(copy.center && row.center_id ? { center_id: copy.center } : {}),
    ...(copy.dong && row.responsible_dong
      ? { responsible_dong: copy.dong, responsible_tong: copy.tong ?? null, responsible_ban: null }
      : {}),
  });
  const others = consentScoped.filter(
    (each) => !parentsFirst.includes(each) && !['consents', 'consent_steps'].includes(each),
  );
  for (const table of [...parentsFirst, ...others]) await insert(sql, table, rows(table).map(renamed));
  const members = rows('members').sort((a, b) => Number(a.ordinal) - Number(b.ordinal));
  return {
    district: copy.district,
    id: own.get(source)!,
    members: members.map((each) => own.get(String(each.id))!),
  };
}

export interface Given {
  key: string;
  home: Home;
  organization: string;
  agreement: string;
  member: string;
  by?: string | undefined;
  classes: readonly DataClass[];
  wide?: boolean;
  purpose?: Purpose | undefined;
  from: string;
  until: string;
  withdrawn?: boolean;
}

export const consentRow = (given: Given): Row => ({
  district_id: given.home.district,
  id: idOf(`consent/${given.key}`),
  household_id: given.home.id,
  member_id: given.member,
  given_by_id: given.by ?? given.member,
  organization_id: given.organization,
  agreement_id: given.agreement,
  purpose: given.purpose ?? 'CASE_MANAGEMENT',
  classes: given.classes,
  household_wide: given.wide ?? false,
  valid_from: given.from,
  valid_until: given.until,
  method: 'PAPER',
  given_at: `${given.from}T02:00:00Z`,
  withdrawn_at: given.withdrawn ? `${given.from}T03:00:00Z` : null,
  version: 1,
});

/** Everybody whom the demo data lets one be, the head's other post, and nobody. */
export interface Viewer {
  name: string;
  persona: string | null;
  post?: string;
}
export const viewers: readonly Viewer[] = [
  ...personas.map(({ key }) => ({ name: key, persona: key })),
  { name: 'head-office', persona: 'head', post: postId('head-office') },
  { name: 'nobody', persona: null },
];
export const deskFor = (world: World, { name, persona }: Viewer): Desk | null =>
  persona === null ? null : deskOf(world, postId(name));

export type State = 'own' | 'consented' | 'expired' | 'withdrawn' | 'none';
export const states: readonly State[] = ['own', 'consented', 'expired', 'withdrawn', 'none'];

/** A district where none of the personas works: what they have there rests on consent alone. */
export const elsewhere = '41113';

export interface Households {
  /** The household that each viewer's duty reaches, if any is; family A for all others. */
  own: Record<string, Home>;
  /** Copies of family A elsewhere, with every viewer's organization in the same state of consent. */
  elsewhere: Record<Exclude<State, 'own'>, Home>;
}

/**
 * Family A in every state for everybody: its father is head and said to have done the harm, its mother speaks for the
 * household and for the child. Consents name more than the agreement may share, and INVESTIGATION, which nobody may.
 */
export async function makeHouseholds({ owner }: TestDatabase): Promise<Households> {
  await asKeeper(owner, async (sql) => {
    const { a } = families;
    const key = { district_id: a.districtId, household_id: a.id };
    await insert(sql, 'screenings', [
      {
        ...key,
        id: idOf('screening'),
        list: 'LIVELIHOOD_REFUSED',
        screened_on: '2024-05-01',
        recorded_at: 'now',
      },
    ]);
    await insert(sql, 'emergency_applications', [
      {
        ...key,
        id: idOf('application'),
        report_id: a.reportId,
        case_id: a.caseId,
        received_on: '2024-05-01',
        visitor_ids: [postId('case-manager'), postId('counsellor')],
      },
    ]);
    await insert(sql, 'case_transfers', [
      {
        ...key,
        id: idOf('transfer'),
        case_id: a.caseId,
        to_district_id: '11440',
        to_center_id: known.organizations.mapoOffice,
        to_case_id: `Case:11440:${idOf('transferred')}`,
        transfer_reason: 'JURISDICTION',
        classes: ['SUMMARY', 'IDENTITY', 'FAMILY', 'MENTAL_HEALTH'],
        transferred_at: '2024-05-01T00:00:00Z',
        post_id: postId('head'),
      },
    ]);
    await insert(sql, 'assignments', [
      { ...key, id: idOf('assignment'), post_id: postId('counsellor'), kind: 'CASE', from: '2024-05-01' },
    ]);
  });
  const world = await readWorld(owner);
  return asKeeper(owner, async (sql) => {
    const { a } = families;
    const homeA: Home = { district: a.districtId, id: a.id, members: [0, 1, 2].map(a.member) };
    const copy = (key: string, district: string, more = {}) =>
      copyHousehold(sql, world, a.id, { key, district, ...more });
    const office = await copy('office', a.districtId, { center: known.organizations.districtOffice });
    // Where nobody is said to have done harm, more may be told: of a transfer, where the case went.
    await sql`update member_safeties set alleged_perpetrator = false
      where district_id = ${office.district} and household_id = ${office.id}`;
    const visited = await copy('visited', known.districts.seongdong, {
      center: known.organizations.dongCentre,
      dong: known.dongs.seongdong[0],
    });
    await insert(sql, 'assignments', [
      {
        district_id: visited.district,
        household_id: visited.id,
        id: idOf('visits'),
        post_id: postId('nurse'),
        kind: 'VISIT',
        from: '2024-05-01',
      },
    ]);
    const own: Record<string, Home> = Object.fromEntries(viewers.map(({ name }) => [name, homeA]));
    own['head-office'] = office;
    own.nurse = visited;
    own['neighbourhood-officer'] = visited;
    const made = {
      consented: await copy('consented', elsewhere),
      expired: await copy('expired', elsewhere),
      withdrawn: await copy('withdrawn', elsewhere),
      none: await copy('none', elsewhere),
    };
    await addConsents(sql, world, made);
    return { own, elsewhere: made };
  });
}

async function addConsents(sql: TransactionSql, world: World, homes: Households['elsewhere']) {
  const desks = viewers.flatMap((viewer) => deskFor(world, viewer) ?? []);
  const organizations = new Set(desks.flatMap(({ organization, home }) => [organization, home]));
  for (const organization of organizations) {
    const agreement = idOf(`agreement/${organization}`);
    await insert(sql, 'agreements', [
      {
        district_id: elsewhere,
        id: agreement,
        organization_id: organization,
        title: '시험 협약',
        valid_from: day(world.today, -300),
        valid_until: day(world.today, 300),
        auto_renews: false,
        notice_days: 30,
        purposes: ['CASE_MANAGEMENT'],
        classes: allClasses.filter((each) => each !== 'LEGAL'),
      },
    ]);
    for (const state of ['consented', 'expired', 'withdrawn'] as const) {
      const home = homes[state];
      const [, mother, child] = home.members as [string, string, string];
      const shared = {
        home,
        organization,
        agreement,
        from: day(world.today, state === 'expired' ? -60 : -10),
        until: day(world.today, state === 'expired' ? -31 : 20),
        withdrawn: state === 'withdrawn',
      };
      const consent = (key: string, more: Pick<Given, 'member' | 'by' | 'classes' | 'wide'>) =>
        consentRow({ key: `${state}/${organization}/${key}`, ...shared, ...more });
      await insert(sql, 'consents', [
        consent('household', { member: mother, classes: ['SUMMARY', 'HOUSING', 'FAMILY'], wide: true }),
        consent('mother', { member: mother, classes: allClasses.filter((each) => each !== 'UNIQUE_ID') }),
        consent('child', { member: child, by: mother, classes: ['IDENTITY', 'EDUCATION', 'SAFE_LOCATION'] }),
      ]);
    }
  }
}
