import { registerEnumType } from 'type-graphql';

const described = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([value, description]) => [value, { description }]));

/** Whether a household may get a service, as far as the viewer can tell. */
export enum EligibilityVerdict {
  YES = 'YES',
  MAYBE = 'MAYBE',
}
registerEnumType(EligibilityVerdict, {
  name: 'EligibilityVerdict',
  description:
    '이용 가능성. 가구가 서비스를 받을 수 있는지 구분합니다. Whether a household may get a service, as far as the viewer can tell.',
  valuesConfig: described({
    YES: '가능. Every condition that a code says fits, and there is at least one; the words are still to be read.',
    MAYBE: '확인 필요. Nothing that the viewer sees is against it, and not all of it is decided.',
  }),
});

/** How a condition stands. */
export enum ConditionVerdict {
  FITS = 'FITS',
  MISSING = 'MISSING',
  WITHHELD = 'WITHHELD',
  IN_WORDS = 'IN_WORDS',
}
registerEnumType(ConditionVerdict, {
  name: 'EligibilityConditionVerdict',
  description:
    '조건 충족 여부. 조건이 맞는지, 왜 알 수 없는지 구분합니다. Whether a condition fits, or why nobody can say.',
  valuesConfig: described({
    FITS: '충족. What is recorded fits.',
    MISSING: '기록 없음. The viewer has the data class, and what is recorded there does not tell.',
    WITHHELD: '비공개. The viewer does not have the data class, whether or not anything is recorded.',
    IN_WORDS: '글로 된 조건. Its words decide, which somebody has to read.',
  }),
});

/** What a condition is about. */
export enum ConditionKind {
  AGE = 'AGE',
  SEX = 'SEX',
  INCOME = 'INCOME',
  LIFE_STAGE = 'LIFE_STAGE',
  TARGET_GROUP = 'TARGET_GROUP',
  PERSONAL_TRAIT = 'PERSONAL_TRAIT',
  HOUSEHOLD_KIND = 'HOUSEHOLD_KIND',
  BUSINESS = 'BUSINESS',
  AREA = 'AREA',
  DESCRIPTION = 'DESCRIPTION',
}
registerEnumType(ConditionKind, {
  name: 'EligibilityConditionKind',
  description: '조건 종류. 무엇에 관한 조건인지 구분합니다. What a condition is about.',
  valuesConfig: described({
    AGE: '나이. Age in years.',
    SEX: '성별. Sex.',
    INCOME: '소득구간. Income of the household, in percent of the median income of its size.',
    LIFE_STAGE: '생애주기. Stage of life.',
    TARGET_GROUP: '가구상황. Whom the directory says that it is for.',
    PERSONAL_TRAIT: '개인특성. Trait of a person.',
    HOUSEHOLD_KIND: '가구특성. Kind of household.',
    BUSINESS: '사업체특성. Kind of business.',
    AREA: '서비스 지역. Where those live whom it is for; that alone makes no YES.',
    DESCRIPTION: '이용 자격. The service’s own words of who may use it.',
  }),
});

/** What the terms of a vocabulary are about, and the ages of a service. */
export const kinds: Readonly<Record<string, ConditionKind>> = {
  AGE: ConditionKind.AGE,
  AREA: ConditionKind.AREA,
  'kr:sex': ConditionKind.SEX,
  'kr:income_band': ConditionKind.INCOME,
  'kr:life_stage': ConditionKind.LIFE_STAGE,
  'kr:target_group': ConditionKind.TARGET_GROUP,
  'kr:personal_trait': ConditionKind.PERSONAL_TRAIT,
  'kr:household_kind': ConditionKind.HOUSEHOLD_KIND,
  'kr:business': ConditionKind.BUSINESS,
};
