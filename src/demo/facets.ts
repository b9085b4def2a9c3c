import * as tables from '../database/tables/index.js';
import type { Household, Member, System } from './people.js';
import { conditions, findings, housingConditions } from './words.js';

const of = (system: System, household: Household, member: Member) => ({
  districtId: system.district,
  memberId: member.id,
  householdId: household.id,
});

/** HOUSING and FINANCE of a household. */
export function addLivelihood(system: System, household: Household): void {
  const { random, rows } = system;
  const key = { districtId: system.district, householdId: household.id };
  const tenure = random.pick(['MONTHLY_RENT', 'MONTHLY_RENT', 'JEONSE', 'PUBLIC_RENTAL', 'OWNED'] as const);
  const rents = tenure === 'MONTHLY_RENT' || tenure === 'PUBLIC_RENTAL';
  rows.add(tables.householdHousings, {
    ...key,
    tenure,
    depositKrw: tenure === 'OWNED' ? null : random.between(1, 60) * 1_000_000,
    monthlyRentKrw: rents ? random.between(10, 55) * 10_000 : null,
    monthsInArrears: rents ? random.between(0, 6) : null,
    condition: random.pick(housingConditions),
  });
  rows.add(tables.householdFinances, {
    ...key,
    monthlyIncomeKrw: random.between(0, 22) * 100_000,
    debtKrw: random.between(0, 40) * 500_000,
    benefits: random.pick([['생계급여', '의료급여'], ['주거급여'], ['한부모가족지원'], []]),
  });
}

/** HEALTH and MENTAL_HEALTH of a member. */
export function addHealth(
  system: System,
  household: Household,
  member: Member,
  tier: (typeof tables.visitTier.enumValues)[number] | null = null,
  tierOfMind: typeof tier = null,
): void {
  const { random, rows } = system;
  const risks = ['LOW', 'LOW', 'MODERATE', 'HIGH'] as const;
  rows.add(tables.memberHealths, {
    ...of(system, household, member),
    conditions: member.age < 14 ? '특이 사항 없음' : random.pick(conditions),
    disability: random.chance(0.1) ? '지체장애' : null,
    longTermCareGrade: member.age >= 65 && random.chance(0.3) ? random.between(3, 5) : null,
    visitTier: tier,
  });
  rows.add(tables.memberMentalHealths, {
    ...of(system, household, member),
    findings: random.pick(findings),
    depressionRisk: member.age >= 14 ? random.pick(risks) : null,
    dementiaRisk: member.age >= 60 ? random.pick(risks) : null,
    visitTier: tierOfMind,
  });
}

/** EMPLOYMENT of an adult or EDUCATION of a child, and LEGAL where there is a matter. */
export function addWorkAndSchool(system: System, household: Household, member: Member): void {
  const { random, rows } = system;
  const key = of(system, household, member);
  if (member.age >= 18)
    rows.add(tables.memberEmployments, {
      ...key,
      status: random.pick(['무직', '일용직', '시간제', '상용직']),
      workplace: random.pick([null, '동네 식당', '건설 현장', '마트']),
      seeking: random.pick([null, '오전에 할 수 있는 일', '요양보호사', '사무 보조']),
    });
  else
    rows.add(tables.memberEducations, {
      ...key,
      school: member.age < 7 ? '송산꿈어린이집' : '늘봄초등학교',
      grade: member.age < 7 ? null : `${Math.min(6, member.age - 6)}학년`,
      concern: random.pick([null, '준비물을 자주 빠뜨린다.', '또래와 어울리기를 어려워한다.']),
    });
  if (member.age >= 18 && random.chance(0.5))
    rows.add(tables.memberLegals, {
      ...key,
      matters: random.pick(['양육비 이행', '임대차 보증금 반환', '채무 독촉']),
      counsel: random.pick([null, '한강법률구조회']),
    });
}

/** SAFETY of a member. */
export function addSafety(
  system: System,
  household: Household,
  member: Member,
  facts: { allegedPerpetrator?: boolean; findings: string; protectiveMeasures?: string },
): void {
  system.rows.add(tables.memberSafeties, {
    ...of(system, household, member),
    allegedPerpetrator: facts.allegedPerpetrator ?? false,
    risk: system.random.pick(['MODERATE', 'HIGH'] as const),
    findings: facts.findings,
    protectiveMeasures: facts.protectiveMeasures ?? null,
  });
}

/** Everything that S1's worker records about a household, member by member. */
export function addEveryFacet(system: System, household: Household): void {
  addLivelihood(system, household);
  for (const member of household.members) {
    addHealth(system, household, member);
    addWorkAndSchool(system, household, member);
  }
}
