import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { byAudience, namesWithAudience } from '../../src/http/audiences.js';
import { preparedOperations } from '../../src/http/operations.js';

describe('prepared operations', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hamkke-준비-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);

  test('come in the order of their files, with description and variables', () => {
    write('b.graphql', 'query B { b }');
    write(
      'a.graphql',
      '# 첫 줄입니다.\r\n# The second line.\r\n\r\n# not this\r\nquery A($id: ID!) { a(id: $id) }\r\n',
    );
    write('a.json', '{ "id": "1" }');
    write('notes.txt', 'nothing');
    expect(preparedOperations(folder)).toEqual([
      {
        name: 'A',
        description: '첫 줄입니다.\nThe second line.',
        audience: null,
        text: expect.stringContaining('query A'),
        variables: { id: '1' },
      },
      { name: 'B', description: '', audience: null, text: 'query B { b }', variables: {} },
    ]);
  });

  test('an operation without a name has that of its file', () => {
    write('services.graphql', '{ services { id } }');
    expect(preparedOperations(folder)[0]?.name).toBe('services');
  });

  test('a damaged file is named', () => {
    write('broken.graphql', 'query {');
    expect(() => preparedOperations(folder)).toThrow(
      'schema/operations/broken.graphql is no GraphQL document',
    );
    write('broken.graphql', '{ a }');
    write('broken.json', '{');
    expect(() => preparedOperations(folder)).toThrow('schema/operations/broken.json is no JSON');
  });

  test('every published one is for one audience, which has the most useful first', () => {
    const published = preparedOperations();
    expect(namesWithAudience().sort()).toEqual(published.map(({ name }) => name).sort());
    expect(published.find(({ name }) => name === 'acceptReferral')).toMatchObject({ audience: 'partner' });
    const ordered = byAudience([{ name: 'acceptReferral' }, { name: 'other' }, { name: 'referralInbox' }]);
    expect(ordered.map(({ name }) => name)).toEqual(['referralInbox', 'acceptReferral', 'other']);
  });

  test('none where the folder is absent', () => {
    expect(preparedOperations(join(folder, 'absent'))).toEqual([]);
  });
});
