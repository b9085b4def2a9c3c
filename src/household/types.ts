import { Int, ObjectType } from 'type-graphql';
import type { DataClass } from '../access/classes.js';
import { columns, enumObject, facet } from '../access/columns.js';
import { inherited, ownClass, scope } from '../access/grants.js';
import { Computed, Facet, Many, One, Pages } from '../access/relations.js';
import { AccessSummary } from '../access/summary.js';
import { IntakeReport } from '../case/report/types.js';
import { Assignment, Case } from '../case/types.js';
import { Clock } from '../clock/types.js';
import { connectionOf } from '../connection.js';
import { Consent, Guardianship } from '../consent/types.js';
import { Consultation } from '../consultation/types.js';
import { dataClass } from '../database/tables/enums.js';
import * as tables from '../database/tables/household.js';
import { Node } from '../node.js';
import { FormResult, HealthVisit, ReferralProposal, TierDecision, UniversalVisit } from '../visit/types.js';
import { FacetChange } from './facet/changes.js';
import {
  asRecorded,
  MemberContact,
  MemberEducation,
  MemberEmployment,
  MemberHealth,
  MemberIdentity,
  MemberLegal,
  MemberMentalHealth,
  MemberSafeLocation,
  MemberSafety,
  MemberUniqueId,
} from './facet/types.js';
import { Departure, whoKnowsBoth } from './membership/types.js';

// Registered as the modules load: enums must be known before the schema is built.
const DataClassType = enumObject(dataClass);

const ofHousehold = { districtId: 'districtId', householdId: 'id' };
const ofMember = { districtId: 'districtId', memberId: 'id' };

@ObjectType({
  implements: Node,
  description:
    '가구. 한 시·군·구가 하나로 보고 돕는 사람들입니다. null인 항목은 비공개입니다. The people whom one district serves as one unit. What is known of it is in facets, one a data class; a facet that is null is withheld.',
})
export class Household extends columns(tables.households, {
  id: [inherited, '고유 식별자. Stable identifier.'],
}) {
  @Facet(() => HouseholdSummary, ofHousehold, {
    grant: scope('SUMMARY'),
    description: '가구 개요. Who is responsible for the household, and who is its head.',
  })
  readonly summary!: HouseholdSummary | null;

  @Facet(() => HouseholdHousing, ofHousehold, {
    grant: scope('HOUSING'),
    description: '주거. How the household lives.',
  })
  readonly housing!: HouseholdHousing | null;

  @Facet(() => HouseholdFinance, ofHousehold, {
    grant: scope('FINANCE'),
    description: '경제. Income, debt and benefits of the household.',
  })
  readonly finance!: HouseholdFinance | null;

  @Facet(() => HouseholdFamily, ofHousehold, {
    grant: scope('FAMILY'),
    description: '가족. Who lives together and who cares for whom.',
  })
  readonly family!: HouseholdFamily | null;

  @Many(() => Member, ofHousehold, ['ordinal', 'id'], {
    grant: inherited,
    // A gap in the numbers that members have would tell of one who is withheld.
    hiddenOrder: true,
    description:
      '가구원. Members whom the viewer may know of; those who have died or left too, as their `identity` says.',
  })
  readonly members!: Member[];

  @Many(() => Case, ofHousehold, ['openedOn', 'id'], {
    grant: scope('SUMMARY'),
    description: '사례. Cases of the household, oldest first.',
  })
  readonly cases!: Case[] | null;

  @Many(() => IntakeReport, ofHousehold, ['receivedAt', 'id'], {
    grant: scope('SUMMARY'),
    description:
      '접수·발굴. How the household came to be known, oldest first: to those who serve it all reports, to everybody else what their own organization sent or received.',
  })
  readonly intakeReports!: IntakeReport[] | null;

  @Many(() => Screening, ofHousehold, ['screenedOn', 'id'], {
    grant: scope('FINANCE'),
    description: '발굴 이력. Lists that the household was screened from, oldest first.',
  })
  readonly screenings!: Screening[] | null;

  @Many(() => Assignment, ofHousehold, ['from', 'id'], {
    grant: scope('SUMMARY'),
    description: '담당. Who works with the household.',
  })
  readonly assignments!: Assignment[] | null;

  @Many(() => Consent, ofHousehold, ['givenAt', 'id'], {
    grant: inherited,
    description:
      '동의. Consents to the viewer’s own organization; those who keep the household’s consents see all, oldest first.',
  })
  readonly consents!: Consent[];

  @Pages(() => Consultation, ofHousehold, ['heldOn', 'id'], {
    grant: scope('SUMMARY'),
    description:
      '원스톱 상담. Consultations at which all that the family asked was taken up at one place, oldest first; for those who keep the household’s consents.',
  })
  readonly consultations!: Consultation[] | null;

  @Pages(() => FacetChange, ofHousehold, ['recordedAt', 'id'], {
    grant: inherited,
    description:
      '변경 이력. What was changed of what is known of the household and its members, oldest first; of the classes that the viewer has.',
  })
  readonly changes!: FacetChange[];

  @Computed(
    () => String,
    (t) => `hamkke.household_after(${t}.district_id, ${t}.id)`,
    {
      grant: inherited,
      description: `통합된 가구. Id of the household that this one became part of, ${whoKnowsBoth}; else null.`,
    },
    { optional: true },
  )
  readonly mergedIntoId!: string | null;

  @Computed(
    () => [DataClassType],
    (t) => `hamkke.viewer_records(${t}.district_id, ${t}.id, ${t}.id)`,
    {
      grant: inherited,
      description:
        '기록 가능 항목. The data classes of the household as a whole that the viewer may write down.',
    },
  )
  readonly viewerCanRecord!: DataClass[];

  @Computed(
    () => AccessSummary,
    (t) => `hamkke.access_of(${t}.district_id, ${t}.id, ${t}.id)`,
    {
      grant: inherited,
      description:
        '열람 범위. Which data classes of the household as a whole the viewer has, and why not the others.',
    },
  )
  readonly access!: AccessSummary;
}

