// The closed vocabularies of Korea's directories: the sources' own codes, the Korean name, the English one.

type Codes = Readonly<Record<string, readonly [korean: string, english: string]>>;

/** Vocabularies by the name that attributes of the profile have. */
export const vocabularies = {
  'kr:source': ['출처', 'The directory that a record comes from, with its licence.'],
  'kr:life_stage': ['생애주기', 'Stage of life that a service is for.'],
  'kr:target_group': ['가구상황', 'Kind of household that a service is for.'],
  'kr:interest': ['관심주제', 'What a service is about.'],
  'kr:sex': ['성별', 'Sex that a service is for.'],
  'kr:income_band': [
    '소득구간',
    'Income that a service is for, in percent of the median income of the year.',
  ],
  'kr:personal_trait': ['개인특성', 'Personal trait that a service is for.'],
  'kr:household_kind': ['가구특성', 'Kind of household that a service is for.'],
  'kr:business': ['사업체특성', 'Business or organization that a service is for.'],
  'kr:service_field': ['서비스분야', 'Field of a service.'],
  'kr:user_kind': ['사용자구분', 'Who applies: persons, households, businesses.'],
  'kr:support_kind': ['지원유형', 'What is given: money, goods, vouchers.'],
  'kr:support_cycle': ['지원주기', 'How often it is given.'],
  'kr:application_method': ['신청방법', 'How to apply.'],
  'kr:legal_basis': ['근거법령', 'Law or ordinance that a service rests on.'],
  'kr:agency_kind': ['소관기관유형', 'Kind of public agency.'],
  'kr:facility_kind': ['시설종류', 'Kind of welfare facility, as the group that the source names.'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;
export type Vocabulary = keyof typeof vocabularies;

export const lifeStages: Codes = {
  '000': ['구분없음(전생애)', 'All stages of life.'],
  '001': ['영유아', 'Infants.'],
  '002': ['아동', 'Children.'],
  '003': ['청소년', 'Adolescents.'],
  '004': ['청년', 'Young adults.'],
  '005': ['중장년', 'Middle age.'],
  '006': ['노년', 'Old age.'],
  '007': ['임신·출산', 'Pregnancy and birth.'],
};

export const targetGroups: Codes = {
  '010': ['다문화·탈북민', 'Multicultural families and people from North Korea.'],
  '020': ['다자녀', 'Families with several children.'],
  '030': ['보훈대상자', 'Veterans and their families.'],
  '040': ['장애인', 'Disabled people.'],
  '050': ['저소득', 'Low income.'],
  '060': ['한부모·조손', 'Single parents and grandparents.'],
};

export const interests: Codes = {
  '010': ['신체건강', 'Physical health.'],
  '020': ['정신건강', 'Mental health.'],
  '030': ['생활지원', 'Daily living.'],
  '040': ['주거', 'Housing.'],
  '050': ['일자리', 'Jobs.'],
  '060': ['문화·여가', 'Culture and leisure.'],
  '070': ['안전·위기', 'Safety and crisis.'],
  '080': ['임신·출산', 'Pregnancy and birth.'],
  '090': ['보육', 'Childcare.'],
  '100': ['교육', 'Education.'],
  '110': ['입양·위탁', 'Adoption and fostering.'],
  '120': ['보호·돌봄', 'Protection and care.'],
  '130': ['서민금융', 'Finance for people of low income.'],
  '140': ['법률', 'Law.'],
  '150': ['관계개선', 'Family relations.'],
  '160': ['에너지', 'Energy.'],
};

/** Conditions of 보조금24, by the vocabulary that they belong to: each group is “any of these”. */
export const conditions = {
  'kr:sex': { JA0101: ['남성', 'Men.'], JA0102: ['여성', 'Women.'] },
  'kr:income_band': {
    JA0201: ['중위소득 0~50%', 'Up to 50 % of the median income.'],
    JA0202: ['중위소득 51~75%', '51 to 75 % of the median income.'],
    JA0203: ['중위소득 76~100%', '76 to 100 % of the median income.'],
    JA0204: ['중위소득 101~200%', '101 to 200 % of the median income.'],
    JA0205: ['중위소득 200% 초과', 'Over 200 % of the median income.'],
  },
  'kr:personal_trait': {
    JA0301: ['예비부모/난임', 'Prospective parents, infertility.'],
    JA0302: ['임산부', 'Pregnant women.'],
    JA0303: ['출산/입양', 'Birth or adoption.'],
    JA0313: ['농업인', 'Farmers.'],
    JA0314: ['어업인', 'Fishers.'],
    JA0315: ['축산업인', 'Livestock farmers.'],
    JA0316: ['임업인', 'Foresters.'],
    JA0317: ['초등학생', 'Pupils of primary school.'],
    JA0318: ['중학생', 'Pupils of middle school.'],
    JA0319: ['고등학생', 'Pupils of high school.'],
    JA0320: ['대학생/대학원생', 'Students.'],
    JA0322: ['해당사항없음', 'None of these traits.'],
    JA0326: ['근로자/직장인', 'Employees.'],
    JA0327: ['구직자/실업자', 'People without work.'],
    JA0328: ['장애인', 'Disabled people.'],
    JA0329: ['국가보훈대상자', 'Veterans and their families.'],
    JA0330: ['질병/질환자', 'People who are ill.'],
  },
  'kr:household_kind': {
    JA0401: ['다문화가족', 'Multicultural families.'],
    JA0402: ['북한이탈주민', 'People from North Korea.'],
    JA0403: ['한부모가정/조손가정', 'Single parents and grandparents.'],
    JA0404: ['1인가구', 'Households of one.'],
    JA0410: ['해당사항없음', 'None of these kinds.'],
    JA0411: ['다자녀가구', 'Families with several children.'],
    JA0412: ['무주택세대', 'Households without a home of their own.'],
    JA0413: ['신규전입', 'People who moved in lately.'],
    JA0414: ['확대가족', 'Extended families.'],
  },
  'kr:business': {
    JA1101: ['예비창업자', 'Prospective founders.'],
    JA1102: ['영업중', 'In business.'],
    JA1103: ['생계곤란/폐업예정자', 'In hardship or about to close.'],
    JA1201: ['음식적업', 'Food service.'],
    JA1202: ['제조업', 'Manufacturing, of an individual.'],
    JA1299: ['기타업종', 'Another trade, of an individual.'],
    JA2101: ['중소기업', 'Small and medium enterprises.'],
    JA2102: ['사회복지시설', 'Welfare facilities.'],
    JA2103: ['기관/단체', 'Institutions and organizations.'],
    JA2201: ['제조업', 'Manufacturing, of a company.'],
    JA2202: ['농업,임업 및 어업', 'Agriculture, forestry and fishery, of a company.'],
    JA2203: ['정보통신업', 'Information and communication, of a company.'],
    JA2299: ['기타업종', 'Another trade, of a company.'],
  },
} as const satisfies Partial<Record<Vocabulary, Codes>>;

/** Every closed vocabulary by its name. */
export const closed: Readonly<Partial<Record<Vocabulary, Codes>>> = {
  'kr:life_stage': lifeStages,
  'kr:target_group': targetGroups,
  'kr:interest': interests,
  ...conditions,
};

/** The need domain that a subject belongs to, of whichever source; a subject that is of none is not here. */
export const needs: Readonly<Record<string, string>> = {
  안전·위기: 'SAFETY',
  정신건강: 'MENTAL_HEALTH',
  신체건강: 'HEALTH',
  주거: 'HOUSING',
  일자리: 'EMPLOYMENT',
  법률: 'LEGAL',
  교육: 'EDUCATION',
  보육: 'FAMILY',
  임신·출산: 'FAMILY',
  입양·위탁: 'FAMILY',
  관계개선: 'FAMILY',
  보호·돌봄: 'DAILY_LIVING',
  서민금융: 'FINANCE',
  에너지: 'FINANCE',
  문화·여가: 'SOCIAL',
  생활지원: 'DAILY_LIVING',
  생활안정: 'DAILY_LIVING',
  주거·자립: 'HOUSING',
  보육·교육: 'EDUCATION',
  고용·창업: 'EMPLOYMENT',
  보건·의료: 'HEALTH',
  행정·안전: 'SAFETY',
  문화·환경: 'SOCIAL',
};
