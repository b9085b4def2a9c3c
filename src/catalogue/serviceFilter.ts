import { Float, ID, InputType, Int } from 'type-graphql';
import { anyInstant, districtCode, line, several } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { open } from '../access/grants.js';
import { inputField } from '../access/see.js';
import { districtOf, idOf } from '../database/planner/identifiers.js';
import { needDomain, serviceStatus } from '../database/tables/enums.js';
import { badInput } from '../errors.js';
import { KrwScalar } from '../scalars.js';
import { alike, nameLetters } from '../text/alike.js';

// Registered as the module loads: enums must be known before the schema is built.
const NeedDomainType = enumObject(needDomain);
const ServiceStatusType = enumObject(serviceStatus);

type NeedDomain = (typeof needDomain.enumValues)[number];

/** A field of a filter, which everybody may give. */
const Given = inputField(open);
const optional = { optional: true };

@InputType({ description: '지점. A point on the globe, WGS 84.' })
export class PointInput {
  @Given(() => Float, '위도. Latitude in degrees, from -90 to 90.')
  latitude!: number;

  @Given(() => Float, '경도. Longitude in degrees, from -180 to 180.')
  longitude!: number;
}

@InputType({ description: '둘레. All that is no further from a point than so many metres.' })
export class WithinInput {
  @Given(() => Float, '위도. Latitude in degrees, from -90 to 90.')
  latitude!: number;

  @Given(() => Float, '경도. Longitude in degrees, from -180 to 180.')
  longitude!: number;

  @Given(() => Int, '거리(m). From 1 to 100,000 metres.')
  metres!: number;
}

@InputType({ description: '서비스 조건. Every condition that is given must hold.' })
export class ServiceFilter {
  @Given(
    line(200),
    '검색어. Words, all of which must be found in its names, its agency’s or its description: parts of words, initial consonants (ㅈㄱ), Korean or English. Where nothing is found as it was typed, one mistake a word is forgiven.',
    optional,
  )
  search?: string | null;

  @Given(() => [NeedDomainType], '욕구 영역. Any of these.', optional)
  needDomains?: NeedDomain[] | null;

  @Given(() => [ServiceStatusType], '상태. Any of these.', optional)
  statuses?: string[] | null;

  @Given(() => ID, '제공 기관. Services of this organization.', optional)
  organization?: string | null;

  @Given(() => ID, '분류 용어. Services that carry this term or a narrower one.', optional)
  taxonomyTerm?: string | null;

  @Given(
    districtCode,
    '시·군·구 코드. Services given in this district or for those who live in it, five digits.',
    optional,
  )
  district?: string | null;

  @Given(
    line(60),
    '읍·면·동 이름. Services given in this dong or for those who live in it, as on an address.',
    optional,
  )
  dong?: string | null;

  @Given(() => Int, '나이. Services for this age in years; one that names no age is for all.', optional)
  age?: number | null;

  @Given(() => Boolean, '무료. Services that cost nothing, or those that are not known to.', optional)
  free?: boolean | null;

  @Given(() => KrwScalar, '최대 비용. Services that can be had for so many won or less.', optional)
  costUpTo?: number | null;

  @Given(anyInstant, '그때 여는 곳. Services that are given at this instant, by their schedules.', optional)
  openAt?: string | null;

  @Given(() => Boolean, '지금 여는 곳. Services that are given now, or those that are not.', optional)
  openNow?: boolean | null;

  @Given(
    several(line(60)),
    '언어. Any of these languages, by code (vi) or name (베트남어), 100 at most.',
    optional,
  )
  languages?: string[] | null;

  @Given(() => WithinInput, '둘레. Services with a place no further than this.', optional)
  within?: WithinInput | null;

  @Given(
    () => Boolean,
    '여유 있음. Services that have room, as somebody confirmed lately; what is unknown counts as no room.',
    optional,
  )
  roomAvailable?: boolean | null;

  @Given(() => Boolean, '후원 있음. Services that a sponsor pays for.', optional)
  sponsored?: boolean | null;
}

/** Refuses what is no point on the globe. */
export function pointOf<P extends PointInput>(point: P): P {
  if (!(Math.abs(point.latitude) <= 90 && Math.abs(point.longitude) <= 180))
    throw badInput('그런 위도와 경도는 없습니다. There is no such latitude and longitude.');
  return point;
}

function circleOf(circle: WithinInput): WithinInput {
  if (circle.metres >= 1 && circle.metres <= 100_000) return pointOf(circle);
  throw badInput('거리는 1m에서 100,000m까지입니다. "metres" must be from 1 to 100,000.');
}

/** A language as rows hold it: by its code, or by its name beside a code or without one (`hamkke.languages_of`). */
function spoken(language: string): string[] {
  const word = alike(language);
  return [word.replace(/[ _]/g, '-'), word, `name:${word}`];
}

/** An array as PostgreSQL writes it, each word once. */
const listed = (words: readonly string[]) =>
  `{${[...new Set(words)].map((word) => `"${word.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

/** More are nothing that anybody speaks, and each is compared with each of every service. */
const mostLanguages = 100;

function languagesOf(languages: readonly string[]): string {
  if (languages.length <= mostLanguages) return listed(languages.flatMap(spoken));
  throw badInput(`언어는 ${mostLanguages}개까지입니다. "languages" has at most ${mostLanguages}.`);
}

type Asked = Required<{ [K in keyof ServiceFilter]: NonNullable<ServiceFilter[K]> }>;

/** How the database is asked what a client asked: each condition that `hamkke.narrowed` knows, with its value. */
const asked: { [K in Exclude<keyof Asked, 'search'>]: (value: Asked[K]) => unknown } = {
  needDomains: listed,
  statuses: listed,
  organization: (id) => idOf('Organization', id).id,
  taxonomyTerm: (id) => idOf('TaxonomyTerm', id).id,
  district: districtOf,
  dong: nameLetters,
  age: (age) => age,
  free: (free) => free,
  costUpTo: (amount) => amount,
  openAt: (instant) => instant,
  openNow: (open) => open,
  languages: languagesOf,
  within: circleOf,
  roomAvailable: (room) => room,
  sponsored: (sponsored) => sponsored,
};

/** A filter as `hamkke.narrowed` takes it. What is absent or null narrows nothing. */
export function narrowing(filter: ServiceFilter | null | undefined): Record<string, unknown> {
  const given = Object.entries(asked).filter(
    ([name]) => (filter?.[name as keyof ServiceFilter] ?? null) !== null,
  );
  return Object.fromEntries(
    given.map(([name, as]) => [
      name,
      (as as (value: unknown) => unknown)(filter![name as keyof ServiceFilter]),
    ]),
  );
}
