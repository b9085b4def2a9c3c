import { hash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HamkkeError } from '../../errors.js';
import { errorOf } from '../../faults.js';
import { statisticsFaults } from '../../statistics/faults.js';
import {
  dimensionEntries,
  type EntitySet,
  type Entry,
  measureEntries,
  metadata,
  releaseEntries,
  setNames,
  sets,
} from '../../statistics/odata/model.js';
import {
  districtsIn,
  foundBy,
  type PageToken,
  pageSize,
  type Query,
  readQuery,
  releaseIn,
} from '../../statistics/odata/query.js';
import { textsOf } from '../../statistics/work.js';
import { failed } from '../errors.js';
import { languageOf, shown, tellLanguage } from '../language.js';
import { isKnown, mustAccept, tell } from './conditional.js';
import { openToAll, Source, type StatisticsOptions } from './source.js';

type Given = Readonly<Record<string, string | string[] | undefined>>;
interface Asked {
  Params: { '*'?: string };
  Querystring: Given;
}

/** Releases that one page looks into, before it says where to go on. */
const mostReleases = 3;

const jsonType = 'application/json;odata.metadata=minimal;charset=utf-8';

/** What was found of a set: one page, and where the next one begins. */
interface Page {
  /** Its entries as the inside of a JSON list, and how many they are. */
  texts: string;
  length: number;
  count: number;
  next: PageToken | null;
}

/**
 * /odata: published figures as an OData V4 service that can only be read, as far as the connectors of Excel, Power BI and
 * Tableau ask. Figures are of the last release of each district unless a filter names one.
 */
export async function odata(app: FastifyInstance, options: StatisticsOptions): Promise<void> {
  const source = new Source(options);
  openToAll(app, options, refuse);
  app.addHook('onRequest', async (_request, reply) => {
    reply
      .header('odata-version', '4.0')
      .header('cache-control', 'no-cache')
      .header('vary', 'host, accept, prefer');
  });

  app.get<Asked>('/odata', answer);
  app.get<Asked>('/odata/*', answer);

  async function answer(request: FastifyRequest<Asked>, reply: FastifyReply) {
    const path = request.params['*'] ?? '';
    if (path === '$metadata') {
      nothingBut(request.query, []);
      return send(request, reply, 'application/xml; charset=utf-8', metadata);
    }
    if (path === '') {
      nothingBut(request.query, ['$format']);
      return json(request, reply, {
        '@odata.context': `${rootOf(request)}$metadata`,
        value: setNames.map((name) => ({ name, kind: 'EntitySet', url: name })),
      });
    }
    const [, name, key, counted] = /^(\w+)(?:\('([\w:-]{1,200})'\)|(\/\$count))?$/.exec(path) ?? [];
    const set = Object.hasOwn(sets, name ?? '') ? sets[name as keyof typeof sets] : undefined;
    if (!set) throw errorOf(statisticsFaults.ODATA_NOTHING_HERE, { names: setNames });
    if (key !== undefined) return one(request, reply, set, key);
    if (counted !== undefined) {
      const query = { ...readQuery(request.query, set, ['$filter']), count: true };
      const { count } = await pageOf(request, set, query);
      return send(request, reply, 'text/plain; charset=utf-8', String(count));
    }
    const query = readQuery(request.query, set);
    mustAccept(request, ['application/json']);
    const { texts, length, count, next } = await pageOf(request, set, query, preferredSize(request, reply));
    const selected = request.query.$select === undefined ? '' : `(${query.columns.join(',')})`;
    const about = {
      '@odata.context': `${rootOf(request)}$metadata#${set.name}${selected}`,
      ...(query.count && { '@odata.count': count }),
      ...(next && { '@odata.nextLink': nextOf(request, set, query, length, next) }),
    };
    return send(request, reply, jsonType, `${JSON.stringify(about).slice(0, -1)},"value":[${texts}]}`);
  }

  async function one(request: FastifyRequest<Asked>, reply: FastifyReply, set: EntitySet, key: string) {
    const query = readQuery(request.query, set, ['$select', '$format']);
    const [, district, release] = /^(\d{5})[:-]([1-9]\d{0,5})\b/.exec(key) ?? [];
    const of =
      district === undefined || set.name !== 'Figures'
        ? null
        : await source.release(request, district, Number(release));
    const found =
      set.name === 'Figures'
        ? of && (await source.make(request, { kind: 'entry', id: of.id, text: of.text, query, key }))
        : textsOf(
            query,
            (await whole(request, set)).filter((each) => each[set.key] === key),
          );
    if (!found) throw errorOf(statisticsFaults.ODATA_NOTHING_HERE, { names: setNames });
    mustAccept(request, ['application/json']);
    const context = JSON.stringify(`${rootOf(request)}$metadata#${set.name}/$entity`);
    return send(request, reply, jsonType, `{"@odata.context":${context},${found.slice(1)}`);
  }

  /** The entries of a set that is small. */
  async function whole(request: FastifyRequest, { name }: EntitySet): Promise<readonly Entry[]> {
    if (name === 'Releases') return releaseEntries(await source.releases(request));
    return name === 'Measures' ? measureEntries : dimensionEntries;
  }

  async function pageOf(
    request: FastifyRequest,
    set: EntitySet,
    query: Query,
    size = pageSize,
  ): Promise<Page> {
    if (set.name === 'Figures') return figuresOf(request, query, size);
    const found = foundBy(query, await whole(request, set));
    const from = query.token?.after ?? query.skip;
    const entries = found.slice(from, from + Math.min(size, query.top ?? size));
    const after = from + entries.length;
    const isLast = after >= found.length || isDone(query, entries.length);
    return {
      texts: textsOf(query, entries),
      length: entries.length,
      count: found.length,
      next: isLast ? null : { district: '', release: 0, after },
    };
  }

  /** Figures, district after district: each answer looks into few releases and says where the next one goes on. */
  async function figuresOf(request: FastifyRequest, query: Query, size: number): Promise<Page> {
    const number = releaseIn(query);
    const named = districtsIn(query);
    const districts =
      named?.size === 1
        ? [...named]
        : (await source.districts(request)).filter((each) => named === null || named.has(each));
    if (districts.length > 1 && (query.count || query.skip > 0 || query.orderBy.length > 0))
      throw errorOf(statisticsFaults.ODATA_NEEDS_ONE_DISTRICT);
    const { token } = query;
    const ahead = districts.filter((each) => token === null || each >= token.district);
    const most = Math.min(size, query.top ?? size);
    const parts: string[] = [];
    let length = 0;
    let count = 0;
    const upTo = (next: PageToken | null): Page => ({
      texts: parts.join(','),
      length,
      count,
      next: isDone(query, length) ? null : next,
    });
    for (const [nth, district] of ahead.entries()) {
      if (nth > 0 && (length === most || nth === mostReleases))
        return upTo({ district, release: 0, after: 0 });
      const isBegun = token?.district === district && token.release > 0;
      const release = await source.release(request, district, isBegun ? token.release : number);
      if (!release) continue;
      const { id, text, head } = release;
      const from = isBegun ? token.after : query.skip;
      const part = await source.make(request, { kind: 'page', id, text, query, from, size: most - length });
      if (part.length > 0) parts.push(part.texts);
      length += part.length;
      count += part.count;
      const after = from + part.length;
      if (after < part.count && length === most && most > 0)
        return upTo({ district, release: head.number, after });
    }
    return upTo(null);
  }
}

