import { ObjectType } from 'type-graphql';
import { record } from '../access/columns.js';
import { open } from '../access/grants.js';
import { Many, One } from '../access/relations.js';
import * as tables from '../database/tables/catalogue.js';

// What hangs on an organization, a service or a location: read with it, never by itself.

@ObjectType({ description: '전화. A telephone number (HSDS phone).' })
export class Phone extends record(tables.phones, {
  number: '번호. The number as it is dialled.',
  extension: '내선. Extension.',
  type: '유형. Voice, fax, text …, as the source says.',
  description: '설명. What it is for.',
}) {}

@ObjectType({ description: '담당자. A person or desk to contact (HSDS contact).' })
export class Contact extends record(tables.contacts, {
  name: '이름. Name of the person.',
  title: '직함. Job title.',
  department: '부서. Department.',
  email: '전자우편. E-mail.',
}) {
  @Many(() => Phone, { contactId: 'id' }, ['number', 'id'], {
    grant: open,
    description: '전화. Telephone numbers of this contact.',
  })
  readonly phones!: Phone[];
}

@ObjectType({ description: '주소. An address (HSDS address).' })
export class Address extends record(tables.addresses, {
  addressType: '주소 유형. Physical, postal or virtual.',
  attention: '수신. Whom to address.',
  address1: '주소. First line.',
  address2: '상세 주소. Second line.',
  city: '시·군·구. City.',
  region: '지역. Region.',
  stateProvince: '시·도. State or province.',
  postalCode: '우편번호. Postal code.',
  country: '국가. ISO 3166-1 code of the country.',
}) {}

@ObjectType({ description: '시간표. When a service is given or a place is open (HSDS schedule).' })
export class Schedule extends record(tables.schedules, {
  byday: '요일. Day of the week.',
  opensAt: '시작 시각. When it opens, local time.',
  closesAt: '종료 시각. When it closes, local time.',
  validFrom: '적용 시작일. First day that this holds.',
  validTo: '적용 종료일. Last day that this holds.',
  dtstart: '첫 일정. First day of the recurrence.',
  freq: '반복 주기. WEEKLY or MONTHLY.',
  interval: '반복 간격. Every so many periods.',
  description: '설명. The hours in words.',
  notes: '비고. Exceptions and remarks.',
}) {}

@ObjectType({ description: '언어. A language that is spoken (HSDS language).' })
export class Language extends record(tables.languages, {
  name: '언어 이름. Name of the language.',
  code: '언어 부호. ISO 639 code.',
  note: '비고. Remark.',
}) {}

@ObjectType({ description: '접근성. Help for people with disabilities at a place (HSDS accessibility).' })
export class Accessibility extends record(tables.accessibilities, {
  description: '설명. What there is.',
  details: '상세. Details.',
  url: '안내 주소. A page about it.',
}) {}

@ObjectType({ description: '비용. What a service costs in one case (HSDS cost_option).' })
export class CostOption extends record(tables.costOptions, {
  option: '조건. For whom or in which case.',
  amount: '금액. Amount in the currency.',
  currency: '통화. ISO 4217 code.',
  amountDescription: '금액 설명. The price in words.',
  validFrom: '적용 시작일. First day that this holds.',
  validTo: '적용 종료일. Last day that this holds.',
}) {}

@ObjectType({ description: '단위. What room is counted in, such as beds (HSDS unit).' })
export class Unit extends record(tables.units, {
  name: '단위 이름. Name of the unit.',
  scheme: '체계. The scheme that defines it.',
  identifier: '부호. Its identifier in the scheme.',
  uri: '단위 URI. A persistent identifier.',
}) {}

@ObjectType({ description: '정원과 여유. How much room a service has (HSDS service_capacity).' })
export class ServiceCapacity extends record(tables.serviceCapacities, {
  available: '남은 자리. Room that is left.',
  maximum: '정원. Most that can be served.',
  description: '설명. Remark.',
  updated: '갱신 시각. When somebody last confirmed it.',
}) {
  @One(() => Unit, { id: 'unitId' }, { grant: open, description: '단위. What is counted.' })
  readonly unit!: Unit | null;
}
