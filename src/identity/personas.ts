/** Someone to try Hamkke out as: who they are, and the subject under which the demo data knows them. */
export interface Persona {
  key: string;
  subject: string;
  /** Who it is, in one line. */
  who: { en: string; ko: string };
  /** The same in a word or two. */
  short: { en: string; ko: string };
}

const people = {
  head: {
    en: "Head of Yongsan's crisis-family integrated support centre, who also leads the Hope-Welfare team",
    ko: '용산구 위기가정 통합지원센터장 (희망복지팀장 겸임)',
    short: { ko: '센터장', en: 'Centre head' },
  },
  'case-manager': {
    en: "Case manager of Yongsan's crisis-family integrated support centre",
    ko: '용산구 위기가정 통합지원센터 통합사례관리사',
    short: { ko: '사례관리사', en: 'Case manager' },
  },
  counsellor: {
    en: "Counsellor of Yongsan's crisis-family integrated support centre, for the households assigned to them",
    ko: '용산구 위기가정 통합지원센터 상담원 (배정된 가구 담당)',
    short: { ko: '상담원', en: 'Counsellor' },
  },
  apo: {
    en: "Police officer (APO) dispatched from Yongsan's police station to the centre, in the centre's post",
    ko: '용산경찰서에서 위기가정 통합지원센터로 파견된 학대예방경찰관',
    short: { ko: '파견 경찰관', en: 'Police at the centre' },
  },
  police: {
    en: "Police officer of Yongsan's police station, in the home post",
    ko: '용산경찰서 소속 경찰관 (경찰서 근무)',
    short: { ko: '경찰관', en: 'Police' },
  },
  'welfare-centre': {
    en: 'Social worker of a private welfare centre in Yongsan to which a household consented',
    ko: '가구의 동의를 받은 용산구 민간 복지관의 사회복지사',
    short: { ko: '복지관', en: 'Welfare centre' },
  },
  'welfare-centre-none': {
    en: 'Social worker of a private welfare centre in Yongsan to which no household consented',
    ko: '가구의 동의를 받지 않은 용산구 민간 복지관의 사회복지사',
    short: { ko: '복지관 (동의 없음)', en: 'Welfare centre, no consent' },
  },
  clinic: {
    en: 'Worker of a mental-health centre in Yongsan to which one member consented',
    ko: '가구원 한 사람의 동의를 받은 용산구 정신건강복지센터 실무자',
    short: { ko: '정신건강센터', en: 'Clinic' },
  },
  nurse: {
    en: "Visiting nurse of a dong in Seoul's outreach community centres",
    ko: '서울시 찾아가는 동주민센터의 방문간호사',
    short: { ko: '방문간호사', en: 'Nurse' },
  },
  'neighbourhood-officer': {
    en: "Neighbourhood officer with a zone of a dong in Seoul's outreach community centres",
    ko: '서울시 찾아가는 동주민센터의 우리동네주무관',
    short: { ko: '우리동네주무관', en: 'Neighbourhood officer' },
  },
  'consultation-specialist': {
    en: "Consultation specialist of a dong in Seoul's outreach community centres, who asks several organizations at one table",
    ko: '서울시 찾아가는 동주민센터의 통합상담 전문관 (한자리에서 여러 기관에 의뢰)',
    short: { ko: '통합상담 전문관', en: 'Consultation specialist' },
  },
  'tong-head': {
    en: 'Head of a tong in Songsan 3-dong, who reports whom they worry about and reads nothing',
    ko: '송산3동의 통장 (걱정되는 이웃을 알리고 아무것도 조회하지 않음)',
    short: { ko: '통장', en: 'Tong head' },
  },
  sponsor: {
    en: 'Contact person of a sponsor, who sees their own pledges and what became of them',
    ko: '후원자의 담당자 (자기 후원약정과 배분 내역 조회)',
    short: { ko: '후원자', en: 'Sponsor' },
  },
  'catalogue-editor': {
    en: 'Editor of the catalogue of organizations and services',
    ko: '기관·서비스 목록 편집 담당자',
    short: { ko: '목록 편집자', en: 'Catalogue editor' },
  },
  portal: {
    en: "Administrator of Yongsan's district portal",
    ko: '용산구 포털 관리자',
    short: { ko: '포털 관리자', en: 'Portal' },
  },
  'privacy-officer': {
    en: "A district's privacy officer, who reads the access log and no case data",
    ko: '자치구 개인정보 보호책임자 (접속기록만 조회)',
    short: { ko: '보호책임자', en: 'Privacy officer' },
  },
  statistics: {
    en: "Statistics officer of Mapo, who sees Mapo's exact figures",
    ko: '마포구 통계 담당자 (마포구의 정확한 수치 조회)',
    short: { ko: '마포 통계', en: 'Mapo statistics' },
  },
  'city-statistics': {
    en: "Statistics officer of Seoul, who sees the city's figures",
    ko: '서울시 통계 담당자 (시 전체 수치 조회)',
    short: { ko: '서울 통계', en: 'Seoul statistics' },
  },
  reporter: {
    en: 'Reporting tool, which reads protected aggregate figures and never a row',
    ko: '보고 도구 (보호된 집계 수치만 조회)',
    short: { ko: '보고 도구', en: 'Reporting tool' },
  },
};

/** The name of a demo persona, as the command line takes it. */
export type PersonaKey = keyof typeof people;

/** Everybody the demo data lets one try out, in the order in which they are shown. */
export const personas: readonly (Persona & { key: PersonaKey })[] = (Object.keys(people) as PersonaKey[]).map(
  (key) => {
    const { short, ...who } = people[key];
    return { key, subject: `demo|${key}`, who, short };
  },
);
