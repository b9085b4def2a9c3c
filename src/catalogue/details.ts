import { ObjectType } from 'type-graphql';
import { open } from '../access/grants.js';
import { Many } from '../access/relations.js';
import * as tables from '../database/tables/catalogue.js';
import { described } from './attributes.js';

// What hangs on an organization, a service or a location: read with it, never by itself.

@ObjectType({ description: '전화. 전화번호입니다. A telephone number (HSDS phone).' })
export class Phone extends described(tables.phones, {
  id: '고유 식별자. Stable identifier, to propose a change by.',
  number: '번호. The number as it is dialled.',
  extension: '내선. Extension.',
  type: '유형. Voice, fax, text …, as the source says.',
  description: '설명. What it is for.',
}) {
  @Many(() => Language, { phoneId: 'id' }, ['name', 'id'], {
    grant: open,
    bounded: 'Few languages are spoken on one line.',
    description: '언어. Languages that are spoken on this line.',
  })
  readonly languages!: Language[];
}

@ObjectType({
  description: '담당자. 연락할 사람이나 부서입니다. A person or desk to contact (HSDS contact).',
})
export class Contact extends described(tables.contacts, {
  id: '고유 식별자. Stable identifier, to propose a change by.',
  name: '이름. Name of the person.',
  title: '직함. Job title.',
  department: '부서. Department.',
  email: '전자우편. E-mail.',
}) {
  @Many(() => Phone, { contactId: 'id' }, ['number', 'id'], {
    grant: open,
    bounded: 'A contact has few numbers.',
    description: '전화. Telephone numbers of this contact.',
  })
  readonly phones!: Phone[];
}

@ObjectType({ description: '주소. 장소나 기관의 주소입니다. An address (HSDS address).' })
export class Address extends described(tables.addresses, {
  id: '고유 식별자. Stable identifier, to propose a change by.',
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

@ObjectType({
  description:
    '시간표. 서비스를 제공하거나 문을 여는 때입니다. When a service is given or a place is open (HSDS schedule). One of DAILY from validFrom to validTo replaces the others on those days, as on a holiday (휴일): closed where it has no times.',
})
export class Schedule extends described(tables.schedules, {
  id: '고유 식별자. Stable identifier, to propose a change by.',
  byday: '요일. Days of the week as iCalendar writes them: MO,TU; or 1MO for the first Monday.',
  opensAt: '시작 시각. When it opens, local time.',
  closesAt: '종료 시각. When it closes, local time.',
  validFrom: '적용 시작일. First day that this holds.',
  validTo: '적용 종료일. Last day that this holds.',
  dtstart: '첫 일정. First day of the recurrence.',
  until: '마지막 일정. Day of the last occurrence.',
  count: '횟수. How often it occurs.',
  wkst: '주의 시작. First day of the week, as iCalendar writes it.',
  freq: '반복 주기. WEEKLY or MONTHLY; DAILY or YEARLY of a holiday.',
  interval: '반복 간격. Every so many periods.',
  byweekno: '주차. Weeks of the year, by commas.',
  bymonthday: '날짜. Days of the month, by commas.',
  byyearday: '연중일. Days of the year, by commas.',
  timezone: '시간대. Hours from UTC; local time where nothing is said.',
  scheduleLink: '시간표 주소. A page with the schedule.',
  attendingType: '참여 방식. How one attends, in words.',
  description: '설명. The hours in words.',
  notes: '비고. Exceptions and remarks.',
}) {}

@ObjectType({ description: '언어. 그곳에서 쓰는 언어입니다. A language that is spoken (HSDS language).' })
export class Language extends described(tables.languages, {
  id: '고유 식별자. Stable identifier, to propose a change by.',
  name: '언어 이름. Name of the language.',
  code: '언어 부호. ISO 639 code.',
  note: '비고. Remark.',
}) {}

@ObjectType({
  description:
    '접근성. 그 장소에서 장애인이 받을 수 있는 편의입니다. Help for people with disabilities at a place (HSDS accessibility).',
})
export class Accessibility extends described(tables.accessibilities, {
  id: '고유 식별자. Stable identifier, to propose a change by.',
  description: '설명. What there is.',
  details: '상세. Details.',
  url: '안내 주소. A page about it.',
}) {}
