import { getTableName } from 'drizzle-orm';
import { GraphQLInterfaceType } from 'graphql';
import { records } from '../../src/access/records.js';
import { schema } from '../../src/schema.js';
import { uniqueIds } from '../support/uniqueIds.js';
import { listedOf, recipientOf, standingOf } from './domain.js';
import { differences, Expectation, everythingOf, globalId, plain, print } from './everything.js';
import { deskFor, elsewhere, type Home, type Viewer } from './households.js';
import { eligibleTo } from './model/eligibility.js';
import { type Asker, objectType, type Prepared, viewOf } from './prepared.js';
import { consentScoped, householdOf, View } from './rows.js';
import type { Row } from './world.js';

// What the matrix asks of each root field beside `household`; every answer is a list of what is wrong with it.

/** The tables of the types that can be looked up by id. */
export const nodeTables: Readonly<Record<string, string>> = Object.fromEntries(
  records.flatMap(({ node, table }) => (node ? [[node, getTableName(table)]] : [])),
);
export const nodeTypes = schema
  .getPossibleTypes(schema.getType('Node') as GraphQLInterfaceType)
  .map(({ name }) => name);
export const tableOfNode = (type: string) => {
  const table = nodeTables[type];
  if (!table) throw new Error(`${type} can be looked up by its id, but is no record`);
  return table;
};

/** Where the rows are that few households have. */
const sampledBy: Readonly<Record<string, readonly string[]>> = {
  Referral: ['by referral', 'referral over', 'sent to the centre', 'agreement ended'],
  ServiceRecord: ['by referral', 'referral over', 'sent to the centre', 'agreement ended', 'active'],
  ServiceRecordChange: ['by referral', 'referral over', 'sent to the centre', 'agreement ended', 'active'],
  Guardianship: ['by a guardian', 'guardianship over', 'by legal basis'],
};
/** Rows of a type to look up: of one household each, or of the catalogue, shelters included. */
const sampled = ['a', 'active', 'consented', 'expired', 'none'];
function samples({ world, homes }: Prepared, type: string, viewer: Viewer): [Row, household: string][] {
  const table = tableOfNode(type);
  if (type === 'Agreement') {
    // Where they are all alike but for the organization: the viewer's own, and two of others'.
    const desk = deskFor(world, viewer);
    const alike = world.where(table, 'district_id', elsewhere);
    const own = alike.filter((row) => desk && row.organization_id === recipientOf(desk));
    const others = alike.filter((row) => !own.includes(row)).slice(0, 2);
    return [...world.all(table).filter((row) => !alike.includes(row)), ...own, ...others].map((row) => [
      row,
      '',
    ]);
  }
  if (!consentScoped.includes(table)) {
    const rows = world.all(table);
    return [...rows.filter((row) => row.confidential), ...rows.slice(0, 2)].map((row) => [row, '']);
  }
  return (sampledBy[type] ?? sampled).flatMap((name) => {
    const { id } = homes.get(name)!;
    const rows = world.where(table, table === 'households' ? 'id' : 'household_id', id);
    if (name === 'by referral') return rows.map((row) => [row, id] as [Row, string]);
    // The last of them is of a class that few have: SAFE_LOCATION is written last.
    return [rows.at(0), rows.at(-1)]
      .filter((row) => row !== undefined)
      .map((row) => [row, id] as [Row, string]);
  });
}

/** What a root field answers for the ids of several rows, in one request. */
async function askEach(asker: Asker, viewer: Viewer, root: string, type: string, rows: Row[], inner: string) {
  const each = rows.map((_, at) => at);
  if (root === 'node') {
    const { body } = await asker.ask(viewer, `query ($ids: [ID!]!) { nodes(ids: $ids) { ${inner} } }`, {
      ids: rows.map((row) => globalId(type, row)),
    });
    return (plain(body).data?.nodes ?? each.map(() => null)) as unknown[];
  }
  const { body } = await asker.ask(
    viewer,
    `query (${each.map((at) => `$id${at}: ID!`)}) { ${each.map((at) => `a${at}: ${root}(id: $id${at}) { ...Asked }`).join(' ')} }
      fragment Asked on ${type} { ${inner} }`,
    Object.fromEntries(rows.map((row, at) => [`id${at}`, globalId(type, row)])),
  );
  const { data } = plain(body);
  return each.map((at) => data?.[`a${at}`] ?? null);
}

