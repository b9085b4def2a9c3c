import { ObjectType } from 'type-graphql';
import { facet } from '../../access/columns.js';
import * as tables from '../../database/tables/household.js';

// One type a data class of a member. The grant is on the field of Member that leads here.

/** What every facet says of itself. */
export const asRecorded = {
  version: '판 번호. Counts its changes; send it as `expectedVersion`. Null while nothing was ever recorded.',
  recordedAt: '기록 시각. When this was recorded.',
};

@ObjectType({ description: '인적사항. 가구원이 누구인지 알려진 것입니다. What IDENTITY says of a member.' })
export class MemberIdentity extends facet(tables.memberIdentities, {
  name: '이름. Full name.',
  birthDate: '생년월일. Birth date.',
  sex: '성별. 등록된 성별을 구분합니다. Sex as registered.',
  relation: '가구주와의 관계. Relation to the head, in words.',
  diedOn: '사망일. Day of their death; null while they live.',
  leftOn:
    '전출일. Last day in this household, since which nothing new of them is written down here; null while they belong to it.',
  ...asRecorded,
}) {}

@ObjectType({ description: '연락처. 가구원의 연락처에 관해 알려진 것입니다. What CONTACT says of a member.' })
export class MemberContact extends facet(tables.memberContacts, {
  phone: '전화. Telephone number.',
  email: '전자우편. E-mail.',
  homeAddress: '집 주소. Home address; never a place of protection.',
  ...asRecorded,
}) {}

@ObjectType({
  description: '고유식별정보. 가구원의 고유식별정보에 관해 알려진 것입니다. What UNIQUE_ID says of a member.',
})
export class MemberUniqueId extends facet(tables.memberUniqueIds, {
  maskedRegistrationNumber:
    '주민등록번호(가림). Registration number with all but birth date and first digit masked.',
  ...asRecorded,
}) {}

@ObjectType({ description: '건강. 가구원의 건강에 관해 알려진 것입니다. What HEALTH says of a member.' })
export class MemberHealth extends facet(tables.memberHealths, {
  conditions: '질환. Illnesses and treatment.',
  disability: '장애. Disability.',
  longTermCareGrade: '장기요양 등급. Grade of long-term care, 1 to 5.',
  visitTier: '방문 주기 군. How often a nurse visits because of it.',
  ...asRecorded,
}) {}

@ObjectType({
  description: '정신건강. 가구원의 정신건강에 관해 알려진 것입니다. What MENTAL_HEALTH says of a member.',
})
export class MemberMentalHealth extends facet(tables.memberMentalHealths, {
  findings: '소견. Findings.',
  depressionRisk: '우울 위험. Risk of depression.',
  dementiaRisk: '치매 위험. Risk of dementia.',
  visitTier: '방문 주기 군. How often a nurse visits because of it.',
  ...asRecorded,
}) {}

@ObjectType({ description: '고용. 가구원의 일에 관해 알려진 것입니다. What EMPLOYMENT says of a member.' })
export class MemberEmployment extends facet(tables.memberEmployments, {
  status: '취업 상태. Whether and how they work.',
  workplace: '직장. Where they work.',
  seeking: '구직. Work that they look for.',
  ...asRecorded,
}) {}

@ObjectType({ description: '교육. 가구원의 교육에 관해 알려진 것입니다. What EDUCATION says of a member.' })
export class MemberEducation extends facet(tables.memberEducations, {
  school: '학교. School or nursery.',
  grade: '학년. Grade.',
  concern: '학업·적응. What the school is concerned about.',
  ...asRecorded,
}) {}

@ObjectType({ description: '법률. 가구원의 법률 문제에 관해 알려진 것입니다. What LEGAL says of a member.' })
export class MemberLegal extends facet(tables.memberLegals, {
  matters: '법률 문제. Legal matters.',
  counsel: '조력. Who helps with them.',
  ...asRecorded,
}) {}

@ObjectType({ description: '안전. 가구원의 안전에 관해 알려진 것입니다. What SAFETY says of a member.' })
export class MemberSafety extends facet(tables.memberSafeties, {
  allegedPerpetrator: '가해 의심 여부. Whether the member is said to have done the harm.',
  risk: '위험 수준. How high the risk is.',
  findings: '소견. Findings.',
  protectiveMeasures: '보호 조치. Protective measures.',
  ...asRecorded,
}) {}

@ObjectType({
  description:
    '보호 장소. 가구원이 보호받는 장소에 관해 알려진 것입니다. What SAFE_LOCATION says of a member.',
})
export class MemberSafeLocation extends facet(tables.memberSafeLocations, {
  place: '장소. Where they stay.',
  address: '주소. Its address.',
  phone: '전화. Its telephone number.',
  until: '예정 종료일. Until when.',
  ...asRecorded,
}) {}