/** How many entries a page has: fewer where the client prefers that, as OData says it. */
function preferredSize({ headers }: FastifyRequest, reply: FastifyReply): number {
  const [, said] = /(?:^|[,;\s])(?:odata\.)?maxpagesize=(\d{1,6})\b/.exec(String(headers.prefer ?? '')) ?? [];
  if (said === undefined || Number(said) === 0) return pageSize;
  const size = Math.min(pageSize, Number(said));
  reply.header('preference-applied', `odata.maxpagesize=${size}`);
  return size;
}

/** Whether all that was asked for is there. */
const isDone = ({ top }: Query, length: number) => top !== null && length >= top;

function nothingBut(given: Given, names: readonly string[]): void {
  const other = Object.keys(given).find((name) => !names.includes(name));
  if (other !== undefined) throw errorOf(statisticsFaults.ODATA_OPTION_UNSUPPORTED, { names }, other);
}

/** The address of the service as the client knows it. */
function rootOf({ protocol, host }: FastifyRequest): string {
  const here = `${protocol}://${host}`;
  return `${URL.canParse(here) ? here : ''}/odata/`;
}

/** The address of the next page: the same question, from where this one ended. */
function nextOf(
  request: FastifyRequest<Asked>,
  set: EntitySet,
  query: Query,
  given: number,
  next: PageToken,
) {
  const { $skip: _, $skiptoken: __, $top: ___, ...same } = request.query as Record<string, string>;
  const asked = {
    ...same,
    ...(query.top !== null && { $top: String(query.top - given) }),
    $skiptoken: `${next.district}.${next.release}.${next.after}`,
  };
  const search = Object.entries(asked).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${rootOf(request)}${set.name}?${search.join('&')}`;
}

function json(request: FastifyRequest, reply: FastifyReply, answer: unknown) {
  mustAccept(request, ['application/json']);
  return send(request, reply, jsonType, JSON.stringify(answer));
}

function send(request: FastifyRequest, reply: FastifyReply, type: string, text: string) {
  const known = { tag: hash('sha256', text, 'base64url').slice(0, 27) };
  tell(reply, known);
  if (isKnown(request, known)) return reply.code(304).send();
  return reply.type(type).send(text);
}

/** An error in the form that clients of OData read. */
function refuse(reply: FastifyReply, error: HamkkeError) {
  const language = languageOf(reply.request);
  tellLanguage(failed(reply, error), language);
  if (error.reason === 'TYPE_NOT_ACCEPTED') reply.code(406);
  const { message, extensions } = shown(error, reply.request, language);
  const { reason, field } = extensions as { reason: string; field?: string };
  return reply
    .type('application/json; charset=utf-8')
    .send({ error: { code: reason, message, ...(field !== undefined && { target: field }) } });
}
