import { families, known, postId } from '../../src/demo/known.js';
import { day, idOf } from './households.js';
import type { Row, World } from './world.js';

// Webhooks, emergencies and reports that wait, of which the demo data has few or none that run.

const { organizations: at } = known;
const { a, handedOver, longPlan, never, unvisited, visited } = families;
type Family = { districtId: string; id: string };
type Tables = Map<string, Row[]>;
const add = (tables: Tables, table: string, row: Row) =>
  tables.set(table, [...(tables.get(table) ?? []), row]);

/** Webhooks of several organizations and colleagues, with what was delivered; none is due, or the server would send it. */
export function webhookRows(changes: readonly Row[], on: string): Tables {
  const tables: Tables = new Map();
  const posts: [organization: string, post: string][] = [
    [at.centre, 'head'],
    [at.centre, 'case-manager-2'],
    [at.welfareCentre, 'welfare-centre'],
    [at.clinic, 'clinic'],
    [at.mapoOffice, 'mapo-case-manager'],
  ];
  for (const [organization, post] of posts) {
    const id = idOf(`webhook/${post}`);
    add(tables, 'webhooks', {
      id,
      organization_id: organization,
      post_id: postId(post),
      purpose: 'CASE_MANAGEMENT',
      url: `https://receiver.invalid/${post}`,
      position: 1_000_000_000,
      created_at: '2026-01-05T01:00:00Z',
    });
    for (const change of changes.filter((each) => each.organization_id === organization).slice(0, 3))
      add(tables, 'webhook_deliveries', {
        id: idOf(`delivery/${post}/${change.id}`),
        webhook_id: id,
        change_id: change.id,
        state: 'DELIVERED',
        attempts: 1,
        last_status: 204,
        created_at: `${on}T01:00:00Z`,
        settled_at: `${on}T01:00:01Z`,
      });
  }
  return tables;
}

/** Emergencies that run and that are over, each told to somebody and to be reviewed. */
export function emergencyRows(world: World): Tables {
  const tables: Tables = new Map();
  const now = Date.now();
  const declared: [key: string, by: string, family: Family, minutes: number, told: string[]][] = [
    ['nurse', 'nurse', unvisited, 50, ['seongdong-head']],
    ['counsellor', 'counsellor', handedOver, 55, ['head']],
    ['colleague', 'case-manager-2', never, 60, ['head', 'privacy-officer']],
    ['officer', 'neighbourhood-officer', visited, -20, ['seongdong-head']],
    ['mapo', 'mapo-case-manager', longPlan, -30, ['mapo-case-manager']],
    ['manager', 'case-manager', a, -40, ['privacy-officer']],
  ];
  for (const [key, by, { districtId, id: household }, minutes, told] of declared) {
    const id = idOf(`emergency/${key}`);
    const began = minutes > 0 ? now : Date.parse(`${day(world.today, -8)}T14:00:00Z`);
    const row = { district_id: districtId, emergency_id: id };
    add(tables, 'emergencies', {
      district_id: districtId,
      id,
      household_id: household,
      post_id: postId(by),
      reason: 'VIOLENCE',
      words: `canary words of ${key}`,
      minutes: Math.abs(minutes),
      declared_at: new Date(began).toISOString(),
      ends_at: new Date(began + Math.abs(minutes) * 60_000).toISOString(),
    });
    for (const post of told)
      add(tables, 'notifications', {
        ...row,
        id: idOf(`notification/${key}/${post}`),
        post_id: postId(post),
        kind: 'EMERGENCY_DECLARED',
        at: new Date(began).toISOString(),
        read_at: null,
      });
    add(tables, 'review_tasks', { ...row, id: idOf(`review/${key}`), due_on: day(world.today, 1) });
  }
  return tables;
}

/**
 * Reports on households that are known: they wait, were declined or are late, at centres that serve the household and that do
 * not. Heads were told of each.
 */
export function incomingRows(world: World): Tables {
  const tables: Tables = new Map();
  const office = world
    .where('cases', 'center_id', at.districtOffice)
    .find((row) => row.district_id === a.districtId)!;
  const ofOffice = { districtId: a.districtId, id: String(office.household_id) };
  const reports: [key: string, by: string, center: string, family: Family, state: string, told: string][] = [
    ['waits', 'welfare-centre', at.districtOffice, a, 'PENDING', 'head'],
    ['declined', 'case-manager', at.districtOffice, a, 'DECLINED', 'head'],
    ['refused', 'welfare-centre', at.districtOffice, never, 'DECLINED', 'head'],
    ['late', 'clinic', at.districtOffice, handedOver, 'EXPIRED', 'head'],
    ['received', 'case-manager-2', at.centre, ofOffice, 'PENDING', 'head-office'],
    ['turned down', 'case-manager-2', at.centre, ofOffice, 'DECLINED', 'head-office'],
    ['visited', 'neighbourhood-officer', at.dongCentre, unvisited, 'PENDING', 'seongdong-head'],
    ['mapo', 'mapo-case-manager', at.mapoOffice, longPlan, 'PENDING', 'mapo-case-manager'],
  ];
  for (const [key, by, center, { districtId: district_id, id: household_id }, state, told] of reports) {
    const id = idOf(`incoming/${key}`);
    const declined = state === 'DECLINED';
    add(tables, 'incoming_reports', {
      district_id,
      id,
      household_id,
      center_id: center,
      post_id: postId(by),
      organization_id: world.one('posts', 'id', postId(by))!.organization_id,
      received_at: `${day(world.today, -2)}T01:00:00Z`,
      expires_at: `${day(world.today, state === 'EXPIRED' ? -1 : 5)}T01:00:00Z`,
      // What is late is said of the time, and not written.
      state: declined ? state : 'PENDING',
      decline_reason: declined ? 'MISTAKE' : null,
      decided_at: declined ? `${day(world.today, -1)}T01:00:00Z` : null,
      decided_by_id: declined ? postId(told) : null,
      report: {
        source: 'NEIGHBOUR',
        emergency: false,
        incident_kind: 'NEGLECT',
        narrative: `canary words of ${key}`,
        investigation: `canary record of ${key}`,
        concerned: [],
      },
      people: [`canary name of ${key}`],
      version: declined ? 2 : 1,
    });
    add(tables, 'notifications', {
      district_id,
      incoming_report_id: id,
      id: idOf(`notification/incoming/${key}`),
      post_id: postId(told),
      kind: 'REPORT_WAITS',
      at: `${day(world.today, -2)}T01:00:00Z`,
      read_at: null,
    });
  }
  return tables;
}

