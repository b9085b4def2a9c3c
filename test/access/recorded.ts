import type { App } from '../support/app.js';
import type { TestDatabase } from '../support/database.js';
import type { Attack } from './attacks.js';
import { differences } from './everything.js';
import type { Asking } from './sight.js';

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
    .replace(/(?<="\w*[cC]ursor":")[\w-]+/g, (cursor) => {
      const parts = Buffer.from(cursor, 'base64url').toString();
      return parts.startsWith('[')
        ? parts
            .replaceAll(/(?<=")\d{4}-[\d -]+:[\d:.+]+/g, (at) => (isNow(at) ? 'now' : at))
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
): Promise<Recorded> {
  // Whoever is refused is looked up and asked about once more, and logged once more, unless they were never heard of.
  await app.ask(viewer.persona, '{ __typename }', {}, { post: viewer.post });
  const [last] = await owner`select coalesce(max(id), 0) as id from access_log`;
  const answers: Recorded['answers'] = [];
  // Who may ask a field at all depends on duties alone, as the matrix shows: once refused, it is asked no more.
  const refused = new Set<string>();
  for (const { document, variables } of questions) {
    const field = /^query \w+Differs/.exec(document)?.[0] ?? '';
    if (refused.has(field)) {
      answers.push({ status: 0, body: '{}' });
      continue;
    }
    const answer = await answered(app, viewer, document, variables, answers.length % 2 === 0, began);
    if (field && answer.body.includes('"code":"FORBIDDEN"')) refused.add(field);
    answers.push(answer);
  }
  // Root fields of one request may be logged in any order; which request it was is told by its number among them.
  const [{ log }] = await owner<[{ log: string[] | null }]>`
    select array_agg(request || ' ' || entry order by request, entry) as log from (
      select dense_rank() over (order by first) as request, (to_jsonb(l) - 'id' - 'at' - 'request_id' - 'first')::text as entry
      from (select *, min(id) over (partition by request_id) as first from access_log where id > ${last!.id}) l) entries`;
  return { answers, log: log ?? [] };
}

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
