import { createHash, randomUUID } from 'node:crypto';
import { birthDay, heldBy } from '../../access/bounds.js';
import { commonFaults } from '../../commonFaults.js';
import type { Columns, Row } from '../../database/fromFile/table.js';
import { dayOf } from '../../database/fromFile/table.js';
import { HamkkeError } from '../../errors.js';
import { errorOf, type Fault } from '../../faults.js';
import { householdFaults } from '../../household/faults.js';
import { placeLimits } from '../../household/limits.js';
import { nameLetters } from '../../text/alike.js';
import { uniqueIdFaults } from '../../uniqueid/faults.js';
import type { UniqueIds } from '../../uniqueid/uniqueIds.js';
import { campaignFaults } from '../faults.js';
import { lineTexts } from '../inputs.js';

/** What each column of a list of people is. */
export const lineColumns = {
  names: {
    name: ['name', '이름', '성명', '대상자', '대상자명', '세대주', '세대주명'],
    dong: ['dong', '행정동', '동', '읍면동', '관할동', '행정동코드'],
    tong: ['tong', '통'],
    ban: ['ban', '반'],
    number: ['number', 'registrationnumber', '주민등록번호', '주민번호'],
    birthDate: ['birthdate', '생년월일', '생일'],
    phone: ['phone', '전화', '전화번호', '연락처', '휴대전화', '휴대폰'],
    address: ['address', '주소', '거주지', '도로명주소'],
  },
  needed: ['name', 'dong'],
} as const satisfies Columns<string>;
export type LineColumn = keyof typeof lineColumns.names;
export type LineRow = Row<LineColumn>;

/** What is wrong with a cell; with the row as a whole where no column is named. */
export interface CellFault {
  row: number;
  column: LineColumn | null;
  reason: string;
  /** A Korean line and an English one. */
  message: string;
}

/** A line as `hamkke.add_campaign_lines` takes it. */
export interface NewLine {
  id: string;
  place: number;
  dong: string;
  tong: number | null;
  ban: number | null;
  name: string;
  phone: string | null;
  address: string | null;
  birth_date: string | null;
  person_hash: string;
  sealed: ReturnType<UniqueIds['sealTyped']> | null;
}

/** What rows of one list are read with. */
export interface Reading {
  district: string;
  campaign: string;
  /** The codes of the district's dong, by code and by name. */
  dongs: ReadonlyMap<string, string>;
  uniqueIds: UniqueIds | null;
  /** Whether numbers whose last digit is by chance were read again. */
  withoutCheckDigits: boolean;
}

/** The line that a row is, or everything that is wrong with it. The number leaves this function sealed alone. */
export function lineOf(row: LineRow, reading: Reading): NewLine | CellFault[] {
  const faults: CellFault[] = [];
  const { district, dongs, uniqueIds, withoutCheckDigits } = reading;
  const id = randomUUID();
  const at = <T>(column: LineColumn, read: (text: string) => T): T | null => {
    const text = row[column];
    if (text === '') return null;
    try {
      if (text.includes('\uFFFD')) throw errorOf(campaignFaults.LIST_CELL_UNREADABLE);
      return read(text);
    } catch (error) {
      faults.push(faultAt(row.row, column, error));
      return null;
    }
  };
  const needs = (column: LineColumn) => {
    if (row[column] === '') faults.push(faultAt(row.row, column, errorOf(campaignFaults.LIST_CELL_EMPTY)));
  };
  needs('name');
  needs('dong');
  const text = (column: 'name' | 'phone' | 'address') =>
    at(column, (each) => heldBy(lineTexts[column].holds, each, column));
  const [name, phone, address] = [text('name'), text('phone'), text('address')];
  const dong = at('dong', (each) => known(dongs.get(each), campaignFaults.LIST_DONG_UNKNOWN));
  const tong = at('tong', (each) => numberOf(each, '통', placeLimits.tongs));
  const ban = at('ban', (each) => {
    if (row.tong === '') throw errorOf(householdFaults.BAN_WITHOUT_TONG);
    return numberOf(each, '반', placeLimits.bans);
  });
  const birthDate = at('birthDate', (each) =>
    heldBy(birthDay.holds, known(dayOf(each), campaignFaults.LIST_DAY_UNREADABLE), 'birthDate'),
  );
  const sealed = at('number', (each) => {
    if (!uniqueIds) throw errorOf(uniqueIdFaults.NO_UNIQUE_ID_KEYS);
    return uniqueIds.sealTyped({ districtId: district, memberId: id }, each, withoutCheckDigits);
  });
  if (faults.length > 0) return faults;
  const line = { name: name!, phone, address, birth_date: birthDate, sealed };
  return { id, place: row.row, dong: dong!, tong, ban, ...line, person_hash: hashOf(reading.campaign, line) };
}

/** What is wrong with a cell, as clients read it; what is wrong with us ends it all. */
export function faultAt(row: number, column: LineColumn | null, error: unknown): CellFault {
  if (!(error instanceof HamkkeError)) throw error;
  return { row, column, reason: error.reason, message: error.message };
}

/** A number of a tong or a ban as offices write it down: 3, 3통 or 제3통. */
function numberOf(text: string, unit: string, [least, most]: readonly [number, number]): number {
  const number = Number(
    text
      .replace(/^제/, '')
      .replace(new RegExp(`${unit}$`), '')
      .trim() || Number.NaN,
  );
  if (!Number.isInteger(number) || number < least || number > most)
    throw errorOf(commonFaults.NUMBER_OUT_OF_RANGE, { least, most });
  return number;
}

function known<T>(value: T | undefined, fault: Fault): T {
  if (value === undefined) throw errorOf(fault);
  return value;
}

/**
 * What two lines of one campaign are told to be of one person by: the registration number, else name, birth date and
 * telephone number, and where there is neither of these two the address as well. Of another campaign it is another.
 */
function hashOf(
  campaign: string,
  {
    name,
    phone,
    address,
    birth_date: born,
    sealed,
  }: Pick<NewLine, 'name' | 'phone' | 'address' | 'birth_date' | 'sealed'>,
): string {
  const digits = phone?.replace(/\D/g, '') ?? '';
  const person = sealed
    ? [sealed.registrationNumberIndex]
    : [nameLetters(name), born ?? '', digits, ...(born || digits ? [] : [address ?? ''])];
  return createHash('sha256')
    .update(JSON.stringify([campaign, ...person]))
    .digest('base64url');
}
