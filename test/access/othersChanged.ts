import { known } from '../../src/demo/known.js';
import { followings } from '../../src/fact/followings.js';
import { mutateRow } from './differential/mutateRow.js';
import { idOf } from './households.js';
import { keepsWords, kinds, toldOfIncoming, watches } from './model/ownership.js';
import type { ViewerModel } from './model/viewer.js';
import { keyOf, parents, parentsFirst, referencesOf } from './replaced.js';
import { betweenOrganizations, consentScoped } from './rows.js';
import { figuresOf, type Rows } from './rowsChanged.js';
import type { Row, World } from './world.js';

// Rows that belong to no household as they might also be: the catalogue, agreements, people, feeds, emergencies.

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** The same rows once more under ids of their own. */
export const copied = (rows: Rows, key: string): Rows => {
  const own = new Map<string, string>();
  for (const list of rows.values())
    for (const { id } of list) if (id) own.set(String(id), idOf(`${key}/${id}`));
  const text = (row: Row) => JSON.stringify(row).replace(uuid, (id) => own.get(id) ?? id);
  return new Map([...rows].map(([table, list]) => [table, list.map((row) => JSON.parse(text(row)) as Row)]));
};

/** What several rows may be of, all hidden: they are there once more, under other ids. */
const doubled: readonly string[] = [
  ...['webhooks', 'changes', 'webhook_deliveries', 'emergencies', 'notifications', 'review_tasks'],
  ...['staff_changes', 'ledger_accounts', 'ledger_entries', 'pledges', 'budget_lines', 'change_requests'],
  ...['incoming_reports', 'report_receipts', 'consent_proposals', 'promotions'],
  ...['campaigns', 'campaign_lines', 'campaign_line_identities', 'campaign_line_matches'],
  ...['visit_teams', 'zone_substitutions', 'rounds', 'petitions'],
];
/** What opens households to the people of an organization, which those who keep consents are told (`explainAccess`). */
const opensToOthers = [
  ...['posts.duties', 'posts.zones', 'posts.active', 'staff.active'],
  ...['from', 'until', 'ended_at'].map((column) => `zone_substitutions.${column}`),
];

/** @param after what the households are in the other state, into which the rest is put */
export function othersChanged(world: World, model: ViewerModel, after: Rows): void {
  const tables = parentsFirst.filter((each) => !consentScoped.includes(each));
  const needed = neededBy(world, model, tables, after);
  const hidden: Rows = new Map(doubled.map((table) => [table, []]));
  const shelters: Rows = new Map();
  const gone = new Set<unknown>();
  for (const table of tables) {
    const list: Row[] = [];
    const parted = referencesOf(table).filter(([, parent]) => consentScoped.includes(parent));
    world.all(table).forEach((row, at) => {
      if (model.mayHave(table, row)) {
        list.push(retouched(world, model, table, row));
        return;
      }
      const orphan =
        referencesOf(table).some(([column]) => gone.has(row[column])) ||
        parted.some(
          ([column, parent]) =>
            (row[column] ?? null) !== null && !after.get(parent)!.some(({ id }) => id === row[column]),
        );
      if (orphan || mayGo(table, row, at, needed, model)) {
        gone.add(row.id);
        return;
      }
      const other = hiddenChanged(world, model, table, row);
      list.push(other);
      if (!isCounted(model, table, row)) hidden.get(table)?.push(other);
    });
    after.set(table, list);
    if (kinds.get(table) === 'catalogue')
      shelters.set(
        table,
        world.all(table).filter((row) => !model.mayHave(table, row)),
      );
  }
  for (const more of [copied(shelters, 'another shelter'), copied(hidden, 'another'), added(world, model)])
    for (const [table, rows] of more) {
      const had = new Set(after.get(table)!.map((row) => uniqueIn(table, row)));
      after
        .get(table)!
        .push(...rows.map((row) => moved(table, row)).filter((row) => !had.has(uniqueIn(table, row))));
    }
}

/** What rows that stay refer to, and so stays. */
function neededBy(
  world: World,
  model: ViewerModel,
  tables: readonly string[],
  after: Rows,
): ReadonlySet<unknown> {
  const shown = tables.flatMap((table) =>
    world
      .all(table)
      .filter((row) => model.mayHave(table, row))
      .flatMap((row) => referencesOf(table).map(([column]) => row[column])),
  );
  const households = consentScoped.flatMap((table) =>
    referencesOf(table)
      .filter(([, parent]) => tables.includes(parent))
      .flatMap(([column]) => after.get(table)!.map((row) => row[column])),
  );
  return new Set([...shown, ...households]);
}

