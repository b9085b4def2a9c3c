import { families, postId } from '../../src/demo/known.js';
import type { TestDatabase } from '../support/database.js';
import { day, idOf } from './households.js';
import { watches } from './model/ownership.js';
import type { ViewerModel } from './model/viewer.js';
import { shelterPost, shelterPosts } from './populatedPeople.js';
import type { Row, World } from './world.js';

// The access log as it was before anybody asked: who saw whom, of which some are told to those who watch, keep and review.

type Family = { districtId: string; id: string; member: (nth: number) => string };
const { a, active, clinic, handedOver, longPlan, never, office, unvisited, visited, withdrawn } = families;
const read: readonly Family[] = [
  a,
  active,
  clinic,
  handedOver,
  longPlan,
  never,
  office,
  unvisited,
  visited,
  withdrawn,
];

type Read = readonly [post: string, bases: readonly string[], classes: readonly string[], hour: number];
const ways: readonly Read[] = [
  ['head', ['CONTROLLER'], ['SUMMARY', 'IDENTITY', 'HEALTH'], 3],
  ['counsellor', ['BREAK_GLASS'], ['SUMMARY', 'CONTACT'], 14],
  ['case-manager', ['CONTROLLER'], ['SUMMARY', 'SAFETY'], 15],
  ['welfare-centre', ['CONSENT'], ['SUMMARY', 'HOUSING', 'IDENTITY'], 4],
  ['clinic', ['CONSENT', 'REFERRAL'], ['MENTAL_HEALTH'], 5],
  ['apo', ['CONSENT'], ['SAFETY'], 6],
  ['police', ['CONTROLLER'], ['SUMMARY', 'INVESTIGATION'], 7],
  ['nurse', ['BREAK_GLASS'], ['HEALTH'], 8],
  ...shelterPosts.map((key): Read => [key, ['CONSENT'], ['SUMMARY', 'SAFE_LOCATION'], 9]),
];

/** Reads of several families by everybody, refusals, and reads of the log, in months of their own. */
export function linesOf(world: World): Row[] {
  const rows: Row[] = [];
  const line = (post: string, hour: number, days: number, more: Row) => {
    const { id, staff_id, organization_id } = world.one(
      'posts',
      'id',
      post.startsWith('shelter') ? shelterPost(post) : postId(post),
    )!;
    rows.push({
      // With room for another one between it and the next.
      id: rows.length * 10,
      at: `${day(world.today, -days)}T${String(hour).padStart(2, '0')}:00:00Z`,
      request_id: idOf(`request ${rows.length}`),
      staff_id,
      post_id: id,
      organization_id,
      address: '203.0.113.7',
      operation: 'Look',
      action: 'READ',
      purpose: 'CASE_MANAGEMENT',
      district_id: null,
      household_id: null,
      shown: {},
      bases: [],
      classes: [],
      allowed: true,
      ...more,
    });
  };
  read.forEach((family, nth) => {
    const whose = { district_id: family.districtId, household_id: family.id };
    ways.forEach(([post, bases, classes, hour], at) => {
      const shown = { [family.id]: classes, [family.member(at % 2)]: classes };
      line(post, hour, 8 + (nth % 2), { ...whose, shown, bases, classes });
    });
    line('welfare-centre-none', 10, 8, { ...whose, shown: { [family.id]: [] }, allowed: false });
  });
  for (const post of ['privacy-officer', 'mapo-case-manager', 'shelter-worker'])
    line(post, 11, 8, { action: 'LOG_READ', shown: { filter: [`{"query":"${post}"}`] } });
  return rows;
}

const isShelter = ({ world }: ViewerModel, row: Row) =>
  world.one('organizations', 'id', row.organization_id)?.confidential === true;
const inDistrict = ({ world, desk }: ViewerModel, row: Row) =>
  (row.district_id ?? world.one('posts', 'id', row.post_id)?.district_id) === desk?.district;
const has = (row: Row, column: string, value: string) => (row[column] as string[]).includes(value);

/** Whether a viewer is told something of a line: as who watches the district, keeps the household's consents or reviews. */
function isTold(model: ViewerModel, row: Row): boolean {
  const { desk, world } = model;
  if (!desk) return false;
  if (watches(desk.duties) && inDistrict(model, row)) return true;
  const reviews = world
    .where('emergencies', 'household_id', row.household_id)
    .some((each) => each.post_id === row.post_id && model.mayHave('review_tasks', { emergency_id: each.id }));
  if (reviews && has(row, 'bases', 'BREAK_GLASS')) return true;
  if (!row.household_id || !row.allowed) return false;
  const view = model.of(String(row.household_id));
  if (!view?.standing.keepsConsents) return false;
  // What a shelter read is told to those alone who know the place of everybody concerned.
  const members = Object.keys(row.shown as object).filter((each) => each !== row.household_id);
  if (isShelter(model, row))
    return members.length > 0 && members.every((each) => view.has(each, 'SAFE_LOCATION'));
  const provided = has(row, 'bases', 'CONSENT') || has(row, 'bases', 'REFERRAL');
  return provided || !(has(row, 'classes', 'INVESTIGATION') || has(row, 'classes', 'SAFE_LOCATION'));
}

/** The log as it might also be: lines that the viewer is told nothing of are others, gone, or more. */
export function linesChanged(model: ViewerModel, lines: readonly Row[]): Row[] {
  const [one, two] = shelterPosts.map((key) => model.world.one('posts', 'id', shelterPost(key))!);
  return lines.flatMap((row, at) => {
    if (isTold(model, row)) {
      // That a shelter read is told, not who: whoever watches can take no two of them apart.
      if (!isShelter(model, row)) return [row];
      const other = row.post_id === one!.id ? two! : one!;
      return [{ ...row, post_id: other.id, staff_id: other.staff_id, address: '203.0.113.8' }];
    }
    if (at % 3 === 0) return [];
    const classes = has(row, 'classes', 'LEGAL') ? ['FINANCE'] : ['LEGAL'];
    const shown = row.household_id ? { [String(row.household_id)]: classes } : { filter: ['{"query":"x"}'] };
    const other = {
      ...row,
      operation: 'Otherwise',
      address: '203.0.113.9',
      classes,
      shown,
      bases: [],
      allowed: false,
    };
    return at % 3 === 1
      ? [other]
      : [other, { ...other, id: Number(row.id) + 1, request_id: idOf(`another ${row.request_id}`) }];
  });
}

/**
 * Makes the log what it is to be, numbered from a number on, which is another in each state: what is told of a line says
 * nothing of how many others were written.
 */
export async function setLog({ owner }: TestDatabase, lines: readonly Row[], first: number): Promise<void> {
  const numbered = lines.map((row) => ({ ...row, id: first + Number(row.id) }));
  await owner.begin(async (sql) => {
    await sql`delete from access_log`;
    await sql.unsafe(
      `insert into access_log overriding system value
       select * from json_populate_recordset(null::access_log, $1::text::json)`,
      [JSON.stringify(numbered)],
    );
    await sql.unsafe(`alter table access_log alter column id restart with ${first + 100_000}`);
  });
}
