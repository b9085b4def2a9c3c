import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { namesSoughtBy } from '../../catalogue/search/query.js';
import { commonFaults, notFound } from '../../commonFaults.js';
import type { Limits } from '../../config.js';
import type { Deadline } from '../../database/deadline.js';
import { unreadableValue } from '../../database/failures.js';
import type { Pool } from '../../database/pool.js';
import { type Answer, run } from '../../database/run.js';
import type { Turns } from '../../database/turns.js';
import { HamkkeError } from '../../errors.js';
import { errorOf } from '../../faults.js';
import {
  type Bound,
  bound,
  countStatement,
  type Listed,
  linesStatement,
  oneStatement,
  type Page,
  pageStatement,
  type Statement,
} from '../../hsds/pages.js';
import { profileFile } from '../../hsds/published.js';
import { fail } from '../errors.js';
import { httpFaults } from '../faults.js';
import type { Rates } from '../rates.js';
import { givenBy, modifiedSince, named, onTop, under, withTerm, withTermOf } from './conditions.js';
import { hsdsFaults } from './faults.js';
import { type Asked, askedOf, detailOf, idIn, type Query } from './parameters.js';

const lists: readonly [path: string, of: Listed, name: string][] = [
  ['services', 'service', '서비스'],
  ['organizations', 'organization', '기관'],
  ['service_at_locations', 'service_at_location', '장소별 서비스'],
  ['taxonomies', 'taxonomy', '분류체계'],
  ['taxonomy_terms', 'taxonomy_term', '분류 용어'],
];

export interface HsdsOptions {
  pool: Pool;
  limits: Limits;
  /** The turns of all who have no token, however they ask. */
  turns: Turns;
  rates: Rates;
}

/**
 * /hsds: HSDS 3.1's own API, beside GraphQL and from the same store, for whoever asks and without a token. It reads as
 * hamkke_api with nobody's identity, so that no rule of the database lets it have more than everybody may know.
 */
export async function hsds(app: FastifyInstance, { pool, limits, turns, rates }: HsdsOptions) {
  const answer = (statement: Statement, { address }: FastifyRequest, deadline: Deadline): Promise<Answer> => {
    const { sender, worked } = rates.stranger(address);
    const work = () => run(pool, { ...statement, prepare: false }, deadline, unreadableValue);
    return deadline.within(turns.take(sender, work, worked));
  };
  const crowded = () => pool.health.failure ?? errorOf(commonFaults.SERVER_BUSY);
  let inFlight = 0;
  let streams = 0;

  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof HamkkeError) return fail(reply, error);
    if ((error.statusCode ?? 500) < 500) return fail(reply, errorOf(httpFaults.REQUEST_INVALID));
    throw error;
  });
  app.addHook('onRequest', async (request, reply) => {
    rates.request({ viewer: null, address: request.address });
    if (inFlight >= limits.maxInFlight) throw crowded();
    inFlight += 1;
    reply.raw.once('close', () => {
      inFlight -= 1;
    });
    // Everybody's, from whichever page it is asked; and looked at again each time, for a place may go into hiding.
    reply.header('access-control-allow-origin', '*').header('cache-control', 'no-cache');
  });

  app.get('/hsds', about);
  app.get('/hsds/', about);
  app.get('/hsds/profile', async (request, reply) => send(request, reply, profileFile('')!));
  app.get<{ Params: { '*': string } }>('/hsds/profile/*', async (request, reply) => {
    const text = profileFile(request.params['*']);
    if (text === null) throw notFound('문서');
    return send(request, reply, text);
  });

  for (const [path, of, name] of lists) {
    app.route<{ Querystring: Query }>({
      method: ['GET', 'POST'],
      url: `/hsds/${path}`,
      handler: async (request, reply) => {
        const asked = askedOf(of, request.query, limits);
        const { deadline } = request;
        if (asked.lines) {
          if (asked.sought) await fewEnough(of, asked, request);
          return lines(of, asked, request, reply);
        }
        const statement = pageStatement(listOf(of, asked), { ...asked, mostBytes: limits.hsdsBytes });
        return send(
          request,
          reply,
          sized((await answer(statement, request, deadline)).answer as string, limits.hsdsBytes),
        );
      },
    });
    app.get<{ Params: { id: string }; Querystring: Query }>(`/hsds/${path}/:id`, async (request, reply) => {
      const detail = detailOf(of, request.query);
      const id = idIn(request.params.id);
      const statement = oneStatement(of, id ?? '', detail, limits.hsdsBytes);
      const text = id && (await answer(statement, request, request.deadline)).answer;
      if (text === null || text === undefined) throw notFound(name);
      return send(request, reply, sized(text as string, limits.hsdsBytes));
    });
  }

  /** Refuses lines of too much: whoever wants it takes the whole list, which goes on from record to record. */
  async function fewEnough(of: Listed, asked: Asked, request: FastifyRequest) {
    const { answer: many } = await answer(countStatement(listOf(of, asked)), request, request.deadline);
    if ((many as number) > limits.hsdsSought)
      throw errorOf(hsdsFaults.TOO_MANY_LINES, { many, most: limits.hsdsSought });
  }

  async function lines(of: Listed, asked: Asked, request: FastifyRequest, reply: FastifyReply) {
    if (streams >= limits.hsdsStreams) throw errorOf(commonFaults.SERVER_BUSY);
    streams += 1;
    reply.raw.once('close', () => {
      streams -= 1;
    });
    // Whoever stops reading gives back their place.
    reply.raw.setTimeout(limits.requestDeadlineMs * 3, () => reply.raw.destroy());
    const made = documents(of, asked, request);
    // The first part comes before the status does: a database that is away is no empty list.
    const first = await made.next();
    const stream = Readable.from(following(first, made), { objectMode: false, highWaterMark: 1 });
    return reply.type('application/x-ndjson; charset=utf-8').send(stream);
  }

  async function* documents(of: Listed, asked: Asked, request: FastifyRequest) {
    const size = asked.detail.startsWith('full') ? limits.hsdsFullPage : 500;
    let after: string | null = null;
    do {
      const statement = linesStatement(listOf(of, asked), { after, size });
      const deadline = after === null ? request.deadline : request.deadline.anew();
      const { opened, answer: text } = await answer(statement, request, deadline);
      after = opened as string | null;
      if (text) yield `${text}\n`;
    } while (after !== null);
  }
}

