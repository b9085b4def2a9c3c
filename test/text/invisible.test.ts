import { randomUUID } from 'node:crypto';
import {
  coerceInputValue,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { known } from '../../src/demo/known.js';
import { schema } from '../../src/schema.js';
import { isVisible, seen } from '../../src/text/invisible.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';

const unseen = [
  ...[
    0x3164, 0x115f, 0x1160, 0xffa0, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x202e, 0x2060, 0x2066, 0xfeff,
    0x2800,
  ],
  ...[0xad, 0x34f, 0x61c, 0x180e, 0xfe0f, 0xe0001, 0xe0041, 0xe0100, 0x1d173],
].map((code) => String.fromCodePoint(code));
const named = unseen.map((each) => [`U+${each.codePointAt(0)!.toString(16).toUpperCase()}`, each] as const);

describe('what nobody sees', () => {
  test.each(named)('%s is taken out, at the ends and between letters', (_, each) => {
    expect(isVisible(seen(each))).toBe(false);
    expect(seen(`${each}김${each}철수${each}`).replaceAll(' ', '')).toBe('김철수');
    expect(seen(`a${each}b`).replaceAll(' ', '')).toBe('ab');
  });

  test.each([
    ['emoji that are joined', '👩‍👧‍👦 👩🏽‍🚀 ❤️‍🔥'],
    ['an emoji with its selector', '❤️ ☎︎ 1️⃣'],
    ['a flag that tags make', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['a joiner in Devanagari', 'क्‍ष'],
    ['a non-joiner in Persian', 'می‌خواهم'],
    ['a variant of a Chinese character', '葛󠄀城'],
    ['a variant of a Mongolian letter', 'ᠠ᠋'],
    ['words of Korean', '홍길동 (洪吉童)\n가나다\t1'],
  ])('%s stays', (_, text) => expect(seen(text)).toBe(text));

  test('to take it out again changes nothing, and every other character stays', () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...unseen, ...'가aक👩🏴葛ᠠ1⃣ '), fc.string({ unit: 'grapheme' }))),
        (parts) => {
          const made = seen(parts.join(''));
          expect(seen(made)).toBe(made);
          const bare = (text: string) => text.replace(/[\s\u2800\p{Default_Ignorable_Code_Point}]/gu, '');
          expect(bare(made)).toBe(bare(parts.join('')));
        },
      ),
    ));
});

/** Types of inputs with their fields of text, lists of them, too. */
const texts = Object.values(schema.getTypeMap())
  .filter(isInputObjectType)
  .flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => getNamedType(field.type).name === 'String')
      .map((field) => ({ at: `${type.name}.${field.name}`, type, field })),
  );

const listed = (type: GraphQLInputType, value: string): unknown =>
  isNonNullType(type) ? listed(type.ofType, value) : isListType(type) ? [listed(type.ofType, value)] : value;

test('every field of every input refuses a text that nobody sees, by its name, and takes what is unseen out of others', () => {
  expect(texts.length).toBeGreaterThan(80);
  for (const { type, field } of texts) {
    const faults: string[] = [];
    const read = (value: string) => {
      faults.length = 0;
      return coerceInputValue({ [field.name]: listed(field.type, value) }, type, (path, _, { message }) =>
        faults.push(`${path[0]}: ${message}`),
      ) as Record<string, unknown>;
    };
    for (const each of ['\u3164', '\u200b\u2060', '\u2800 \u2800', '\ufeff']) {
      read(each);
      expect(faults).toContainEqual(
        `${field.name}: 보이는 글자가 없습니다.\nThe text has no character that anybody can see.`,
      );
    }
    expect([read('\u200b가\u00ad나')[field.name]].flat()).toEqual(['가나']);
    expect(faults.filter((each) => each.startsWith(`${field.name}:`))).toEqual([]);
  }
});

describe('in the API', () => {
  let database: TestDatabase;
  let app: App;
  beforeAll(async () => {
    database = await freshDatabase();
    app = await startApp({ database });
  });
  afterAll(async () => {
    await app?.stop();
    await database?.drop();
  });

  const add = `mutation ($input: AddStaffInput!) { addStaff(input: $input) { staffMember { id name } } }`;
  const person = (name: string) => ({
    input: { subject: randomUUID(), name, organizationId: `Organization:${known.organizations.centre}` },
  });

  test.each(named)('nobody is called %s, in a variable or in a document', async (_, name) => {
    const sent = await app.ask('portal', add, person(name));
    expect(sent.data ?? null).toBeNull();
    expect(sent.errors![0]!.extensions.code).toBe('BAD_INPUT');
    const fault = { code: 'BAD_INPUT', reason: 'TEXT_INVISIBLE', field: 'input.name' };
    expect(sent.errors![0]!.extensions).toEqual(fault);
    const { input } = person(name);
    const literal = await app.ask(
      'portal',
      `mutation { addStaff(input: { subject: "${input.subject}", name: ${JSON.stringify(name)}, organizationId: "${input.organizationId}" }) { staffMember { id } } }`,
    );
    expect(literal.errors![0]!.extensions).toEqual(fault);
    const rows = await asKeeper(database.owner, (sql) => sql`select from staff where name = ${name}`);
    expect(rows).toHaveLength(0);
  });

  test('a name is kept without what nobody sees in it', async () => {
    const { data } = await app.ask<{ addStaff: { staffMember: { name: string } } }>(
      'portal',
      add,
      person('\u200b김\u00ad철수\ufeff '),
    );
    expect(data!.addStaff.staffMember.name).toBe('김철수');
  });

  test('an argument of text is read so, too', async () => {
    const ask = (search: string) =>
      app.ask<{ staff: { totalCount: number } }>(
        'portal',
        'query ($s: String) { staff(search: $s) { totalCount } }',
        {
          s: search,
        },
      );
    expect((await ask('\u3164')).errors![0]!.extensions.code).toBe('BAD_INPUT');
    expect((await ask('김\u200b철수')).data!.staff.totalCount).toBeGreaterThan(0);
  });
});
