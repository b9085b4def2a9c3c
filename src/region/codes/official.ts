import { parse } from 'csv-parse/sync';
import { textOfFile } from '../../text/decode.js';

// The list of administrative dong that the Ministry of the Interior publishes (KIKmix, KIKcd_H): lines of fixed width in
// CP949, or the same columns as CSV. One dong may have several lines, one for each legal dong that lies in it.

/** A dong, with the first line of the file that names it. */
export interface DongCode {
  code: string;
  name: string;
  districtName: string;
  validFrom: string;
  validUntil: string | null;
}

/** What is wrong with a line, which is left out then. */
export interface WrongLine {
  line: number;
  fault: 'NO_CODE' | 'NO_NAME' | 'NO_DAY';
}

export interface DongList {
  dongs: DongCode[];
  /** Lines of provinces and districts, which are no dong. */
  above: number;
  wrong: WrongLine[];
}

interface Line {
  line: number;
  code: string;
  district: string;
  name: string;
  created: string;
  abolished: string;
}

const columns = ['행정동코드', '시도명', '시군구명', '읍면동명', '생성일자', '말소일자'] as const;
/** Widths in bytes of CP949, each with a space behind it; the legal dong stands in one of the two lists only. */
const widths: Readonly<Record<string, number>> = {
  행정동코드: 10,
  시도명: 30,
  시군구명: 30,
  읍면동명: 30,
  법정동코드: 10,
  동리명: 30,
  생성일자: 8,
  말소일자: 8,
};

/** The list in the bytes of a file; null where it has not the columns of one. */
export function readDongList(bytes: Uint8Array): DongList | null {
  const lines = linesOf(bytes);
  return lines && collect(lines);
}

function linesOf(bytes: Uint8Array): Line[] | null {
  const text = textOfFile(bytes);
  const header = text.slice(0, text.search(/[\r\n]|$/)).replace(/^\uFEFF/, '');
  if (!columns.every((each) => header.includes(each))) return null;
  if (header.includes(',')) {
    const rows = parse(text, {
      columns: true,
      bom: true,
      trim: true,
      info: true,
      relax_column_count: true,
    }) as {
      record: Record<string, string>;
      info: { lines: number };
    }[];
    return rows.map(({ record, info }) => lineOf(record, info.lines));
  }
  const fields = header.trim().split(/\s+/);
  if (fields.some((each) => !(each in widths))) return null;
  return text
    .split(/\r?\n/)
    .map((each, index) => [each, index + 1] as const)
    .filter(([each, line]) => line > 1 && each.trim() !== '')
    .map(([each, line]) => lineOf(cut(each, fields), line));
}

const lineOf = (record: Record<string, string | undefined>, line: number): Line => ({
  line,
  code: record.행정동코드 ?? '',
  district: [record.시도명, record.시군구명].filter(Boolean).join(' '),
  name: record.읍면동명 ?? '',
  created: record.생성일자 ?? '',
  abolished: record.말소일자 ?? '',
});

/** A letter of Hangul has two bytes in CP949, and every other that stands in such a list one. */
const width = (letter: string) => (letter.codePointAt(0)! < 0x80 ? 1 : 2);

function cut(text: string, fields: readonly string[]): Record<string, string> {
  const letters = [...text];
  const record: Record<string, string> = {};
  let next = 0;
  for (const field of fields) {
    let value = '';
    for (let left = widths[field]!; left > 0 && next < letters.length; next++) {
      left -= width(letters[next]!);
      value += letters[next];
    }
    next++;
    record[field] = value.trim();
  }
  return record;
}

const dayOf = (digits: string) => {
  const day = digits.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : Number.NaN;
  // JavaScript takes 30 February for 2 March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? day : null;
};

function collect(lines: readonly Line[]): DongList {
  const dongs = new Map<string, DongCode>();
  const wrong: WrongLine[] = [];
  let above = 0;
  for (const { line, code, district, name, created, abolished } of lines) {
    const from = dayOf(created);
    const until = abolished === '' ? null : dayOf(abolished);
    if (!/^\d{10}$/.test(code)) wrong.push({ line, fault: 'NO_CODE' });
    else if (code.endsWith('00000')) above++;
    else if (name === '') wrong.push({ line, fault: 'NO_NAME' });
    else if (!from || (abolished !== '' && !until)) wrong.push({ line, fault: 'NO_DAY' });
    else {
      const had = dongs.get(code);
      dongs.set(code, {
        code,
        name,
        districtName: district,
        validFrom: had && had.validFrom < from ? had.validFrom : from,
        // It is there while one of its lines is.
        validUntil: had ? later(had.validUntil, until) : until,
      });
    }
  }
  return { dongs: [...dongs.values()], above, wrong };
}

const later = (one: string | null, other: string | null) =>
  one === null || other === null ? null : one > other ? one : other;
