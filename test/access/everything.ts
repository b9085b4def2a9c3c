import { getTableColumns, getTableName, type Table } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { type GraphQLField, GraphQLObjectType, getNamedType, isLeafType, isRequiredArgument } from 'graphql';
import type { DataClass } from '../../src/access/classes.js';
import type { ColumnExtension, Planned } from '../../src/access/columns.js';
import type { Relation, RelationExtension } from '../../src/access/relations.js';
import { restingOn, standingOf } from './agreed.js';
import { missingConsentsOf, questionStateOf } from './consultations.js';
import { allClasses, memberFacets, openedBy, standingOf as standingIn, wholeHousehold } from './domain.js';
import { referralStepsOf, stepsOf } from './process.js';
import { consentScoped, View } from './rows.js';
import { countsOf, isOfTeam, resultsOf } from './teams.js';
import type { Row, World } from './world.js';

/** A selection made by walking the schema: every field there is, so that a new one is in it by itself. */
export interface Selection {
  type: GraphQLObjectType;
  fields: { name: string; field: GraphQLField<unknown, unknown>; inner: Selection | null }[];
}

/** Rows that tell both sides of a referral that it is there. */
const ofReferral = ['referrals', 'referral_events', 'service_records', 'service_record_changes'];

type Extension = Partial<ColumnExtension & RelationExtension>;
const relationOf = (field: GraphQLField<unknown, unknown>) => (field.extensions as Extension).relation;
const tableOf = (relation: Relation): Table | undefined => (relation.type() as Partial<Planned>).table;
const isPublic = (relation: Relation | undefined) => {
  const table = relation && tableOf(relation);
  return (
    table !== undefined &&
    !consentScoped.includes(getTableName(table)) &&
    'confidential' in getTableColumns(table)
  );
};

const hasId = (type: GraphQLObjectType) => type.getInterfaces().some(({ name }) => name === 'Node');

interface Bounds {
  /** Types on the way here: one of them is not walked again, only its id is asked for. */
  above?: readonly GraphQLObjectType[];
  /** Whether lists of the public catalogue are walked too; otherwise only the plain fields of its rows. */
  catalogue?: boolean;
  depth?: number;
}

/** Every field below a type; walked once, since it is asked for again for each viewer and household. */
export function everythingOf(type: GraphQLObjectType, bounds: Bounds = {}): Selection {
  const { above = [], catalogue = false, depth = 3 } = bounds;
  if (above.length) return walked(type, bounds);
  const key = `${type.name} ${catalogue} ${depth}`;
  const selection = selections.get(key) ?? walked(type, bounds);
  selections.set(key, selection);
  return selection;
}
const selections = new Map<string, Selection>();

function walked(type: GraphQLObjectType, bounds: Bounds): Selection {
  const { above = [], catalogue = false, depth = 3 } = bounds;
  const fields: Selection['fields'] = [];
  for (const field of Object.values(type.getFields())) {
    const { name } = field;
    const named = getNamedType(field.type);
    if (field.args.some(isRequiredArgument)) continue;
    if (isLeafType(named)) fields.push({ name, field, inner: null });
    else if (named instanceof GraphQLObjectType) {
      const shallow =
        named === type || above.includes(named) || depth === 0 || (!catalogue && isPublic(relationOf(field)));
      const relation = relationOf(field);
      // The rows of a page are walked as those of the plain list beside it: here only what a page adds.
      // So is a page at the end of the walk: its rows are looked up by themselves.
      const besidePlain = relation?.kind === 'connection' && (relation.beside !== undefined || depth === 1);
      // A row that has an id is also asked for by it, with all its pages and all that hangs on it: elsewhere its plain
      // lists are enough, and where one row names another, what hangs directly on that one.
      if (above.length > 0 && relation?.kind === 'connection' && relation.beside && hasId(type)) continue;
      const inner = shallow
        ? plainFields(named, above.includes(named) || named === type)
        : besidePlain
          ? pageOf(named)
          : everythingOf(named, {
              above: [...above, type],
              catalogue,
              depth: relation?.kind === 'one' && hasId(named) ? Math.min(depth - 1, 1) : depth - 1,
            });
      if (inner.fields.length) fields.push({ name, field, inner });
    }
  }
  return { type, fields };
}

const plainFields = (type: GraphQLObjectType, onlyId: boolean): Selection => ({
  type,
  fields: Object.values(type.getFields())
    .filter((field) => isLeafType(getNamedType(field.type)) && (!onlyId || field.name === 'id'))
    .map((field) => ({ name: field.name, field, inner: null })),
});

