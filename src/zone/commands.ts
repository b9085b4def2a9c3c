import { randomUUID } from 'node:crypto';
import { commonFaults } from '../commonFaults.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import { dayInSeoul } from '../day.js';
import { errorOf } from '../faults.js';
import { required } from '../text/required.js';
import type * as inputs from './inputs.js';
import { mostOfRound } from './limits.js';

type RowKey = { district: string; id: string };
/** Whose zones they were, and whose they are, as ids of people. */
export type HandedOver = { given: string; taken: string };

// Who may give which zone to whom, and who answers for one, is decided by the database (zone.sql).

/** Lets somebody answer for the zones of a colleague who is away. */
export function nameSubstitute(context: Context, input: inputs.NameSubstituteInput, name: string) {
  const about = { district: context.viewer!.districtId };
  const substitution = {
    id: randomUUID(),
    post_id: idOf('Post', input.postId).id,
    substitute_id: idOf('Post', input.substituteId).id,
    from: input.from ?? dayInSeoul(),
    until: input.until,
  };
  return context.commands.run(context, { name, about, input }, async ({ sql }) => {
    await sql`select hamkke.name_substitute(${sql.json(substitution)})`;
    return { id: substitution.id };
  });
}

/** Ends that somebody stands in, before its last day. */
export function endSubstitution(context: Context, input: inputs.EndSubstitutionInput, name: string) {
  const { district, id } = idOf('ZoneSubstitution', input.substitutionId);
  const about = { district: district! };
  return context.commands.run(context, { name, about, input }, async ({ sql }) => {
    await sql`select hamkke.end_substitution(${district}, ${id}, ${input.expectedVersion})`;
    return { id };
  });
}

/** The most zones that are handed over at once. */
const mostZones = 100;

/** Hands zones over with what is planned there; the log says of which households something went along. */
export function handOverZones(
  context: Context,
  input: inputs.HandOverZonesInput,
  name: string,
): Promise<HandedOver> {
  const zones = [...new Set(input.zones)];
  if (zones.length < 1 || zones.length > mostZones)
    throw errorOf(commonFaults.LIST_LENGTH_OUT_OF_RANGE, { least: 1, most: mostZones }, 'input.zones');
  const [from, to] = [idOf('Post', input.fromPostId).id, idOf('Post', input.toPostId).id];
  const about = { district: context.viewer!.districtId };
  return context.commands.run(context, { name, about, input }, async ({ sql, recorded }) => {
    const [row] = await sql`select hamkke.hand_over_zones(${from}, ${to}, ${zones}::text[]) as handed`;
    const { given, taken, households } = row!.handed as HandedOver & { households: string[] };
    for (const household of new Set(households)) recorded(household, { [household]: ['SUMMARY'] });
    return { given, taken };
  });
}

const counted = (count: number, field: string) => {
  if (count < 0 || count > mostOfRound)
    throw errorOf(commonFaults.NUMBER_OUT_OF_RANGE, { least: 0, most: mostOfRound }, field);
  return count;
};

/** Records that the viewer went round a zone; its key. */
export function recordRound(context: Context, input: inputs.RecordRoundInput, name: string): Promise<RowKey> {
  const district = context.viewer!.districtId;
  const round = {
    district_id: district,
    id: randomUUID(),
    zone: input.zone,
    walked_on: input.walkedOn ?? dayInSeoul(),
    doors: counted(input.doors, 'input.doors'),
    people: counted(input.people, 'input.people'),
    seen: input.seen ? required(input.seen, 'input.seen') : null,
  };
  return context.commands.run(context, { name, about: { district }, input }, async ({ sql }) => {
    await sql`select hamkke.record_round(${sql.json(round)})`;
    return { district, id: round.id };
  });
}

/** Takes a petition for the viewer’s organization; its key. */
export function takePetition(
  context: Context,
  input: inputs.TakePetitionInput,
  name: string,
): Promise<RowKey> {
  const district = context.viewer!.districtId;
  const petition = {
    district_id: district,
    id: randomUUID(),
    zone: input.zone,
    kind: input.kind,
    taken_on: input.takenOn ?? dayInSeoul(),
    words: required(input.words, 'input.words'),
    reference: input.reference ? required(input.reference, 'input.reference') : null,
  };
  return context.commands.run(context, { name, about: { district }, input }, async ({ sql }) => {
    await sql`select hamkke.take_petition(${sql.json(petition)})`;
    return { district, id: petition.id };
  });
}

/** Says what became of a petition; its key. */
export function settlePetition(
  context: Context,
  input: inputs.SettlePetitionInput,
  name: string,
): Promise<RowKey> {
  const { district, id } = idOf('Petition', input.petitionId);
  const settled = {
    district_id: district,
    id,
    outcome: input.outcome,
    settled_on: input.settledOn ?? dayInSeoul(),
    settlement: required(input.settlement, 'input.settlement'),
  };
  const about = { district: district! };
  return context.commands.run(context, { name, about, input }, async ({ sql }) => {
    await sql`select hamkke.settle_petition(${input.expectedVersion}, ${sql.json(settled)})`;
    return { district: district!, id };
  });
}
