import { readFile } from 'node:fs/promises';
import * as enums from '../database/tables/enums.js';
import { StartError } from '../errors.js';
import type { Beginning, Office } from './district.js';

/** Kinds of office that an operator enters: the others are proposed by partners, or entered by editors. */
export const officeKinds = ['DISTRICT_OFFICE', 'DONG_OFFICE', 'CRISIS_CENTER', 'POLICE'] as const;

/** What an operator said so far, by flags, in a file or in answers. */
export interface Said {
  district?: string | undefined;
  office?: string | undefined;
  offices?: Office[] | undefined;
  administrator?:
    | { subject?: string | undefined; name?: string | undefined; title?: string | undefined }
    | undefined;
  review?: Beginning['review'];
}

const longest = 200;

/** What stands in a file of JSON, each wrong value by its place. */
export async function readAnswers(path: string): Promise<Said> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new StartError(`${path} cannot be read: ${error.message}`);
  });
  let said: unknown;
  try {
    said = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new StartError(`${path} is no JSON: ${(error as Error).message}`);
  }
  const wrong: string[] = [];
  const answers = objectIn(said, '', ['district', 'office', 'offices', 'administrator', 'review'], wrong);
  const administrator = objectIn(answers.administrator, 'administrator', ['subject', 'name', 'title'], wrong);
  const review = objectIn(answers.review, 'review', Object.keys(reviewForms), wrong);
  for (const [key, value] of Object.entries({ ...pick(answers, ['district', 'office']), ...administrator }))
    if (typeof value !== 'string') wrong.push(`"${key}" is a text.`);
  for (const [key, value] of Object.entries(review))
    if (!reviewForms[key]!.test(String(value)))
      wrong.push(`"review.${key}" is ${value}, which it cannot be.`);
  const offices = answers.offices === undefined ? [] : answers.offices;
  if (!Array.isArray(offices)) wrong.push('"offices" is a list.');
  else for (const [at, each] of offices.entries()) wrong.push(...officeFaults(each, `offices[${at}]`));
  if (wrong.length > 0) throw new StartError(`${path}:\n${wrong.map((each) => `  ${each}`).join('\n')}`);
  return said as Said;
}

const reviewForms: Readonly<Record<string, RegExp>> = {
  nightFrom: /^([01]\d|2[0-3]):[0-5]\d$/,
  nightUntil: /^([01]\d|2[0-3]):[0-5]\d$/,
  nightReads: /^\d{1,6}$/,
  householdsADay: /^[1-9]\d{0,5}$/,
};

type Json = Record<string, unknown>;
const pick = (from: Json, names: string[]) =>
  Object.fromEntries(names.filter((each) => each in from).map((each) => [each, from[each]]));

function objectIn(value: unknown, at: string, known: readonly string[], wrong: string[]): Json {
  if (value === undefined) return {};
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    wrong.push(at ? `"${at}" is an object.` : 'What stands in it is no object.');
    return {};
  }
  for (const key of Object.keys(value))
    if (!known.includes(key))
      wrong.push(`"${at ? `${at}.` : ''}${key}" is not known; known are ${known.join(', ')}.`);
  return value as Json;
}

function officeFaults(value: unknown, at: string): string[] {
  const wrong: string[] = [];
  const { name, kind } = objectIn(value, at, ['name', 'kind'], wrong);
  if (typeof name !== 'string' || !name.trim()) wrong.push(`"${at}.name" is missing.`);
  if (!(officeKinds as readonly unknown[]).includes(kind))
    wrong.push(`"${at}.kind" is one of ${officeKinds.join(', ')}.`);
  return wrong;
}

/** The whole of what is to be made, with all that is missing in one sentence. */
export function complete({ district, office, offices = [], administrator = {}, review }: Said): Beginning {
  const title = administrator.title?.trim() || '통합포털 관리자';
  const all = {
    district: district?.trim(),
    office: office?.trim(),
    subject: administrator.subject?.trim(),
    name: administrator.name?.trim(),
  };
  const missing = Object.entries(all).flatMap(([name, value]) => (value ? [] : [name]));
  if (missing.length > 0) throw new StartError(`Say also: ${missing.join(', ')}. See --help.`);
  refuseUnreadable([all.subject!, all.name!, title]);
  return {
    district: all.district!,
    offices: readOffices([{ name: all.office!, kind: 'DISTRICT_OFFICE' }, ...offices]),
    administrator: { subject: all.subject!, name: all.name!, title },
    ...(review ? { review } : {}),
  };
}

function refuseUnreadable(texts: readonly string[]) {
  if (texts.some((each) => each.length > longest || hasControl(each)))
    throw new StartError(`Names and subjects have ${longest} letters at most, all of which can be seen.`);
}

/** Offices as they are written, each with a name of its own. */
export function readOffices(offices: readonly Office[]): Office[] {
  const read = offices.map(({ name, kind }) => ({ name: name.trim(), kind }));
  refuseUnreadable(read.map(({ name }) => name));
  if (new Set(read.map(({ name }) => name)).size < read.length)
    throw new StartError('Two offices have one name.');
  return read;
}

const hasControl = (text: string) => [...text].some((each) => each.codePointAt(0)! < 32 || each === '\u007f');

/** The kinds of office in words, for whoever is asked. */
export const kindWords = () =>
  officeKinds.filter((each) => enums.partnerKind.enumValues.includes(each)).join(', ');
