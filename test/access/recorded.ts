import type { App } from '../support/app.js';
import type { TestDatabase } from '../support/database.js';
import type { Attack } from './attacks.js';
import { differences } from './everything.js';
import type { Asking } from './model/viewer.js';
import { logFields } from './questions.js';

// What somebody is answered, and what the log says of it: recorded of two databases, and told apart.

export interface Recorded {
  answers: { status: number; body: string }[];
  log: string[];
}

/** Root fields of one request fail in any order; which of them do, and how, is what counts. */
function inOrder(body: string): string {
  if (!body.startsWith('{"errors":')) return body;
  const answer = JSON.parse(body);
  answer.errors.sort((a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return JSON.stringify(answer);
}

/** The answer of one question; the time at which it was asked, which the log repeats, is the same for both. */
async function answered(
  app: App,
  { persona, post, purpose }: Asking,
  document: string,
  variables: Attack['variables'],
  executed: boolean,
  began: number,
) {
  const { status, body } = await app.ask(persona, document, variables, { post, purpose, executed });
  const now = Date.now();
  const isNow = (at: string) => Date.parse(at) >= began && Date.parse(at) <= now;
  const timeless = body
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)/g, (at) => (isNow(at) ? 'now' : at))
    // What a line is known by follows from the request that wrote it, which is another each time.
    .replace(/(?<=AccessLogEntry:)[0-9a-f-]{36}/g, 'line')
    .replace(/(?<="\w*[cC]ursor":")[\w-]+/g, (cursor) => {
      const parts = Buffer.from(cursor, 'base64url').toString();
      return parts.startsWith('[')
        ? parts
            .replaceAll(/(?<=")\d{4}-[\d -]+:[\d:.+]+/g, (at) => (isNow(at) ? 'now' : at))
            .replace(/(?<="now",")[0-9a-f-]{36}/, 'line')
            .replaceAll('"', "'")
        : cursor;
    });
  return { status, body: inOrder(timeless) };
}

/** What a viewer is answered to all questions, by the executor and as known documents in turn, and what the log says of it. */
export async function recorded(
  app: App,
  { owner }: TestDatabase,
  viewer: Asking,
  questions: readonly Attack[],
  began: number,
  watches: boolean,
): Promise<Recorded> {
  // Whoever is refused is looked up and asked about once more, and logged once more, unless they were never heard of.
  await app.ask(viewer.persona, '{ __typename }', {}, { post: viewer.post });
  const [last] = await owner`select coalesce(max(id), 0) as id from access_log`;
  const answers: Recorded['answers'] = questions.map(() => ({ status: 0, body: '{}' }));
  const fields = new Map<string, number[]>();
  for (const [at, { document }] of questions.entries()) {
    const field = fieldOf(document);
    fields.set(field, [...(fields.get(field) ?? []), at]);
  }
  const askAll = async (field: string) => {
    for (const at of fields.get(field)!) {
      const { document, variables } = questions[at]!;
      const answer = await answered(app, viewer, document, variables, at % 2 === 0, began);
      answers[at] = answer;
      // Who may ask a field at all depends on duties alone, as the matrix shows: once refused, it is asked no more.
      if (field && answer.body.includes('"code":"FORBIDDEN"')) return;
    }
  };
  // What tells of reads is asked before there are any beside it; the rest a few at a time.
  const names = [...fields.keys()];
  const first = names.filter((field) => watches || logFields.includes(field));
  for (const field of first) await askAll(field);
  const rest = names.filter((field) => !first.includes(field));
  const work = async () => {
    for (let field = rest.shift(); field !== undefined; field = rest.shift()) await askAll(field);
  };
  await Promise.all([work(), work(), work()]);
  // Root fields of one request, and requests, may be logged in any order: lines are told apart by the request they are of.
  const entries = await owner<{ request: string }[]>`
    select string_agg((to_jsonb(l) - 'id' - 'at' - 'request_id')::text, ' ' order by (to_jsonb(l) - 'id' - 'at' - 'request_id')::text)
      as request from access_log l where id > ${last!.id} group by request_id`;
  return { answers, log: entries.map(({ request }) => request).sort() };
}
const fieldOf = (document: string) => /^query (\w+)Differs/.exec(document)?.[1] ?? '';

/** Where two recordings differ, in words that lead to the question. */
export function told(questions: readonly Attack[], before: Recorded, after: Recorded): string[] {
  const wrong = before.answers.flatMap(({ status, body }, at) => {
    const other = after.answers[at]!;
    if (status === other.status && body === other.body) return [];
    const { document, variables } = questions[at]!;
    const where = differences(JSON.parse(body), JSON.parse(other.body)).slice(0, 2);
    return [
      `${at % 2 ? 'known' : 'executed'}: ${where.join('; ') || 'other bytes'} by ${document.slice(0, 120)} ${JSON.stringify(variables)}`,
    ];
  });
  const lines = before.log.flatMap((entry, at) =>
    entry === after.log[at] ? [] : [`log: ${after.log[at]} instead of ${entry}`],
  );
  if (before.log.length !== after.log.length)
    lines.push(`log: ${after.log.length} entries instead of ${before.log.length}`);
  return [...wrong, ...lines.slice(0, 3)];
}