/** `nodes` of one type, for rows that the viewer may have and rows that are hidden from them. */
export async function nodeWrongs(asker: Asker, prepared: Prepared, viewer: Viewer, type: string) {
  const { world } = prepared;
  const expectation = new Expectation(world);
  const table = tableOfNode(type);
  const inCatalogue = world.all(table)[0]?.confidential !== undefined;
  const selection = everythingOf(objectType(type), { depth: inCatalogue ? 0 : 1 });
  const wrongs: string[] = [];
  const sampled = samples(prepared, type, viewer);
  const rows = sampled.map(([row]) => row);
  const inner = `id ... on ${type} { ${print(selection)} }`;
  const nodes = await askEach(asker, viewer, 'node', type, rows, inner);
  for (const [at, [row, household]] of sampled.entries()) {
    const desk = deskFor(world, viewer);
    const view = household
      ? viewOf(world, viewer, household)
      : desk &&
        new View(desk, {
          household: '',
          classes: new Map(),
          bases: new Set(),
          keepsConsents: false,
          records: false,
          recordable: new Set(),
          serves: false,
          reports: new Set(),
          elsewhere: new Map(),
        });
    const node = nodes[at];
    if (inCatalogue) {
      // Its lists are public and compared between viewers; here it is there for all or for none.
      if ((node === null) !== row.confidential)
        wrongs.push(`${globalId(type, row)} is ${node ? 'there' : 'missing'}`);
    } else wrongs.push(...differences(view && expectation.of(selection, table, row, view), node, `${type}`));
  }
  return wrongs;
}

/** case(id), which has a root field of its own. */
export async function caseWrongs(asker: Asker, prepared: Prepared, viewer: Viewer) {
  const { world } = prepared;
  const expectation = new Expectation(world);
  const selection = everythingOf(objectType('Case'), { depth: 1 });
  const sampled = samples(prepared, 'Case', viewer);
  const rows = sampled.map(([row]) => row);
  const cases = await askEach(asker, viewer, 'case', 'Case', rows, print(selection));
  return sampled.flatMap(([row, household], at) => {
    const view = viewOf(world, viewer, household);
    return differences(view && expectation.of(selection, 'cases', row, view), cases[at], 'case');
  });
}

/** memberByRegistrationNumber, for people of every household that is asked for by name, and in both districts. */
export async function numberWrongs(asker: Asker, { world, homes }: Prepared, viewer: Viewer) {
  const desk = deskFor(world, viewer);
  const may = desk?.duties.some((duty) => ['CENTER_HEAD', 'CASE_MANAGER'].includes(duty)) ?? false;
  const wrongs: string[] = [];
  const ids = new Set(sampled.map((name) => homes.get(name)!.id));
  const numbers = new Map<unknown, string>();
  let found = 0;
  for (const row of world.all('member_unique_ids').filter((each) => ids.has(householdOf('', each)))) {
    // A household that was copied for the tests has the numbers of another, which open where they were sealed.
    const opened = openedNumber(row);
    if (opened) numbers.set(row.registration_number_index, opened);
  }
  for (const [index, number] of numbers)
    for (const district of ['11170', '41113']) {
      const theirs = world
        .where('member_unique_ids', 'registration_number_index', index)
        .filter((row) => row.district_id === district)
        .sort((one, two) => (String(one.recorded_at) < String(two.recorded_at) ? 1 : -1))
        .find(
          (row) =>
            desk &&
            new View(desk, standingOf(world, desk, 'CASE_MANAGEMENT', householdOf('', row))).mayHave(
              'member_unique_ids',
              row,
            ),
        );
      const { body } = await asker.ask(
        viewer,
        `query ($number: String!, $district: String!) {
          memberByRegistrationNumber(number: $number, district: $district) { id uniqueId { maskedRegistrationNumber } } }`,
        { number, district },
      );
      const answered = plain(body);
      const expected = may && theirs ? `Member:${district}:${theirs.member_id}` : null;
      const member = (answered.data?.memberByRegistrationNumber ?? null) as {
        id: string;
        uniqueId: object;
      } | null;
      if (member) found += 1;
      if (
        (member?.id ?? null) !== expected ||
        (member && !member.uniqueId) ||
        may === Boolean(answered.errors)
      )
        wrongs.push(`${body} instead of ${expected}`);
    }
  return { wrongs, asked: numbers.size, found };
}

