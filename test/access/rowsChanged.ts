import type { DataClass } from '../../src/access/classes.js';
import { known } from '../../src/demo/known.js';
import { followings } from '../../src/fact/followings.js';
import { mutateRow, unshownColumns } from './differential/mutateRow.js';
import { allClasses } from './domain.js';
import { idOf } from './households.js';
import type { ViewerModel } from './model/viewer.js';
import { columnsOf, keyOf, parents, parentsFirst, referencesOf } from './replaced.js';
import { consentScoped } from './rows.js';
import type { Row, World } from './world.js';

// One household as it might also be: what a viewer does not have of it is another, gone, or more.

export type Rows = Map<string, Row[]>;

/** What opens a household to somebody, beside consents: where it does, it stays, whether or not it is shown. */
export const opens: ReadonlySet<string> = new Set([
  ...['cases.center_id', 'intake_reports.center_id', 'report_origins.sender_id', 'assignments.post_id'],
  ...['assignments.kind', 'assignments.from', 'assignments.until', 'assignments.ended_at'],
  ...['dong', 'tong', 'ban'].map((part) => `household_summaries.responsible_${part}`),
  ...[
    'member_identities.birth_date',
    'member_identities.left_on',
    'member_safeties.alleged_perpetrator',
    'household_summaries.head_id',
  ],
  ...['guardianships.from', 'guardianships.until', 'referrals.state', 'referrals.recipient_id'],
  ...['referrals.purpose', 'referrals.classes', 'referrals.expires_at', 'consents.purpose'],
  ...['consents.valid_from', 'consents.valid_until', 'consents.withdrawn_at', 'consents.classes'],
  'consents.household_wide',
]);
/** Parents whose rows may be gone nevertheless, with all that refers to them. */
const removable: readonly string[] = ['consents', 'referrals', 'linkages'];
const wholeClasses: readonly DataClass[] = ['SUMMARY', 'HOUSING', 'FINANCE', 'FAMILY'];
const opening = new Set([...opens].map((each) => each.split('.')[0]!));

/** What exact figures follow from: whoever has them is told it, and nothing else. */
export const figuresOf = (table: string): string[] => {
  const { columns = [], household = 'id' } = followings[table] ?? {};
  return [...columns, household, ...(madeOf[table] ?? [])].map((column) => `${table}.${column}`);
};
/** What the database makes a column of that figures follow from. */
const madeOf: Readonly<Record<string, readonly string[]>> = {
  agreements: ['ended_on', 'ends_on', 'auto_renews', 'valid_until'],
};
export const counted: ReadonlySet<string> = new Set([
  ...Object.keys(followings).flatMap(figuresOf),
  ...opens,
]);

/** Of what it depends whether somebody is protected, which `whoSaw` tells those who keep the household's consents by what it leaves out. */
export const guarding = ['needs', 'goals', 'linkages', 'case_notes', 'report_origins', 'report_safeties'];
export const quiet: ReadonlySet<string> = new Set([
  ...counted,
  ...guarding.map((each) => `${each}.data_class`),
]);

const has = (table: string, column: string) => columnsOf(table).some(({ name }) => name === column);

