import { Float, ObjectType } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { open } from '../access/grants.js';
import { Derived, One } from '../access/relations.js';
import { connectionOf } from '../connection.js';
import * as tables from '../database/tables/catalogue.js';
import { capacityState } from '../database/tables/enums.js';
import { DateTimeScalar } from '../scalars.js';
import { described } from './attributes.js';
import { capacitySql } from './upkeep/capacity.js';

// Registered as the modules load: enums must be known before the schema is built.
const CapacityStateType = enumObject(capacityState);
const words = (description: string) => ({ grant: open, description });

// What a service costs, takes and asks for, and what else an organization is known by.

@ObjectType({
  description:
    '비용. 한 경우에 서비스 비용이 얼마인지 보여 줍니다. What a service costs in one case (HSDS cost_option).',
})
export class CostOption extends described(tables.costOptions, {
  id: '고유 식별자. Stable identifier, to propose a change by.',
  option: '조건. For whom or in which case.',
  amount: '금액. Amount in the currency.',
  currency: '통화. ISO 4217 code.',
  amountDescription: '금액 설명. The price in words.',
  validFrom: '적용 시작일. First day that this holds.',
  validTo: '적용 종료일. Last day that this holds.',
}) {}

@ObjectType({
  description: '단위. 병상처럼 자리를 세는 단위입니다. What room is counted in, such as beds (HSDS unit).',
})
export class Unit extends described(tables.units, {
  id: '고유 식별자. Stable identifier.',
  name: '단위 이름. Name of the unit.',
  scheme: '체계. The scheme that defines it.',
  identifier: '부호. Its identifier in the scheme.',
  uri: '단위 URI. A persistent identifier.',
  lastModified: '최근 수정. When the record last changed.',
}) {}

@ObjectType({
  description:
    '정원과 여유. 서비스에 자리가 얼마나 있는지 보여 주며, 한동안 아무도 확인하지 않으면 알 수 없습니다. How much room a service has (HSDS service_capacity); unknown when nobody has confirmed it for a time.',
})
export class ServiceCapacity extends described(tables.serviceCapacities, {
  id: '고유 식별자. Stable identifier, to confirm it by.',
  maximum: '정원. Most that can be served.',
  description: '설명. Remark.',
  updated: '갱신 시각. When somebody last confirmed it.',
}) {
  @Derived(
    () => CapacityStateType,
    capacitySql.state,
    words('여유 상태. Whether there is room, no room, or nobody knows.'),
  )
  readonly state!: string;

  @Derived(
    () => Float,
    capacitySql.available,
    words('남은 자리. Room that is left; null when nobody has confirmed it for a time.'),
    { optional: true },
  )
  readonly available!: number | null;

  @Derived(
    () => Float,
    capacitySql.lastAvailable,
    words('마지막으로 확인한 자리. Room that was left when it was confirmed last, however long ago.'),
  )
  readonly lastAvailable!: number;

  @Derived(
    () => DateTimeScalar,
    capacitySql.currentUntil,
    words('유효 시각. Until when it holds, unless it is confirmed again; then it is unknown.'),
  )
  readonly currentUntil!: string;

  @One(() => Unit, { id: 'unitId' }, words('단위. What is counted.'))
  readonly unit!: Unit | null;
}

export const UnitConnection = connectionOf(Unit, 'Unit', '단위');

@ObjectType({
  description:
    '서비스 지역. 어느 지역 사람에게 제공하는지 보여 줍니다. Where a service is given to people of (HSDS service_area).',
})
export class ServiceArea extends described(tables.serviceAreas, {
  id: '고유 식별자. Stable identifier, to propose a change by.',
  name: '이름. Name of the area.',
  description: '설명. The area in words.',
  extent: '범위. The area, in the form that extentType says.',
  extentType: '범위 형식. geojson, topojson, kml or text.',
  uri: 'URI. A persistent identifier of the area.',
}) {}

@ObjectType({
  description: '재원. 누가 비용을 내는지 글로 적은 것입니다. Who pays for it, in words (HSDS funding).',
})
export class Funding extends described(tables.funding, {
  id: '고유 식별자. Stable identifier, to propose a change by.',
  source: '출처. Where the money comes from.',
}) {}

@ObjectType({
  description:
    '구비 서류. 가져와야 하는 서류입니다. A document that one must bring (HSDS required_document).',
})
export class RequiredDocument extends described(tables.requiredDocuments, {
  id: '고유 식별자. Stable identifier, to propose a change by.',
  document: '서류. What to bring.',
  uri: '안내 주소. A page about the document.',
}) {}

@ObjectType({
  description: '주소(URL). 그것을 알리는 다른 페이지의 주소입니다. Another page about it (HSDS url).',
})
export class Url extends described(tables.urls, {
  id: '고유 식별자. Stable identifier, to propose a change by.',
  label: '이름. What the page is.',
  url: '주소. Its address.',
}) {}

@ObjectType({
  description:
    '기관 식별 번호. 다른 곳에서 그 기관을 부르는 번호입니다. What an organization is known by elsewhere (HSDS organization_identifier).',
})
export class OrganizationIdentifier extends described(tables.organizationIdentifiers, {
  id: '고유 식별자. Stable identifier, to propose a change by.',
  identifierScheme: '체계. The scheme, as org-id.guide names it.',
  identifierType: '종류. What kind of number it is.',
  identifier: '번호. The identifier.',
}) {}
