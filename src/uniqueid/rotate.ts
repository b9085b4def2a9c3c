import type { Sql, TransactionSql } from 'postgres';
import type { SealedNumber, UniqueIds } from './uniqueIds.js';

export interface Rotated {
  /** Sealed anew by this run. */
  rotated: number;
  /** Rows by the id of the key that they are sealed with, as they are now. */
  byKey: Record<string, number>;
  /** Rows whose key is not in the key file, by its id: they stay as they are. */
  withoutKey: Record<string, number>;
  /** Rows that their key does not open, because they were changed or moved: they stay as they are. */
  damaged: number;
}

interface Options {
  /** Rows of one transaction: what an interrupted run has done so far is kept, and the next run goes on from there. */
  batch?: number;
  progress?: (done: number, of: number) => void;
}

/** Where sealed numbers are kept, and by which column whose each is: members, and people of lists who are none yet. */
export const holders = [
  { table: 'member_unique_ids', holder: 'member_id' },
  { table: 'campaign_line_identities', holder: 'line_id' },
] as const;
type Holders = (typeof holders)[number];

interface Row {
  district_id: string;
  holder: string;
  ciphertext: string;
  key_id: string;
}

/**
 * Seals every registration number with the newest key, and indexes it with the key there is. It reads only rows that are
 * not so yet, each once, so that it can be stopped and run again; servers may go on answering meanwhile.
 */
export async function rotate(
  owner: Sql,
  uniqueIds: UniqueIds,
  { batch = 500, progress = () => {} }: Options = {},
): Promise<Rotated> {
  const asKeeper = <T>(work: (sql: TransactionSql) => Promise<T>) =>
    owner.begin(async (sql) => {
      await sql`set local role hamkke_keeper`;
      return work(sql);
    }) as Promise<T>;
  const [newest] = uniqueIds.keyIds as [string];
  const stale = (sql: TransactionSql) =>
    sql`registration_number_ciphertext is not null
      and (registration_number_key_id <> ${newest} or not starts_with(registration_number_index, ${uniqueIds.indexPrefix}))`;
  const counts = await asKeeper((sql) =>
    Promise.all(
      holders.map(
        ({ table }) =>
          sql<[{ of: number }]>`select count(*)::int as of from ${sql(table)} where ${stale(sql)}`,
      ),
    ),
  );
  const of = counts.reduce((sum, [each]) => sum + each.of, 0);

  const result: Rotated = { rotated: 0, byKey: {}, withoutKey: {}, damaged: 0 };
  let seen = 0;
  for (const each of holders) {
    let [district, last] = ['', '00000000-0000-0000-0000-000000000000'];
    for (;;) {
      const rows = await asKeeper(async (sql) => {
        const found = await sql<Row[]>`
          select district_id, ${sql(each.holder)} as holder, registration_number_ciphertext as ciphertext,
            registration_number_key_id as key_id
          from ${sql(each.table)}
          where ${stale(sql)} and (district_id, ${sql(each.holder)}) > (${district}, ${last}::uuid)
          order by district_id, ${sql(each.holder)} limit ${batch} for update`;
        await store(
          sql,
          each,
          found.map((row) => sealedAnew(row, uniqueIds, result)).filter((row) => row !== null),
        );
        return found;
      });
      const end = rows.at(-1);
      if (!end) break;
      [district, last] = [end.district_id, end.holder];
      seen += rows.length;
      progress(seen, Math.max(of, seen));
    }
  }
  const counted = await asKeeper((sql) =>
    Promise.all(
      holders.map(
        ({ table }) => sql<{ id: string; rows: number }[]>`
          select registration_number_key_id as id, count(*)::int as rows from ${sql(table)}
          where registration_number_ciphertext is not null group by 1 order by 1`,
      ),
    ),
  );
  for (const { id, rows } of counted.flat()) result.byKey[id] = (result.byKey[id] ?? 0) + rows;
  return result;
}

type Anew = SealedNumber & Pick<Row, 'district_id' | 'holder'>;

/** The row under the newest key, or null where it cannot be opened: then it is counted and left alone. */
function sealedAnew(row: Row, uniqueIds: UniqueIds, result: Rotated): Anew | null {
  const { district_id, holder, key_id } = row;
  const whose = { districtId: district_id, memberId: holder };
  const opened = uniqueIds.open(whose, {
    registrationNumberCiphertext: row.ciphertext,
    registrationNumberKeyId: key_id,
  });
  if (opened.kind === 'no key') result.withoutKey[key_id] = (result.withoutKey[key_id] ?? 0) + 1;
  if (opened.kind === 'damaged') result.damaged += 1;
  if (opened.kind !== 'number') return null;
  result.rotated += 1;
  return { district_id, holder, ...uniqueIds.reseal(whose, opened.digits) };
}

async function store(sql: TransactionSql, { table, holder }: Holders, rows: Anew[]) {
  if (rows.length === 0) return;
  await sql`
    update ${sql(table)} t set registration_number_ciphertext = v."registrationNumberCiphertext",
      registration_number_key_id = v."registrationNumberKeyId",
      registration_number_index = v."registrationNumberIndex"
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as v(district_id text, holder uuid,
      "registrationNumberCiphertext" text, "registrationNumberKeyId" text, "registrationNumberIndex" text)
    where t.district_id = v.district_id and t.${sql(holder)} = v.holder`;
}

/** What a run did, for people: the last lines say which keys nothing needs any more. */
export function inWords(result: Rotated, keyIds: readonly string[]): string {
  const { rotated, byKey, withoutKey, damaged } = result;
  const [newest] = keyIds;
  const lines = [
    `Sealed anew with the key "${newest}": ${rotated}.`,
    ...Object.entries(byKey).map(([id, rows]) => `Sealed with the key "${id}" now: ${rows}.`),
    ...Object.entries(withoutKey).map(
      ([id, rows]) =>
        `Left as they are, because the key "${id}" is not in the file: ${rows}. Put it back and run this again.`,
    ),
  ];
  if (damaged)
    lines.push(`Left as they are, because their key does not open them (changed or moved): ${damaged}.`);
  const idle = keyIds.filter((id) => id !== newest && !byKey[id]);
  if (idle.length)
    lines.push(
      `Nothing needs any more, and may be taken out of the file: ${idle.map((id) => `"${id}"`).join(', ')}.`,
    );
  return `${lines.join('\n')}\n`;
}
