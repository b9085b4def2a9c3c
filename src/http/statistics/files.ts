import { hash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { type Language, languages } from '../../errors.js';
import type { Measure } from '../../fact/measures.js';
import { errorOf } from '../../faults.js';
import { metricsFaults } from '../../metrics/faults.js';
import { dictionary } from '../../statistics/dictionary.js';
import {
  addressesOf,
  addressOf,
  type Choice,
  type Format,
  type FormatName,
  formatNames,
  formats,
  tagOf,
} from '../../statistics/files.js';
import { type MadeFile, manifestOf } from '../../statistics/manifest.js';
import { publishedMeasures } from '../../statistics/rows.js';
import { fail } from '../errors.js';
import { hsdsFaults } from '../hsds/faults.js';
import { isKnown, mustAccept, tell } from './conditional.js';
import { openToAll, type Release, Source, type StatisticsOptions } from './source.js';

/** Bytes of files that are remembered, so that one that many want is made once. */
const mostRemembered = 32_000_000;
/** A numbered release never changes. */
const forEver = 'public, max-age=31536000, immutable';
const forAMinute = 'public, max-age=60';

type Query = Readonly<Record<string, string | string[] | undefined>>;
interface Asked {
  Params: { district: string; file: string };
  Querystring: Query;
}

/**
 * The files of releases under /statistics: lists of releases, a manifest for each, and its figures as CSV, JSON-stat,
 * XLSX and Parquet.
 */
export async function statisticsFiles(app: FastifyInstance, options: StatisticsOptions): Promise<void> {
  const source = new Source(options);
  const remembered = new LRUCache<string, Buffer>({
    maxSize: mostRemembered,
    sizeCalculation: ({ length }) => Math.max(1, length),
  });
  const measured = new LRUCache<string, Omit<MadeFile, 'name'>>({ max: 10_000 });
  const beingMade = new Map<string, Promise<Buffer>>();
  openToAll(app, options, (reply, error) =>
    fail(reply, error, error.reason === 'TYPE_NOT_ACCEPTED' ? 406 : undefined),
  );

  /** The bytes of a file. Whoever comes while it is made waits for the same ones. */
  function made(request: FastifyRequest, tag: string, name: FormatName, { text }: Release, choice: Choice) {
    const ready = remembered.get(tag) ?? beingMade.get(tag);
    if (ready) return ready;
    const making = source
      .make(request, { kind: 'file', text, name, choice })
      .then(({ buffer, byteOffset, length }) => {
        const bytes = Buffer.from(buffer, byteOffset, length);
        remembered.set(tag, bytes);
        return bytes;
      })
      .finally(() => beingMade.delete(tag));
    beingMade.set(tag, making);
    return making;
  }

  /** How large a file is and what its bytes are known by. */
  async function measuredFile(
    request: FastifyRequest,
    name: FormatName,
    release: Release,
  ): Promise<MadeFile> {
    const choice = { measure: null, language: 'ko' } as const;
    const tag = tagOf(release.id, name, choice);
    const known = measured.get(tag);
    if (known) return { name, ...known };
    const bytes = await made(request, tag, name, release, choice);
    const found = { bytes: bytes.length, sha256: hash('sha256', bytes) };
    measured.set(tag, found);
    return { name, ...found };
  }

  app.get<{ Querystring: Query }>('/statistics/releases.json', async (request, reply) => {
    read(request.query, {});
    mustAccept(request, ['application/json']);
    const releases = await source.releases(request);
    return json(request, reply, {
      releases: releases.map((each) => ({ ...each, ...addresses(each.district, each.number) })),
    });
  });

  app.get<{ Querystring: Query }>('/statistics/dictionary.json', async (request, reply) => {
    read(request.query, {});
    mustAccept(request, ['application/json']);
    return json(request, reply.header('content-language', 'ko, en'), dictionary);
  });

  app.get<{ Params: { district: string }; Querystring: Query }>(
    '/statistics/:district/releases.json',
    async (request, reply) => {
      read(request.query, {});
      const releases = await source.list(request, districtIn(request.params.district));
      if (releases.length === 0) throw errorOf(metricsFaults.NOTHING_PUBLISHED);
      mustAccept(request, ['application/json']);
      return json(request, reply, {
        releases: releases.map(({ firstMonth, lastMonth, protection, corrections, ...each }) => {
          const [ko, en] = protection.split('\n');
          return {
            ...each,
            firstMonth: firstMonth.slice(0, 7),
            lastMonth: lastMonth.slice(0, 7),
            protection: { ko, en },
            corrections: corrections.map((one) => ({ ...one, month: one.month.slice(0, 7) })),
            ...addresses(each.district, each.number),
          };
        }),
      });
    },
  );

  app.get<{ Params: { district: string; number: string }; Querystring: Query }>(
    '/statistics/:district/:number/manifest.json',
    async (request, reply) => {
      const choice = read(request.query, {});
      const { district, number } = request.params;
      const release = await found(request, district, number);
      if (number === 'latest')
        return toNumber(reply, addressOf(district, release.head.number, 'manifest.json'));
      mustAccept(request, ['application/json']);
      const known = { tag: tagOf(release.id, 'manifest.json', choice), modified: release.head.madeAt };
      tell(reply, known).header('cache-control', forEver).header('content-language', 'ko, en');
      if (isKnown(request, known)) return reply.code(304).send();
      const files: MadeFile[] = [];
      for (const name of formatNames) files.push(await measuredFile(request, name, release));
      return reply
        .type('application/json; charset=utf-8')
        .send(`${JSON.stringify(manifestOf(release.head, files), null, 2)}\n`);
    },
  );

  app.get<Asked>('/statistics/:district/:file', async (request, reply) => {
    const { district, file } = request.params;
    const [number, name] = fileIn(file);
    const format: Format = formats[name];
    const choice = read(request.query, {
      measure: publishedMeasures,
      ...(format.inLanguages && { lang: languages }),
    });
    const release = await found(request, district, number);
    const address = addressOf(district, release.head.number, name);
    if (number === 'latest') return toNumber(reply, `${address}${searchOf(request.query)}`);
    mustAccept(request, format.accepted);
    const known = { tag: tagOf(release.id, name, choice), modified: release.head.madeAt };
    tell(reply, known)
      .header('cache-control', forEver)
      .header('content-language', format.languages(choice.language))
      .header('content-disposition', dispositionOf(release, name, format, choice));
    if (name === 'csv') {
      const described = `${number}.csv-metadata.json${searchOf(request.query)}`;
      reply.header('link', `<${described}>; rel="describedby"; type="application/csvm+json"`);
    }
    if (isKnown(request, known)) return reply.code(304).send();
    const bytes = await made(request, known.tag, name, release, choice);
    return reply.type(format.type).send(bytes);
  });

  /** A release by its district and number, or the last one; an unknown district is as one that published nothing. */
  async function found(request: FastifyRequest, district: string, number: string): Promise<Release> {
    const which = number === 'latest' ? null : Number(number);
    const known = which === null || /^[1-9]\d{0,5}$/.test(number);
    const release = known && (await source.release(request, districtIn(district), which));
    if (!release) throw errorOf(metricsFaults.NOTHING_PUBLISHED);
    return release;
  }
}

function districtIn(text: string): string {
  if (!/^\d{5}$/.test(text)) throw errorOf(metricsFaults.NOTHING_PUBLISHED);
  return text;
}

/** The number and the format in the name of a file. */
function fileIn(file: string): [number: string, name: FormatName] {
  const dot = file.indexOf('.');
  const name = formatNames.find((each) => each === file.slice(dot + 1));
  if (dot < 0 || !name) throw errorOf(metricsFaults.NOTHING_PUBLISHED);
  return [file.slice(0, dot), name];
}

/** Reads the parameters, each of a closed list; what nobody reads is refused. */
function read(query: Query, allowed: Readonly<Record<string, readonly string[]>>): Choice {
  const names = Object.keys(allowed);
  for (const [name, value] of Object.entries(query)) {
    if (!names.includes(name)) throw errorOf(hsdsFaults.PARAMETER_UNKNOWN, { names }, name);
    if (typeof value !== 'string') throw errorOf(hsdsFaults.PARAMETER_GIVEN_TWICE, {}, name);
    if (!allowed[name]!.includes(value))
      throw errorOf(hsdsFaults.PARAMETER_NOT_AMONG, { values: allowed[name] }, name);
  }
  return {
    measure: (query.measure as Measure | undefined) ?? null,
    language: (query.lang as Language | undefined) ?? 'ko',
  };
}

/** The parameters again, which were looked at before. */
const searchOf = (query: Query) => {
  const text = new URLSearchParams(query as Record<string, string>).toString();
  return text && `?${text}`;
};

const addresses = (district: string, number: number) => ({
  manifest: addressOf(district, number, 'manifest.json'),
  files: addressesOf(district, number),
});

/** What the last release is changes with the next one. */
const toNumber = (reply: FastifyReply, address: string) =>
  reply.header('cache-control', forAMinute).redirect(address, 302);

/** A name to save a file under, in ASCII and in Korean. */
function dispositionOf({ head }: Release, name: FormatName, { saved }: Format, { measure }: Choice): string {
  const { district, districtName, number } = head;
  const plain = ['hamkke-statistics', district, number, ...(measure ? [measure] : [])].join('-');
  const korean = `${districtName} 복지통계 ${number}차${measure ? ` ${measure}` : ''}.${name}`;
  const encoded = encodeURIComponent(korean).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16)}`,
  );
  return `${saved ? 'attachment' : 'inline'}; filename="${plain}.${name}"; filename*=UTF-8''${encoded}`;
}

function json(request: FastifyRequest, reply: FastifyReply, answer: unknown) {
  const text = `${JSON.stringify(answer)}\n`;
  const known = { tag: hash('sha256', text, 'base64url').slice(0, 27) };
  tell(reply, known).header('cache-control', forAMinute);
  if (isKnown(request, known)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(text);
}