/** Whether a hidden row is one of those that are not there in the other state. */
function mayGo(
  table: string,
  row: Row,
  at: number,
  needed: ReadonlySet<unknown>,
  model: ViewerModel,
): boolean {
  if (at % 3 > 0 || needed.has(row.id) || ['staff', 'posts'].includes(table)) return false;
  if (isCounted(model, table, row)) return false;
  return kinds.get(table) !== 'catalogue' || !parents.has(table);
}

/** Emergencies of the district are counted, by post and month, for those who watch its log. */
const isCounted = (model: ViewerModel, table: string, row: Row) =>
  (table === 'emergencies' && watches(model.desk?.duties) && row.district_id === model.desk?.district) ||
  // What figures follow from is counted by whoever has exact figures of the district.
  ([...Object.keys(followings), 'campaigns'].includes(table) && model.counts(row.district_id));

function hiddenChanged(world: World, model: ViewerModel, table: string, row: Row): Row {
  const kept = new Set([
    ...['posts.primary', 'idempotency_keys.at', 'ledger_accounts.source', 'ledger_entries.kind'],
    ...['state', 'decided_at', 'table_name', 'type_name'].map((each) => `change_requests.${each}`),
    'duplicate_dismissals.kind',
    ...['cancelled', 'received', 'refunded', 'allocated', 'entries'].map((each) => `ledger_accounts.${each}`),
  ]);
  const home = world.one('organizations', 'id', row.organization_id ?? row.home_organization_id);
  if (model.keeps && !home?.confidential) for (const each of opensToOthers) kept.add(each);
  if (isCounted(model, table, row))
    for (const each of [
      ...['declared_at', 'ends_at', 'minutes'].map((column) => `emergencies.${column}`),
      ...figuresOf(table),
    ])
      kept.add(each);
  // One of two first posts of a person is not active, and stays so.
  if (table === 'posts' && world.where('posts', 'staff_id', row.staff_id).length > 1)
    kept.add('posts.active');
  const other = mutateRow(table, row, kept);
  if (table === 'emergencies' && !kept.has('emergencies.minutes'))
    return { ...other, minutes: 61 - Number(row.minutes) };
  // The server sends what is due and forgets what was taken, and the next state of the world would not know of it.
  if (table === 'webhook_deliveries') return { ...other, state: 'GIVEN_UP' };
  if (table === 'campaign_lines') return lineChanged(world, row, other, kept);
  if (table === 'changes' || table === 'feed_heads') return { ...other, position: place(row) };
  // A name and a birth date stand together, and that it lapsed is written nowhere.
  if (table === 'consent_proposals')
    return { ...other, name: 'otherwise', birth_date: row.birth_date ?? '1970-01-01', state: row.state };
  return other;
}

/**
 * A line of a list, whose places differ while they are changed one after the other. An outcome has its day; and one that is
 * hidden from a partner because somebody was met stays so.
 */
function lineChanged(world: World, row: Row, other: Row, kept: ReadonlySet<string>): Row {
  const moved = { ...other, position: Number(row.position) + 1000 };
  if (kept.has('campaign_lines.outcome')) return moved;
  const outcome = row.outcome === 'REFUSED' ? 'MOVED' : 'REFUSED';
  return { ...moved, outcome, outcome_on: other.outcome_on ?? world.today };
}

/** A place in a feed with room between it and the next. */
const place = (row: Row) => 1000 + Number(row.position) * 4;
/** Where a row that is there once more stands. */
function moved(table: string, row: Row): Row {
  if (table === 'changes') return { ...row, position: Number(row.position) + 1 };
  if (table === 'report_receipts') return { ...row, report_id: idOf(`another ${row.report_id}`) };
  if (table === 'campaign_lines')
    return { ...row, position: Number(row.position) + 500, person_hash: `another ${row.id}` };
  if (table === 'budget_lines') return { ...row, title: `another ${row.title}` };
  return table === 'ledger_entries' ? { ...row, idempotency_key: null } : row;
}
const uniqueIn = (table: string, row: Row) =>
  table === 'webhook_deliveries'
    ? `${row.webhook_id} ${row.change_id}`
    : keyOf(table)
        .map((each) => row[each])
        .join();

const colleagueElsewhere = (world: World) =>
  world.all('posts').find((post) => post.organization_id === known.organizations.suwonJangan)!;

