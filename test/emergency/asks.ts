import { families } from '../../src/demo/known.js';
import type { App } from '../support/app.js';
import { asKeeper, type TestDatabase } from '../support/database.js';

// What the tests of emergencies ask for, over and over.

export const idOf = ({ districtId, id }: { districtId: string; id: string }) =>
  `Household:${districtId}:${id}`;
// In Yongsan, worked with by the district office's own team: nobody of the centre reaches it.
export const elsewhere = idOf(families.office);

export interface Emergency {
  id: string;
  householdId: string;
  running: boolean;
  minutes: number;
  declaredAt: string;
  endsAt: string;
}

export interface Declared {
  declareEmergency: { emergency: Emergency; household: { id: string; summary: object | null } | null } | null;
}

export interface Household {
  id: string;
  summary: object | null;
  access: { granted: string[]; withheld: { dataClass: string }[] };
  members: {
    identity: { name: string } | null;
    safeLocation: object | null;
    access: { granted: string[] };
  }[];
}

export interface Notified {
  notifications: {
    totalCount: number;
    nodes: {
      id: string;
      kind: string;
      readAt: string | null;
      /** None where something else is told of. */
      emergency: { id: string; declaredBy: string } | null;
    }[];
    pageInfo: { endCursor: string; hasNextPage: boolean };
  };
}

export interface Task {
  id: string;
  dueOn: string;
  overdue: boolean;
  reads: number;
  classes: string[];
  completedAt: string | null;
  outcome: string | null;
  emergency: { id: string };
}

const emergency =
  'id householdId reason words minutes declaredAt endsAt running declaredBy title organization';
const everything = `query Look($id: ID!) { household(id: $id) { id summary { responsibleDong } housing { condition }
  finance { debtKrw } family { careSituation } members { identity { name } contact { phone } uniqueId { maskedRegistrationNumber }
  health { conditions } safety { risk } safeLocation { place } access { granted } } access { granted withheld { dataClass } } } }`;
const task = 'id dueOn overdue reads classes completedAt outcome words emergency { id }';

/** The questions, asked of one server. */
export function asksOf(app: App, database: TestDatabase) {
  const declare = (persona: string | null, input: Record<string, unknown> = {}, post?: string) =>
    app.ask<Declared>(
      persona,
      `mutation ($input: DeclareEmergencyInput!) { declareEmergency(input: $input) {
      emergency { ${emergency} } household { id summary { responsibleDong } } } }`,
      {
        input: {
          householdId: elsewhere,
          reason: 'VIOLENCE',
          words: '문 안에서 비명이 들린다',
          minutes: 30,
          ...input,
        },
      },
      { post },
    );
  const end = (persona: string, emergencyId: string) =>
    app.ask<{ endEmergency: { emergency: Emergency } | null }>(
      persona,
      `mutation ($input: EndEmergencyInput!) { endEmergency(input: $input) { emergency { ${emergency} } } }`,
      { input: { emergencyId } },
    );
  const look = (persona: string, id = elsewhere, post?: string) =>
    app.ask<{ household: Household | null }>(persona, everything, { id }, { post });
  const notified = (persona: string, post?: string, more = '') =>
    app.ask<Notified>(
      persona,
      `{ notifications(first: 100${more}) { totalCount nodes { id kind at readAt emergency { ${emergency} } }
      pageInfo { endCursor hasNextPage } } }`,
      {},
      { post },
    );
  const tasks = (persona: string, more = '') =>
    app.ask<{ reviewTasks: { totalCount: number; nodes: Task[] } }>(
      persona,
      `{ reviewTasks(first: 100${more}) { totalCount nodes { ${task} } } }`,
    );
  const complete = (persona: string, reviewTaskId: string, outcome = 'JUSTIFIED') =>
    app.ask<{ completeReview: { reviewTask: Task } }>(
      persona,
      `mutation ($input: CompleteReviewInput!) { completeReview(input: $input) { reviewTask { ${task} } } }`,
      { input: { reviewTaskId, outcome, words: '기록을 확인했다' } },
    );

  const log = (since: number) => database.owner`
  select id::int, operation, action, household_id, shown, to_json(bases) as bases, allowed, post_id from access_log
  where id > ${since} order by id`;
  const lastLine = async () =>
    Number((await database.owner`select coalesce(max(id), 0)::int as id from access_log`)[0]!.id);

  /** A post has one emergency at a time: none of a test before is left. Declared when it was, in whichever month that is. */
  const endAll = () =>
    asKeeper(
      database.owner,
      (sql) =>
        sql`update emergencies set ends_at = declared_at + interval '1 millisecond' where ends_at > now()`,
    );
  return { declare, end, look, notified, tasks, complete, log, lastLine, endAll };
}
