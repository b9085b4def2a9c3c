import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, startApp } from '../../support/app.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { bare, codeOf, Desk } from './desk.js';

let database: TestDatabase;
let app: App;
let desk: Desk;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  desk = new Desk(app, database);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const save = (input: Record<string, unknown>) =>
  desk.send('catalogue-editor', 'saveOrganization', input, 'recordId');
const hide = (recordId: string, confidential: boolean) =>
  desk.send('catalogue-editor', 'setConfidential', { recordId, confidential, reason: '보호' }, 'recordId');
async function made(name: string, more: Record<string, unknown> = {}) {
  const answer = await save({ name, ...more });
  expect(answer.errors).toBeUndefined();
  return (answer.data!.saveOrganization as { recordId: string }).recordId;
}
const lastModified = async (id: string) =>
  (
    await desk.read<{ organization: { lastModified: string } }>(
      null,
      'query ($id: ID!) { organization(id: $id) { lastModified } }',
      { id },
    )
  ).organization.lastModified;
const under = async (organizationId: string, parentOrganizationId: string) =>
  save({ organizationId, parentOrganizationId, expectedLastModified: await lastModified(organizationId) });

test('an organization is its own parent by no way around', async () => {
  const first = await made('가온 법인');
  const second = await made('가온 지부', { parentOrganizationId: first });
  expect(codeOf(await under(first, second))).toBe('NOT_FOUND');
  expect(codeOf(await hide(first, true))).toBeUndefined();
  expect(codeOf(await hide(first, false))).toBeUndefined();
});

test('an organization that is hidden is named by no organization under it', async () => {
  const parent = await made('누리 법인');
  const child = await made('누리 상담소', { parentOrganizationId: parent });
  const told = async () => {
    const { body } = await app.ask(
      null,
      'query ($id: ID!) { organization(id: $id) { name parentOrganization { id } } }',
      { id: child },
    );
    const pages = ['', '?full=true'].map((query) =>
      app.request(null, `/hsds/organizations/${bare(child)}${query}`),
    );
    const list = app.request(null, '/hsds/organizations?format=ndjson&full=true');
    return [body, ...(await Promise.all([...pages, list])).map((each) => each.body)].map((each) =>
      each.includes(bare(parent)),
    );
  };
  expect(await told()).toContain(true);
  expect(codeOf(await hide(parent, true))).toBeUndefined();
  expect(await told()).toEqual([false, false, false, false]);
});
