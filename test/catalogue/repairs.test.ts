import { describe, expect, test } from 'vitest';
import * as repairs from '../../src/hsds/import/mapping/repairs.js';
import { bytesOf, uuidv5 } from '../../src/hsds/import/mapping/uuid.js';

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
    ['a plus before a question', repairs.text, 'VIH+¿Necesita ayuda?', 'VIH+¿Necesita ayuda?', null],
    ['one in small letters', repairs.text, 'ayuda+¿necesita algo?', 'ayuda+¿necesita algo?', null],
    ['a plus before a call', repairs.text, 'LGBTQ+¡ven hoy!', 'LGBTQ+¡ven hoy!', null],
    ['letters after an acronym', repairs.text, 'LGBTQ+ñandú', 'LGBTQ+ñandú', null],
    ['a grave accent', repairs.text, 'Moli+¿re', 'Molière', /restored/],
    ['an accent at the end', repairs.text, 'Bogot+í', 'Bogotá', /restored/],
    ['a hyphen after a space', repairs.text, 'la letra -á', 'la letra -á', null],
    ['the name of a file', repairs.text, 'C:\\resources\\new', 'C:\\resources\\new', null],
    ['that of a shared one', repairs.text, '\\\\server\\new\\rules.txt', '\\\\server\\new\\rules.txt', null],
    ['line breaks behind a colon', repairs.text, 'Plan A:\\r\\nOpen', 'Plan A:\nOpen', /line break/],
    ['a NUL', repairs.text, 'a\u0000b', 'ab', /Control/],
    ['what nobody sees', repairs.line, '\u200b한\u00ad빛\u3164', '한빛', /nobody sees/],
    ['nothing that anybody sees', repairs.line, '\u3164\u200b', null, /nobody sees/],
    ['a joined emoji', repairs.line, '👩‍🚀 ❤️', '👩‍🚀 ❤️', null],
    [
      'what nobody sees in an address of the web',
      repairs.url,
      'https://example.org\u200b',
      'https://example.org',
      /nobody sees/,
    ],
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
    ['a Korean status', repairs.status, '운영중', 'ACTIVE', null],
    ['one with a space', repairs.status, '운영 중', 'ACTIVE', null],
    ['one in full width', repairs.status, 'ＡＣＴＩＶＥ', 'ACTIVE', null],
    ['closed for a while', repairs.status, '임시 휴관', 'TEMPORARILY_CLOSED', null],
    ['not running on', repairs.status, '운영중단', 'TEMPORARILY_CLOSED', null],
    ['closed for good', repairs.status, '폐업', 'DEFUNCT', null],
    ['not running', repairs.status, '미운영', 'INACTIVE', null],
    ['no status', repairs.status, 'maybe', 'INACTIVE', /INACTIVE/],
  ])('%s', (_, read, value, expected, reason) => {
    const found = run(read, value);
    expect(found.value).toBe(expected);
    if (reason) expect(found.reasons).toContainEqual(expect.stringMatching(reason));
    else expect(found.reasons).toEqual([]);
  });

  test.each([
    ['수강료 \\30,000원', '수강료 ₩30,000원'],
    ['비용:\\5000', '비용:₩5000'],
    ['C:\\2024\\new', 'C:\\2024\\new'],
    ['folder\\2024', 'folder\\2024'],
  ])('the won sign of Korean Windows in %s', (value, expected) => {
    expect(repairs.text(value, new repairs.Notes(true))).toBe(expected);
    expect(repairs.text(value, new repairs.Notes())).toBe(value);
  });

  test.each([
    ['305-253-4841', '305-253-4841', null],
    ['305-573-4200 x57471', '305-573-4200', '57471'],
    ['305-891-8850 xOPT2', '305-891-8850', 'OPT2'],
    ['02-120', '02-120', null],
    ['０２-１２３４-５６７８', '02-1234-5678', null],
    ['02-1234-5678 (내선 12)', '02-1234-5678', '12'],
    ['000-000-*347', '000-000-*347', null],
  ])('the phone %s', (value, number, extension) =>
    expect(repairs.phone(value, new repairs.Notes())).toEqual({ number, extension }),
  );

  test('a UUID version 5 is that of the standard', () =>
    expect(uuidv5('www.example.com', bytesOf('6ba7b810-9dad-11d1-80b4-00c04fd430c8'))).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    ));
});
