import { expect } from 'vitest';
import { differences, Expectation, everythingOf, plain, print } from '../access/everything.js';
import type { Viewer } from '../access/households.js';
import { objectType, viewOf } from '../access/prepared.js';
import { readWorld } from '../access/world.js';
import type { App } from '../support/app.js';
import type { TestDatabase } from '../support/database.js';

// Everybody who has to do with a family, watching: what each of them is answered is compared field by field.

export const personas = [
  ...['police', 'apo', 'case-manager', 'counsellor', 'welfare-centre', 'clinic', 'welfare-centre-none'],
] as const;
const viewers: Viewer[] = personas.map((name) => ({ name, persona: name }));
const household = everythingOf(objectType('Household'));
const referral = everythingOf(objectType('Referral'), { depth: 1 });
const documents = {
  household: `query ($id: ID!) { household(id: $id) { ${print(household)} } }`,
  referral: `query ($id: ID!) { referral(id: $id) { ${print(referral)} } }`,
};

/** What somebody was answered at a moment, null where they have nothing. */
export type Seen = Record<string, { household: unknown; referral: unknown }>;

/** A family that is watched, and its referral once there is one; ids as the API gives them. */
export interface Watched {
  household: string;
  referral: string | null;
}

const rowId = (id: string) => id.split(':').at(-1)!;

/** Compares every field of the household, and of its referral, for every persona with what the domain gives them now. */
export async function look(
  app: App,
  { owner }: TestDatabase,
  watched: Watched,
  moment: string,
): Promise<Seen> {
  const world = await readWorld(owner, rowId(watched.household));
  const expectation = new Expectation(world);
  const wrong: string[] = [];
  const seen: Seen = {};
  await Promise.all(
    viewers.map(async (viewer) => {
      const view = viewOf(world, viewer, rowId(watched.household));
      const compared = async (
        root: 'household' | 'referral',
        table: string,
        selection: typeof household,
        id: string,
      ) => {
        const { body } = await app.ask(viewer.persona, documents[root], { id });
        const row = world.one(table, 'id', rowId(id));
        const expected = view ? expectation.of(selection, table, row, view) : null;
        const answered = plain(body).data?.[root] ?? null;
        wrong.push(...differences(expected, answered, `${viewer.name}’s ${root} at ${moment}`));
        return answered;
      };
      seen[viewer.name] = {
        household: await compared('household', 'households', household, watched.household),
        referral: watched.referral
          ? await compared('referral', 'referrals', referral, watched.referral)
          : null,
      };
    }),
  );
  expect(wrong).toEqual([]);
  return seen;
}

/** Sends a command that must succeed, and answers its payload. */
export async function must<T>(
  app: App,
  persona: string,
  name: string,
  type: string,
  answer: string,
  input: Record<string, unknown>,
): Promise<T> {
  const { data, errors } = await app.ask<Record<string, T>>(
    persona,
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${answer} } }`,
    { input },
  );
  expect([name, errors]).toEqual([name, undefined]);
  return data![name]!;
}
