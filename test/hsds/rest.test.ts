import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { type Faults, official, validators } from './official.js';

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
});
afterAll(async () => {
  await app.stop();
  await database.drop();
});

const get = async (path: string) => {
  const { status, body } = await app.request(null, `/hsds${path}`);
  return { status, body, json: JSON.parse(body) };
};

test('smoke', async () => {
  for (const p of [
    '',
    '/services?per_page=2',
    '/services?full=true&per_page=1',
    '/organizations?full&per_page=1',
    '/service_at_locations?per_page=1',
    '/taxonomies',
    '/taxonomy_terms?per_page=2',
    '/services?search=x&minimal=true',
    '/services?format=ndjson&full=true',
  ]) {
    const t = Date.now();
    const r = await app.request(null, `/hsds${p}`);
    console.log(p, r.status, Date.now() - t, r.body.length, r.body.slice(0, 3000));
  }
});
