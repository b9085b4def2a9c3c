import { randomUUID } from 'node:crypto';
import type { DataClass } from '../access/classes.js';
import { commonFaults } from '../commonFaults.js';
import type { Writing } from '../database/commands.js';
import { errorOf } from '../faults.js';
import { keep, type Subject, subjectOf, type Values } from '../household/facet/commands.js';
import { recordings } from '../household/facet/inputs.js';
import { visitFaults } from './faults.js';
import { type FormDefinition, type FormKey, formOf, forms } from './forms/definitions.js';
import { judge, type PolicyValues, type Risk, riskOf, type Tier, tierOf, worst } from './forms/score.js';
import type { ScreeningInput } from './inputs.js';

/** The classes that a form's results are of, each with the facet that it sets. */
export const facetOf = {
  HEALTH: recordings.recordHealth,
  MENTAL_HEALTH: recordings.recordMentalHealth,
} as const;
export type HealthClass = keyof typeof facetOf;

interface Answered {
  form: FormDefinition;
  answers: number[];
}

/** Answers that fit their form; refused with the path of what does not. */
export function answered({ form: key, version, answers }: ScreeningInput, at: string): Answered {
  const form = formOf(key, version);
  if (!form) throw errorOf(visitFaults.FORM_VERSION_UNKNOWN, {}, `${at}.version`);
  if (answers.length !== form.items.length)
    throw errorOf(visitFaults.ANSWERS_OF_OTHER_FORM, { items: form.items.length }, `${at}.answers`);
  form.items.forEach(({ least, most }, place) => {
    const answer = answers[place]!;
    if (answer < least || answer > most)
      throw errorOf(commonFaults.NUMBER_OUT_OF_RANGE, { least, most }, `${at}.answers[${place}]`);
  });
  return { form, answers };
}

/**
 * Keeps what a member answered on a day, with the score and the risk by the policies of that day. What is known of them, how
 * often they are visited and what referral is proposed follow from it.
 *
 * @returns the ids of the results, in the order of the answers
 */
export async function screen(
  writing: Writing,
  subject: Subject,
  screenings: readonly Answered[],
  takenOn: string,
  visitId: string | null,
): Promise<string[]> {
  const { sql, viewer } = writing;
  const classes = [...new Set(screenings.map(({ form }) => form.dataClass))];
  for (const each of classes) await subjectOf(writing, facetOf[each], subject);
  const [row] = await sql`select hamkke.policy_values(${takenOn}) as policies`;
  const policies = row!.policies as PolicyValues;
  const results = screenings.map(({ form, answers }) => ({
    form,
    row: {
      ...ofMember(subject, form.dataClass),
      form: form.key,
      form_version: form.version,
      answers,
      taken_on: takenOn,
      visit_id: visitId,
      post_id: viewer.postId,
      organization_id: viewer.organizationId,
      ...judge(form, answers, policies),
    },
  }));
  await sql`insert into form_results ${sql(results.map((each) => each.row))}`;
  await follow(writing, subject, classes);
  const proposals = results.flatMap(({ form: { concern, dataClass }, row: { id, risk } }) =>
    concern && risk !== 'LOW'
      ? [
          {
            ...ofMember(subject, dataClass),
            concern: concern.concern,
            partner_kinds: [...concern.partnerKinds],
            result_id: id,
          },
        ]
      : [],
  );
  // While one of a kind waits to be decided, another says nothing new.
  if (proposals.length) await sql`insert into referral_proposals ${sql(proposals)} on conflict do nothing`;
  writing.recorded(subject.household, { [subject.id]: classes });
  return results.map(({ row: { id } }) => id);
}

/** What every row of a member that names its class begins with. */
export const ofMember = ({ district, household, id }: Subject, dataClass: DataClass) => ({
  district_id: district,
  id: randomUUID(),
  household_id: household,
  member_id: id,
  data_class: dataClass,
  subject_ids: [id],
});

interface Latest {
  form: FormKey;
  data_class: HealthClass;
  risk: Risk;
  tier: Tier | null;
  /** Whether it was written down after somebody decided the tier. */
  counts: boolean;
}

/**
 * What is known of a member follows from their latest result of each form. How often they are visited is what somebody decided
 * last, unless a later result asks for more: nobody's decision is undone by a good measure of something else.
 */
async function follow(writing: Writing, subject: Subject, classes: readonly HealthClass[]) {
  const { sql } = writing;
  const { district, id } = subject;
  const latest = (await sql`
    select r.form, r.data_class, r.risk, d.tier, d.recorded_at is null or r.recorded_at > d.recorded_at as counts
    from (select distinct on (f.form) f.* from form_results f
      where f.district_id = ${district} and f.member_id = ${id} and f.data_class = any(${classes}::data_class[])
      order by f.form, f.taken_on desc, f.recorded_at desc, f.id) r
    left join lateral (select t.tier, t.recorded_at from tier_decisions t
      where t.district_id = r.district_id and t.member_id = r.member_id and t.data_class = r.data_class
      order by t.recorded_at desc, t.id limit 1) d on true`) as unknown as Latest[];
  for (const each of classes) {
    const mine = latest.filter(({ data_class: of }) => of === each);
    const decided = mine[0]?.tier;
    const visitTier = tierOf(
      worst([
        ...mine.filter(({ counts }) => counts).map(({ risk }) => risk),
        ...(decided ? [riskOf(decided)] : []),
      ]),
    );
    await writeTier(writing, subject, each, { visitTier, ...(each === 'HEALTH' ? {} : mindOf(mine)) });
  }
}

const concernOf = (key: FormKey) => forms.find((form) => form.key === key)?.concern?.concern;

/** What results say of somebody's mind; nothing of what none of them asks. */
function mindOf(latest: readonly Latest[]): Values {
  const risksOf = (dementia: boolean) =>
    latest
      .filter(({ form }) => concernOf(form) && (concernOf(form) === 'DEMENTIA') === dementia)
      .map(({ risk }) => risk);
  const [dementia, depression] = [risksOf(true), risksOf(false)];
  return {
    ...(dementia.length ? { dementiaRisk: worst(dementia) } : {}),
    ...(depression.length ? { depressionRisk: worst(depression) } : {}),
  };
}

/** Writes how often a member is visited, with what else is known by it; what is due follows. */
export async function writeTier(writing: Writing, subject: Subject, dataClass: HealthClass, values: Values) {
  await keep(writing, facetOf[dataClass], subject, values, undefined);
  await writing.sql`select hamkke.follow_tier(${subject.district}, ${subject.id}, ${dataClass})`;
}
