import { GraphQLObjectType, getNamedType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { families, known, postId } from '../../src/demo/known.js';
import { schema } from '../../src/schema.js';
import { type Answered, type App, type AppOptions, startApp } from '../support/app.js';
import { asKeeper, preparedDatabase, type TestDatabase } from '../support/database.js';
import { plant } from './canaries.js';
import { standingOf } from './domain.js';
import {
  deskFor,
  type Home,
  type Households,
  idOf,
  insert,
  makeHouseholds,
  type Viewer,
} from './households.js';
import { makeWays } from './model/bases.js';
import { View } from './rows.js';
import { readWorld, type World } from './world.js';

export interface Prepared {
  database: TestDatabase;
  households: Households;
  world: World;
  /** Every household that the tests ask for by name, each once. */
  homes: ReadonlyMap<string, Home>;
}

/** A clone of the demo data with a household for every state and person, every value of them unique. */
export async function prepare(): Promise<Prepared> {
  const { database, made } = await preparedDatabase('prepared', madeReady);
  const { households, homes } = made;
  return { database, households, homes: new Map(homes), world: await readWorld(database.owner) };
}

async function madeReady(
  database: TestDatabase,
): Promise<{ households: Households; homes: [string, Home][] }> {
  const households = await makeHouseholds(database);
  const homes = new Map<string, Home>();
  for (const [state, home] of Object.entries(households.elsewhere)) homes.set(state, home);
  for (const [way, home] of Object.entries(await makeWays(database))) homes.set(way, home);
  for (const [viewer, home] of Object.entries(households.own))
    if (home.id !== families.a.id && ![...homes.values()].includes(home)) homes.set(`own of ${viewer}`, home);
  for (const [name, family] of Object.entries(families))
    if (![...homes.values()].some(({ id }) => id === family.id))
      homes.set(name, { district: family.districtId, id: family.id, members: [0, 1, 2].map(family.member) });
  await addAllocations(database, await readWorld(database.owner));
  await addMoves(database);
  // Mapo's rows make published figures, which must come out as they are.
  const planted = [...homes.values()].filter(({ district }) => district !== known.districts.mapo);
  await plant(database, await readWorld(database.owner), new Set(planted.map(({ id }) => id)));
  return { households, homes: [...homes] };
}

/** The demo gives family A nothing of any pledge, and its payload must be given to somebody. */
const addAllocations = ({ owner }: TestDatabase, world: World) =>
  asKeeper(owner, (sql) =>
    insert(
      sql,
      'allocations',
      world.where('linkages', 'household_id', families.a.id).map((linkage) => ({
        district_id: linkage.district_id,
        household_id: linkage.household_id,
        id: idOf(`allocation/${linkage.id}`),
        linkage_id: linkage.id,
        data_class: linkage.data_class,
        subject_ids: linkage.subject_ids,
        account_id: world.where('ledger_accounts', 'district_id', families.a.districtId)[0]!.id,
        source: 'PLEDGE',
        unit: 'KRW',
        amount: 1000,
        released: 0,
        allocated_on: linkage.linked_on,
      })),
    ),
  );

/** Somebody who is a member of another family now, and a family that became part of another: the demo has neither. */
const addMoves = async ({ owner }: TestDatabase) => {
  await asKeeper(owner, async (sql) => {
    const { never, clinic, withdrawn, expired } = families;
    const gone = [never.member(1), ...[0, 1, 2].map(withdrawn.member)];
    await sql`update member_identities set left_on = '2026-11-01' where member_id = any(${gone}::uuid[])`;
    await sql`update households set merged_into_id = ${expired.id} where id = ${withdrawn.id}`;
    await insert(sql, 'departures', [
      {
        district_id: never.districtId,
        household_id: never.id,
        id: idOf('departure'),
        member_id: never.member(1),
        data_class: 'FAMILY',
        subject_ids: [never.member(1)],
        reason: 'MARRIED',
        to_member_id: clinic.member(1),
        recorded_at: '2026-11-01T00:00:00Z',
        post_id: postId('case-manager'),
        organization_id: known.organizations.centre,
      },
    ]);
  });
};

/** What a viewer may have of a household now, for the purpose that a request has unless it says another. */
export function viewOf(world: World, viewer: Viewer, household: string): View | null {
  let views = viewsIn.get(world);
  if (!views) {
    views = new Map();
    viewsIn.set(world, views);
  }
  const key = `${viewer.name} ${household}`;
  let view = views.get(key);
  if (view === undefined) {
    const desk = deskFor(world, viewer);
    view = desk && new View(desk, standingOf(world, desk, 'CASE_MANAGEMENT', household));
    views.set(key, view);
  }
  return view;
}
/** A world does not change, and every viewer is asked for the same households again and again. */
const viewsIn = new WeakMap<World, Map<string, View | null>>();

/** Larger than a person's operation may be: these ask for everything at once. */
const wide = {
  maxRootFields: 100,
  maxFields: 50_000,
  maxAliases: 1000,
  maxDepth: 40,
  maxTokens: 100_000,
  maxBodyBytes: 1_000_000,
  maxRows: 1e15,
  maxPageSize: 1000,
  maxListSize: 1000,
  maxComparisons: 10_000_000,
  answerBytes: 500_000_000,
  openAnswerBytes: 500_000_000,
  // What was asked once must still be known when the next viewer asks it.
  rememberedBytes: 1_000_000_000,
  requestDeadlineMs: 60_000,
};

/**
 * A server that is asked for everything at once, the same for many viewers: what it is asked is planned once, by its one
 * connection.
 */
export const startWide = (options: AppOptions): Promise<App> =>
  startApp({ limits: wide, keepsPlans: true, connections: 1, ...options });

/** In which ways each question is asked: by the executor first, then as a known document, or only as it comes. */
export type Ways = 'both' | 'one';

/** Asks as viewers and remembers what was asked. */
export class Asker {
  private readonly seen = new Set<string>();

  constructor(
    private readonly app: App,
    private readonly ways: Ways,
  ) {}

  async ask(
    viewer: Viewer,
    document: string,
    variables?: Record<string, unknown>,
  ): Promise<Answered<Record<string, unknown>>> {
    this.seen.add(document);
    if (this.ways === 'one') return this.app.ask(viewer.persona, document, variables, { post: viewer.post });
    const executed = await this.app.ask(viewer.persona, document, variables, {
      post: viewer.post,
      executed: true,
    });
    const answer = await this.app.ask(viewer.persona, document, variables, { post: viewer.post });
    // A document that was executed once is answered another way, and no gate may be missing on it.
    if (plain(answer) !== plain(executed))
      throw new Error(`Executed: ${executed.body}\nKnown: ${answer.body}`);
    return answer;
  }

  /** Every field that was asked for, of a type or an input, as `Type.field`. */
  get covered(): ReadonlySet<string> {
    return new Set([...this.seen].flatMap((document) => [...coordinatesIn(document)]));
  }
}

/** The order of errors is that in which fields failed. */
const plain = ({ data, errors }: Answered<unknown>) =>
  JSON.stringify({ data, errors: errors?.map((each) => JSON.stringify(each)).sort() });

function coordinatesIn(document: string): Set<string> {
  const found = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    parse(document),
    visitWithTypeInfo(types, {
      Field({ name }) {
        const parent = types.getParentType();
        if (parent && !name.value.startsWith('__')) found.add(`${parent.name}.${name.value}`);
      },
      ObjectField({ name }) {
        const parent = getNamedType(types.getParentInputType());
        if (parent) found.add(`${parent.name}.${name.value}`);
      },
    }),
  );
  return found;
}

export function objectType(name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!(type instanceof GraphQLObjectType)) throw new Error(`${name} is no object type of the schema`);
  return type;
}
