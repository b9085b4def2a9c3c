import { hash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Pool } from '../../database/pool.js';
import { run } from '../../database/run.js';
import type { Turns } from '../../database/turns.js';
import { HamkkeError, inLanguage, type Language } from '../../errors.js';
import type { ReleaseTable } from '../../release/table.js';
import {
  districtPage,
  districtsPage,
  messagePage,
  nothingPage,
  type PublishedDistrict,
} from '../../statistics/page/pages.js';
import { styleHash } from '../../statistics/page/style.js';
import { failed } from '../errors.js';
import { languageOf, tellLanguage } from '../language.js';
import type { Rates } from '../rates.js';

export interface StatisticsPageOptions {
  pool: Pool;
  /** The turns of all who have no token, however they ask. */
  turns: Turns;
  rates: Rates;
}

/** What a browser is let do with a page: read it, with the one style that stands in it. */
const contentSecurityPolicy = `default-src 'none'; style-src '${styleHash}'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'`;

/** A numbered release never changes; what it is called, and how the page looks, may. */
const forADay = 'public, max-age=86400';
const lookAgain = 'no-cache';

/** Letters of pages that are kept: making one takes the whole server some 20 ms. */
const kept = 8_000_000;

interface Query {
  lang?: unknown;
  release?: unknown;
  year?: unknown;
}

/**
 * GET /statistics and /statistics/<district>: what districts published, as pages for everybody. They are made from
 * releases alone; a district's code, a release's number and a year are all that is taken from an address.
 */
export async function statisticsPage(app: FastifyInstance, { pool, turns, rates }: StatisticsPageOptions) {
  const answer = async (text: string, values: unknown[], { address, deadline }: FastifyRequest) => {
    const { sender, worked } = rates.stranger(address);
    const work = () => run(pool, { text, values, prepare: true }, deadline);
    return (await deadline.within(turns.take(sender, work, worked))).answer;
  };
  app.addHook('onRequest', async (request) => {
    rates.request({ viewer: null, address: request.address });
  });
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof HamkkeError)) throw error;
    const language = languageIn(request);
    const text = inLanguage(error.message, language);
    failed(reply, error);
    return send(reply, language, messagePage(language, ['지금은 열 수 없습니다', 'Not now'], text));
  });

  const pages = new LRUCache<string, string>({ maxSize: kept, sizeCalculation: ({ length }) => length });
  /** A release by its hash, and all else that stands in a page, makes one page. */
  const pageOf = (
    language: Language,
    table: ReleaseTable,
    chosen: { year: number | null; isNumbered: boolean },
  ) => {
    const { district, number, hash, districtName, dongs } = table;
    const key = JSON.stringify([language, chosen, district, number, hash, districtName, dongs]);
    const page = pages.get(key) ?? districtPage(language, table, chosen);
    if (page !== null) pages.set(key, page);
    return page;
  };

  const list = async (request: FastifyRequest, reply: FastifyReply) => {
    const districts = await answer('select hamkke.published_districts() as answer', [], request);
    const language = languageIn(request);
    reply.header('cache-control', lookAgain);
    return send(reply, language, districtsPage(language, districts as PublishedDistrict[]));
  };
  app.get('/statistics', list);
  app.get('/statistics/', list);

  app.get<{ Params: { district: string }; Querystring: Query }>(
    '/statistics/:district',
    async (request, reply) => {
      const { params, query } = request;
      const language = languageIn(request);
      const release = wholeIn(query.release);
      const year = wholeIn(query.year);
      if (release === undefined || year === undefined || !/^\d{2,10}$/.test(params.district))
        return nothing(reply, language);
      const text = 'select hamkke.release_table($1::text, $2::int) as answer';
      const table = (await answer(text, [params.district, release], request)) as ReleaseTable | null;
      const page = table && pageOf(language, table, { year, isNumbered: release !== null });
      if (!page)
        return send(reply.code(404).header('cache-control', lookAgain), language, nothingPage(language));
      reply.header('cache-control', release === null ? lookAgain : forADay);
      return send(reply, language, page);
    },
  );
}

const nothing = (reply: FastifyReply, language: Language) =>
  send(reply.code(404).header('cache-control', lookAgain), language, nothingPage(language));

/** A whole number of an address; null where there is none, undefined where it is something else. */
function wholeIn(text: unknown): number | null | undefined {
  if (text === undefined) return null;
  return typeof text === 'string' && /^[1-9]\d{0,7}$/.test(text) ? Number(text) : undefined;
}

/** The language that the address names; otherwise the one that the reader's browser does. */
function languageIn(request: FastifyRequest): Language {
  const { lang } = request.query as Query;
  return lang === 'ko' || lang === 'en' ? lang : languageOf(request);
}

/** A page, or only that it is the same that the reader has. */
function send(reply: FastifyReply, language: Language, page: string) {
  tellLanguage(reply, language)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('content-security-policy', contentSecurityPolicy)
    .type('text/html; charset=utf-8');
  if (reply.statusCode === 200) {
    const tag = `"${hash('sha256', page, 'base64url').slice(0, 27)}"`;
    reply.header('etag', tag);
    const had = reply.request.headers['if-none-match'];
    if (had?.split(',').some((each) => each.trim().replace(/^W\//, '') === tag))
      return reply.code(304).send();
  }
  return reply.send(page);
}
