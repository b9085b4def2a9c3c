import { enumDescriptions } from '../database/tables/enumDescriptions.js';
import { type Dimension, dimensions, type Measure, measures } from './measures.js';

/** What something is called and what it means, in Korean and in English. */
export interface Words {
  name: readonly [korean: string, english: string];
  definition: readonly [korean: string, english: string];
}

const words = (korean: string, english: string, meaning: string, meaningInEnglish: string): Words => ({
  name: [korean, english],
  definition: [meaning, meaningInEnglish],
});

/** What each measure counts: the schema, the data dictionary and the pages say it by these words. */
export const measureWords: Record<Measure, Words> = {
  REPORTS: words(
    '접수',
    'Reports',
    '접수한 날에 센 접수 건수입니다.',
    'Reports received, on the day of receipt.',
  ),
  SCREENED: words(
    '발굴 가구',
    'Households screened',
    '명단에 올라 상담하거나 조사한 가구이며, 한 해에 한 번 그해 처음 발굴한 날에 셉니다.',
    'Households consulted or surveyed from a list, once a calendar year on the first day of it.',
  ),
  SCREENED_SELECTED: words(
    '발굴 후 선정 가구',
    'Screened households that were selected',
    '발굴 가구 가운데 그 뒤 사례관리로 선정된 가구이며, 발굴한 날에 셉니다.',
    'Of the households screened those with a CASE_MANAGED case opened since, on the day of the screening.',
  ),
  SCREENED_LINKAGES: words(
    '발굴 후 연계',
    'Linkages of screened households',
    '발굴 후 선정 가구의 사례에서 연계한 서비스이며, 발굴한 날에 셉니다.',
    'Services that the cases of these households were linked to, on the day of the screening.',
  ),
  CASES_OPENED: words(
    '신규 사례',
    'Cases opened',
    '시작한 날에 센 사례입니다.',
    'Cases, on the day on which they were opened.',
  ),
  CASES_SELECTED: words(
    '사례관리 선정',
    'Cases selected',
    '사례관리로 정한 사례이며, 그렇게 정한 날에 셉니다.',
    'Cases whose track is CASE_MANAGED, on the day on which that was decided.',
  ),
  INITIAL_CONSULTATIONS: words(
    '초기상담',
    'Initial consultations',
    '기록한 날에 센 초기상담입니다.',
    'Initial consultations, on the day on which they were recorded.',
  ),
  CASES_CLOSED: words(
    '종결',
    'Cases closed',
    '종결한 날에 센 종결 횟수입니다.',
    'How often cases were closed, on the day of it.',
  ),
  CASES_REOPENED: words(
    '재개',
    'Cases reopened',
    '다시 시작한 날에 센 재개 횟수입니다.',
    'How often cases were reopened, on the day of it.',
  ),
  HOUSEHOLDS_SERVED: words(
    '서비스 가구',
    'Households served',
    '상담하거나 방문하거나 서비스를 연계한 가구이며, 한 해에 한 번 그해 첫날에 셉니다.',
    'Households consulted, visited or linked to a service, once a calendar year on the first day of it.',
  ),
  LINKAGES: words(
    '서비스연계',
    'Linkages',
    '연계한 날에 센 서비스연계 건수입니다.',
    'Services that cases were linked to, on the day.',
  ),
  LINKAGE_VALUE: words(
    '연계 금액',
    'Value of linkages',
    '값을 적은 서비스연계의 금액 합계(원)입니다.',
    'What linkages were worth, in won, where somebody said so.',
  ),
  EMERGENCY_APPLICATIONS: words(
    '긴급지원 신청',
    'Emergency applications',
    '신청을 받은 날에 센 긴급지원 신청입니다.',
    'Applications for emergency support, on the day of receipt.',
  ),
  CLOCKS_DUE: words(
    '기한 도래',
    'Deadlines',
    '마지막 날에 센 기한이며, 그 전에 중단된 기한은 세지 않습니다.',
    'Clocks but those of visits, on their last day; those that were stopped before it do not count.',
  ),
  CLOCKS_MET: words(
    '기한 준수',
    'Deadlines met',
    '기한 안에 처리한 기한이며, 마지막 날에 셉니다.',
    'Of these, those that were met in time, on their last day.',
  ),
  VISITS_DUE: words(
    '방문 예정',
    'Visits due',
    '방문 주기로 정한 건강 방문이며, 마지막 날에 셉니다.',
    'Health visits that were due by tier, on their last day.',
  ),
  VISITS_MET: words(
    '제때 방문',
    'Visits made in time',
    '방문 예정 가운데 제때 다녀온 방문이며, 마지막 날에 셉니다.',
    'Of these, those that were made in time, on their last day.',
  ),
  VISITS_MADE: words(
    '건강 방문',
    'Health visits',
    '다녀온 날에 센 건강 방문입니다.',
    'Health visits, on the day of the visit.',
  ),
  UNIVERSAL_VISITS_OFFERED: words(
    '보편방문 제안',
    'Universal visits offered',
    '제안한 날에 센 보편방문입니다.',
    'Visits offered to everybody of 65 and every birth, on the day of the offer.',
  ),
  UNIVERSAL_VISITS_DONE: words(
    '보편방문 완료',
    'Universal visits made',
    '다녀온 날에 센 보편방문입니다.',
    'Of these, those that were made, on the day of the visit.',
  ),
  UNIVERSAL_VISITS_DECLINED: words(
    '보편방문 사양',
    'Universal visits declined',
    '사양한 보편방문이며, 제안한 날에 셉니다.',
    'Of these, those that were declined, on the day of the offer.',
  ),
  PROMOTIONS: words(
    '홍보 활동',
    'Promotion activities',
    '홍보한 날에 센 활동 횟수입니다.',
    'Promotion activities, on the day.',
  ),
  REFERRALS: words(
    '의뢰',
    'Referrals',
    '보낸 날에 센 의뢰이며, 상태는 지금의 상태입니다.',
    'Referrals sent, on the day of it; their state is the one of today.',
  ),
  CONSULTATION_QUESTIONS: words(
    '원스톱 상담 질문',
    'Questions consulted',
    '원스톱 상담에서 받은 질문이며, 상담한 날에 셉니다.',
    'Questions of consultations at one place, on the day of the consultation.',
  ),
  AGREEMENTS: words(
    '협약',
    'Agreements',
    '기간의 마지막 날에 효력이 있는 협약입니다.',
    'Agreements in force on the last day of the period.',
  ),
};