/** What was decided about people of lists: that they are none of some households that are known. */
export function lineMatchRows(world: World): Tables {
  const tables: Tables = new Map();
  for (const line of world
    .all('campaign_lines')
    .filter(({ open }) => open)
    .slice(0, 5)) {
    const [home] = world.where('households', 'district_id', line.district_id).slice(3);
    add(tables, 'campaign_line_matches', {
      district_id: line.district_id,
      line_id: line.id,
      household_id: home!.id,
      confirmed: false,
      dismissal: 'ANOTHER_PERSON',
      post_id: postId('songsan-case-manager'),
      decided_at: `${day(world.today, -1)}T02:00:00Z`,
    });
  }
  return tables;
}

/**
 * A report on somebody who is known, at a centre that does not serve their household, with a match that was dismissed; the
 * demo data has one at the centre that does.
 */
export function matchRows(world: World): Tables {
  const tables: Tables = new Map();
  const of = world.one('member_identities', 'member_id', a.member(1))!;
  const { districtId: district_id } = a;
  const [household_id, member, case_id, report] = ['household', 'member', 'case', 'report'].map((each) =>
    idOf(`match/${each}`),
  ) as [string, string, string, string];
  const center_id = at.districtOffice;
  const own = { district_id, household_id };
  const recorded = { recorded_at: `${day(world.today, -1)}T01:00:00Z`, version: 1 };
  add(tables, 'households', { district_id, id: household_id, version: 1 });
  add(tables, 'members', { ...own, id: member, ordinal: 1 });
  add(tables, 'household_summaries', {
    ...own,
    ...recorded,
    responsible_dong: known.dongs.yongsan[0],
    registered_on: day(world.today, -1),
    head_id: member,
  });
  add(tables, 'member_identities', {
    ...own,
    ...recorded,
    member_id: member,
    name: of.name,
    birth_date: of.birth_date,
    sex: null,
    relation: null,
    died_on: null,
  });
  add(tables, 'cases', {
    ...own,
    id: case_id,
    center_id,
    stage: 'RECEIVED',
    opened_on: day(world.today, -1),
    emergency: false,
    version: 1,
  });
  add(tables, 'intake_reports', {
    ...own,
    id: report,
    case_id,
    received_at: `${day(world.today, -1)}T01:00:00Z`,
    center_id,
    version: 1,
  });
  add(tables, 'report_origins', {
    ...own,
    report_id: report,
    data_class: 'SUMMARY',
    subject_ids: [household_id],
    source: 'NEIGHBOUR',
    emergency: false,
  });
  add(tables, 'report_matches', {
    district_id,
    report_id: report,
    household_id: never.id,
    confirmed: false,
    dismissal: 'ANOTHER_PERSON',
    people: null,
    post_id: postId('case-manager-2'),
    decided_at: `${day(world.today, -1)}T02:00:00Z`,
  });
  return tables;
}

/** Consents that wait where they were signed, of people whom one centre or another keeps, or nobody. */
export function proposalRows(world: World): Tables {
  const tables: Tables = new Map();
  const proposals: [by: string, agreement: string, family: Family][] = [
    ['welfare-centre', known.agreements.welfare, a],
    ['welfare-centre', known.agreements.welfare, handedOver],
    ['clinic', known.agreements.clinic, never],
    ['clinic', known.agreements.clinic, a],
  ];
  proposals.forEach(([by, agreement, family], nth) => {
    const person = world.where('member_identities', 'household_id', family.id)[0]!;
    add(tables, 'consent_proposals', {
      district_id: family.districtId,
      id: idOf(`proposal/${nth}`),
      organization_id: world.one('posts', 'id', postId(by))!.organization_id,
      post_id: postId(by),
      agreement_id: agreement,
      purpose: 'CASE_MANAGEMENT',
      classes: ['IDENTITY'],
      valid_from: world.today,
      valid_until: day(world.today, 100),
      method: 'PAPER',
      notices: ['RECIPIENT', 'PURPOSE', 'ITEMS', 'RETENTION', 'RIGHT_TO_REFUSE'],
      // The last is of nobody who is known.
      name: nth === proposals.length - 1 ? 'canary name of nobody' : person.name,
      birth_date: person.birth_date,
      proposed_at: `${day(world.today, -1)}T01:00:00Z`,
      lapses_on: day(world.today, 30),
      state: 'PROPOSED',
      version: 1,
    });
  });
  return tables;
}
