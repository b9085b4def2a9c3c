import type * as tables from '../database/tables/index.js';
import { district } from './places.js';

type PartnerKind = (typeof tables.partnerKind.enumValues)[number];

/** An organization of the demo catalogue; its key is what the rest of the demo data calls it by. */
export interface DemoOrganization {
  key: string;
  name: string;
  english: string;
  kind: PartnerKind;
  district: string;
  description: string;
  parent?: string;
  confidential?: true;
}

const of =
  (districtId: string) =>
  (
    key: string,
    name: string,
    english: string,
    kind: PartnerKind,
    description: string,
    more: Pick<DemoOrganization, 'parent' | 'confidential'> = {},
  ): DemoOrganization => ({ key, name, english, kind, district: districtId, description, ...more });

const seoul = of(district.seoul);
const yongsan = of(district.yongsan);
const seongdong = of(district.seongdong);
const mapo = of(district.mapo);
const uijeongbu = of(district.uijeongbu);
const suwon = of(district.suwon);

/** Mapo's private agencies under agreement: the published figure counts them. */
// biome-ignore format: a table reads better with one organization a line
export const mapoAgencies: readonly DemoOrganization[] = [
  mapo('mapo-1', '나루종합사회복지관', 'Naru Welfare Centre', 'WELFARE_CENTER', '나루동 주민의 생활 전반을 돕는 종합사회복지관입니다.'),
  mapo('mapo-2', '와우노인복지관', 'Wau Senior Centre', 'WELFARE_CENTER', '어르신 식사, 여가, 돌봄을 맡는 노인복지관입니다.'),
  mapo('mapo-3', '노을장애인복지관', 'Noeul Disability Centre', 'WELFARE_CENTER', '장애인의 일상과 자립을 지원합니다.'),
  mapo('mapo-4', '새터지역자활센터', 'Saeteo Self-Sufficiency Centre', 'OTHER', '일할 기회와 자격 취득을 연결하는 자활센터입니다.'),
  mapo('mapo-5', '마포빚상담소', 'Mapo Debt Clinic', 'COUNSELLING_CENTER', '채무 조정과 상환 계획을 무료로 상담합니다.'),
  mapo('mapo-6', '하얀이치과의원', 'White Tooth Dental Clinic', 'CLINIC', '재단과 함께 저소득 가정의 치과 치료를 돕습니다.'),
  mapo('mapo-7', '푸른마음상담센터', 'Blue Mind Counselling', 'COUNSELLING_CENTER', '우울과 가족 갈등을 상담합니다.'),
  mapo('mapo-8', '마포푸드마켓', 'Mapo Food Market', 'OTHER', '기부받은 식품과 생필품을 나눕니다.'),
  mapo('mapo-9', '별빛지역아동센터', 'Starlight Children’s Centre', 'CHILD_CARE', '방과 후 돌봄과 학습을 제공합니다.'),
  mapo('mapo-10', '누리장학재단', 'Nuri Scholarship Foundation', 'FOUNDATION', '학비와 급식비를 지원하는 장학재단입니다.'),
  mapo('mapo-11', '마포건강나눔의원', 'Mapo Sharing Clinic', 'CLINIC', '만성질환 진료비를 덜어 주는 의원입니다.'),
  mapo('mapo-12', '집고치는이웃', 'Neighbours Who Repair', 'OTHER', '도배, 장판, 단열을 고치는 자원봉사 단체입니다.'),
  mapo('mapo-13', '마포법률홈닥터', 'Mapo Legal Home Doctor', 'OTHER', '생활 법률 문제를 찾아가 상담합니다.'),
  mapo('mapo-14', '요양보호사교육원 한손', 'Hanson Care-worker School', 'OTHER', '요양보호사 자격 과정을 운영합니다.'),
];