/** A registration number as nothing that answers requests can have it. */
export function openedNumber(row: Row): string | null {
  const opened = uniqueIds.open(
    { districtId: String(row.district_id), memberId: String(row.member_id) },
    {
      registrationNumberCiphertext: String(row.registration_number_ciphertext),
      registrationNumberKeyId: String(row.registration_number_key_id),
    },
  );
  return opened.kind === 'number' ? opened.digits : null;
}

type Holds = (view: View, rows: (table: string) => readonly Row[]) => boolean;
const hasCase =
  (matches: (row: Row) => boolean): Holds =>
  (view, rows) =>
    rows('cases').some((row) => view.mayHave('cases', row) && matches(row));

const seoulDay = (at: unknown) => new Date(Date.parse(String(at)) + 9 * 3_600_000).toISOString().slice(0, 10);

const digitsOf = (phone: unknown) => String(phone).replaceAll(/[^0-9]/g, '');

/** Each condition of a list of households: a value, and for which households it holds as far as the viewer may see. */
function householdFilters({ world, households }: Prepared): Record<string, [literal: string, holds: Holds]> {
  const { id } = households.elsewhere.consented;
  const row = (table: string) => world.one(table, 'household_id', id)!;
  const { opened_on: opened, stage, track, level, center_id: center } = row('cases');
  const since = seoulDay(row('case_steps').taken_at);
  // Telephone numbers that are planted are texts: those of families that nothing is planted in are numbers.
  const { phone } = world
    .all('member_contacts')
    .find(({ phone: each }) => /^[0-9 -]+$/.test(String(each)) && digitsOf(each).length >= 8)!;
  const child = world.where('member_identities', 'member_id', households.elsewhere.consented.members[2])[0]!;
  const dong = row('household_summaries').responsible_dong;
  const placed = world.where('household_summaries', 'responsible_tong', 3)[0]!;
  const zone = `${placed.responsible_dong}-3`;
  return {
    stages: [`[${stage}]`, hasCase((each) => each.stage === stage)],
    tracks: [`[${track}]`, hasCase((each) => each.track === track)],
    levels: [`[${level}]`, hasCase((each) => each.level === level)],
    openedFrom: [`"${opened}"`, hasCase((each) => String(each.opened_on) >= String(opened))],
    openedUntil: [`"${opened}"`, hasCase((each) => String(each.opened_on) <= String(opened))],
    responsibleDong: [
      `"${dong}"`,
      (view, rows) =>
        rows('household_summaries').some(
          (each) => view.mayHave('household_summaries', each) && each.responsible_dong === dong,
        ),
    ],
    // By a tong they are found by whoever may have the address, as it is told to nobody else.
    zone: [
      `"${zone}"`,
      (view, rows) =>
        rows('household_summaries').some(
          (each) =>
            view.mayHave('household_summaries', each) &&
            `${each.responsible_dong}-${each.responsible_tong}` === zone,
        ) &&
        rows('members')
          .filter((each) => !world.one('member_identities', 'member_id', each.id)?.left_on)
          .every((each) => view.has(each.id, 'CONTACT')),
    ],
    lastStepBefore: [
      `"${since}"`,
      (view, rows) =>
        hasCase(
          (each) =>
            !['CLOSED', 'FOLLOW_UP'].includes(String(each.stage)) &&
            rows('case_steps').every((step) => step.case_id !== each.id || seoulDay(step.taken_at) < since),
        )(view, rows),
    ],
    center: [`"Organization:${center}"`, hasCase((each) => each.center_id === center)],
    assignedToMe: [
      'true',
      (view, rows) =>
        rows('assignments').some(
          (each) =>
            view.mayHave('assignments', each) &&
            each.post_id === view.desk.post &&
            each.ended_at === null &&
            String(each.from) <= world.today &&
            (each.until === null || world.today <= String(each.until)),
        ),
    ],
    memberName: [
      JSON.stringify(child.name),
      (view, rows) =>
        rows('member_identities').some(
          (each) => view.mayHave('member_identities', each) && String(each.name).includes(String(child.name)),
        ),
    ],
    memberPhone: [
      JSON.stringify(phone),
      (view, rows) =>
        rows('member_contacts').some(
          (each) => view.mayHave('member_contacts', each) && digitsOf(each.phone) === digitsOf(phone),
        ),
    ],
    visitTiers: [
      '[HIGH, MODERATE]',
      (view, rows) =>
        rows('member_healths').some(
          (each) =>
            view.mayHave('member_healths', each) && ['HIGH', 'MODERATE'].includes(String(each.visit_tier)),
        ),
    ],
  };
}