/** A page with the plain fields of its rows. */
const pageOf = (type: GraphQLObjectType): Selection => ({
  type,
  fields: Object.values(type.getFields()).map((field) => {
    const named = getNamedType(field.type);
    if (!(named instanceof GraphQLObjectType)) return { name: field.name, field, inner: null };
    const inner = named.name.endsWith('Edge') ? pageOf(named) : plainFields(named, false);
    return { name: field.name, field, inner };
  }),
});

export function print(selection: Selection): string {
  const text =
    texts.get(selection) ??
    selection.fields.map(({ name, inner }) => (inner ? `${name} { ${print(inner)} }` : name)).join(' ');
  texts.set(selection, text);
  return text;
}
const texts = new WeakMap<Selection, string>();

/** Every `Type.field` that a selection asks for. */
export function coordinatesOf(selection: Selection, into = new Set<string>()): Set<string> {
  for (const { name, inner } of selection.fields) {
    into.add(`${selection.type.name}.${name}`);
    if (inner) coordinatesOf(inner, into);
  }
  return into;
}

/** How often each field was given and withheld: a matrix in which a field was never given has proved nothing. */
export class Tally {
  readonly given = new Map<string, number>();
  readonly withheld = new Map<string, number>();

  count(at: string, value: unknown) {
    const list = value === null ? this.withheld : this.given;
    list.set(at, (list.get(at) ?? 0) + 1);
  }
}

/** What the API must answer for a row: its columns as they are, relations and facets as the domain says. */
export class Expectation {
  /** Household or member → the classes of whatever was given of them: what the access log must say. */
  readonly shown = new Map<string, Set<DataClass>>();

  constructor(
    private readonly world: World,
    private readonly tally: Tally = new Tally(),
  ) {}

  /** The row under a selection, or null where the viewer may not have it. */
  of(selection: Selection, table: string, row: Row | undefined, view: View): unknown {
    return row && view.mayHave(table, row) ? this.object(selection, table, row, view) : null;
  }

  private object(selection: Selection, table: string, row: Row | null, view: View, parent?: Row) {
    const answer: Record<string, unknown> = {};
    if (row) for (const [subject, dataClass] of view.classesOf(table, row)) this.show(subject, dataClass);
    // That a referral is there tells of what class it is, whatever it carries.
    if (row && ofReferral.includes(table))
      for (const subject of row.subject_ids as string[]) this.show(subject, row.data_class as DataClass);
    for (const { name, field, inner } of selection.fields) {
      const value = this.field(selection, table, row, view, { name, field, inner }, parent);
      this.tally.count(`${selection.type.name}.${name}`, value);
      answer[name] = value;
    }
    return answer;
  }