/** What each dimension tells apart. */
export const dimensionWords: Record<Dimension, Words> = {
  DONG: words(
    '행정동',
    'Dong',
    '그날 가구를 담당한 행정동입니다.',
    'The administrative dong that was responsible for the household on the day.',
  ),
  INTAKE_SOURCE: words(
    '접수 경로',
    'Intake source',
    '가구를 알게 된 경로이며, 사례와 연계는 그 사례의 첫 접수를 따릅니다.',
    'How the household came to be known; of cases and linkages, by the first report of the case.',
  ),
  TRACK: words(
    '사례 구분',
    'Track',
    '사례회의에서 정한 구분입니다.',
    'The track that the conference decided.',
  ),
  LEVEL: words('사례 수준', 'Level', '사례의 위기 수준입니다.', 'The level of the case.'),
  NEED_DOMAIN: words('욕구 영역', 'Need domain', '어떤 욕구를 위한 것인지입니다.', 'For which need.'),
  HOUSEHOLD_TYPE: words(
    '가구 유형',
    'Household type',
    '그날의 가구 유형입니다.',
    'The type of the household on the day.',
  ),
  SECTOR: words(
    '공공·민간',
    'Sector',
    '공공 자원인지 민간 자원인지입니다.',
    'Whether the service is public or private.',
  ),
  AGENCY_KIND: words(
    '기관 유형',
    'Kind of agency',
    '상대 기관의 유형이며, 비공개 기관은 밝히지 않습니다.',
    'What the agency is; of confidential ones that is not said.',
  ),
  VISIT_TIER: words(
    '방문 주기 군',
    'Visit tier',
    '방문 주기를 정하는 군입니다.',
    'The tier that sets the interval of visits.',
  ),
  CLOCK_KIND: words(
    '기한 유형',
    'Kind of deadline',
    '무엇을 기다리는 기한인지입니다.',
    'What is waited for.',
  ),
  CLOSURE_REASON: words(
    '종결 사유',
    'Closure reason',
    '사례를 종결한 까닭입니다.',
    'Why the case was closed.',
  ),
  PROMOTION_KIND: words(
    '홍보 유형',
    'Kind of promotion',
    '어떻게 홍보했는지입니다.',
    'What kind of activity it was.',
  ),
  REFERRAL_STATE: words(
    '의뢰 상태',
    'Referral state',
    '의뢰가 지금 어디까지 왔는지입니다.',
    'How far the referral is today.',
  ),
};

const lineOf = ({ name, definition }: Words) => `${name[0]}. ${definition[0]} ${name[1]}. ${definition[1]}`;
const linesOf = <Name extends string>(names: readonly Name[], of: Record<Name, Words>) =>
  Object.fromEntries(names.map((each) => [each, lineOf(of[each])]));

enumDescriptions.set('measure', {
  description: '통계 지표. 무엇을 세거나 더하는지 구분합니다. What is counted, or added up.',
  values: linesOf(measures, measureWords),
});
enumDescriptions.set('dimension', {
  description: '통계 구분. 수치를 무엇으로 나누어 보는지 구분합니다. By what figures are told apart.',
  values: linesOf(dimensions, dimensionWords),
});