@ObjectType({
  implements: Node,
  description:
    '가구원. 가구에 속한 사람입니다. null인 항목은 비공개입니다. Someone who belongs to a household. What is known of them is in facets, one a data class; a facet that is null is withheld.',
})
export class Member extends columns(tables.members, {
  id: [inherited, '고유 식별자. Stable identifier.'],
}) {
  @One(
    () => Household,
    { districtId: 'districtId', id: 'householdId' },
    { grant: inherited, description: '가구. The household that they belong to.' },
  )
  readonly household!: Household | null;

  @Facet(() => MemberIdentity, ofMember, { grant: scope('IDENTITY'), description: '인적사항. Who they are.' })
  readonly identity!: MemberIdentity | null;

  @Facet(() => MemberContact, ofMember, {
    grant: scope('CONTACT'),
    description: '연락처. How to reach them.',
  })
  readonly contact!: MemberContact | null;

  @Facet(() => MemberUniqueId, ofMember, {
    grant: scope('UNIQUE_ID'),
    description: '고유식별정보. Their registration number, masked.',
  })
  readonly uniqueId!: MemberUniqueId | null;

  @Facet(() => MemberHealth, ofMember, { grant: scope('HEALTH'), description: '건강. Their health.' })
  readonly health!: MemberHealth | null;

  @Facet(() => MemberMentalHealth, ofMember, {
    grant: scope('MENTAL_HEALTH'),
    description: '정신건강. Their mental health.',
  })
  readonly mentalHealth!: MemberMentalHealth | null;

  @Facet(() => MemberEmployment, ofMember, { grant: scope('EMPLOYMENT'), description: '고용. Their work.' })
  readonly employment!: MemberEmployment | null;

  @Facet(() => MemberEducation, ofMember, {
    grant: scope('EDUCATION'),
    description: '교육. Their schooling.',
  })
  readonly education!: MemberEducation | null;

  @Facet(() => MemberLegal, ofMember, { grant: scope('LEGAL'), description: '법률. Their legal matters.' })
  readonly legal!: MemberLegal | null;

  @Facet(() => MemberSafety, ofMember, {
    grant: scope('SAFETY'),
    description: '안전. Violence and abuse: risk and protection.',
  })
  readonly safety!: MemberSafety | null;

  @Facet(() => MemberSafeLocation, ofMember, {
    grant: scope('SAFE_LOCATION'),
    description: '보호 장소. Where they stay under protection.',
  })
  readonly safeLocation!: MemberSafeLocation | null;

  @Many(() => Guardianship, ofMember, ['from', 'id'], {
    grant: inherited,
    description:
      '후견. Who speaks for them while they are a child, oldest first; those of which the viewer has the class.',
  })
  readonly guardianships!: Guardianship[];

  @Many(() => Departure, ofMember, ['recordedAt', 'id'], {
    grant: inherited,
    bounded: 'Somebody leaves a household once; the others are corrections.',
    description:
      '전출. That they left the household, and why, oldest first: for those who have their FAMILY.',
  })
  readonly departures!: Departure[];

  @Computed(
    () => [String],
    (t) => `hamkke.records_before(${t}.district_id, ${t}.id)`,
    {
      grant: inherited,
      description: `이전 기록. Ids of the members that they were in other households before, ${whoKnowsBoth}.`,
    },
  )
  readonly movedFromIds!: string[];

  @Pages(() => FacetChange, ofMember, ['recordedAt', 'id'], {
    grant: inherited,
    description:
      '변경 이력. What was changed of what is known of them, oldest first; of the classes that the viewer has.',
  })
  readonly changes!: FacetChange[];

  @Pages(() => UniversalVisit, ofMember, ['offeredOn', 'id'], {
    grant: scope('IDENTITY'),
    description: '보편방문. Visits that were offered because of their age or birth, oldest first.',
  })
  readonly universalVisits!: UniversalVisit[] | null;

  @Pages(() => HealthVisit, ofMember, ['visitedOn', 'id'], {
    grant: scope('HEALTH'),
    description: '건강 방문. When somebody saw to their health, oldest first.',
  })
  readonly healthVisits!: HealthVisit[] | null;

  @Pages(() => FormResult, ofMember, ['takenOn', 'id'], {
    grant: ownClass,
    description: '검사 결과. What screenings found, oldest first; those of which the viewer has the class.',
  })
  readonly formResults!: FormResult[] | null;

  @Pages(() => TierDecision, ofMember, ['recordedAt', 'id'], {
    grant: ownClass,
    description:
      '방문 주기 군 결정. Why somebody decided how often they are visited, oldest first; those of which the viewer has the class.',
  })
  readonly tierDecisions!: TierDecision[] | null;

  @Pages(() => ReferralProposal, ofMember, ['recordedAt', 'id'], {
    grant: ownClass,
    description:
      '의뢰 제안. Referrals that results suggest, oldest first; those of which the viewer has the class.',
  })
  readonly referralProposals!: ReferralProposal[] | null;

  @Pages(() => Clock, ofMember, ['startedOn', 'id'], {
    grant: ownClass,
    description:
      '기한. By when they are or were to be visited, oldest first; those of which the viewer has the class.',
  })
  readonly clocks!: Clock[] | null;

  @Computed(
    () => [DataClassType],
    (t) => `hamkke.viewer_records(${t}.district_id, ${t}.household_id, ${t}.id)`,
    {
      grant: inherited,
      description: '기록 가능 항목. The data classes of this member that the viewer may write down.',
    },
  )
  readonly viewerCanRecord!: DataClass[];

  @Computed(
    () => AccessSummary,
    (t) => `hamkke.access_of(${t}.district_id, ${t}.household_id, ${t}.id)`,
    {
      grant: inherited,
      description: '열람 범위. Which data classes of this member the viewer has, and why not the others.',
    },
  )
  readonly access!: AccessSummary;
}