// biome-ignore format: a table reads better with one organization a line
export const organizations: readonly DemoOrganization[] = [
  seoul('seoul', '서울특별시청', 'Seoul Metropolitan Government', 'DISTRICT_OFFICE', '서울 전역의 복지 통계를 살피는 시청 부서입니다.'),
  seoul('research', '도시복지연구원', 'Institute for Urban Welfare', 'RESEARCH', '공개된 통계로 복지 정책을 평가하는 연구 기관입니다.'),
  yongsan('yongsan-office', '용산구청 희망복지지원단', 'Yongsan-gu Hope-Welfare Team', 'DISTRICT_OFFICE', '용산구의 통합사례관리를 총괄합니다.'),
  yongsan('yongsan-centre', '용산구 위기가정통합지원센터', 'Yongsan Crisis-family Integrated Support Centre', 'CRISIS_CENTER', '112에 신고된 가정의 상담부터 사후관리까지 한곳에서 합니다.', { parent: 'yongsan-office' }),
  yongsan('yongsan-police', '용산경찰서', 'Yongsan Police Station', 'POLICE', '학대예방경찰관을 센터에 파견합니다.'),
  yongsan('yongsan-welfare', '남산자락종합사회복지관', 'Namsan Foot Welfare Centre', 'WELFARE_CENTER', '한빛동과 솔내동 가정의 생활을 돕는 민간 복지관입니다.'),
  yongsan('yongsan-welfare-2', '효창언덕종합사회복지관', 'Hyochang Hill Welfare Centre', 'WELFARE_CENTER', '마루동 가정의 생활을 돕는 민간 복지관입니다.'),
  yongsan('yongsan-clinic', '용산마음건강복지센터', 'Yongsan Mental Health Centre', 'MENTAL_HEALTH_CENTER', '우울, 불안, 중독을 상담하고 치료로 연결합니다.'),
  yongsan('yongsan-shelter', '해오름쉼터', 'Haeoreum Shelter', 'SHELTER', '폭력 피해자가 머무는 비공개 보호시설입니다.', { confidential: true }),
  yongsan('yongsan-school', '늘봄초등학교', 'Neulbom Elementary School', 'SCHOOL', '교육복지사가 있는 초등학교입니다.'),
  yongsan('yongsan-dental', '이웃나눔치과의원', 'Neighbour Dental Clinic', 'CLINIC', '후원으로 치과 치료비를 덜어 줍니다.'),
  yongsan('yongsan-family', '용산가족상담소', 'Yongsan Family Counselling', 'COUNSELLING_CENTER', '부부와 부모 자녀 사이의 갈등을 상담합니다.'),
  yongsan('yongsan-dong', '한빛동 주민센터', 'Hanbit-dong Community Centre', 'DONG_OFFICE', '한빛동의 복지 신청을 받습니다.'),
  yongsan('yongsan-housing', '용산주거안심센터', 'Yongsan Housing Support Centre', 'HOUSING_OFFICE', '월세 체납과 이사를 상담하는 센터입니다.'),
  yongsan('yongsan-legal', '한강법률구조회', 'Hangang Legal Aid', 'LEGAL_AID', '가정폭력과 양육비 소송을 무료로 돕습니다.'),
  yongsan('smile', '환한미소재단', 'Bright Smile Foundation', 'FOUNDATION', '의료비와 치과 치료비를 후원하는 재단입니다.'),
  yongsan('company', '함께전자', 'Hamkke Electronics', 'COMPANY', '임직원 급여 끝전을 모아 아동을 후원하는 회사입니다.'),
  seongdong('seongdong-1', '햇살동 주민센터', 'Haetsal-dong Community Centre', 'DONG_OFFICE', '모든 직원이 우리동네주무관인 찾아가는 동주민센터입니다.'),
  seongdong('seongdong-2', '샘터동 주민센터', 'Saemteo-dong Community Centre', 'DONG_OFFICE', '방문간호사가 찾아가는 동주민센터입니다.'),
  seongdong('seongdong-dementia', '성동치매안심센터', 'Seongdong Dementia Centre', 'DEMENTIA_CENTER', '치매 선별검사와 가족 모임을 운영합니다.'),
  seongdong('seongdong-mind', '성동정신건강복지센터', 'Seongdong Mental Health Centre', 'MENTAL_HEALTH_CENTER', '산후우울과 노인 우울을 돌봅니다.'),
  mapo('mapo-office', '마포구 희망복지129센터', 'Mapo Hope-Welfare 129 Centre', 'DISTRICT_OFFICE', '기초생활보장에서 탈락한 가구를 다시 살피는 센터입니다.'),
  ...mapoAgencies,
  uijeongbu('songsan-3', '송산3동 주민센터', 'Songsan 3-dong Community Centre', 'DONG_OFFICE', '긴급지원 신청 가구를 사흘 안에 찾아가는 주민센터입니다.'),
  uijeongbu('songsan-welfare', '송산종합사회복지관', 'Songsan Welfare Centre', 'WELFARE_CENTER', '송산권역의 민간 복지관입니다.'),
  uijeongbu('uijeongbu-clinic', '의정부나눔의원', 'Uijeongbu Sharing Clinic', 'CLINIC', '의료비가 부담되는 이웃을 진료합니다.'),
  uijeongbu('uijeongbu-food', '의정부푸드뱅크', 'Uijeongbu Food Bank', 'OTHER', '식품 꾸러미를 집으로 보냅니다.'),
  uijeongbu('uijeongbu-nursery', '송산꿈어린이집', 'Songsan Dream Nursery', 'CHILD_CARE', '위기 징후를 알려 주는 어린이집입니다.'),
  suwon('suwon-centre', '수원휴먼서비스센터', 'Suwon Human Service Centre', 'DISTRICT_OFFICE', '네 개 구의 사례관리팀과 민간 자원을 잇습니다.'),
  suwon('suwon-jangan', '장안구 사례관리팀', 'Jangan-gu Case Team', 'DISTRICT_OFFICE', '장안구의 사례관리를 맡습니다.', { parent: 'suwon-centre' }),
  suwon('suwon-gwonseon', '권선구 사례관리팀', 'Gwonseon-gu Case Team', 'DISTRICT_OFFICE', '권선구의 사례관리를 맡습니다.', { parent: 'suwon-centre' }),
  suwon('suwon-paldal', '팔달구 사례관리팀', 'Paldal-gu Case Team', 'DISTRICT_OFFICE', '팔달구의 사례관리를 맡습니다.', { parent: 'suwon-centre' }),
  suwon('suwon-yeongtong', '영통구 사례관리팀', 'Yeongtong-gu Case Team', 'DISTRICT_OFFICE', '영통구의 사례관리를 맡습니다.', { parent: 'suwon-centre' }),
  suwon('suwon-clinic', '희망청진기의원', 'Hope Stethoscope Clinic', 'CLINIC', '의료 협약으로 무료 진료를 합니다.'),
];

const publicKinds: readonly PartnerKind[] = [
  'DISTRICT_OFFICE',
  'DONG_OFFICE',
  'CRISIS_CENTER',
  'POLICE',
  'SCHOOL',
  'HOUSING_OFFICE',
  'MENTAL_HEALTH_CENTER',
];

/** Whether what the organization does counts as a public service (공공) or a private one (민간). */
export const sectorOf = (kind: PartnerKind) => (publicKinds.includes(kind) ? 'PUBLIC' : 'PRIVATE');
