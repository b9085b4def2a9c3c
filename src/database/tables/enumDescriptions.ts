interface Words {
  description: string;
  values: Readonly<Record<string, string>>;
}

/** The Korean words of every database enum: they become the descriptions of the schema, which is the users' manual. */
export const enumDescriptions = new Map<string, Words>();

function describeEnum(name: string, description: string, values: Words['values']) {
  enumDescriptions.set(name, { description, values });
}

describeEnum(
  'data_class',
  '개인정보 항목. 동의하고 제공하는 단위가 되는 항목입니다. What a person can agree to share, and what a partner can be shown.',
  {
    SUMMARY: '사례 개요. That a case exists, its stage, track, level and responsible team.',
    IDENTITY: '인적사항. Name, birth date, sex, relation.',
    CONTACT: '연락처. Phone, e-mail, home address.',
    UNIQUE_ID: '고유식별정보(주민등록번호). Shown masked, never whole.',
    HEALTH: '건강. Physical health and care.',
    MENTAL_HEALTH: '정신건강. Mental health.',
    FINANCE: '경제. Income, debt, benefits.',
    HOUSING: '주거. Dwelling and tenure.',
    EMPLOYMENT: '고용. Work and looking for work.',
    EDUCATION: '교육. School and learning.',
    FAMILY: '가족. Family relations, care and daily living.',
    LEGAL: '법률. Legal matters.',
    SAFETY: '안전. Violence and abuse: findings, risk, protective measures.',
    CASE_NOTE: '상담·방문 기록. Notes in free text.',
    SAFE_LOCATION: '보호 장소. Where a protected person stays: only by explicit, named, short consent.',
    INVESTIGATION: '수사 내용. The police’s own record: never shared.',
  },
);
describeEnum(
  'purpose',
  '처리 목적. 개인정보를 무엇을 위해 쓰는지 구분합니다. For what a person’s data is used.',
  {
    CASE_MANAGEMENT: '통합사례관리. Work on the household’s case.',
    SERVICE_PROVISION: '서비스 제공. Giving one service.',
    CRISIS_INTERVENTION: '위기개입. Acting on an acute danger.',
  },
);
describeEnum('duty', '직무. 직위가 무엇을 하게 하는지 구분합니다. What a post lets a person do.', {
  CENTER_HEAD: '센터장. Leads a crisis-family centre.',
  CASE_MANAGER: '사례관리사. Manages cases of the centre.',
  COUNSELLOR: '상담사. Counsels the households assigned.',
  CONSULTATION_SPECIALIST: '상담전문관. Consults the households assigned, at one place.',
  VISITING_NURSE: '방문간호사. Visits households for their health.',
  NEIGHBOURHOOD_OFFICER: '우리동네주무관. Knows a zone of the dong.',
  WELFARE_PLANNER: '복지플래너. Plans welfare for a zone of the dong.',
  PORTAL_ADMINISTRATOR: '구청 포털 관리자. Runs the district portal.',
  DISPATCHED_POLICE: '파견 경찰관(APO). Works in the centre, sent by the police.',
  POLICE_OFFICER: '경찰관. Works at the police station.',
  PARTNER_WORKER: '협력기관 실무자. Works with families at a partner organization.',
  PRIVACY_OFFICER: '개인정보 보호책임자. Watches who saw what.',
  STATISTICS: '통계 담당자. Reads the figures of their district.',
  CATALOGUE_EDITOR: '자원목록 편집자. Keeps the catalogue true.',
  SPONSOR: '후원자. Gives money or things.',
  COMMITTEE_EXPERT: '위원회 전문가. Advises on de-identified cases.',
  REPORTER: '보고 도구. Reads protected figures.',
  DEVELOPER:
    '앱 개발자. Builds an app on this API: reads the schema and what is wrong with a document, and no data.',
  DISCOVERY_REPORTER:
    '발굴 신고자. Reports whom they worry about, as a tong head or a school does, and reads nothing but what became of the report.',
});
describeEnum(
  'staff_change_kind',
  '인사 이력 유형. 직원의 기록에 무엇을 했는지 구분합니다. What was done to somebody’s record.',
  {
    STAFF_ADDED: '직원 등록. The person was added.',
    POST_ADDED: '직위 부여. A post at the home organization was given.',
    DISPATCHED: '파견. A post at another organization was given.',
    POST_CHANGED: '직위 변경. Duties, zones, title or standing of a post were changed.',
    ACTIVE_CHANGED: '활동 여부 변경. The person was made active or inactive.',
    SUBSTITUTE_NAMED: '대직 지정. The post stands in for the zones of another one.',
    SUBSTITUTE_ENDED: '대직 종료. That it stands in was ended before its last day.',
  },
);
describeEnum(
  'transfer_reason',
  '이관 사유. 사례가 왜 다른 시·군·구로 가는지 구분합니다. Why a case goes to another district.',
  {
    HOUSEHOLD_MOVED: '전출. The household moved there.',
    JURISDICTION: '관할 변경. It is that district’s to serve.',
    OTHER: '그 밖의 사유. Any other, said in the note.',
  },
);
describeEnum(
  'partner_kind',
  '기관 유형. 기관이 어떤 종류인지 구분합니다. What kind of partner an organization is.',
  {
    DISTRICT_OFFICE: '구청·시청. District office.',
    DONG_OFFICE: '동주민센터. Dong office.',
    CRISIS_CENTER: '위기가정 통합지원센터. Crisis-family centre.',
    POLICE: '경찰서. Police station.',
    WELFARE_CENTER: '복지관. Welfare centre.',
    COUNSELLING_CENTER: '상담소. Counselling centre.',
    CLINIC: '의료기관. Clinic or hospital.',
    MENTAL_HEALTH_CENTER: '정신건강복지센터. Mental-health centre.',
    DEMENTIA_CENTER: '치매안심센터. Dementia centre.',
    SCHOOL: '학교. School.',
    CHILD_CARE: '보육시설. Nursery or children’s centre.',
    HOUSING_OFFICE: '주거 지원기관. Housing office.',
    LEGAL_AID: '법률상담 기관. Office that helps with the law.',
    TAX_ADVISER: '세무상담 기관. Office that helps with taxes.',
    SHELTER: '보호시설. Shelter.',
    FOUNDATION: '재단. Foundation.',
    COMPANY: '기업. Company.',
    RESEARCH: '연구기관. Research institute.',
    OTHER: '그 밖의 기관. Any other.',
  },
);
describeEnum('sponsor_kind', '후원자 유형. 후원자가 어떤 종류인지 구분합니다. What kind of sponsor.', {
  COMPANY: '기업. Company.',
  FOUNDATION: '재단. Foundation.',
  GROUP: '단체. Group.',
  ACADEMY: '학원·학교. Academy or school.',
  CITIZEN: '시민. Citizen; anonymous unless they chose otherwise.',
});
describeEnum(
  'service_status',
  '서비스 상태. 지금 제공하는 서비스인지 구분합니다. Whether the service is given now.',
  {
    ACTIVE: '운영 중. Given now.',
    INACTIVE: '운영 안 함. Not given now.',
    DEFUNCT: '폐지. Ended for good.',
    TEMPORARILY_CLOSED: '일시 중단. Paused.',
  },
);
const place = {
  PHYSICAL: '실제 장소. A place to go to.',
  POSTAL: '우편. A place to write to.',
  VIRTUAL: '온라인. A place on the network.',
};
describeEnum('location_type', '장소 유형. 장소가 어떤 종류인지 구분합니다. What kind of location.', place);
describeEnum('address_type', '주소 유형. 주소가 어떤 종류인지 구분합니다. What kind of address.', place);
describeEnum(
  'need_domain',
  '욕구 영역. 욕구, 목표, 서비스가 삶의 어느 부분에 관한 것인지 구분합니다. The part of life that a need, goal or service concerns.',
  {
    SAFETY: '안전. Safety.',
    HEALTH: '건강. Health.',
    MENTAL_HEALTH: '정신건강. Mental health.',
    DAILY_LIVING: '일상생활. Daily living.',
    FAMILY: '가족관계. Family relations.',
    EDUCATION: '교육. Education.',
    EMPLOYMENT: '고용. Employment.',
    HOUSING: '주거. Housing.',
    FINANCE: '경제. Finance.',
    LEGAL: '법률. Legal.',
    SOCIAL: '사회적 관계. Social relations.',
  },
);
describeEnum('stage', '사례 단계. 사례가 어디까지 왔는지 구분합니다. How far the work on a case is.', {
  RECEIVED: '접수. Received.',
  TRIAGED: '사례분류. Classified.',
  INITIAL_CONSULTATION: '초기상담. First consultation.',
  ASSESSMENT: '욕구·위기도 조사. Needs and crisis survey, with a home visit.',
  CONFERENCE: '사례회의. Case conference.',
  PLANNED: '서비스 제공계획. Service plan made.',
  LINKING: '서비스 연계. Services being linked.',
  MONITORING: '점검. Being monitored.',
  CLOSED: '종결. Closed.',
  FOLLOW_UP: '사후관리. Followed up after closing.',
});
describeEnum(
  'case_step',
  '업무 단계. 업무를 하는 사람이 부르는 이름대로 절차의 업무를 구분합니다. A step of the process, as those who take it say it.',
  {
    RECEIVE: '접수. A report is received and a case opened.',
    TRIAGE: '사례분류. What it is about and how urgent.',
    CONSULT: '초기상담. The first consultation with the household.',
    VISIT: '현장방문. A visit at home.',
    ASSESS: '욕구·위기도 조사. Needs and risk are surveyed.',
    CONFER: '사례회의. The conference decides the track and the level.',
    PLAN: '서비스 제공계획. Goals are agreed.',
    LINK: '서비스 연계. A service is linked.',
    MONITOR: '점검. How it goes is looked at.',
    CLOSE: '종결. The case is closed, with a reason.',
    FOLLOW_UP: '사후관리. How it went on is looked at.',
    REOPEN: '재개. A closed case is opened again.',
    TRANSFER: '이관. Another district’s centre takes over.',
    MANAGE: '사례관리 전환. What was for linkage only is managed: a plan comes next.',
    HAND_OVER: '인계. Another team of the district takes over.',
  },
);
describeEnum('closure_reason', '종결 사유. 왜 사례를 종결했는지 구분합니다. Why a case was closed.', {
  GOALS_REACHED: '목표 달성. What was planned is reached.',
  NOT_SELECTED: '미선정. The conference did not select it.',
  DECLINED: '거부. The household does not want help.',
  MOVED: '전출. They moved away.',
  LOST_CONTACT: '연락 두절. Nobody can reach them.',
  DIED: '사망. The person died.',
  TRANSFERRED: '이관. Another centre goes on.',
  MERGED: '병합. Its report belongs to a case that was there.',
  OTHER: '기타. Any other.',
});
describeEnum('track', '개입 유형. 사례회의가 무엇을 정했는지 구분합니다. What the conference decided.', {
  CASE_MANAGED: '사례관리. Managed as a case with a plan.',
  SERVICE_LINKED: '서비스연계. Linked to services without a plan.',
  NOT_SELECTED: '비대상. Not selected.',
});
describeEnum('level', '사례 수준. 사례에 손이 얼마나 가는지 구분합니다. How much work the case needs.', {
  GENERAL: '일반. General.',
  INTENSIVE: '집중. Intensive.',
  COMPLEX: '복합. Complex.',
});
describeEnum(
  'sector',
  '공공·민간. 공공이 제공하는지 민간이 제공하는지 구분합니다. Whether the public or the private side gives the service.',
  {
    PUBLIC: '공공. Public.',
    PRIVATE: '민간. Private.',
  },
);
describeEnum(
  'funded_by',
  '재원. 연계한 서비스의 비용을 누가 내는지 구분합니다. Who pays for the linked service.',
  {
    BUDGET_LINE: '예산. A budget line of the district.',
    PLEDGE: '후원. A sponsor’s pledge.',
    PROVIDER: '제공기관. The provider itself.',
  },
);
describeEnum(
  'intake_source',
  '접수 경로. 가구를 어떻게 알게 되었는지 구분합니다. How a household came to be known.',
  {
    POLICE_112: '112 신고. Police emergency call.',
    HOTLINE_129: '129 상담. Welfare hotline.',
    DONG_CENTER: '동주민센터. Dong office.',
    NEIGHBOUR: '이웃. Neighbour.',
    PARTNER: '협력기관. Partner organization.',
    SCHOOL: '학교. School.',
    HOUSING: '주거 관련 기관. Housing office or realtor.',
    SELF: '본인. The household itself.',
    SURVEY: '조사. Survey of a group.',
    EMERGENCY_APPLICATION: '긴급지원 신청. Application for emergency support.',
    UNIVERSAL_65: '65세 도래. Visit offered to everybody who turns 65.',
    UNIVERSAL_BIRTH: '출산. Visit offered for every birth.',
  },
);
describeEnum('incident_kind', '사건 유형. 접수가 무엇에 관한 것인지 구분합니다. What the report is about.', {
  DOMESTIC_VIOLENCE: '가정폭력. Domestic violence.',
  ELDER_ABUSE: '노인학대. Elder abuse.',
  CHILD_ABUSE: '아동학대. Child abuse.',
  NEGLECT: '방임. Neglect.',
  OTHER: '그 밖. Other.',
});
describeEnum('risk_level', '위험 수준. 위험이 얼마나 큰지 구분합니다. How high a risk is.', {
  LOW: '낮음. Low.',
  MODERATE: '보통. Moderate.',
  HIGH: '높음. High.',
});
describeEnum(
  'visit_tier',
  '방문 주기 군. 건강 위험에 따라 얼마나 자주 방문하는지 구분합니다. How often a nurse visits, by health risk.',
  {
    HEALTHY: '자기역량지원군. Healthy.',
    MODERATE: '정기관리군. Moderate risk.',
    HIGH: '집중관리군. High risk.',
  },
);
describeEnum('sex', '성별. 등록된 성별을 구분합니다. Sex as registered.', {
  FEMALE: '여성. Female.',
  MALE: '남성. Male.',
  UNKNOWN: '알 수 없음. Not known.',
});
describeEnum('consent_method', '동의 방법. 어떻게 동의했는지 구분합니다. How consent was given.', {
  PAPER: '서면. On paper.',
  PHONE: '전화. By phone.',
  WEB: '웹. On a web page.',
  EMAIL: '전자우편. By e-mail.',
  IN_PERSON: '대면. In person.',
});
describeEnum(
  'consent_notice',
  '고지 사항. 동의하기 전에 무엇을 알렸는지 구분합니다. What somebody was told before they consented.',
  {
    RECIPIENT: '받는 자. To whom it is given.',
    PURPOSE: '이용 목적. For what it is used.',
    ITEMS: '제공 항목. Which classes are given.',
    RETENTION: '보유 기간. How long the recipient keeps it.',
    RIGHT_TO_REFUSE: '거부권과 불이익. That they may refuse, and what refusal means.',
  },
);
describeEnum(
  'agreement_state',
  '협약 상태. 협약이 오늘 어떤 상태인지 구분합니다. How an agreement stands today.',
  {
    PLANNED: '시작 전. Its first day has not come.',
    IN_FORCE: '효력 있음. It gives access, and nobody has said that it will end before its term does.',
    ENDING: '종료 예정. It gives access until its last day, which somebody set.',
    ENDED: '종료. It gives access to nothing any more.',
  },
);
describeEnum(
  'agreement_step',
  '협약 변동. 협약에 무슨 일이 있었는지 구분합니다. What became of an agreement.',
  {
    CONCLUDED: '체결. It was concluded.',
    AMENDED: '변경. Its words, term, purposes or classes were changed.',
    NOTICE_GIVEN: '종료 통지. One side said that it will not renew.',
    NOTICE_WITHDRAWN: '통지 철회. The notice was taken back, so that it renews after all.',
    ENDED: '해지. It was ended.',
  },
);
describeEnum('consent_step', '동의 변동. 동의에 무슨 일이 있었는지 구분합니다. What became of a consent.', {
  GIVEN: '동의. It was given.',
  NARROWED: '축소. Fewer classes, or an earlier end.',
  EXTENDED: '연장. Given anew, for longer.',
  WITHDRAWN: '철회. It was withdrawn.',
  PERSON_DIED: '사망. It ended with the death of the member or of whoever gave it.',
  PERSON_LEFT: '전출. It ended when the member, or whoever gave it, left the household.',
});
describeEnum(
  'departure_reason',
  '전출 사유. 왜 가구를 떠났는지 구분합니다. Why somebody belongs to a household no more.',
  {
    MOVED_OUT: '이사. They moved out.',
    SEPARATED: '별거·이혼. A couple lives apart.',
    MARRIED: '혼인. They married and live elsewhere.',
    PLACED_IN_CARE: '시설 입소. They live in a home or in foster care.',
    IMPRISONED: '수감. They are in prison.',
    MILITARY_SERVICE: '군 복무. They do their military service.',
    MISSING: '가출·행방불명. Nobody knows where they are.',
    HOUSEHOLD_SPLIT: '가구 분리. Part of the household became one of its own.',
    HOUSEHOLDS_MERGED: '가구 통합. Two households became one, or were one all along.',
    RECORDED_TWICE: '중복 기록. The same person is recorded once more elsewhere.',
    OTHER: '기타. Something else.',
    UNKNOWN: '알 수 없음. Nobody knows why.',
  },
);
describeEnum(
  'guardianship_kind',
  '후견 유형. 어떤 권리로 아이를 대신하는지 구분합니다. By what right somebody speaks for a child.',
  {
    LEGAL: '친권자. Parental authority.',
    APPOINTED: '후견인. Appointed by a court or the district.',
    DISTRICT_LEGAL_BASIS:
      '지자체의 법적 근거. The district acts by law, since the only adult is said to have done harm.',
  },
);
describeEnum('household_type', '가구 유형. 누가 함께 사는지 구분합니다. Who lives together.', {
  SINGLE: '1인 가구. One person.',
  COUPLE: '부부. A couple.',
  TWO_PARENT: '양부모. Two parents with children.',
  SINGLE_PARENT: '한부모. One parent with children.',
  GRANDPARENT: '조손. Grandparents with grandchildren.',
  EXTENDED: '확대가족. Three generations or more.',
  MULTICULTURAL: '다문화. A family of several cultures.',
  OTHER: '그 밖. Other.',
});
describeEnum('tenure', '점유 형태. 어떤 권리로 그 집에 사는지 구분합니다. By which right they live there.', {
  OWNED: '자가. Owned.',
  JEONSE: '전세. Lease against a deposit.',
  MONTHLY_RENT: '월세. Monthly rent.',
  PUBLIC_RENTAL: '공공임대. Public rental.',
  TEMPORARY: '임시 거처. Temporary.',
  NONE: '거처 없음. None.',
});
describeEnum('note_kind', '기록 유형. 무엇에 관해 적은 기록인지 구분합니다. What a note was written about.', {
  CONSULTATION: '상담. Consultation.',
  VISIT: '방문. Visit.',
  CONFERENCE: '회의. Conference.',
  MONITORING: '점검. Monitoring.',
  FOLLOW_UP: '사후관리. Follow-up after the case was closed.',
  OTHER: '기타. Another step of the work, such as a plan or a linkage.',
});
describeEnum(
  'region_kind',
  '행정구역 유형. 코드가 어떤 지역의 것인지 구분합니다. What kind of area a code is of.',
  {
    PROVINCE: '시·도. A province, or a city of its rank.',
    DISTRICT: '시·군·구. A basic local government.',
    UNIT: '일반구. A gu of a city that has no government of its own.',
    OFFICE: '출장소. A branch office.',
  },
);
describeEnum('participant_kind', '참석자 유형. 누가 함께했는지 구분합니다. Who took part.', {
  STAFF: '직원. Somebody of the district’s staff, or dispatched there.',
  ORGANIZATION: '기관. An agency, by whoever it sent.',
  MEMBER: '가구원. Somebody of the household.',
});
describeEnum(
  'contact_place',
  '장소. 상담이나 방문이 어디에서 있었는지 구분합니다. Where a consultation or a visit took place.',
  {
    HOME: '가정. At the family’s home.',
    OFFICE: '기관. At an office or a centre.',
    TELEPHONE: '전화. By telephone.',
    ELSEWHERE: '그 밖의 곳. Elsewhere, such as a school or a hospital.',
  },
);
describeEnum(
  'screening_list',
  '발굴 명단. 어느 명단에서 찾은 가구인지 구분합니다. The list that a household was screened from.',
  {
    LIVELIHOOD_REFUSED: '기초생활 탈락자. Refused basic livelihood.',
    BLIND_SPOT: '복지 사각지대. Welfare blind spot.',
    EMERGENCY_APPLICATION: '긴급지원 신청자. Applied for emergency support.',
    UNIVERSAL_VISIT: '보편방문 대상자. Visit offered to everybody.',
    GROUP_SURVEY: '집단 전수조사. Everybody of a group, such as those who collect waste paper.',
  },
);
describeEnum(
  'discovery_reporter_kind',
  '신고자 유형. 누가 어려운 이웃을 알렸는지 구분합니다. Who reported whom they worry about.',
  {
    SCHOOL: '학교. A school.',
    NURSERY: '어린이집·유치원. A nursery or kindergarten.',
    HOUSING_OFFICE: '임대주택 관리사무소. The office of rental housing.',
    REALTOR: '공인중개사. A realtor.',
    TONG_HEAD: '통장·반장. Head of a tong or ban.',
    HAPPY_MANAGER: '행복매니저. A volunteer who looks after neighbours.',
    METER_READER: '검침원. Reads meters of water, gas or electricity.',
    NEIGHBOUR: '이웃. A neighbour.',
  },
);
describeEnum(
  'campaign_line_outcome',
  '조사 결과. 명단의 사람을 찾아간 결과를 구분합니다. What became of going to somebody of a list.',
  {
    ABSENT: '부재. Nobody was there; somebody goes again.',
    REFUSED: '거부. They did not want it.',
    MOVED: '이사. They live there no more.',
    CONSULTED: '상담. They were consulted.',
  },
);
describeEnum(
  'promotion_kind',
  '홍보 유형. 어떤 홍보 활동이었는지 구분합니다. What was done so that people know where to turn to.',
  {
    LEAFLET: '전단·소식지. Leaflets or a newsletter.',
    CAMPAIGN_BOOTH: '거리 홍보. A stand in the street or at an event.',
    BRIEFING: '설명회. A briefing of a group.',
    HOME_VISIT: '방문 홍보. From door to door.',
    BANNER: '현수막·포스터. Banners or posters.',
    MEDIA: '언론·온라인. Press, broadcast or the internet.',
    OTHER: '기타. Anything else.',
  },
);
describeEnum('assignment_kind', '담당 유형. 무엇을 맡았는지 구분합니다. What a person was assigned to do.', {
  CASE: '사례. Work on the case.',
  VISIT: '방문. Visit the household.',
});
describeEnum('basis', '열람 근거. 무엇을 근거로 보았는지 구분합니다. On which basis data was shown.', {
  CONTROLLER: '처리기관 직무. The district’s own staff by duty.',
  CONSENT: '동의. The person’s consent.',
  REFERRAL: '의뢰. A referral that carries it.',
  BREAK_GLASS: '긴급열람. A declared emergency.',
});
describeEnum('referral_state', '의뢰 상태. 의뢰가 어디까지 되었는지 구분합니다. How far a referral is.', {
  DRAFT: '작성 중. Being written; the recipient knows nothing of it.',
  REQUESTED: '의뢰됨. Waits for the recipient’s answer.',
  ACCEPTED: '수락. The recipient takes it on.',
  REJECTED: '거절. The recipient declined, with a reason.',
  WAITLISTED: '대기. On the recipient’s waiting list.',
  IN_PROGRESS: '진행 중. The service is being given.',
  COMPLETED: '완료. The service was given.',
  CANCELLED: '취소. The sender took it back.',
  REVOKED: '동의 철회. The consent that it rests on was withdrawn.',
  EXPIRED: '기한 만료. Nobody answered in time.',
});
describeEnum('referral_step', '의뢰 업무. 의뢰에 무엇을 하는지 구분합니다. What is done with a referral.', {
  DRAFT: '작성. It is written.',
  REQUEST: '의뢰. It is sent to the recipient.',
  ACCEPT: '수락. The recipient takes it on.',
  REJECT: '거절. The recipient declines.',
  WAITLIST: '대기 등록. The recipient puts it on the waiting list, or moves it there.',
  START: '개시. The service begins.',
  COMPLETE: '완료. The service was given.',
  CANCEL: '취소. The sender takes it back.',
  REVOKE: '동의 철회. The consent was withdrawn; nobody does it by hand.',
  EXPIRE: '기한 만료. The time for an answer ran out; nobody does it by hand.',
});
describeEnum(
  'decline_reason',
  '거절 사유. 받은 기관이 왜 의뢰를 거절했는지 구분합니다. Why a recipient declines a referral.',
  {
    NO_CAPACITY: '정원 초과. There is no room.',
    NOT_ELIGIBLE: '자격 미달. The service is not for them.',
    OUT_OF_AREA: '지역 외. They live outside the area that is served.',
    SERVICE_ENDED: '서비스 종료. The service is not given any more.',
    ALREADY_SERVED: '기존 이용자. They have the service already.',
    CANNOT_REACH: '연락 불가. They could not be reached.',
    OTHER: '기타. Any other, told in words.',
  },
);
describeEnum(
  'service_unit',
  '제공 단위. 제공한 것을 무엇으로 세는지 구분합니다. In what is counted what was given.',
  {
    MEAL: '식. Meals.',
    HOUR: '시간. Hours.',
    MINUTE: '분. Minutes.',
    DAY: '일. Days.',
    VISIT: '방문. Visits.',
    SESSION: '회기. Sessions.',
    ITEM: '개. Pieces of goods.',
    KRW: '원. Won.',
    ABSENCE: '불참. Times that nobody came, and so nothing was given.',
  },
);
describeEnum(
  'consent_proposal_state',
  '동의 제안 상태. 협력기관 창구에서 받은 동의가 어떤 상태인지 구분합니다. How a consent stands that was signed at a partner’s desk.',
  {
    PROPOSED: '확인 대기. It waits for the district and opens nothing.',
    CONFIRMED: '확인됨. The district confirmed it.',
    DISMISSED:
      '반려됨. The district dismissed it; its partner is told nothing of it, as of one that matches nobody.',
    WITHDRAWN: '철회됨. Whoever proposed it took it back.',
    LAPSED: '기한 지남. Nobody confirmed it in time.',
  },
);
describeEnum(
  'consent_dismissal',
  '동의 제안 반려 사유. 제안이 왜 동의가 되지 않았는지 구분합니다. Why a proposal becomes no consent.',
  {
    SOMEBODY_ELSE: '다른 사람. It is of somebody else of the same name and birth date.',
    NOT_GIVEN: '동의하지 않음. The person says that they did not give it.',
    INCOMPLETE: '서류 미비. The paper is not complete.',
    ALREADY_RECORDED: '이미 기록됨. The consent is recorded already.',
  },
);
describeEnum(
  'report_status',
  '접수 처리 상태. 접수가 어떻게 되었는지 구분하며, 사례에 관한 것은 아닙니다. What became of a report; of the report, never of a case.',
  {
    RECEIVED: '접수됨. Received; nobody has looked into it yet.',
    BEING_WORKED_ON: '처리 중. Somebody looks into what it says.',
    CLOSED: '처리 완료. What it asked for was done, or there was nothing to do.',
  },
);
describeEnum('change_kind', '변경 유형. 무슨 일이 있었는지 구분합니다. What happened.', {
  REFERRAL_DRAFTED: '의뢰 작성. A referral was drafted.',
  REFERRAL_REQUESTED: '의뢰 도착. A referral was sent.',
  REFERRAL_ACCEPTED: '의뢰 수락. A referral was accepted.',
  REFERRAL_REJECTED: '의뢰 거절. A referral was declined.',
  REFERRAL_WAITLISTED: '의뢰 대기. A referral was put on the waiting list.',
  REFERRAL_STARTED: '의뢰 개시. The service of a referral began.',
  REFERRAL_COMPLETED: '의뢰 완료. The service of a referral was given.',
  REFERRAL_CANCELLED: '의뢰 취소. The sender took a referral back.',
  REFERRAL_REVOKED: '의뢰 철회. The consent under a referral was withdrawn.',
  REFERRAL_EXPIRED: '의뢰 만료. Nobody answered a referral in time.',
});
describeEnum(
  'delivery_state',
  '전달 상태. 웹훅 전달이 어디까지 되었는지 구분합니다. How far the delivery of a webhook is.',
  {
    PENDING: '대기. Will be tried, or tried again.',
    DELIVERED: '전달됨. The receiver took it.',
    GIVEN_UP: '포기. Every try failed; `resendDelivery` tries again.',
  },
);
describeEnum(
  'emergency_reason',
  '긴급열람 사유. 왜 바로 열어야 했는지 구분합니다. Why a household must be opened at once.',
  {
    VIOLENCE: '폭력. Violence is happening or about to.',
    LIFE_AT_RISK: '생명·신체 위험. Somebody’s life or health is in danger.',
    SUICIDE_RISK: '자살 위험. Somebody may take their own life.',
    CHILD_AT_RISK: '아동 위험. A child is in danger.',
    MISSING_PERSON: '실종. Somebody cannot be found.',
  },
);
describeEnum(
  'notification_kind',
  '알림 유형. 무엇에 관한 알림인지 구분합니다. What a notification is about.',
  {
    EMERGENCY_DECLARED: '긴급열람 선언. Somebody declared an emergency.',
    REPORT_WAITS: '접수 대기. A report on a known household waits for a decision.',
  },
);
describeEnum(
  'incoming_report_state',
  '접수 대기 상태. 알려진 가구에 대한 접수가 어떤 상태인지 구분합니다. How a report on a known household stands.',
  {
    PENDING: '대기. Nobody has decided yet; it opens nothing.',
    ACCEPTED: '승인. The centre that received it serves the household from now on.',
    DECLINED: '반려. It opens nothing.',
    EXPIRED: '기한 경과. Nobody decided in time; it opens nothing.',
  },
);
describeEnum(
  'incoming_report_side',
  '접수 구분. 누구의 접수를 묻는지 구분합니다. Whose reports are asked for.',
  {
    SENT: '보낸 접수. Those that the viewer’s own post wrote.',
    RECEIVED: '받은 접수. Those that the viewer’s organization received.',
    TO_DECIDE: '결정할 접수. Those on households that the viewer’s centre serves, or that nobody serves.',
  },
);
describeEnum(
  'report_decision',
  '접수 결정. 접수를 어떻게 결정할 수 있는지 구분합니다. What may be decided about a report.',
  {
    ACCEPT: '승인. Opening the household to the centre that received it.',
    DECLINE: '반려. Leaving it as it is.',
  },
);
describeEnum(
  'report_match_reason',
  '일치 근거. 접수가 왜 그 가구에 관한 것일 수 있는지 구분합니다. Why a household may be the one that a report is about.',
  {
    NUMBER: '주민등록번호. Somebody of both has the same registration number.',
    NAME_AND_BIRTH: '이름과 생년월일. Somebody of both has the same name and birth date.',
    NAME_AND_PHONE: '이름과 전화. Somebody of both has the same name and telephone number.',
  },
);
describeEnum(
  'report_match_dismissal',
  '기각 사유. 접수가 왜 그 가구에 관한 것이 아닌지 구분합니다. Why a report is not about a household.',
  {
    ANOTHER_PERSON: '다른 사람. Somebody else of the same name.',
    CANNOT_TELL: '확인 불가. Nobody can tell whether they are the same.',
    MISTAKE: '오기. What the report says of the person is wrong.',
  },
);
describeEnum(
  'report_decline_reason',
  '접수 반려 사유. 접수가 왜 아무것도 열지 않는지 구분합니다. Why a report opens nothing.',
  {
    ALREADY_SERVED: '이미 지원 중. The serving centre works on it.',
    NOT_NEEDED: '필요 없음. Nobody needs to work on it.',
    OTHER_CENTER: '다른 센터 소관. It belongs to another centre.',
    MISTAKE: '잘못된 접수. It is about somebody else, or was not meant.',
  },
);
describeEnum(
  'review_outcome',
  '점검 결과. 긴급열람을 점검해 무엇을 알게 되었는지 구분합니다. What the review of an emergency found.',
  {
    JUSTIFIED: '정당함. It was needed, and no more was looked at than was needed.',
    NOT_JUSTIFIED: '부당함. It was not needed, or more was looked at.',
  },
);
describeEnum('pledge_kind', '약정 유형. 후원자가 무엇을 약속했는지 구분합니다. What a sponsor promises.', {
  MONEY: '금전. Won.',
  IN_KIND: '현물. Things or help, counted in units.',
});
describeEnum('pledge_state', '약정 상태. 약정이 오늘 어떤 상태인지 구분합니다. How a pledge stands today.', {
  PLANNED: '시작 전. Its first day has not come.',
  OPEN: '배분 가능. In its term, with something left.',
  USED_UP: '소진. Nothing of it is left.',
  ENDED: '기간 종료. Its last day has passed.',
  CANCELLED: '취소. All of it was cancelled or refunded.',
});
describeEnum(
  'ledger_entry_kind',
  '원장 분개 유형. 분개가 무엇을 말하는지 구분하며, 다른 분개로만 되돌립니다. What an entry says; nothing is taken back but by another entry.',
  {
    PLEDGED: '약정. The sponsor promised it.',
    CANCELLED: '약정 취소. Part of the promise will not come.',
    RECEIVED: '입금·입고. It came in.',
    REFUNDED: '환급. What came in went back to the sponsor.',
    BUDGETED: '편성. The budget has it, or has so much more.',
    BUDGET_CUT: '감액. The budget has so much less.',
    ALLOCATED: '배분. A linkage was given it.',
    RELEASED: '배분 취소. It came back from a linkage, and can be allocated again.',
  },
);
describeEnum(
  'release_reason',
  '배분 취소 사유. 배분을 왜 되돌렸는지 구분합니다. Why an allocation was given back.',
  {
    NOT_USED: '미사용. It was not needed.',
    SERVICE_ENDED: '서비스 종료. The service ended before it was used.',
    DECLINED: '거절. The household did not want it.',
    REDUCED: '감액. The service cost less.',
    MISTAKE: '착오. It was entered wrongly.',
  },
);

