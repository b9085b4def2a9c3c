import type { TransactionSql } from 'postgres';
import { cellsOfCsv, cellsOfSheet, isSheet, placesIn } from '../../database/fromFile/table.js';
import { HamkkeError } from '../../errors.js';
import { errorOf } from '../../faults.js';
import type { UniqueIds } from '../../uniqueid/uniqueIds.js';
import { campaignFaults } from '../faults.js';
import { campaignLimits } from '../limits.js';
import {
  type CellFault,
  faultAt,
  type LineColumn,
  lineColumns,
  lineOf,
  type NewLine,
  type Reading,
} from './rows.js';

/** Which list a file is of, and how it is read. */
export interface ListFile {
  district: string;
  campaign: string;
  bytes: Buffer;
  /** Which header of the file is which column, where it has another name. */
  headers: Partial<Record<LineColumn, string>>;
  uniqueIds: UniqueIds | null;
  withoutCheckDigits: boolean;
  /** Do and report everything, and keep nothing. */
  dryRun: boolean;
}

/** What became of a file: rows that were read, people who were added, and those who were on the list already. */
export interface LoadedList {
  rows: number;
  added: number;
  unchanged: number;
  dryRun: boolean;
}

/** Ends a dry run, so that its transaction keeps nothing. */
export class DryRunDone extends Error {
  constructor(readonly loaded: LoadedList) {
    super('Nothing is kept of a dry run');
  }
}

/** How many lines one statement adds, and how many faults are told of one file. */
const batchSize = 1_000;
const mostFaults = 200;
/** A sheet is read as a whole, so that its rows are fewer than those of CSV. */
const mostSheetRows = 20_000;

/**
 * Adds the people of a file to a list, in the transaction of whoever leads the campaign: all of them or, where a cell is
 * wrong, nobody, and every wrong cell is told.
 *
 * @throws HamkkeError LIST_HAS_FAULTS with `faults`, or what else is wrong with the file or the campaign
 * @throws DryRunDone where it is one
 */
export async function loadList(sql: TransactionSql, file: ListFile): Promise<LoadedList> {
  const reading: Reading = { ...file, dongs: await dongsOf(sql, file.district) };
  // Whoever does not lead the campaign is told so before their file is looked at.
  let added = await add(sql, file, []);
  let rows = 0;
  let wrong = 0;
  const faults: CellFault[] = [];
  let batch: NewLine[] = [];
  for await (const row of rowsOf(file)) {
    rows += 1;
    if (rows > campaignLimits.mostCampaignLines) throw errorOf(campaignFaults.CAMPAIGN_LIST_TOO_LONG);
    const line = row.surplus
      ? [faultAt(row.cells.row, null, errorOf(campaignFaults.LIST_ROW_TOO_LONG))]
      : lineOf(row.cells, reading);
    if (Array.isArray(line)) {
      wrong += line.length;
      faults.push(...line.slice(0, mostFaults - faults.length));
      continue;
    }
    batch.push(line);
    if (batch.length < batchSize) continue;
    // What is not kept anyhow need not be written.
    if (wrong === 0) added += await add(sql, file, batch);
    batch = [];
  }
  if (wrong > 0) throw errorOf(campaignFaults.LIST_HAS_FAULTS, { count: wrong, faults });
  added += await add(sql, file, batch);
  const loaded = { rows, added, unchanged: rows - added, dryRun: file.dryRun };
  if (file.dryRun) throw new DryRunDone(loaded);
  return loaded;
}

async function add(sql: TransactionSql, { district, campaign }: ListFile, lines: readonly NewLine[]) {
  const [row] = await sql<[{ added: number }]>`
    select hamkke.add_campaign_lines(${district}, ${campaign}, ${JSON.stringify(lines)}::text::jsonb) as added`;
  return row.added;
}

/** The dong that a district has today, by code and by name. */
async function dongsOf(sql: TransactionSql, district: string): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ code: string; name: string }[]>`
    select code, name from dong_codes where district_id = ${district} and hamkke.is_dong_of(${district}, code)`;
  return new Map(rows.flatMap(({ code, name }) => [[code, code] as const, [name, code] as const]));
}

/** The rows of a file with the cells of its columns; surplus where a row has more cells than the first. */
async function* rowsOf({ bytes, headers: given }: ListFile) {
  let header: { length: number; places: ReadonlyMap<LineColumn, number> } | null = null;
  let row = 0;
  for await (const cells of cellsOf(bytes)) {
    row += 1;
    if (!header) {
      const { headers, places, missing } = placesIn(cells, lineColumns, given);
      if (missing.length > 0)
        throw errorOf(campaignFaults.LIST_WITHOUT_COLUMN, {
          columns: missing,
          headers: headers.slice(0, 50),
        });
      header = { length: cells.length, places };
      continue;
    }
    if (cells.every((each) => each.trim() === '')) continue;
    const { length, places } = header;
    const texts = [...places].map(([column, place]) => [column, (cells[place] ?? '').trim()] as const);
    yield {
      cells: { ...(Object.fromEntries(texts) as Record<LineColumn, string>), row },
      surplus: cells.slice(length).some((each) => each.trim() !== ''),
    };
  }
  if (!header)
    throw errorOf(campaignFaults.LIST_WITHOUT_COLUMN, { columns: lineColumns.needed, headers: [] });
}

async function* cellsOf(bytes: Buffer): AsyncGenerator<string[]> {
  try {
    if (!isSheet(bytes)) {
      yield* cellsOfCsv(bytes);
      return;
    }
    const rows = await cellsOfSheet(bytes);
    if (rows.length > mostSheetRows + 1) throw errorOf(campaignFaults.CAMPAIGN_LIST_TOO_LONG);
    yield* rows;
  } catch (error) {
    if (error instanceof HamkkeError) throw error;
    throw errorOf(campaignFaults.LIST_UNREADABLE, { why: whyUnreadable(error) });
  }
}

/** Why a reader gave up, by the name of its fault: its words repeat what stands in the file. */
const whyUnreadable = (error: unknown) => String((error as { code?: unknown }).code ?? 'it is no table');