/** A column that tells where a household is, for those who may have its address. A tong is a few dozen homes. */
export const withAddress = (t: string, column: string) =>
  `case when hamkke.has_address(${t}.district_id, ${t}.household_id) then ${t}.${column} end`;

/**
 * Whether the place of a household lies in a zone, as far as the viewer may know it: its tong and ban are known with the
 * address alone, so that by a dong everybody finds it, and by less only those who may have that.
 */
export const inZone = (t: string, zone: string) =>
  `${t}.responsible_dong = split_part(${zone}, '-', 1) and hamkke.zone_holds(array[${zone}], ${t}.responsible_dong,
    ${withAddress(t, 'responsible_tong')}, ${withAddress(t, 'responsible_ban')})`;

@ObjectType({
  description: '가구 개요. 가구의 개요에 관해 알려진 것입니다. What SUMMARY says of a household.',
})
export class HouseholdSummary extends facet(tables.householdSummaries, {
  responsibleDong: '담당 행정동. Ten-digit code of the dong whose office is responsible.',
  registeredOn: '등록일. Day that the household was registered.',
  ...asRecorded,
}) {
  @One(
    () => Member,
    { districtId: 'districtId', id: 'headId' },
    { grant: inherited, description: '가구주. The head of the household.' },
  )
  readonly head!: Member | null;

  @Computed(
    () => Int,
    (t) => withAddress(t, 'responsible_tong'),
    {
      grant: inherited,
      description:
        '통. 살고 있는 통의 번호이며, 모든 가구원의 연락처를 볼 수 있는 사람에게만 알려 줍니다. Number of the tong there; null where it is not known, and for whoever has no CONTACT of everybody in the household.',
    },
    { optional: true },
  )
  readonly responsibleTong!: number | null;

  @Computed(
    () => Int,
    (t) => withAddress(t, 'responsible_ban'),
    {
      grant: inherited,
      description:
        '반. 그 통의 반 번호이며, 통과 같은 사람에게 알려 줍니다. Number of the ban of that tong; told to whoever the tong is told to.',
    },
    { optional: true },
  )
  readonly responsibleBan!: number | null;
}