async function* following(first: IteratorResult<string, void>, rest: AsyncGenerator<string, void>) {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

function listOf(of: Listed, asked: Asked): Page {
  const at = bound();
  const sought = soughtIn(of, asked, at);
  // What stands in no statement must not be bound to it.
  const where = sought?.filter ? [] : conditions(of, asked, at);
  return { of, detail: asked.detail, where, sought, bound: at };
}

function soughtIn(of: Listed, asked: Asked, at: Bound): Page['sought'] {
  const { sought, organization, term, taxonomy, since, lines } = asked;
  if (!sought) return null;
  const own = of !== 'service' || term || taxonomy || since || lines;
  return {
    words: at.bind(JSON.stringify(sought), 'jsonb'),
    filter: own ? null : at.bind(JSON.stringify(organization ? { organization } : {}), 'jsonb'),
  };
}

/** What is asked for, as conditions of a statement. */
function conditions(of: Listed, asked: Asked, at: Bound): string[] {
  return [
    asked.search && searched(of, asked.search, at),
    asked.term && withTerm(of, asked.term, at),
    asked.taxonomy && withTermOf(of, asked.taxonomy, at),
    asked.organization && givenBy(of, asked.organization, at),
    asked.since && modifiedSince(asked.since, at),
    asked.parent && under(asked.parent, at),
    asked.onTop && onTop,
  ].filter((each) => typeof each === 'string');
}

/** Organizations by the text that their names are found by, what is no service's by a part of its name. */
function searched(of: Listed, text: string, at: Bound): string {
  if (of !== 'organization') return named(text, at);
  return `s.id = any(array(select hamkke.organizations_named(${at.bind(namesSoughtBy(text), 'jsonb')})))`;
}

async function about(request: FastifyRequest, reply: FastifyReply) {
  const here = `${request.protocol}://${request.host}`;
  const text = JSON.stringify({
    version: '3.1',
    profile: `${URL.canParse(here) ? here : ''}/hsds/profile`,
    openapi_url: 'https://raw.githubusercontent.com/openreferral/specification/3.1/schema/openapi.json',
  });
  return send(request, reply.header('vary', 'host'), text);
}

function sized(text: string, most: number): string {
  if (text === '') throw errorOf(commonFaults.ANSWER_TOO_LARGE, { most });
  return text;
}

/** A document, or only that it is the same that the client has. */
function send(request: FastifyRequest, reply: FastifyReply, text: string) {
  const tag = `"${hash('sha256', text, 'base64url').slice(0, 27)}"`;
  reply.header('etag', tag);
  const had = request.headers['if-none-match'];
  if (had?.split(',').some((each) => each.trim().replace(/^W\//, '') === tag)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(text);
}
