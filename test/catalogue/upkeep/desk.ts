import { randomUUID } from 'node:crypto';
import { known } from '../../../src/demo/known.js';
import { organizationId, service } from '../../../src/demo/services.js';
import type { Answered, App } from '../../support/app.js';
import { asKeeper, type TestDatabase } from '../../support/database.js';

export const codeOf = (answer: Answered<unknown>) => answer.errors?.[0]?.extensions.code;
export const serviceId = (english: string) => `Service:${service(english).id}`;
export const orgId = (key: string) => `Organization:${organizationId(key)}`;
export const bare = (id: string) => id.split(':').at(-1)!;
export const shelterService = `Service:${known.services.shelterStay}`;
export const shelter = `Organization:${known.organizations.shelter}`;

type Fields = Record<string, unknown>;
type Answers = Record<string, Fields | null>;

/** Does with the catalogue what people do, over HTTP, and looks behind it. */
export class Desk {
  constructor(
    readonly app: App,
    private readonly database: TestDatabase,
  ) {}

  send(persona: string | null, name: string, input: Fields, answer: string): Promise<Answered<Answers>> {
    return this.app.ask(
      persona,
      `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${answer} } }`,
      { input: { idempotencyKey: randomUUID(), ...input } },
    );
  }

  async read<Data = Fields>(persona: string | null, query: string, variables: Fields = {}): Promise<Data> {
    const { data, errors } = await this.app.ask<Data>(persona, query, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data!;
  }

  /** Rows behind the policies. */
  rows(query: string, values: unknown[] = []): Promise<Fields[]> {
    return asKeeper(this.database.owner, async (sql) => [
      ...(await sql.unsafe<Fields[]>(query, values as never[])),
    ]);
  }

  /** Does something while somebody else is changing a row. */
  async whileHeld(table: string, id: string, work: () => Promise<void>): Promise<void> {
    await asKeeper(this.database.owner, async (sql) => {
      await sql`select from ${sql(table)} where id = ${id} for update`;
      await work();
    });
  }

  /** Makes a service confidential, as whatever does so must: what is searched goes in the same transaction. */
  hide(id: string): Promise<unknown> {
    return asKeeper(this.database.owner, async (sql) => {
      await sql`update services set confidential = true where id = ${id}`;
      await sql`select hamkke.keep_search(array[${id}::uuid])`;
    });
  }

  /** What the public feed tells behind a cursor. */
  async changes(after: string | null = null) {
    const { catalogueChanges } = await this.read<{ catalogueChanges: Feed }>(
      null,
      'query ($after: String) { catalogueChanges(after: $after, first: 100) { changes { id record kind mergedInto cursor } endCursor latestCursor hasMore } }',
      { after },
    );
    return catalogueChanges;
  }

  async latest(): Promise<string> {
    return (await this.changes()).latestCursor;
  }
}

interface Feed {
  changes: { id: string; record: string; kind: string; mergedInto: string | null; cursor: string }[];
  endCursor: string | null;
  latestCursor: string;
  hasMore: boolean;
}
