import * as tables from '../database/tables/index.js';
import { district, dongs } from './places.js';
import { recordId } from './random.js';
import type { Rows } from './rows.js';
import { organizationId } from './services.js';

type Duty = (typeof tables.duty.enumValues)[number];

interface DemoPost {
  key: string;
  organization: string;
  district: string;
  duties: Duty[];
  title: string;
  zones?: string[];
}

const post = (
  key: string,
  organization: string,
  districtId: string,
  duty: Duty,
  title: string,
  zones?: string[],
): DemoPost => ({ key, organization, district: districtId, duties: [duty], title, zones });
const y = district.yongsan;

/** A person: what their token names them by, where they are at home, and their posts, the primary one first. */
const staff: [key: string, name: string, home: string, ...posts: DemoPost[]][] = [
  [
    'head',
    '김담당가',
    'yongsan-office',
    post('head', 'yongsan-centre', y, 'CENTER_HEAD', '위기가정통합지원센터장'),
    post('head-office', 'yongsan-office', y, 'CASE_MANAGER', '희망복지지원단장'),
  ],
  [
    'case-manager',
    '이담당나',
    'yongsan-centre',
    post('case-manager', 'yongsan-centre', y, 'CASE_MANAGER', '통합사례관리사'),
  ],
  [
    'case-manager-2',
    '박담당다',
    'yongsan-centre',
    post('case-manager-2', 'yongsan-centre', y, 'CASE_MANAGER', '통합사례관리사'),
  ],
  [
    'counsellor',
    '최담당라',
    'yongsan-centre',
    post('counsellor', 'yongsan-centre', y, 'COUNSELLOR', '상담원'),
  ],
  [
    'counsellor-2',
    '정담당마',
    'yongsan-centre',
    post('counsellor-2', 'yongsan-centre', y, 'COUNSELLOR', '상담원'),
  ],
  [
    'apo',
    '강담당바',
    'yongsan-police',
    post('apo', 'yongsan-centre', y, 'DISPATCHED_POLICE', '학대예방경찰관'),
  ],
  [
    'apo-2',
    '조담당사',
    'yongsan-police',
    post('apo-2', 'yongsan-centre', y, 'DISPATCHED_POLICE', '학대예방경찰관'),
  ],
  [
    'police',
    '윤담당아',
    'yongsan-police',
    post('police', 'yongsan-police', y, 'POLICE_OFFICER', '여성청소년수사팀'),
  ],
  [
    'welfare-centre',
    '장담당자',
    'yongsan-welfare',
    post('welfare-centre', 'yongsan-welfare', y, 'PARTNER_WORKER', '사회복지사'),
  ],
  [
    'welfare-centre-none',
    '임담당차',
    'yongsan-welfare-2',
    post('welfare-centre-none', 'yongsan-welfare-2', y, 'PARTNER_WORKER', '사회복지사'),
  ],
  [
    'clinic',
    '한담당카',
    'yongsan-clinic',
    post('clinic', 'yongsan-clinic', y, 'PARTNER_WORKER', '정신건강사회복지사'),
  ],
  [
    'nurse',
    '오담당타',
    'seongdong-1',
    post('nurse', 'seongdong-1', district.seongdong, 'VISITING_NURSE', '방문간호사'),
  ],
  [
    'neighbourhood-officer',
    '서담당파',
    'seongdong-1',
    post(
      'neighbourhood-officer',
      'seongdong-1',
      district.seongdong,
      'NEIGHBOURHOOD_OFFICER',
      '우리동네주무관',
      [dongs.seongdong[0]],
    ),
  ],
  [
    'planner',
    '심담당퍼',
    'seongdong-1',
    post('planner', 'seongdong-1', district.seongdong, 'WELFARE_PLANNER', '복지플래너', [
      `${dongs.seongdong[0]}-3`,
    ]),
  ],
  [
    'seongdong-head',
    '남담당커',
    'seongdong-1',
    post('seongdong-head', 'seongdong-1', district.seongdong, 'CENTER_HEAD', '동장'),
  ],
  [
    'consultation-specialist',
    '심담당터',
    'seongdong-1',
    post(
      'consultation-specialist',
      'seongdong-1',
      district.seongdong,
      'CONSULTATION_SPECIALIST',
      '통합상담 전문관',
    ),
  ],
  ['sponsor', '신담당하', 'company', post('sponsor', 'company', y, 'SPONSOR', '사회공헌 담당')],
  [
    'catalogue-editor',
    '권담당거',
    'yongsan-office',
    post('catalogue-editor', 'yongsan-office', y, 'CATALOGUE_EDITOR', '자원 편집자'),
  ],
  [
    'portal',
    '황담당너',
    'yongsan-office',
    post('portal', 'yongsan-office', y, 'PORTAL_ADMINISTRATOR', '복지포털 관리자'),
  ],
  [
    'privacy-officer',
    '안담당더',
    'yongsan-office',
    post('privacy-officer', 'yongsan-office', y, 'PRIVACY_OFFICER', '개인정보 보호책임자'),
  ],
  [
    'statistics',
    '송담당러',
    'mapo-office',
    post('statistics', 'mapo-office', district.mapo, 'STATISTICS', '통계 담당'),
  ],
  [
    'city-statistics',
    '전담당머',
    'seoul',
    post('city-statistics', 'seoul', district.seoul, 'STATISTICS', '시 통계 담당'),
  ],
  ['reporter', '홍담당버', 'research', post('reporter', 'research', district.seoul, 'REPORTER', '연구원')],
  [
    'songsan-case-manager',
    '유담당서',
    'songsan-3',
    post('songsan-case-manager', 'songsan-3', district.uijeongbu, 'CASE_MANAGER', '찾아가는 복지팀'),
  ],
  [
    'songsan-counsellor',
    '노담당허',
    'songsan-3',
    post('songsan-counsellor', 'songsan-3', district.uijeongbu, 'COUNSELLOR', '찾아가는 복지팀'),
  ],
  [
    'songsan-statistics',
    '고담당어',
    'songsan-3',
    post('songsan-statistics', 'songsan-3', district.uijeongbu, 'STATISTICS', '통계 담당'),
  ],
  [
    'tong-head',
    '방담당커',
    'songsan-3',
    post('tong-head', 'songsan-3', district.uijeongbu, 'DISCOVERY_REPORTER', '송산3동 9통장'),
  ],
  [
    'mapo-case-manager',
    '문담당저',
    'mapo-office',
    post('mapo-case-manager', 'mapo-office', district.mapo, 'CASE_MANAGER', '통합사례관리사'),
  ],
  [
    'suwon-case-manager',
    '양담당처',
    'suwon-jangan',
    post('suwon-case-manager', 'suwon-jangan', district.suwon, 'CASE_MANAGER', '통합사례관리사'),
  ],
];

/** What the token of a persona names the person by. */
export const subjectOf = (key: string) => `demo|${key}`;
export const staffId = (key: string) => recordId(`staff/${key}`);
export const postId = (key: string) => recordId(`post/${key}`);

/** Adds the people who work with Hamkke and their posts. */
export function addStaff(rows: Rows): void {
  for (const [key, name, home, ...posts] of staff) {
    rows.add(tables.staff, {
      id: staffId(key),
      subject: subjectOf(key),
      name,
      homeOrganizationId: organizationId(home),
    });
    posts.forEach((each, index) => {
      rows.add(tables.posts, {
        id: postId(each.key),
        staffId: staffId(key),
        organizationId: organizationId(each.organization),
        districtId: each.district,
        primary: index === 0,
        duties: each.duties,
        zones: each.zones ?? [],
        title: each.title,
      });
    });
  }
}