@ObjectType({ description: '주거. 가구의 주거에 관해 알려진 것입니다. What HOUSING says of a household.' })
export class HouseholdHousing extends facet(tables.householdHousings, {
  tenure: '점유 형태. 어떤 권리로 그 집에 사는지 구분합니다. By which right they live there.',
  depositKrw: '보증금. Deposit, in won.',
  monthlyRentKrw: '월세. Monthly rent, in won.',
  monthsInArrears: '체납 개월. Months of rent in arrears.',
  condition: '주거 상태. State of the dwelling, in words.',
  ...asRecorded,
}) {}

@ObjectType({
  description: '경제. 가구의 경제 형편에 관해 알려진 것입니다. What FINANCE says of a household.',
})
export class HouseholdFinance extends facet(tables.householdFinances, {
  monthlyIncomeKrw: '월 소득. Monthly income, in won.',
  debtKrw: '부채. Debt, in won.',
  benefits: '급여·지원. Benefits that it receives.',
  ...asRecorded,
}) {}

@ObjectType({
  description: '가족. 가구의 가족 관계에 관해 알려진 것입니다. What FAMILY says of a household.',
})
export class HouseholdFamily extends facet(tables.householdFamilies, {
  householdType: '가구 유형. 누가 함께 사는지 구분합니다. Who lives together.',
  careSituation: '돌봄 상황. Who cares for whom.',
  ...asRecorded,
}) {}

@ObjectType({
  implements: Node,
  description:
    '발굴 이력. 어려운 이웃을 찾으려고 살펴본 명단에 그 가구가 있었다는 기록입니다. That a household stood on a list which was gone through to find those in need.',
})
export class Screening extends columns(tables.screenings, {
  id: [inherited, '고유 식별자. Stable identifier.'],
  list: [inherited, '명단. Which list.'],
  screenedOn: [inherited, '발굴일. Day of the screening.'],
}) {}

export const HouseholdConnection = connectionOf(Household, 'Household', '가구');
