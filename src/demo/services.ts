import type * as tables from '../database/tables/index.js';
import { type DemoOrganization, organizations, sectorOf } from './organizations.js';
import { recordId } from './random.js';

type NeedDomain = (typeof tables.needDomain.enumValues)[number];

/** A service of the demo catalogue, with what linkages need to know of its provider. */
export interface DemoService {
  id: string;
  key: string;
  organization: DemoOrganization;
  organizationId: string;
  domain: NeedDomain;
  name: string;
  english: string;
  eligibility: string;
  sector: 'PUBLIC' | 'PRIVATE';
  /** Places that are free, and all of them; how long ago somebody confirmed it in days. */
  capacity: readonly [available: number, maximum: number, confirmed: number];
  fee: number;
}

type Line = [
  organization: string,
  domain: NeedDomain,
  name: string,
  english: string,
  eligibility: string,
  available: number,
  maximum: number,
  confirmed?: number,
  fee?: number,
];

// biome-ignore format: a table reads better with one service a line
const lines: Line[] = [
  ['yongsan-office', 'DAILY_LIVING', '긴급복지 생계지원', 'Emergency living support', '갑작스러운 위기로 생계가 어려운 용산구민', 40, 60, 2],
  ['yongsan-office', 'FINANCE', '희망통장 상담', 'Hope savings account', '일하는 저소득 가구', 12, 30, 9],
  ['yongsan-centre', 'SAFETY', '위기가정 안전점검', 'Crisis-family safety check', '112에 신고된 가정', 8, 20, 1],
  ['yongsan-centre', 'FAMILY', '위기가정 가족회의', 'Family group meeting', '센터에서 상담받는 가정', 5, 10, 4],
  ['yongsan-police', 'SAFETY', '피해자 신변보호', 'Victim protection', '보복이 염려되는 피해자', 6, 15, 3],
  ['yongsan-welfare', 'DAILY_LIVING', '밑반찬 나눔', 'Side-dish delivery', '혼자 끼니를 챙기기 어려운 주민', 15, 50, 5],
  ['yongsan-welfare', 'HOUSING', '월세 한 달 나눔', 'One month of rent', '월세가 석 달 넘게 밀린 가구', 3, 12, 6],
  ['yongsan-welfare', 'SOCIAL', '이웃과 텃밭', 'Neighbours’ garden', '이웃과 왕래가 드문 주민', 9, 20, 240],
  ['yongsan-welfare-2', 'DAILY_LIVING', '이불 빨래방', 'Blanket laundry', '거동이 불편한 어르신', 11, 25, 12],
  ['yongsan-welfare-2', 'EMPLOYMENT', '엄마의 첫 출근', 'Mothers’ first day at work', '다시 일하려는 어머니', 4, 15, 20, 10_000],
  ['yongsan-clinic', 'MENTAL_HEALTH', '마음건강 심층상담', 'In-depth mental health counselling', '우울이나 불안으로 일상이 어려운 주민', 7, 30, 2],
  ['yongsan-clinic', 'MENTAL_HEALTH', '알코올 회복모임', 'Alcohol recovery group', '술 문제로 도움을 바라는 주민과 가족', 10, 20, 15],
  ['yongsan-shelter', 'SAFETY', '긴급피난 보호', 'Emergency shelter stay', '당장 집을 떠나야 하는 폭력 피해자와 자녀', 2, 8, 1],
  ['yongsan-school', 'EDUCATION', '교육복지 우선지원', 'School welfare support', '재학생 가운데 도움이 필요한 아동', 20, 40, 7],
  ['yongsan-dental', 'HEALTH', '치과 진료비 지원', 'Dental treatment support', '틀니나 충치 치료가 급한 저소득 주민', 2, 10, 18],
  ['yongsan-family', 'FAMILY', '부모 자녀 상담', 'Parent and child counselling', '자녀와 갈등이 있는 부모', 6, 12, 3, 5_000],
  ['yongsan-dong', 'FINANCE', '기초생활보장 신청', 'Basic livelihood application', '소득이 기준보다 적은 가구', 99, 99, 1],
  ['yongsan-housing', 'HOUSING', '임대주택 이사 지원', 'Move into public rental', '비닐하우스, 고시원 등에 사는 가구', 5, 20, 11],
  ['yongsan-legal', 'LEGAL', '가정법률 구조', 'Family legal aid', '소송 비용이 없는 가정폭력 피해자', 4, 8, 6],
  ['smile', 'HEALTH', '의료비 미소기금', 'Smile medical fund', '수술비가 부담되는 가구', 10, 40, 30],
  ['company', 'EDUCATION', '함께공부 멘토링', 'Study-together mentoring', '초등학교 고학년과 중학생', 18, 50, 25],
  ['seongdong-1', 'HEALTH', '65세 도래 방문건강', 'Visit at sixty-five', '예순다섯이 되는 모든 주민', 60, 120, 1],
  ['seongdong-1', 'FAMILY', '우리아이 첫 방문', 'First visit to a newborn', '아기가 태어난 모든 가정', 30, 60, 1],
  ['seongdong-2', 'LEGAL', '마을변호사 상담', 'Village lawyer', '법률 상담이 필요한 주민', 6, 12, 14],
  ['seongdong-2', 'FINANCE', '마을세무사 상담', 'Village tax accountant', '세금 상담이 필요한 주민', 5, 12, 14],
  ['seongdong-dementia', 'HEALTH', '치매 선별검사', 'Dementia screening', '예순 살 이상 주민', 25, 50, 2],
  ['seongdong-mind', 'MENTAL_HEALTH', '산후우울 상담', 'Postpartum counselling', '출산 뒤 우울한 산모', 9, 15, 3],
  ['mapo-office', 'HOUSING', '서울형 주택바우처', 'Rent subsidy', '월세로 사는 저소득 가구', 30, 80, 8],
  ['mapo-1', 'DAILY_LIVING', '가사 간병 방문', 'Home help', '돌볼 사람이 없는 가구', 10, 30, 10],
  ['mapo-2', 'SOCIAL', '경로식당과 말벗', 'Senior dining and company', '혼자 사는 어르신', 14, 60, 10],
  ['mapo-3', 'DAILY_LIVING', '활동지원 연결', 'Personal assistance', '혼자 이동하기 어려운 장애인', 6, 20, 400],
  ['mapo-4', 'EMPLOYMENT', '자활 일자리', 'Self-sufficiency work', '일할 수 있는 저소득 주민', 9, 25, 10],
  ['mapo-5', 'FINANCE', '채무조정 상담', 'Debt adjustment', '빚을 갚기 어려운 주민', 8, 20, 10],
  ['mapo-6', 'HEALTH', '치과 무료치료', 'Free dental care', '재단이 추천한 주민', 2, 10, 10],
  ['mapo-7', 'MENTAL_HEALTH', '가족 마음상담', 'Family counselling', '우울한 가족이 있는 가정', 6, 15, 10, 3_000],
  ['mapo-8', 'DAILY_LIVING', '식품 나눔', 'Food sharing', '끼니가 걱정되는 가구', 50, 150, 10],
  ['mapo-9', 'EDUCATION', '방과 후 돌봄', 'After-school care', '보호자가 늦게 오는 아동', 5, 29, 10],
  ['mapo-10', 'EDUCATION', '학비와 급식비 지원', 'School fees and meals', '학비가 밀린 학생', 15, 40, 10],
  ['mapo-11', 'HEALTH', '만성질환 진료 나눔', 'Chronic care', '약값이 부담되는 주민', 12, 30, 10],
  ['mapo-12', 'HOUSING', '집수리 봉사', 'Home repair', '집이 낡아 위험한 가구', 4, 10, 10],
  ['mapo-13', 'LEGAL', '찾아가는 법률상담', 'Legal home visit', '소송을 겪는 주민', 3, 10, 10],
  ['mapo-14', 'EMPLOYMENT', '요양보호사 자격과정', 'Care-worker certificate', '자격을 따서 일하려는 주민', 7, 20, 10, 50_000],
  ['songsan-3', 'DAILY_LIVING', '긴급지원 생계비', 'Emergency living costs', '긴급지원을 신청한 가구', 30, 60, 1],
  ['songsan-3', 'FINANCE', '복지급여 신청 동행', 'Benefit application', '신청이 어려운 주민', 40, 60, 1],
  ['songsan-welfare', 'SOCIAL', '보드게임 모임', 'Board-game meetings', '이웃을 사귀고 싶은 주민', 10, 24, 8],
  ['songsan-welfare', 'HOUSING', '주거환경 개선', 'Housing improvement', '집을 고쳐야 하는 가구', 3, 12, 8],
  ['uijeongbu-clinic', 'HEALTH', '나눔 진료', 'Shared treatment', '진료비가 부담되는 주민', 10, 30, 12],
  ['uijeongbu-food', 'DAILY_LIVING', '식품 꾸러미', 'Food parcels', '끼니가 걱정되는 가구', 70, 200, 3],
  ['uijeongbu-nursery', 'EDUCATION', '어린이집 돌봄', 'Nursery care', '맞벌이와 한부모 가정의 아동', 4, 40, 33],
  ['suwon-centre', 'EMPLOYMENT', '찾아가는 일자리상담', 'Mobile job counselling', '일자리를 찾는 수원시민', 20, 40, 20],
  ['suwon-centre', 'FINANCE', '긴급지원 심의', 'Emergency support selection', '긴급지원이 필요한 가구', 10, 25, 5],
  ['suwon-clinic', 'HEALTH', '희망청진기 진료', 'Hope stethoscope', '병원에 가지 못하는 주민', 8, 25, 16],
];

const byKey = new Map(organizations.map((each) => [each.key, each]));

/** The id of an organization of the demo catalogue. */
export const organizationId = (key: string) => recordId(`organization/${key}`);

export const services: readonly DemoService[] = lines.map(
  ([key, domain, name, english, eligibility, available, maximum, confirmed = 5, fee = 0]) => {
    const organization = byKey.get(key);
    if (!organization) throw new Error(`No organization ${key}`);
    return {
      id: recordId(`service/${key}/${english}`),
      key: english,
      organization,
      organizationId: organizationId(key),
      domain,
      name,
      english,
      eligibility,
      sector: sectorOf(organization.kind),
      capacity: [available, maximum, confirmed],
      fee,
    };
  },
);

/** A service by its English name. */
export function service(english: string): DemoService {
  const found = services.find((each) => each.english === english);
  if (!found) throw new Error(`No service ${english}`);
  return found;
}

/** The services of a district that answer a need and whose place is no secret. */
export const servicesIn = (districtId: string, domain?: NeedDomain) =>
  services.filter(
    (each) =>
      each.organization.district === districtId &&
      !each.organization.confidential &&
      (!domain || each.domain === domain),
  );