  private field(
    { type }: Selection,
    table: string,
    row: Row | null,
    view: View,
    { name, field, inner }: Selection['fields'][number],
    parent: Row | undefined,
  ): unknown {
    const extension = field.extensions as Extension;
    const { relation } = extension;
    if (!relation) {
      if (row === null) return null;
      return name === 'id' ? globalId(type.name, row) : (row[columnName(type, extension, name)] ?? null);
    }
    if (table === 'consents' && name in whole) return whole[name]!(this.consent(row!, view));
    if (table === 'case_transfers' && ['toDistrictId', 'toCaseId', 'toCenter'].includes(name))
      return this.goal(row!, view, name, inner);
    if (table === 'consents' && ['member', 'givenBy'].includes(name))
      return this.consentMember(row!, view, name, inner!);
    if (name === 'viewerCan')
      return table === 'referrals' ? referralStepsOf(row!, view) : stepsOf(row!, view);
    if (name === 'author' || (['assignments', 'note_participants'].includes(table) && name === 'name'))
      return this.nameAt(row!.post_id);
    if (table === 'petitions' && name === 'takenBy') return this.nameAt(row!.post_id);
    if (table === 'petitions' && name === 'settledBy') return this.nameAt(row!.settled_by_id);
    if (table === 'assignments' && name === 'postId') return `Post:${row!.post_id}`;
    if (name === 'viewerCanRecord')
      return this.world.one('member_identities', 'member_id', row!.id)?.left_on
        ? []
        : recordableOf(row!, view);
    if (table === 'intake_reports' && name === 'status') return this.statusOf(row!);
    if (['facet_changes', 'service_record_changes'].includes(table) && name === 'fields')
      return changesOf(row!, inner!);
    if (name === 'memberIds') return this.knownMembers(row!, view);
    if (table === 'case_transfers' && name === 'classes') return this.classesThatWent(row!, view);
    if (name === 'movedToId') return this.memberNow(row!, view);
    if (name === 'movedFromIds')
      return this.world
        .where('departures', 'to_member_id', row!.id)
        .filter((each) => this.memberNow(each, view))
        .map((each) => `Member:${each.district_id}:${each.member_id}`);
    if (name === 'mergedIntoId')
      return row!.merged_into_id && this.knowsBoth(view, [row!.id, row!.merged_into_id])
        ? `Household:${row!.district_id}:${row!.merged_into_id}`
        : null;
    if (table === 'clocks' && name === 'state') return clockStateOf(row!, this.world.today);
    if (table === 'consultation_questions' && name === 'state') return questionStateOf(this.world, row!);
    if (table === 'consultation_questions' && name === 'missingConsents')
      return missingConsentsOf(this.world, row!).map((each) => only(inner!, each));
    if (name === 'visitors') return this.visitors(row!, inner!);
    if (/^responsible(Tong|Ban)$/.test(name) || (table === 'consultations' && name === 'place'))
      return this.hasAddressOf(row!, view) ? row![toSnakeCase(name)] : null;
    if (table === 'agreements' && name === 'standing')
      return only(inner!, standingOf(row!, this.world.today));
    if (table === 'agreements' && name === 'resting') return only(inner!, restingOn(this.world, row!, view));
    if (table === 'campaigns' && name === 'counts')
      return isOfTeam(view.desk, row!) ? only(inner!, countsOf(this.world, row!)) : null;
    if (table === 'campaigns' && name === 'results') {
      const results = resultsOf(this.world, row!, view.desk);
      return results && only(inner!, results);
    }
    if (relation.kind === 'computed') return this.access(inner!, row ?? parent!, view);
    if (row === null) return null;
    const related = getTableName(tableOf(relation)!);
    const found = this.related(relation, row);
    switch (relation.kind) {
      case 'facet':
        return this.facet(inner!, related, found[0] ?? null, row, view);
      case 'one':
        return this.of(inner!, related, found[0], view);
      case 'many':
      case 'connection': {
        const whole = view.classOf(related);
        // The rows of a member are of the member, those of the household of the household.
        const subject = view.isOfMember(related) ? row.id : view.standing.household;
        if (whole && !view.has(subject, whole)) return null;
        const rows = found.filter((each) => view.mayHave(related, each));
        return relation.kind === 'connection'
          ? this.page(inner!, related, rows, view)
          : rows.map((each) => this.object(inner!, related, each, view));
      }
    }
  }

  /** A page that has room for all rows; its cursors are said to be there, and what they hold is the API's own. */
  private page(inner: Selection, table: string, rows: readonly Row[], view: View) {
    const ends = rows.length > 0 ? 'said' : null;
    const said: Record<string, unknown> = { cursor: 'said', startCursor: ends, endCursor: ends };
    const flat = ({ fields }: Selection, each: (name: string, of: Selection | null) => unknown) =>
      Object.fromEntries(fields.map(({ name, inner: of }) => [name, each(name, of)]));
    const row = (each: Row) => (of: Selection) => this.object(of, table, each, view);
    return flat(inner, (name, of) => {
      if (name === 'totalCount') return rows.length;
      if (name === 'nodes') return rows.map((each) => row(each)(of!));
      if (name === 'edges')
        return rows.map((each) => flat(of!, (field, node) => (node ? row(each)(node) : said[field])));
      return flat(of!, (field) => (field in said ? said[field] : false));
    });
  }

  /** A facet is an object for whoever has its class, recorded or not, and null for all others. */
  private facet(inner: Selection, table: string, found: Row | null, parent: Row, view: View) {
    const dataClass = table === 'report_investigations' ? 'INVESTIGATION' : view.classOf(table);
    if (!dataClass) throw new Error(`${table} is asked for as a facet, and has no class`);
    const subject =
      found?.member_id ?? found?.household_id ?? (parent.household_id ? parent.id : view.standing.household);
    const whose = dataClass === 'INVESTIGATION' ? view.standing.household : subject;
    if (!view.has(whose, dataClass)) return null;
    this.show(String(whose), dataClass);
    const mine = found !== null && view.mayHave(table, found) ? found : null;
    return this.object(inner, table, mine, view, parent);
  }

  /** Of the members whom a referral names, those of whom the viewer knows. */
  private knownMembers({ district_id: district, member_ids: members }: Row, view: View) {
    return (members as string[]).filter((id) => view.knowsMember(id)).map((id) => `Member:${district}:${id}`);
  }