/** @param kept the columns that stay as they are: none, `opens` or `counted` */
export function rowsChanged(
  world: World,
  model: ViewerModel,
  id: string,
  own: Rows,
  kept: ReadonlySet<string>,
): Rows {
  const view = model.of(id);
  const mayHave = (table: string, row: Row) => view?.mayHave(table, row) ?? false;
  // A class of the household as a whole: of its own rows, where it has any of that class, and of everybody in it.
  const hasWhole = (each: DataClass) =>
    [
      ...(wholeClasses.includes(each) ? [id] : []),
      ...(each === 'SUMMARY' ? [] : own.get('members')!.map((row) => row.id)),
    ].every((subject) => view?.has(subject, each));
  const stays = (table: string) =>
    (parents.has(table) && !removable.includes(table)) ||
    kept === counted ||
    kept === quiet ||
    (kept === opens && opening.has(table));
  const needed = new Set(
    [...own].flatMap(([table, rows]) =>
      rows
        .filter((row) => model.hears(table, row))
        .flatMap((row) => referencesOf(table).map(([column]) => row[column])),
    ),
  );
  const gone = new Set<unknown>();
  const after: Rows = new Map();
  // Parents first: what refers to a row that is gone is gone, too.
  for (const table of parentsFirst.filter((each) => own.has(each))) {
    const list: Row[] = [];
    own.get(table)!.forEach((row, at) => {
      if (mayHave(table, row)) {
        const made = retouched(world, table, row, hasWhole);
        list.push(table === 'consents' && !view?.keepsWhole ? toldInPart(world, made, own) : made);
        return;
      }
      // By the household, too: of many tables there is one row in each.
      const turn = (at + table.length + Number.parseInt(id.slice(0, 4), 16)) % 3;
      const orphan = referencesOf(table).some(([column]) => gone.has(row[column]));
      if (orphan || (!stays(table) && turn === 0 && !needed.has(row.id) && !model.hears(table, row))) {
        gone.add(row.id);
        return;
      }
      if (model.hears(table, row)) {
        // Sent by the viewer's own post and read no more: that it goes on is told, what it says is not.
        list.push(mutateRow(table, row, new Set(['referrals.expires_at'])));
        return;
      }
      const made = moved(world, model, table, mutateRow(table, row, kept), kept);
      const other = mayHave(table, made) ? { ...made, data_class: row.data_class } : made;
      list.push(other);
      // Of what is numbered in its parent there is one of each number.
      const numbered = has(table, 'version') && !removable.includes(table);
      if (!stays(table) && turn === 1 && row.id && !numbered && !single.includes(table))
        list.push({ ...other, id: idOf(`one more ${row.id}`), ...doneBefore(table, row) });
    });
    after.set(table, list);
  }
  if (kept === counted || kept === quiet) return after;
  for (const [table, row] of recorded(world, id, own, (each) => kept === opens && opening.has(each)))
    if (!mayHave(table, row)) after.get(table)!.push(row);
  const another = anotherMember(world, id, own);
  if (!another.some(([table, row]) => mayHave(table, row)))
    for (const [table, row] of another) after.get(table)!.push(row);
  return after;
}

/** What makes one more row of its kind one that is over, where one of a kind runs at a time. */
const doneBefore = (table: string, row: Row): Row =>
  table === 'clocks' ? { met_on: row.started_on, stopped_on: null } : {};

/**
 * A consent as it might also be for those who are told what it opens and no more: for a class that is never consented to, and
 * where it opens nothing any more, given by somebody else, for the household or not.
 */
function toldInPart({ today }: World, row: Row, own: Rows): Row {
  const given = row.classes as string[];
  const classes = given.includes('INVESTIGATION')
    ? given.filter((each) => each !== 'INVESTIGATION')
    : [...given, 'INVESTIGATION'];
  if (row.withdrawn_at === null && String(row.valid_until) >= today) return { ...row, classes };
  const another = own.get('members')!.find(({ id }) => id !== row.given_by_id)?.id ?? null;
  return { ...row, classes, given_by_id: another, household_wide: !row.household_wide };
}

const isHidden = (world: World, id: unknown) =>
  [world.one('organizations', 'id', id), world.one('services', 'id', id)].some((row) => row?.confidential);
const { shelter, suwonJangan } = known.organizations;
const stay = known.services.shelterStay;

/** Of these there is one for what it is about, which a constraint holds. */
const single = ['universal_visits', 'referral_proposals'];

