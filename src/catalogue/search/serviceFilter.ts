import { Float, ID, InputType, Int } from 'type-graphql';
import { anyInstant, districtCode, line, several } from '../../access/bounds.js';
import { enumObject } from '../../access/columns.js';
import { inputField } from '../../access/decorators.js';
import { compares, type FilterField, filterField, isAnyOf } from '../../access/filters.js';
import { open } from '../../access/grants.js';
import { commonFaults } from '../../commonFaults.js';
import { districtOf, idIn } from '../../database/planner/identifiers.js';
import { organizations, sponsorships } from '../../database/tables/catalogue.js';
import { needDomain, serviceStatus } from '../../database/tables/enums.js';
import { errorOf } from '../../faults.js';
import { KrwScalar } from '../../scalars.js';
import { alike, nameLetters } from '../../text/alike.js';
import { catalogueFaults } from '../faults.js';

// Registered as the module loads: enums must be known before the schema is built.
const NeedDomainType = enumObject(needDomain);
const ServiceStatusType = enumObject(serviceStatus);

type NeedDomain = (typeof needDomain.enumValues)[number];

/** A field of a place, which everybody may give. */
const InputField = inputField(open);
/** A field of a filter, which everybody may give. */
const Narrow = filterField(open);

@InputType({ description: '지점. WGS 84 좌표로 한 지점을 적습니다. A point on the globe, WGS 84.' })
export class PointInput {
  @InputField(() => Float, '위도. Latitude in degrees, from -90 to 90.')
  latitude!: number;

  @InputField(() => Float, '경도. Longitude in degrees, from -180 to 180.')
  longitude!: number;
}

@InputType({
  description:
    '둘레. 한 지점에서 몇 미터 안에 있는 것을 찾습니다. All that is no further from a point than so many metres.',
})
export class WithinInput {
  @InputField(() => Float, '위도. Latitude in degrees, from -90 to 90.')
  latitude!: number;

  @InputField(() => Float, '경도. Longitude in degrees, from -180 to 180.')
  longitude!: number;

  @InputField(() => Int, '거리(m). From 1 to 100,000 metres.')
  metres!: number;
}

/** Refuses what is no point on the globe. */
export function pointOf<P extends PointInput>(point: P): P {
  if (!(Math.abs(point.latitude) <= 90 && Math.abs(point.longitude) <= 180))
    throw errorOf(catalogueFaults.NO_SUCH_POINT);
  return point;
}

function circleOf(circle: WithinInput): WithinInput {
  if (circle.metres >= 1 && circle.metres <= 100_000) return pointOf(circle);
  throw errorOf(commonFaults.NUMBER_OUT_OF_RANGE, { least: 1, most: 100_000 }, 'filter.within.metres');
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
  throw errorOf(commonFaults.LIST_TOO_LONG, { most: mostLanguages }, 'filter.languages');
}

/** Whose services they are, which says nothing where the organization is one that nobody may know of. */
export const itsOrganization = { table: organizations, on: { id: 'organizationId' } };
const itsSponsorships = { table: sponsorships, on: { serviceId: 'id' } };
/** A field that `hamkke.narrowed` alone knows, with how it takes the value. */
const narrowed = <V>(as: (value: V) => unknown): FilterField => ({ as });

@InputType({
  description:
    '서비스 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
export class ServiceFilter {
  @Narrow(
    line(200),
    '검색어. Words, all of which must be found in its names, its agency’s or its description: parts of words, initial consonants (ㅈㄱ), Korean or English. Where nothing is found as it was typed, one mistake a word is forgiven.',
    { apart: true },
  )
  search?: string | null;

  @Narrow(() => [NeedDomainType], '욕구 영역. Any of these.', {
    ...isAnyOf('need_domain', 'need_domain'),
    as: listed,
  })
  needDomains?: NeedDomain[] | null;

  @Narrow(() => [ServiceStatusType], '상태. 이 상태 가운데 하나인 것만 받습니다. Any of these.', {
    ...isAnyOf('status', 'service_status'),
    as: listed,
  })
  statuses?: string[] | null;

  @Narrow(() => ID, '제공 기관. Services of this organization.', {
    ...compares('id', '=', 'uuid', itsOrganization),
    as: idIn('Organization'),
  })
  organization?: string | null;

  @Narrow(
    () => ID,
    '분류 용어. Services that carry this term or a narrower one.',
    narrowed(idIn('TaxonomyTerm')),
  )
  taxonomyTerm?: string | null;

  @Narrow(
    districtCode,
    '시·군·구 코드. Services given in this district or for those who live in it, five digits.',
    narrowed(districtOf),
  )
  district?: string | null;

  @Narrow(
    line(60),
    '읍·면·동 이름. Services given in this dong or for those who live in it, as on an address.',
    narrowed(nameLetters),
  )
  dong?: string | null;

  @Narrow(() => Int, '나이. Services for this age in years; one that names no age is for all.')
  age?: number | null;

  @Narrow(() => Boolean, '무료. Services that cost nothing, or those that are not known to.')
  free?: boolean | null;

  @Narrow(() => KrwScalar, '최대 비용. Services that can be had for so many won or less.')
  costUpTo?: number | null;

  @Narrow(anyInstant, '그때 여는 곳. Services that are given at this instant, by their schedules.')
  openAt?: string | null;

  @Narrow(() => Boolean, '지금 여는 곳. Services that are given now, or those that are not.')
  openNow?: boolean | null;

  @Narrow(
    several(line(60)),
    '언어. Any of these languages, by code (vi) or name (베트남어), 100 at most.',
    narrowed(languagesOf),
  )
  languages?: string[] | null;

  @Narrow(() => WithinInput, '둘레. Services with a place no further than this.', narrowed(circleOf))
  within?: WithinInput | null;

  @Narrow(
    () => Boolean,
    '여유 있음. Services that have room, as somebody confirmed lately; what is unknown counts as no room.',
  )
  roomAvailable?: boolean | null;

  @Narrow(() => Boolean, '후원 있음. Services that a sponsor pays for.', {
    type: 'boolean',
    of: itsSponsorships,
  })
  sponsored?: boolean | null;
}
