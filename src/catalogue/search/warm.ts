import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import type { Pool } from '../../database/pool.js';
import { soughtBy } from './query.js';

/**
 * Lets the database read what searches look at, once a server listens: without it the first searches wait for the disk, and the first of
 * each connection for its functions to be read. It is nobody's question, so that nothing is logged of it, and if it fails
 * nothing is lost.
 */
export async function warmSearches({ sql, opening }: Pool, log: Logger): Promise<void> {
  const sought = JSON.stringify(soughtBy('주거 상담'));
  const connections = Math.min(availableParallelism(), sql.options.max);
  try {
    const warmed = async (each: number) =>
      sql.begin(async (connection) => {
        if (opening) await connection.unsafe(opening);
        await connection`select from hamkke.find_services('RELEVANCE', ${sought}::text::jsonb, '{}', null, null, 21)`;
        await connection`select hamkke.service_facets(${sought}::text::jsonb, '{}', '{count}', true)`;
        if (each > 0) return;
        // In an order that an index has, as a plain look through a large table keeps none of its pages.
        await connection`set local enable_seqscan = off`;
        await connection`set local enable_bitmapscan = off`;
        await connection`
          select count(agency) from (select agency from service_searches order by hash_order, id) x
          where pg_relation_size('public.service_searches') * 2 < pg_size_bytes(current_setting('shared_buffers'))`;
      });
    await Promise.all(Array.from({ length: connections }, (_, each) => warmed(each)));
  } catch (error) {
    log.debug({ err: error }, 'Searches were not prepared.');
  }
}
