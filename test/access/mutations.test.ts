import { randomUUID } from 'node:crypto';
import { type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { permits } from '../../src/access/permits.js';
import { policyOf } from '../../src/access/policy.js';
import type { Context } from '../../src/context.js';
import { schema } from '../../src/schema.js';
import type { App } from '../support/app.js';
import { asKeeper } from '../support/database.js';
import { drawn } from '../support/drawn.js';
import { expectTrueFacts } from '../support/facts.js';
import { Canaries } from './canaries.js';
import { differences, Expectation, everythingOf, plain, Tally } from './everything.js';
import { deskFor, type Viewer, viewers } from './households.js';
import { documentOf, idsAt, inputOf, mutationCoordinates, mutations, unknownIds } from './mutations.js';
import { Asker, type Prepared, prepare, startWide, viewOf } from './prepared.js';
import { nodeTables } from './roots.js';
import { consentScoped } from './rows.js';
import type { Row } from './world.js';

let prepared: Prepared;
let app: App;
let asker: Asker;
let canaries: Canaries;
let rowsBefore: string;
beforeAll(async () => {
  prepared = await prepare();
  app = await startWide({ database: prepared.database });
  asker = new Asker(app, 'one');
  canaries = new Canaries(prepared.world);
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
  const rows = {
    ...{ Case: first('cases'), Member: first('members'), Linkage: first('linkages') },
    IntakeReport: first('intake_reports'),
    ...{ Need: first('needs'), Goal: first('goals'), CaseNote: first('case_notes') },
    ...{ UniversalVisit: first('universal_visits'), HealthVisit: first('health_visits') },
    ReferralProposal: first('referral_proposals'),
    ...{ Consultation: first('consultations'), ConsultationQuestion: first('consultation_questions') },
  };
  return idsAt(district, { Household: id, ...rows });
}

const asked = drawn(viewers, ['head', 'portal', 'welfare-centre', 'nobody'], 2);
describe.each(asked)('$name', (viewer) => {
  test.each(mutations.map(({ name }) => name))(
    '%s is refused by duty alone, and tells nothing of a household that they may not know of',
    async (name) => {
      const desk = deskFor(prepared.world, viewer);
      const { district } = prepared.homes.get('none')!;
      const may = allowed(viewer, name);
      const ask = (input: unknown) =>
        asker.ask(viewer, documentOf(name), { input } as Record<string, unknown>);
      const there = await ask(inputOf(name, hidden()));
      const nowhere = await ask(inputOf(name, unknownIds(district)));
      expect(there.errors).toHaveLength(1);
      expect(there.body).toBe(nowhere.body);
      expect(canaries.in(there.body)).toEqual([]);
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

/** What a payload shows of households: its fields whose types are looked up by id. */
const shows = (payload: GraphQLObjectType) =>
  everythingOf(payload, { depth: 1 }).fields.filter(({ field }) =>
    consentScoped.includes(nodeTables[getNamedType(field.type).name] ?? ''),
  );
const payloads = [...new Set(mutations.map(({ type }) => getNamedType(type) as GraphQLObjectType))].filter(
  (payload) => shows(payload).length > 0,
);

/** On every basis that somebody may have. */
const shownOf = drawn(
  ['a', 'consented', 'none', 'by referral', 'in an emergency', 'by a guardian', 'sent to the centre'].map(
    (name) => ({ name }),
  ),
  ['a', 'consented', 'none', 'by referral'],
  1,
);

describe('a payload is read with the rights of now, as when an answer is asked for again by whoever lost access', () => {
  const tally = new Tally();

  /** Whatever is sent with a key counts as done before, with this result. */
  const replay = (result: object) =>
    asKeeper(prepared.database.owner, (sql) =>
      sql.unsafe(`create or replace function hamkke.claim_key(p_key text, p_operation text, p_input_hash text)
        returns jsonb language sql security definer set search_path = public, pg_temp
        as $$ select '${JSON.stringify(result)}'::jsonb $$`),
    );

  test.each(payloads.map((payload) => [payload.name, payload] as const))('%s', async (_, payload) => {
    const { world, homes } = prepared;
    const wrong: string[] = [];
    const fields = shows(payload);
    for (const { name } of shownOf) {
      const home = homes.get(name)!;
      const rows = new Map<string, Row>();
      for (const { field } of fields) {
        const type = getNamedType(field.type).name;
        const key = type === 'Household' ? 'id' : 'household_id';
        const row = world.where(nodeTables[type]!, key, home.id)[0];
        if (row) rows.set(type, row);
      }
      const idOf = (type: string) => String(rows.get(type)?.id ?? randomUUID());
      const main = fields
        .map(({ field }) => getNamedType(field.type).name)
        .find((type) => type !== 'IntakeReport')!;
      await replay({
        district: home.district,
        id: idOf(main),
        report: idOf('IntakeReport'),
        member: idOf('Member'),
        household: home.id,
      });
      for (const viewer of viewers) {
        const mutation = mutations.find(
          ({ name, type }) =>
            getNamedType(type) === payload && !unsendable.includes(name) && allowed(viewer, name),
        );
        if (!mutation) continue;
        const input = inputOf(mutation.name, unknownIds(home.district));
        const { body } = await asker.ask(viewer, documentOf(mutation.name), { input });
        const answer = plain(body).data?.[mutation.name] as Record<string, unknown> | null;
        if (!answer) {
          wrong.push(`${viewer.name} ${mutation.name}: ${body.slice(0, 200)}`);
          continue;
        }
        const view = viewOf(world, viewer, home.id)!;
        for (const {
          name: field,
          inner,
          field: { type },
        } of fields) {
          const named = getNamedType(type).name;
          const expected = new Expectation(world).of(inner!, nodeTables[named]!, rows.get(named), view);
          tally.count(`${payload.name}.${field}`, expected);
          wrong.push(...differences(expected, answer[field], `${viewer.name} ${name} ${field}`));
        }
      }
    }
    expect(wrong).toEqual([]);
    const at = fields.map(({ name }) => `${payload.name}.${name}`);
    expect(at.filter((each) => !tally.given.has(each) || !tally.withheld.has(each))).toEqual([]);
  });
});
/** Inputs that are filled in by their types alone are not good enough for these. */
const unsendable = ['draftReferral'];
const allowed = (viewer: Viewer, name: string) => {
  const desk = deskFor(prepared.world, viewer);
  const asked = { viewer: desk && { duties: desk.duties } } as unknown as Context;
  return permits(policy.get(`Mutation.${name}`)!, undefined, asked, name);
};

test('every mutation, input and payload of the schema was asked for', () => {
  expect([...mutationCoordinates()].filter((at) => !policy.has(at))).toEqual([]);
  // Fields of inputs stand in variables: each is filled in by inputOf, which fails for one that it does not know.
  const asked = [...mutationCoordinates()].filter((at) => isObjectType(schema.getType(at.split('.')[0]!)));
  const { covered } = asker;
  expect(asked.filter((at) => !covered.has(at))).toEqual([]);
});

test('figures are what all of this comes to', async () => {
  await expectTrueFacts(prepared.database.owner);
});
