import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { permits } from '../../src/access/permits.js';
import { policyOf } from '../../src/access/policy.js';
import type { Context } from '../../src/context.js';
import { schema } from '../../src/schema.js';
import { type App, startApp } from '../support/app.js';
import { deskFor, viewers } from './households.js';
import { documentOf, idsAt, inputOf, mutationCoordinates, mutations, unknownIds } from './mutations.js';
import { Asker, type Prepared, prepare, wide } from './prepared.js';
import { consentScoped } from './rows.js';

let prepared: Prepared;
let app: App;
let asker: Asker;
let rowsBefore: string;
beforeAll(async () => {
  prepared = await prepare();
  app = await startApp({ database: prepared.database, limits: wide });
  asker = new Asker(app, 'one');
  rowsBefore = await rows();
});
afterAll(async () => {
  await app?.stop();
  await prepared?.database.drop();
});

const policy = policyOf(schema);

/** A fingerprint of every row of every household. */
async function rows(): Promise<string> {
  const counted = await Promise.all(
    consentScoped.map(async (table) => {
      const [row] = await prepared.database.owner.unsafe(
        `select count(*)::int as n, coalesce(bit_xor(hashtextextended(t::text, 0)), 0)::text as hash from ${table} t`,
      );
      return `${table} ${row!.n} ${row!.hash}`;
    }),
  );
  return counted.join('\n');
}

/** A household that is there and that none of the viewers may know of, by type. */
function hidden() {
  const { world, homes } = prepared;
  const { district, id } = homes.get('none')!;
  const first = (table: string) => String(world.where(table, 'household_id', id)[0]!.id);
  const rows = { Case: first('cases'), Member: first('members'), Linkage: first('linkages') };
  return idsAt(district, { Household: id, ...rows });
}

describe.each(viewers)('$name', (viewer) => {
  test.each(mutations.map(({ name }) => name))(
    '%s is refused by duty alone, and tells nothing of a household that they may not know of',
    async (name) => {
      const desk = deskFor(prepared.world, viewer);
      const { district } = prepared.homes.get('none')!;
      const asked = { viewer: desk && { duties: desk.duties } } as unknown as Context;
      const may = permits(policy.get(`Mutation.${name}`)!, undefined, asked, name);
      const ask = (input: unknown) =>
        asker.ask(viewer, documentOf(name), { input } as Record<string, unknown>);
      const there = await ask(inputOf(name, hidden()));
      const nowhere = await ask(inputOf(name, unknownIds(district)));
      expect(there.errors).toHaveLength(1);
      expect(there.body).toBe(nowhere.body);
      const { extensions } = there.errors![0]!;
      if (!desk) expect(extensions.code).toBe('UNAUTHENTICATED');
      else if (!may) expect(extensions.code).toBe('FORBIDDEN');
      else expect(['NOT_FOUND', 'BAD_INPUT']).toContain(extensions.code);
    },
  );
});

test('nothing of any household was changed by all of that', async () => {
  expect(await rows()).toBe(rowsBefore);
});

test('every mutation, input and payload of the schema was asked for', () => {
  expect([...mutationCoordinates()].filter((at) => !policy.has(at))).toEqual([]);
  // Fields of inputs stand in variables: each is filled in by inputOf, which fails for one that it does not know.
  const asked = [...mutationCoordinates()].filter((at) => /^Mutation\.|Payload\./.test(at));
  expect(asked.filter((at) => !asker.covered.has(at))).toEqual([]);
});