  /** A consent as it is told: whole to those who may know who is accused, and to others what it opens. */
  private consent(row: Row, view: View) {
    const opens = openedBy(this.world, row);
    return { row: view.keepsWhole ? row : null, opens };
  }

  private consentMember(row: Row, view: View, name: string, inner: Selection) {
    const id = view.keepsWhole ? row[name === 'member' ? 'member_id' : 'given_by_id'] : null;
    return this.of(inner, 'members', id ? this.world.one('members', 'id', id) : undefined, view);
  }

  /** Where a case went: SAFETY of everybody, and SAFE_LOCATION of everybody where somebody is accused. */
  private goal(row: Row, view: View, name: string, inner: Selection | null): unknown {
    const household = row.household_id;
    const members = this.world.where('members', 'household_id', household).map(({ id }) => id);
    const accused = this.world
      .where('member_safeties', 'household_id', household)
      .some((each) => each.alleged_perpetrator);
    const told =
      [household, ...members].every((each) => view.has(each, 'SAFETY')) &&
      (!accused || members.every((each) => view.has(each, 'SAFE_LOCATION')));
    if (!told) return null;
    if (name === 'toCenter')
      return this.of(inner!, 'organizations', this.world.one('organizations', 'id', row.to_center_id), view);
    return row[toSnakeCase(name)];
  }

  /** Where somebody who left is a member now, for those who know both households. */
  private memberNow({ district_id: district, household_id: left, to_member_id: to }: Row, view: View) {
    const home = this.world.one('members', 'id', to)?.household_id;
    return home && this.knowsBoth(view, [left, home]) ? `Member:${district}:${to}` : null;
  }

  /** Those who serve two households and have SAFETY of everybody there; nobody, where somebody is accused. */
  private knowsBoth({ desk }: View, households: readonly unknown[]): boolean {
    return households.every((each) => {
      const household = String(each);
      const standing = standingIn(this.world, desk, 'CASE_MANAGEMENT', household, false);
      const members = this.world.where('members', 'household_id', household).map(({ id }) => id);
      return (
        standing.serves &&
        [household, ...members].every((id) => new View(desk, standing).has(id, 'SAFETY')) &&
        !this.world.where('member_safeties', 'household_id', household).some((row) => row.alleged_perpetrator)
      );
    });
  }

  /** Those that the viewer has of the household where it has rows of them, and of every member but for SUMMARY. */
  private classesThatWent({ household_id: household, classes }: Row, view: View) {
    const members = this.world.where('members', 'household_id', household);
    return (classes as DataClass[]).filter(
      (each) =>
        (!wholeHousehold.includes(each) || view.has(household, each)) &&
        (each === 'SUMMARY' || members.every(({ id }) => view.has(id, each))),
    );
  }

  /** What became of a report, as its receipt says; null where it has none. */
  private statusOf({ id }: Row) {
    const receipt = this.world.one('report_receipts', 'report_id', id);
    if (!receipt) return null;
    if (receipt.closed_at) return 'CLOSED';
    return receipt.taken_up_at ? 'BEING_WORKED_ON' : 'RECEIVED';
  }

  /** Whether a viewer may have the address of everybody who lives in a household. */
  private hasAddressOf({ household_id: household }: Row, view: View) {
    return this.world
      .where('members', 'household_id', household)
      .filter(({ id }) => !this.world.one('member_identities', 'member_id', id)?.left_on)
      .every(({ id }) => view.has(id, 'CONTACT'));
  }

  /** Who goes to a household. */
  private visitors({ visitor_ids: posts }: Row, inner: Selection) {
    return this.world
      .all('posts')
      .filter(({ id }) => (posts as string[]).includes(String(id)))
      .sort((one, other) => (String(one.id) < String(other.id) ? -1 : 1))
      .map(({ id }) => only(inner, { postId: `Post:${id}`, name: this.nameAt(id) }));
  }

  private nameAt(post: unknown) {
    const staff = this.world.one('posts', 'id', post)?.staff_id;
    return this.world.one('staff', 'id', staff)?.name ?? null;
  }

  private show(subject: string, dataClass: DataClass) {
    const had = this.shown.get(subject) ?? new Set();
    this.shown.set(subject, had.add(dataClass));
  }

  private related(relation: Exclude<Relation, { kind: 'computed' }>, row: Row): readonly Row[] {
    const table = tableOf(relation)!;
    const on = Object.entries(relation.on).map(
      ([own, theirs]) => [snake(table, own), toSnakeCase(String(theirs))] as const,
    );
    const [column, theirs] = on.find(([own]) => own !== 'district_id')!;
    return this.world
      .where(getTableName(table), column, row[theirs])
      .filter((each) => on.every(([own, their]) => each[own] === row[their]));
  }

