import { hash } from 'node:crypto';
import type { Language } from '../errors.js';
import type { Measure } from '../fact/measures.js';
import type { ReleaseTable } from '../release/table.js';
import { csvOf } from './csv.js';
import { csvwOf } from './csvw.js';
import { dictionary } from './dictionary.js';
import { jsonStatOf } from './jsonStat.js';
import { parquetOf } from './parquet.js';
import { xlsxOf } from './xlsx.js';

/** What of a release is asked for: all measures or one, and the language of its names. */
export interface Choice {
  measure: Measure | null;
  language: Language;
}

/** A shape in which a release is given. */
export interface Format {
  /** The media type that it is sent as. */
  type: string;
  /** Media types that whoever accepts them can take it as. */
  accepted: readonly string[];
  /** Whether a browser should save it and not show it. */
  saved: boolean;
  /** Whether its names come in a language that is asked for; otherwise they are Korean, or in both. */
  inLanguages: boolean;
  /** The languages that are in it. */
  languages: (language: Language) => string;
  make(table: ReleaseTable, choice: Choice): Buffer | Promise<Buffer>;
}

const korean = () => 'ko';
const both = () => 'ko, en';

/** Every file of a release by the ending of its name. */
export const formats = {
  csv: {
    type: 'text/csv; charset=utf-8; header=present',
    accepted: ['text/csv'],
    saved: true,
    inLanguages: false,
    languages: korean,
    make: (table, { measure }) => csvOf(table, measure),
  },
  'csv-metadata.json': {
    type: 'application/csvm+json; charset=utf-8',
    accepted: ['application/csvm+json', 'application/ld+json', 'application/json'],
    saved: false,
    inLanguages: false,
    languages: both,
    make: (table, { measure }) => csvwOf(table, measure),
  },
  json: {
    type: 'application/json; charset=utf-8',
    accepted: ['application/json'],
    saved: false,
    inLanguages: true,
    languages: (language) => language,
    make: (table, { measure, language }) => jsonStatOf(table, measure, language),
  },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    accepted: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    saved: true,
    inLanguages: false,
    languages: korean,
    make: (table, { measure }) => xlsxOf(table, measure),
  },
  parquet: {
    type: 'application/vnd.apache.parquet',
    accepted: ['application/vnd.apache.parquet', 'application/octet-stream'],
    saved: true,
    inLanguages: false,
    languages: korean,
    make: (table, { measure }) => parquetOf(table, measure),
  },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as readonly FormatName[];

/** To be raised when a format is written in another way: what was the same release has other bytes then. */
const edition = 1;
/** The words that stand in files change with the program and not with a release. */
const vocabulary = hash('sha256', JSON.stringify([edition, dictionary]));

/**
 * What tells one file from every other: of which release, as the database gave it with its hash and the names of its
 * dong, in which format and what of it.
 */
export const tagOf = (release: string, name: string, { measure, language }: Choice) =>
  hash('sha256', [release, vocabulary, name, measure, language].join('\n'), 'base64url').slice(0, 27);

/** The address of a file of a release. */
export const addressOf = (district: string, number: number, name: FormatName | 'manifest.json') =>
  name === 'manifest.json'
    ? `/statistics/${district}/${number}/manifest.json`
    : `/statistics/${district}/${number}.${name}`;

/** The addresses of all files of a release. */
export const addressesOf = (district: string, number: number) =>
  Object.fromEntries(formatNames.map((name) => [name, addressOf(district, number, name)]));
