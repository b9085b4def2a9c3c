import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { subjectOf } from '../../src/demo/known.js';
import type { Answered, App } from '../support/app.js';
import { asKeeper, type TestDatabase } from '../support/database.js';

export interface Post {
  id: string;
  title: string;
  duties: string[];
  zones: string[];
  primary: boolean;
  dispatched: boolean;
  active: boolean;
  version: number;
  organizationName: string;
}
export interface Person {
  id: string;
  name: string;
  active: boolean;
  version: number;
  posts: Post[];
  history: {
    kind: string;
    changedByName: string;
    changes: { field: string; before: string | null; after: string | null }[];
  }[];
}
export const fields = `id name active version
  posts { id title duties zones primary dispatched active version organizationName }
  history { kind changedByName changes { field before after } }`;

const types: Record<string, string> = {
  addStaff: 'AddStaffInput',
  addPost: 'AddPostInput',
  dispatch: 'AddPostInput',
  changePost: 'ChangePostInput',
  setPrimaryPost: 'SetPrimaryPostInput',
  setStaffActive: 'SetStaffActiveInput',
};
type Changed = Answered<Record<string, { staffMember: Person | null } | null>>;

/** The commands of whoever administers people, by the API alone. */
export const office = (app: App) => {
  const change = (by: string, name: string, input: Record<string, unknown>): Promise<Changed> =>
    app.ask(
      by,
      `mutation ($input: ${types[name]}!) { ${name}(input: $input) { staffMember { ${fields} } } }`,
      {
        input,
      },
    );
  const changed = async (by: string, name: string, input: Record<string, unknown>): Promise<Person> => {
    const { data, errors } = await change(by, name, input);
    expect(errors).toBeUndefined();
    return data![name]!.staffMember!;
  };
  return {
    change,
    changed,
    /** Adds somebody who can then ask by their key. */
    add: (by: string, key: string, name: string, organization: string) =>
      changed(by, 'addStaff', {
        subject: subjectOf(key),
        name,
        organizationId: `Organization:${organization}`,
      }),
    give: (by: string, command: 'addPost' | 'dispatch', whom: Person, at: string, more: object) =>
      changed(by, command, {
        staffId: whom.id,
        organizationId: `Organization:${at}`,
        title: '시험 직위',
        ...more,
      }),
  };
};

export const codes = ({ errors }: Pick<Answered<unknown>, 'errors'>) =>
  errors?.map(({ extensions }) => extensions.code) ?? [];

/** An organization of a kind in a district, which nobody works at yet. */
export async function makeOrganization(database: TestDatabase, kind: string, district: string) {
  const id = randomUUID();
  await asKeeper(
    database.owner,
    (sql) => sql`
      insert into organizations (id, name, partner_kind, district_id)
      values (${id}, ${`시험 기관 ${kind}`}, ${kind}::partner_kind, ${district})`,
  );
  return id;
}

/** What somebody is told of themselves and those beside them. */
export const desk = (app: App) => {
  const colleagues = async (persona: string) =>
    (await app.ask<{ colleagues: { id: string; name: string; duties: string[] }[] }>(
      persona,
      '{ colleagues { id name title duties organizationName } }',
    ))!.data!.colleagues;
  const posts = async (persona: string, post?: string) =>
    (
      await app.ask<{
        viewer: { posts: { id: string; title: string; primary: boolean; dispatched: boolean }[] };
      }>(
        persona,
        '{ viewer { posts { id title organizationName duties zones primary dispatched districtId } } }',
        {},
        { post },
      )
    ).data!.viewer.posts;
  const count = (persona: string, post?: string) =>
    app.ask<{ households: { totalCount: number } }>(persona, '{ households { totalCount } }', {}, { post });
  return { colleagues, posts, count };
};