  private access(inner: Selection, row: Row, view: View) {
    // What of a member is of the household is told of all its members: whose consent opened it is not.
    const has = (each: DataClass) =>
      view.has(row.id, each) || (wholeHousehold.includes(each) && view.has(view.standing.household, each));
    const { household, elsewhere } = view.standing;
    const purposesOf = (dataClass: DataClass) =>
      [...elsewhere]
        .filter(
          ([, classes]) =>
            classes.get(String(row.id))?.has(dataClass) ||
            (wholeHousehold.includes(dataClass) && classes.get(household)?.has(dataClass)),
        )
        .map(([purpose]) => purpose);
    const summary: Record<string, unknown> = {
      granted: allClasses.filter(has),
      withheld: allClasses
        .filter((each) => !has(each))
        .map((dataClass) => ({ dataClass, reason: 'said', purposes: purposesOf(dataClass) })),
    };
    return only(inner, summary);
  }
}

/** Fields of a consent that follow from what of it is told. */
const whole: Readonly<Record<string, (told: { row: Row | null; opens: DataClass[] }) => unknown>> = {
  classes: ({ row, opens }) => row?.classes ?? opens,
  valid: ({ opens }) => opens.length > 0,
  householdWide: ({ row }) => row?.household_wide ?? null,
};

/** What of a member or of the household as a whole the viewer writes down, in the order of the classes. */
function recordableOf(row: Row, { standing }: View): DataClass[] {
  const rows = row.id === standing.household ? wholeHousehold : memberFacets;
  return allClasses.filter((each) => rows.includes(each) && standing.recordable.has(each));
}

const changesOf = (row: Row, inner: Selection) =>
  (row.changes as Record<string, unknown>[]).map((each) => only(inner, each));

/** Done in time, or no more to be done in time; else it runs until the end of its last day. */
function clockStateOf({ due_on: due, met_on: met, stopped_on: stopped }: Row, today: string) {
  if (met) return String(met) <= String(due) ? 'MET' : 'MISSED';
  if (stopped) return String(stopped) <= String(due) ? 'STOPPED' : 'MISSED';
  return today <= String(due) ? 'RUNNING' : 'MISSED';
}

/** The fields of a value that were asked for. */
const only = (inner: Selection, value: Record<string, unknown> | null) =>
  value && Object.fromEntries(inner.fields.map(({ name }) => [name, value[name]]));

const snake = (table: Table, property: string) =>
  toSnakeCase(getTableColumns(table)[property]?.name ?? property);

const columnName = (type: GraphQLObjectType, { column }: Extension, name: string) => {
  if (!column)
    throw new Error(`${type.name}.${name} has neither a column nor a relation: say what is expected of it`);
  // Columns whose name is not the property's in snake case (address_1) are of the catalogue only.
  return toSnakeCase(column);
};

export const globalId = (type: string, row: Row) =>
  row.district_id !== undefined &&
  (row.household_id !== undefined || ['Household', 'Agreement', 'Round', 'Petition'].includes(type))
    ? `${type}:${row.district_id}:${row.id}`
    : `${type}:${row.id}`;

/** What an answer says, with reasons of withholding made alike: which one is tested elsewhere, that there is one here. */
export const plain = (body: string): { data?: Record<string, unknown>; errors?: unknown[] } =>
  JSON.parse(body, function (this: object, key, value) {
    if (value !== null && /^(cursor|startCursor|endCursor)$/.test(key)) return 'said';
    // Of a row, which has an id, it is what somebody wrote.
    return key === 'reason' && 'dataClass' in this && !('id' in this) ? 'said' : value;
  });

/** Where two answers differ, as paths; lists are compared as sets, since their order tells nothing of access. */
export function differences(expected: unknown, answered: unknown, at = ''): string[] {
  if (Array.isArray(expected) && Array.isArray(answered)) {
    const [these, those] = [sorted(expected), sorted(answered)];
    if (these.length !== those.length) return [`${at}: ${those.length} rows instead of ${these.length}`];
    return these.flatMap((each, index) => differences(each, those[index], `${at}[${index}]`));
  }
  if (isObject(expected) && isObject(answered))
    return [...new Set([...Object.keys(expected), ...Object.keys(answered)])].flatMap((key) =>
      differences(expected[key], answered[key], `${at}.${key}`),
    );
  return Object.is(expected, answered) ? [] : [`${at}: ${brief(answered)} instead of ${brief(expected)}`];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const sorted = (list: unknown[]) =>
  [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
const brief = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 80);
