import { createHash } from 'node:crypto';
import type { Sql } from 'postgres';
import { cellSql } from './cellSql.js';
import { countChanges } from './counting.js';
import { factSql } from './sql.js';

/** How many changes are counted at once. */
const batch = 20_000;

/** What a district's facts came to. */
export interface Rebuilt {
  district: string;
  /** Counter-facts and facts that were added, because what was counted was not what is there. */
  corrected: number;
}

const districtsOf = async (owner: Sql) =>
  (await owner<{ id: string }[]>`select id from districts order by id`).map(({ id }) => id);

/** Behind the policies, as the functions that keep facts are. */
const asKeeper = <T>(owner: Sql, work: Parameters<typeof owner.begin<T>>[1]) =>
  owner.begin(async (sql) => {
    await sql`set local role hamkke_keeper`;
    return work(sql);
  });

/**
 * Counts all work anew and brings the facts to it, a district at a time and while people go on working: what differs is
 * taken back or added. Where nothing was wrong, nothing is written.
 */
export async function rebuildFacts(owner: Sql, done: (rebuilt: Rebuilt) => void = () => {}): Promise<void> {
  for (const district of await districtsOf(owner)) {
    const corrected = await asKeeper(owner, async (sql) => {
      const [row] = await sql<[{ added: string }]>`select hamkke.rebuild_facts(${district}) as added`;
      return Number(row.added);
    });
    done({ district, corrected: corrected as number });
  }
}

/** Makes the cells anew from the facts, a district at a time; whoever reads sees what was there until it is done. */
export async function rebuildCells(owner: Sql): Promise<void> {
  for (const district of await districtsOf(owner)) await owner`select hamkke.rebuild_cells(${district})`;
}

/** Counts all changes that wait for it. */
export async function countAll(owner: Sql): Promise<number> {
  for (let all = 0; ; ) {
    const counted = await countChanges((work) => work(owner), batch);
    all += counted.reduce((sum, each) => sum + each, 0);
    if (!counted.includes(batch)) return all;
  }
}

/** Where figures are not what they should be: facts that differ from the work, and cells that differ from the facts. */
export async function checkFacts(owner: Sql): Promise<string[]> {
  const faults: string[] = [];
  for (const district of await districtsOf(owner)) {
    const found = await asKeeper(
      owner,
      (sql) => sql<{ line: string }[]>`
        select 'facts ' || row_to_json(d) as line from hamkke.fact_differences(${district}) d
        union all
        select 'cells ' || row_to_json(d) from hamkke.cell_differences(${district}) d`,
    );
    faults.push(...(found as { line: string }[]).map(({ line }) => `${district} ${line}`));
  }
  return faults;
}

/** What changes when something is counted in another way than before. */
export const definitionOfFacts = () => hashOf(factSql());
/** What changes when something is counted by something else than before. */
export const definitionOfCells = () => hashOf(cellSql());

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
