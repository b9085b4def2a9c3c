import { describe, expect, test } from '@jest/globals';
import * as repairs from '../../src/catalogue/import/mapping/repairs.js';
import { bytesOf, uuidv5 } from '../../src/catalogue/import/mapping/uuid.js';

const run = (read: repairs.Reader, value: string) => {
  const notes = new repairs.Notes();
  return { value: read(value, notes), reasons: [...notes.found.keys()] };
};

describe('repairs', () => {
  test.each<[string, repairs.Reader, string, repairs.Value, RegExp | null]>([
    ['clean text', repairs.text, 'As it is.', 'As it is.', null],
    ['spaces', repairs.line, 'FL ', 'FL', /Spaces/],
    ['line breaks', repairs.text, 'a\\n\\nb\\r\\nc', 'a\n\nb\nc', /line break/],
    ['marks', repairs.text, 'Text.\\n\\n###MON###\\n####COL####', 'Text.', /Marks/],
    ['a mark cut short', repairs.text, 'Text.\\n###MON##', 'Text.', /Marks/],
    ['only a mark', repairs.text, '###MON###', null, /Marks/],
    ['a broken apostrophe', repairs.text, 'StateGÇÖs', 'State’s', /restored/],
    ['a broken letter', repairs.text, 'C+índido', 'Cándido', /restored/],
    ['a lost letter', repairs.text, 'Mu+¦oz', 'Mu+¦oz', /lost/],
    ['a real hyphen', repairs.text, 'franco-árabe', 'franco-árabe', null],
    ['a NUL', repairs.text, 'a\u0000b', 'ab', /Control/],
    ['no name', repairs.optionalName, 'None', null, /says that there is none/],
    ['an address of the web', repairs.url, 'www.example.org/a', 'http://www.example.org/a', /http:\/\//],
    ['one with a scheme', repairs.url, 'https://example.org', 'https://example.org', null],
    ['a lost slash', repairs.url, 'https:/www.example.org', 'https://www.example.org', /Slashes/],
    ['no address of the web', repairs.url, 'releasethesilence', null, /left out/],
    ['a script', repairs.url, 'javascript:alert(1)', null, /left out/],
    ['an e-mail address', repairs.email, 'a@example.org', 'a@example.org', null],
    ['no e-mail address', repairs.email, 'call us', null, /left out/],
    ['a year', repairs.year, '1987', 1987, null],
    ['no year', repairs.year, 'ca. 87', null, /left out/],
    ['a status', repairs.status, 'Temporarily closed', 'TEMPORARILY_CLOSED', null],
    ['no status', repairs.status, 'maybe', 'INACTIVE', /INACTIVE/],
  ])('%s', (_, read, value, expected, reason) => {
    const found = run(read, value);
    expect(found.value).toBe(expected);
    if (reason) expect(found.reasons).toContainEqual(expect.stringMatching(reason));
    else expect(found.reasons).toEqual([]);
  });

  test.each([
    ['305-253-4841', '305-253-4841', null],
    ['305-573-4200 x57471', '305-573-4200', '57471'],
    ['305-891-8850 xOPT2', '305-891-8850', 'OPT2'],
    ['02-120', '02-120', null],
    ['000-000-*347', '000-000-*347', null],
  ])('the phone %s', (value, number, extension) =>
    expect(repairs.phone(value, new repairs.Notes())).toEqual({ number, extension }),
  );

  test('a UUID version 5 is that of the standard', () =>
    expect(uuidv5('www.example.com', bytesOf('6ba7b810-9dad-11d1-80b4-00c04fd430c8'))).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    ));
});