/** A hidden row with other references, and of another class where it has one of its own. */
function moved(world: World, model: ViewerModel, table: string, row: Row, kept: ReadonlySet<string>): Row {
  const colleague = world.all('posts').find((post) => post.organization_id === suwonJangan)!;
  const other: Record<string, unknown> = {
    center_id: suwonJangan,
    sender_id: /^(referral|service_record)/.test(table)
      ? suwonJangan
      : row.sender_id === null
        ? shelter
        : null,
    recipient_id: shelter,
    // One that ran out would be ended by the server, in the midst of the questions.
    expires_at: '2099-01-01T00:00:00Z',
    registration_number_index: row.registration_number_index && `otherwise ${row.member_id}`,
    post_id: colleague.id,
    provider_id: isHidden(world, row.provider_id) ? null : shelter,
    service_id: isHidden(world, row.service_id) ? null : stay,
    data_class: row.data_class === 'SAFETY' ? 'CASE_NOTE' : 'SAFETY',
  };
  if (model.desk?.post === colleague.id || model.desk?.organization === suwonJangan)
    throw new Error('Nobody who asks may work where hidden rows are moved to');
  const made: Record<string, unknown> = { ...row };
  for (const [column, value] of Object.entries(other))
    if (has(table, column) && !kept.has(`${table}.${column}`)) made[column] = value;
  // Of one kind and class one runs: a hidden one that ran is stopped.
  if (table === 'clocks' && row.met_on === null) made.stopped_on = row.stopped_on ?? row.started_on;
  return made;
}

/** Columns without a field of their own that a root field tells: the version of a report, with what it may be about. */
const toldByRoots = ['intake_reports.version'];

/** Columns of a table that tell nobody anything and open nothing. */
function untold(table: string): readonly string[] {
  const found =
    told.get(table) ??
    unshownColumns(table).filter(
      (each) => !opens.has(`${table}.${each}`) && !toldByRoots.includes(`${table}.${each}`),
    );
  told.set(table, found);
  return found;
}
const told = new Map<string, readonly string[]>();

/** A shown row with what is not shown of it changed: columns without a field, and which shelter it points to, if to any. */
function retouched(world: World, table: string, row: Row, isGiven: (each: DataClass) => boolean): Row {
  const unshown = untold(table);
  const other = unshown.length ? mutateRow(table, row) : row;
  const made: Record<string, unknown> = { ...row };
  for (const column of unshown) made[column] = other[column];
  // What went along with a transfer is told as far as the viewer has it of the whole household.
  if (table === 'case_transfers')
    made.classes = allClasses.filter((each) => isGiven(each) === (row.classes as unknown[]).includes(each));
  for (const [column, hidden] of [
    ['provider_id', shelter],
    ['service_id', stay],
    ['sender_id', shelter],
  ] as const)
    if (has(table, column))
      if (made[column] === null) made[column] = hidden;
      else if (isHidden(world, made[column])) made[column] = null;
  return made;
}

/** A row wherever nothing was recorded: of a member, of the household, of a report. */
function recorded(world: World, id: string, own: Rows, stays: (table: string) => boolean): [string, Row][] {
  const [household] = own.get('households')!;
  const members = own.get('members')!.map((row) => row.id);
  const subjects: Record<string, unknown[]> = {
    member_id: members,
    household_id: [id],
    report_id: own.get('intake_reports')!.map((row) => row.id),
  };
  return consentScoped.flatMap((table) => {
    const [subject] = keyOf(table).filter((each) => each in subjects);
    if (!subject || stays(table)) return [];
    const template = world.all(table)[0]!;
    const there = new Set(own.get(table)!.map((row) => row[subject]));
    return subjects[subject]!.filter((each) => !there.has(each)).map((each): [string, Row] => [
      table,
      {
        ...mutateRow(table, template, new Set(), `${id} ${each}`),
        district_id: household!.district_id,
        household_id: id,
        [subject]: each,
        ...('subject_ids' in template ? { subject_ids: members.slice(0, 1) } : {}),
        ...('head_id' in template ? { head_id: members[0] } : {}),
        ...('sender_id' in template ? { sender_id: shelter } : {}),
        ...('police_organization_id' in template ? { police_organization_id: suwonJangan } : {}),
      },
    ]);
  });
}

/** Somebody more who lives there. */
function anotherMember(world: World, id: string, own: Rows): [string, Row][] {
  const [household] = own.get('households')!;
  const key = { district_id: household!.district_id, household_id: id };
  const member = idOf(`another member of ${id}`);
  const identity = mutateRow('member_identities', world.all('member_identities')[0]!, new Set(), member);
  return [
    ['members', { ...world.all('members')[0]!, ...key, id: member }],
    ['member_identities', { ...identity, ...key, member_id: member }],
  ];
}
