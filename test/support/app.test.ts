import { afterAll, beforeAll, expect, test } from 'vitest';
import { families } from '../../src/demo/known.js';
import { type App, startApp, type Walls } from './app.js';
import { freshDatabase, type TestDatabase } from './database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database?.drop();
});

const view = `query ($id: ID!) { household(id: $id) { id summary { responsibleDong } members { identity { name } } } }`;
const id = `Household:${families.active.districtId}:${families.active.id}`;

test.each<Walls>(['both', 'database only', 'application only'])(
  'with %s, a partner gets what a household consented to and another partner nothing',
  async (walls) => {
    const app: App = await startApp({ database, walls });
    try {
      const partner = await app.ask('welfare-centre', view, { id });
      expect(partner.errors).toBeUndefined();
      expect(partner.data).toMatchObject({ household: { id, members: [{ identity: {} }, {}] } });
      expect((await app.ask('welfare-centre-none', view, { id })).data).toEqual({ household: null });
      const nobody = await app.ask(null, view, { id });
      expect(nobody.data ?? { household: null }).toEqual({ household: null });
      expect(nobody.errors).toHaveLength(1);
    } finally {
      await app.stop();
    }
  },
);