/** Lists of households, filtered: what a condition finds, and how many, depends on what the viewer may see alone. */
export async function filterWrongs(asker: Asker, prepared: Prepared, viewer: Viewer, district: string) {
  const { world } = prepared;
  const desk = deskFor(world, viewer);
  const filters = Object.entries(householdFilters(prepared));
  const lists = filters.map(
    ([name, [literal]]) =>
      `${name}: households(district: "${district}", first: 1000, filter: { ${name}: ${literal} }) { nodes { id } totalCount }`,
  );
  const { data } = plain((await asker.ask(viewer, `{ ${lists.join(' ')} }`)).body);
  return filters.flatMap(([name, [, holds]]) => {
    const expected = world
      .where('households', 'district_id', district)
      .map(({ id }) => String(id))
      .filter((id) => {
        const view = desk && new View(desk, listedOf(world, desk, 'CASE_MANAGEMENT', id));
        return view?.knowsHousehold && holds(view, (table) => world.where(table, 'household_id', id));
      });
    const page = data?.[name] ?? { nodes: [], totalCount: 0 };
    const nodes = expected.map((id) => ({ id: `Household:${district}:${id}` }));
    return differences({ nodes, totalCount: expected.length }, page, `${name} in ${district}`);
  });
}

const eligible = `query ($id: ID!) { eligibleServices(householdId: $id, first: 1000) { totalCount
  nodes { service { id } verdict memberIds conditions { kind verdict dataClasses memberId } } } }`;
interface Eligible {
  service: { id: string };
  verdict: string;
  memberIds: string[];
  conditions: { dataClasses: string[] }[];
}

/** What a family may get: from what the viewer may see of it alone, said once more beside src/eligibility/facts.ts. */
export async function eligibilityWrongs(asker: Asker, { world }: Prepared, viewer: Viewer, home: Home) {
  const view = viewOf(world, viewer, home.id);
  const id = `Household:${home.district}:${home.id}`;
  const answered = plain((await asker.ask(viewer, eligible, { id })).body).data?.eligibleServices as
    | { totalCount: number; nodes: Eligible[] }
    | null
    | undefined;
  const expected = view?.knowsHousehold ? eligibleTo(view, world, home.district) : null;
  const told =
    answered &&
    Object.fromEntries(
      answered.nodes.map(({ service, verdict, memberIds, conditions }) => [
        service.id,
        {
          verdict,
          memberIds: [...memberIds].sort(),
          conditions: conditions
            .map((each) => JSON.stringify({ ...each, dataClasses: [...each.dataClasses].sort() }))
            .sort(),
        },
      ]),
    );
  const count = expected ? Object.keys(expected).length : undefined;
  return [
    ...differences(expected, told ?? null, `eligible in ${home.id}`),
    ...(answered?.totalCount === count ? [] : [`${answered?.totalCount} in all instead of ${count}`]),
  ];
}