describeEnum(
  'catalogue_record',
  '목록 기록 유형. 자원목록의 어떤 기록인지 구분합니다. What kind of record of the catalogue it is.',
  {
    ORGANIZATION: '기관. An organization.',
    SERVICE: '서비스. A service.',
    LOCATION: '장소. A location.',
  },
);
describeEnum(
  'capacity_state',
  '여유 상태. 아는 한 자리가 있는지 구분합니다. Whether there is room, as far as anybody knows.',
  {
    AVAILABLE: '여유 있음. Room is left, and that was confirmed lately.',
    FULL: '여유 없음. No room is left, and that was confirmed lately.',
    UNKNOWN: '알 수 없음. Nobody has confirmed it for a time: ask before sending anybody.',
  },
);
describeEnum(
  'verification_state',
  '확인 상태. 정보 확인이 어떤 상태인지 구분합니다. How the verification of a record stands.',
  {
    OVERDUE: '기한 지남. It was verified, and that holds no longer.',
    DUE: '기한 다가옴. Its verification holds today and ends by the day that was asked for.',
    NEVER: '확인한 적 없음. Nobody has verified it here.',
  },
);
describeEnum(
  'change_request_state',
  '정정 요청 상태. 제안한 정정이 어떻게 되었는지 구분합니다. What became of a proposed change.',
  {
    PENDING: '검토 대기. An editor has not said yet.',
    ACCEPTED: '반영. It was accepted and written.',
    DECLINED: '반려. It was declined, for a reason.',
    WITHDRAWN: '철회. Whoever proposed it took it back.',
  },
);
describeEnum('change_request_side', '요청 구분. 누구의 정정 요청인지 구분합니다. Whose change requests.', {
  PROPOSED: '우리 기관이 제안한 것. Those that the viewer’s organization proposed.',
  TO_DECIDE: '검토할 것. Those of records that the viewer edits.',
});
describeEnum(
  'likeness',
  '비슷한 이유. 두 기록이 왜 하나일 수 있는지 구분합니다. Why two records may be one.',
  {
    SAME_NAME: '같은 이름. The same name, but for spaces, marks and the legal form.',
    SIMILAR_NAME: '비슷한 이름. Nearly the same name.',
    SAME_PHONE: '같은 전화. A telephone number in common.',
    SAME_ADDRESS: '같은 주소. An address in common.',
    SAME_ORGANIZATION: '같은 기관. Services or locations of one organization.',
  },
);
describeEnum(
  'catalogue_change_kind',
  '목록 변경 유형. 자원목록의 기록이 어떻게 되었는지 구분합니다. What became of a record of the catalogue.',
  {
    CHANGED: '변경. It is new or was changed: read it again.',
    REMOVED: '삭제. It is not in the catalogue any more: delete what you keep of it.',
    MERGED: '통합. It is another record now: keep that one in its place.',
  },
);
describeEnum(
  'policy_key',
  '정책 기준. 시·군·구가 스스로 정할 수 있는 기한, 횟수와 기준값입니다. What a district may decide for itself.',
  {
    EMERGENCY_VISIT_AGREED:
      '긴급지원 방문일 합의. From the receipt of an emergency application until the day of the visit is agreed.',
    EMERGENCY_SURVEY: '긴급지원 후 조사. From support that came first until the survey.',
    SURVEY: '욕구·위기도 조사. From receipt until the survey.',
    CONFERENCE: '사례회의. From the survey until the conference.',
    PLAN: '서비스 제공계획. From the conference until the plan.',
    VISIT_HIGH: '집중관리군 방문. From one visit to the next, at high risk.',
    VISIT_MODERATE: '정기관리군 방문. From one visit to the next, at moderate risk.',
    VISIT_HEALTHY: '자기역량지원군 방문. From one visit to the next, for the healthy.',
    BIRTH_VISIT: '출생 가정 방문. From a birth until the visit.',
    UNREACHED_TRIES: '방문 시도. Tries after which somebody counts as not reached.',
    LIST_ERASURE: '명단 파기. From the end of a screening until lines that were not selected are erased.',
    PHQ9_MODERATE: 'PHQ-9 중간 위험. Least score of a moderate risk of depression.',
    PHQ9_HIGH: 'PHQ-9 높은 위험. Least score of a high risk of depression.',
    GDS_SF_MODERATE: '노인우울척도 중간 위험. Least score of a moderate risk of depression in old age.',
    GDS_SF_HIGH: '노인우울척도 높은 위험. Least score of a high risk of depression in old age.',
    EPDS_MODERATE: '산후우울척도 중간 위험. Least score of a moderate risk of depression after a birth.',
    EPDS_HIGH: '산후우울척도 높은 위험. Least score of a high risk of depression after a birth.',
    K_FRAIL_MODERATE: '노쇠 전 단계. Least score of a state before frailty.',
    K_FRAIL_HIGH: '노쇠. Least score of frailty.',
    SYSTOLIC_MODERATE: '수축기 혈압 중간 위험. Least systolic pressure of a moderate risk.',
    SYSTOLIC_HIGH: '수축기 혈압 높은 위험. Least systolic pressure of a high risk.',
    DIASTOLIC_MODERATE: '이완기 혈압 중간 위험. Least diastolic pressure of a moderate risk.',
    DIASTOLIC_HIGH: '이완기 혈압 높은 위험. Least diastolic pressure of a high risk.',
    GLUCOSE_FASTING_MODERATE: '공복혈당 중간 위험. Least glucose, fasting, of a moderate risk.',
    GLUCOSE_FASTING_HIGH: '공복혈당 높은 위험. Least glucose, fasting, of a high risk.',
    GLUCOSE_RANDOM_MODERATE: '식후혈당 중간 위험. Least glucose, not fasting, of a moderate risk.',
    GLUCOSE_RANDOM_HIGH: '식후혈당 높은 위험. Least glucose, not fasting, of a high risk.',
  },
);
describeEnum('policy_unit', '기준 단위. 정책 기준을 무엇으로 세는지 구분합니다. In what it is counted.', {
  DAYS: '일. Days of the calendar.',
  WORKING_DAYS: '근무일. Monday to Friday, but for public holidays and their substitutes.',
  WEEKS: '주. Weeks.',
  MONTHS: '월. Months.',
  TIMES: '회. How many times.',
  POINTS: '점. Points of a score.',
  MMHG: 'mmHg. Millimetres of mercury.',
  MG_PER_DL: 'mg/dL. Milligrams in a decilitre.',
});
describeEnum('clock_kind', '기한 유형. 무엇을 언제까지 해야 하는지 구분합니다. What is waited for.', {
  EMERGENCY_VISIT_AGREED: '긴급지원 방문일 합의. That the day of the visit is agreed with the household.',
  EMERGENCY_VISIT: '긴급지원 방문. The visit on the day that was agreed.',
  EMERGENCY_SURVEY: '긴급지원 후 조사. The survey after support that came first.',
  SURVEY: '욕구·위기도 조사. The survey.',
  CONFERENCE: '사례회의. The conference.',
  PLAN: '서비스 제공계획. The plan.',
  UNIVERSAL_VISIT: '보편방문. The visit that is offered at sixty-five and at a birth.',
  VISIT: '건강 방문. The next visit of a nurse, by the tier of the member.',
});
describeEnum('work_side', '업무 구분. 누구의 일인지 구분합니다. Whose work.', {
  MINE: '내 일. Of households that are assigned to the viewer’s post, and visits that they make.',
  ZONE: '내 구역. Of households of the viewer’s zone.',
  TEAM: '우리 팀. What the viewer’s centre answers for.',
});
describeEnum('inbox_kind', '할 일 유형. 무엇이 기다리는지 구분합니다. What kind of thing waits.', {
  CLOCK: '기한. Something of a household of the viewer’s own is due; see `clocks`.',
  REFERRAL: '받은 의뢰. A referral waits for an answer; see `referralsReceived`.',
  RECEIVED_REPORT: '받은 접수. Nobody has looked into a report; see `receivedReports`.',
  INCOMING_REPORT: '접수 대기. A report on a known household waits for a decision; see `incomingReports`.',
  CONSENT_PROPOSAL: '동의 제안. A consent that was signed at a partner’s desk waits; see `consentProposals`.',
  CONSULTATION_QUESTION:
    '상담 질문. A question of an open consultation that the viewer wrote down, or took over, is to be answered or sent; see `consultation`.',
  REVIEW: '사후 점검. An emergency is to be reviewed; see `reviewTasks`.',
  NOTIFICATION: '알림. It was not read yet; see `notifications`.',
  CHANGE_REQUEST: '정정 요청. A change of the catalogue waits for an editor; see `changeRequests`.',
  PETITION: '민원. A petition waits in a zone that the viewer answers for; see `petitions`.',
});
describeEnum('petition_kind', '민원 유형. 무엇에 관한 민원인지 구분합니다. What a petition is about.', {
  ROADS_AND_FACILITIES: '도로·시설. Roads, lights, parks and other facilities.',
  CLEANING: '청소·환경. Rubbish and what lies about.',
  SAFETY: '안전. What somebody could be hurt by.',
  NOISE: '소음. Noise.',
  WELFARE: '복지. Welfare of the neighbourhood, of nobody by name.',
  OTHER: '기타. Anything else.',
});
describeEnum(
  'petition_outcome',
  '민원 처리 결과. 민원이 어떻게 되었는지 구분합니다. What became of a petition.',
  {
    RESOLVED: '해결. What was asked for was done, or was answered.',
    PASSED_ON: '이송. It was passed on to whoever is responsible.',
  },
);
describeEnum('clock_state', '기한 상태. 기한이 오늘 어떤 상태인지 구분합니다. How a clock stands today.', {
  RUNNING: '진행 중. It is not done yet, and its last day is not over.',
  MET: '준수. It was done by its last day.',
  MISSED: '초과. Its last day ended in Seoul before it was done.',
  STOPPED: '중단. It need not be done any more, as when the case was closed.',
});
describeEnum(
  'universal_visit_kind',
  '보편방문 유형. 누구에게 방문을 제안하는지 구분합니다. To whom the visit is offered.',
  {
    UNIVERSAL_65: '65세 도래. Whoever turns sixty-five, in the year of the birthday.',
    UNIVERSAL_BIRTH: '출생 가정. A child that was born.',
  },
);
describeEnum(
  'universal_visit_state',
  '보편방문 상태. 제안한 방문이 어떻게 되었는지 구분합니다. What became of a visit that was offered.',
  {
    OFFERED: '제안. It was offered, and nobody answered yet.',
    AGREED: '수락. A day was agreed.',
    DECLINED: '사양. They did not want it; nothing is due any more.',
    UNREACHED: '미접촉. Nobody was reached, as often as the district tries.',
    DONE: '완료. Somebody was there.',
  },
);
describeEnum(
  'visit_answer',
  '방문 응답. 제안하거나 찾아간 결과를 구분합니다. What came of an offer, or of a try to visit.',
  {
    AGREED: '수락. They agreed on a day.',
    DECLINED: '사양. They do not want it.',
    NOT_REACHED: '미접촉. Nobody was reached this time.',
    VISITED: '방문 완료. Somebody was there.',
  },
);
describeEnum('screening_form', '검사 도구. 무엇으로 검사하는지 구분합니다. What somebody is screened by.', {
  BLOOD_PRESSURE: '혈압. Blood pressure.',
  GLUCOSE_FASTING: '공복혈당. Glucose, fasting.',
  GLUCOSE_RANDOM: '식후혈당. Glucose, not fasting.',
  PHQ9: '우울 선별도구(PHQ-9). Depression.',
  GDS_SF: '단축형 노인우울척도(GDS-SF). Depression in old age.',
  CIST: '인지선별검사(CIST). Cognition.',
  K_FRAIL: '한국형 노쇠 설문(K-FRAIL). Frailty.',
  EPDS: '에든버러 산후우울척도(EPDS). Depression after a birth.',
});
describeEnum('form_scoring', '채점 방식. 점수를 어떻게 내는지 구분합니다. How a form is scored.', {
  SUM: '합산. The points of its items are added up.',
  EACH: '항목별. Each item is judged by itself, and the worst counts.',
});
describeEnum(
  'health_concern',
  '건강 위험. 검사에서 드러나 다른 기관이 살필 위험을 구분합니다. What a screening points to that another organization looks into.',
  {
    DEPRESSION: '우울. Depression.',
    POSTPARTUM_DEPRESSION: '산후우울. Depression after a birth.',
    DEMENTIA: '치매. Dementia.',
  },
);
describeEnum(
  'referral_proposal_state',
  '의뢰 제안 상태. 제안한 의뢰를 어떻게 했는지 구분합니다. What was done about a referral that was proposed.',
  {
    PROPOSED: '제안. Nobody decided yet.',
    CONFIRMED: '확정. Somebody drafted the referral; it is sent as any other.',
    DISMISSED: '기각. Somebody decided against it.',
  },
);
describeEnum(
  'consultation_question_state',
  '상담 질문 상태. 질문의 답이 어디까지 왔는지 구분합니다. How far the answer to a question is.',
  {
    OPEN: '답할 차례. Nobody is asked, and no answer is written yet.',
    WAITING_FOR_CONSENT: '동의 대기. A referral is drafted that consents in force do not cover.',
    DRAFTED: '작성. A referral is drafted and can be sent.',
    ASKED: '의뢰. It was sent, and no answer came yet.',
    ANSWERED: '회신. The organization took it on, has it on its waiting list, or is at it.',
    DECLINED: '거절. The organization declined.',
    ENDED: '중단. Its referral was taken back, ran out of time, or lost its consent.',
    DONE: '해결. The service was given, or the answer is written down.',
  },
);
describeEnum(
  'figure_state',
  '수치 상태. 수치가 있는지, 없다면 왜 없는지 구분합니다. Whether there is a figure, and if not, why.',
  {
    KNOWN: '있음. There is a figure; in a release a zero may be a rounded one.',
    IMPOSSIBLE: '있을 수 없음. There cannot be one, by what the measure means.',
    SUPPRESSED: '비공개. It is kept back, since it would tell of somebody.',
    UNKNOWN: '아직 모름. It is not released yet, or nothing is known of that time.',
  },
);
