import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StartError } from '../../src/errors.js';
import { parseKeys } from '../../src/uniqueid/keys.js';
import { inWords, rotate } from '../../src/uniqueid/rotate.js';
import { checkStored } from '../../src/uniqueid/stored.js';
import { UniqueIds } from '../../src/uniqueid/uniqueIds.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { type Numbered, seededNumbers } from './numbers.js';

let database: TestDatabase;
let people: Numbered[];
beforeAll(async () => {
  database = await freshDatabase();
  // Members, and then somebody of a list who is none yet.
  people = await seededNumbers(database);
  for (const row of (await rows()).slice(people.length)) {
    const [district, member] = [String(row.district_id), String(row.member_id)];
    const opened = of([first]).open(
      { districtId: district, memberId: member },
      {
        registrationNumberCiphertext: row.registration_number_ciphertext,
        registrationNumberKeyId: row.registration_number_key_id,
      },
    );
    if (opened.kind !== 'number') throw new Error(`The number of ${member} does not open`);
    people.push({ district, household: '', member, digits: opened.digits });
    ofLists += 1;
  }
  expect(ofLists).toBeGreaterThan(0);
});
let ofLists = 0;
afterAll(() => database?.drop());

const key = () => randomBytes(32).toString('base64');
const run = JSON.parse(process.env.HAMKKE_TEST_UNIQUE_ID_KEYS!);
const [first] = run.encryption;
const second = { id: 'second', key: key() };
const third = { id: 'third', key: key() };
const of = (encryption: object[], index: string = run.index) =>
  new UniqueIds(parseKeys(JSON.stringify({ encryption, index }), 'f'), true);
const rows = () =>
  asKeeper(
    database.owner,
    (sql) => sql`
      select * from (
        select 1 as place, district_id, member_id, masked_registration_number, registration_number_ciphertext,
          registration_number_key_id, registration_number_index from member_unique_ids
        union all
        select 2, district_id, line_id, masked_registration_number, registration_number_ciphertext,
          registration_number_key_id, registration_number_index from campaign_line_identities
          where registration_number_ciphertext is not null) sealed
      order by place, district_id, member_id`,
  );
/** How many numbers open to what they were, and are found by their index. */
async function whole(ids: UniqueIds) {
  const stored = await rows();
  return stored.filter((row, at) => {
    const person = people[at]!;
    const opened = ids.open(
      { districtId: person.district, memberId: person.member },
      {
        registrationNumberCiphertext: row.registration_number_ciphertext,
        registrationNumberKeyId: row.registration_number_key_id,
      },
    );
    return (
      opened.kind === 'number' &&
      opened.digits === person.digits &&
      row.registration_number_index === ids.indexOf(person.digits)
    );
  }).length;
}

describe('rotation', () => {
  test('seals every number with the newest key, after which the old one is not needed', async () => {
    expect(people.length).toBeGreaterThan(100);
    const ids = of([second, first]);
    const steps: number[] = [];
    const result = await rotate(database.owner, ids, { batch: 97, progress: (done) => steps.push(done) });
    expect(result).toEqual({
      rotated: people.length,
      byKey: { second: people.length },
      withoutKey: {},
      damaged: 0,
    });
    expect(steps).toHaveLength(Math.ceil((people.length - ofLists) / 97) + 1);
    expect(steps.at(-1)).toBe(people.length);
    expect(await whole(of([second]))).toBe(people.length);
    expect(inWords(result, ids.keyIds)).toContain(`may be taken out of the file: "${first.id}"`);
    expect(await rotate(database.owner, ids)).toMatchObject({ rotated: 0 });
  });

  test('that was stopped is gone on with', async () => {
    const ids = of([third, second]);
    let batches = 0;
    const stopped = rotate(database.owner, ids, {
      batch: 50,
      progress: () => {
        batches += 1;
        if (batches === 2) throw new Error('stopped');
      },
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect((await rows()).filter((row) => row.registration_number_key_id === 'third')).toHaveLength(100);
    expect(await whole(ids)).toBe(people.length);
    expect((await rotate(database.owner, ids)).rotated).toBe(people.length - 100);
    expect(await whole(of([third]))).toBe(people.length);
  });

  test('loses nothing of rows whose key is missing or that were changed, and counts them', async () => {
    const [one, two] = people as [Numbered, Numbered];
    await asKeeper(database.owner, async (sql) => {
      await sql`update member_unique_ids set registration_number_key_id = 'lost' where member_id = ${one.member}`;
      await sql`update member_unique_ids set registration_number_ciphertext = 'AAAA' where member_id = ${two.member}`;
    });
    const before = await rows();
    const ids = of([second, third]);
    const result = await rotate(database.owner, ids, { batch: 10 });
    expect(result).toEqual({
      rotated: people.length - 2,
      byKey: { lost: 1, second: people.length - 2, third: 1 },
      withoutKey: { lost: 1 },
      damaged: 1,
    });
    const words = inWords(result, ids.keyIds);
    expect(words).toContain('the key "lost" is not in the file: 1.');
    expect(words).toContain('does not open them (changed or moved): 1.');
    expect(words).not.toContain('may be taken out');
    expect((await rows()).slice(0, 2)).toEqual(before.slice(0, 2));
    await asKeeper(database.owner, async (sql) => {
      await sql`update member_unique_ids set registration_number_key_id = 'third' where member_id = ${one.member}`;
      await sql`update member_unique_ids set registration_number_ciphertext = null, registration_number_key_id = null,
        registration_number_index = null where member_id = ${two.member}`;
    });
    expect(await rotate(database.owner, ids)).toMatchObject({ rotated: 1, withoutKey: {}, damaged: 0 });
  });

  test('makes the index anew when its key is another', async () => {
    const index = key();
    const ids = of([second], index);
    const said: string[] = [];
    await checkStored(database.owner, ids, (line) => said.push(line));
    expect(said).toEqual([expect.stringContaining('rotate:unique-ids')]);
    expect((await rotate(database.owner, ids)).rotated).toBe(people.length - 1);
    expect(await whole(ids)).toBe(people.length - 1);
    await checkStored(database.owner, ids, (line) => said.push(line));
    expect(said).toHaveLength(1);
  });
});

describe('a server without keys', () => {
  test('does not start on a database with registration numbers', async () => {
    const start = checkStored(database.owner, null, () => {});
    await expect(start).rejects.toBeInstanceOf(StartError);
    await expect(start).rejects.toThrow(
      /^The database holds registration numbers .* set HAMKKE_UNIQUE_ID_KEYS [^\n]+\.$/,
    );
  });

  test('starts on one without', async () => {
    const empty = await freshDatabase('empty');
    try {
      await expect(checkStored(empty.owner, null, () => {})).resolves.toBeUndefined();
    } finally {
      await empty.drop();
    }
  });
});

describe('the database', () => {
  test('refuses a number in clear where the masked one belongs, and half of a sealed one', async () => {
    const [{ member }] = people.slice(5) as [Numbered];
    for (const change of [
      `masked_registration_number = '901301-1234567'`,
      `masked_registration_number = '9013011234567'`,
      'registration_number_key_id = null',
      'registration_number_index = null',
    ])
      await expect(
        asKeeper(database.owner, (sql) =>
          sql.unsafe(`update member_unique_ids set ${change} where member_id = '${member}'`),
        ),
      ).rejects.toThrow('violates check constraint');
  });
});