/** A row that is shown, with what no answer says of it changed. */
function retouched(world: World, model: ViewerModel, table: string, row: Row): Row {
  const other = colleagueElsewhere(world);
  switch (table) {
    case 'changes':
      // Places tell how many others there are between: what is told is their order.
      return { ...row, position: place(row) };
    case 'webhooks': {
      const changed = { ...row, purpose: 'SERVICE_PROVISION', position: Number(row.position) + 1 };
      return row.post_id === model.desk?.post ? changed : { ...changed, post_id: other.id };
    }
    case 'review_tasks':
      return { ...row, completed_by_id: other.id };
    case 'incoming_reports':
      return incomingRetouched(model, row, other);
    case 'report_receipts':
      return keepsWords(model, row)
        ? row
        : { ...row, kept: { people: [{ name: 'otherwise' }], $concerned: [] } };
    case 'ledger_entries':
      // Who entered it, and why, is for the district's own people.
      return model.desk?.duties.includes('SPONSOR')
        ? {
            ...row,
            post_id: other.id,
            words: 'otherwise',
            idempotency_key: `otherwise ${row.number} ${row.account_id}`,
          }
        : row;
    case 'staff_changes':
      return { ...row, by_post_id: other.id };
    default:
      return row;
  }
}

/** A report that waits, with what is said of it to others alone, and what the police recorded, which is said to nobody. */
function incomingRetouched(model: ViewerModel, row: Row, other: Row): Row {
  const told = toldOfIncoming(model, row);
  const hidden = mutateRow('incoming_reports', row);
  const words = told === 'state' ? hidden : row;
  return {
    ...row,
    report: { ...(words.report as Row), investigation: 'otherwise' },
    people: words.people,
    decided_by_id: row.decided_by_id && other.id,
    decline_reason: told === 'whole' ? row.decline_reason : hidden.decline_reason,
  };
}

/** People, agreements, keys and policies that were not there before. */
function added(world: World, model: ViewerModel): Rows {
  const rows: Rows = new Map();
  const put = (table: string, row: Row) => rows.set(table, [...(rows.get(table) ?? []), row]);
  for (const post of world.all('posts')) {
    const person = world.one('staff', 'id', post.staff_id)!;
    if (model.mayHave('posts', post) || model.mayHave('staff', person)) continue;
    const id = idOf(`another ${person.id}`);
    put('staff', { ...person, id, name: '다른사람', subject: `another ${post.id}` });
    // Of a duty that reaches nobody, so that nothing is opened to the organization.
    put('posts', {
      ...post,
      id: idOf(`another ${post.id}`),
      staff_id: id,
      duties: ['REPORTER'],
      primary: false,
    });
  }
  for (const table of betweenOrganizations)
    world.all(table).forEach((row, at) => {
      if (!model.mayHave(table, row) && at % 3 === 1)
        put(table, {
          ...mutateRow(table, row),
          id: idOf(`another ${row.id}`),
          version: Number(row.version) + 2000,
        });
    });
  for (const row of world.all('idempotency_keys'))
    put('idempotency_keys', { ...row, key: `another ${row.key}` });
  for (const row of world.all('referral_links'))
    if (rowsOf(model, row)) put('referral_links', { ...row, token_hash: `another ${row.token_hash}` });
  if (model.desk?.district !== '41113') {
    const [row] = world.all('district_policies');
    put('district_policies', { ...mutateRow('district_policies', row!), district_id: '41113' });
  }
  for (const table of ['consent_policies', 'review_policies']) {
    const [row] = world.all(table);
    if (model.desk?.district !== '41113') put(table, { ...mutateRow(table, row!), district_id: '41113' });
  }
  for (const row of world.all('duplicate_dismissals'))
    if (!model.mayHave('duplicate_dismissals', row))
      put('duplicate_dismissals', { ...row, low_id: '00000000-0000-4000-8000-000000000001' });
  for (const row of world.all('catalogue_edits'))
    put('catalogue_edits', { ...row, record_id: known.services.dental });
  for (const row of world.all('concealments'))
    put('concealments', { ...row, id: idOf(`another ${row.id}`), record_id: known.services.dental });
  put('feed_heads', { organization_id: known.organizations.research, position: 9 });
  return rows;
}

/** Whether the referral of a link is there in both states for certain. */
const rowsOf = (model: ViewerModel, { referral_id: id }: Row) => {
  const referral = model.world.one('referrals', 'id', id);
  return referral !== undefined && model.hears('referrals', referral);
};
