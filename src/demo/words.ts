import type * as tables from '../database/tables/index.js';

type NeedDomain = (typeof tables.needDomain.enumValues)[number];
type NoteKind = (typeof tables.noteKind.enumValues)[number];

/** What a case worker writes down as a need of that domain. Nothing here says where anybody stays. */
export const needWords: Readonly<Record<NeedDomain, readonly string[]>> = {
  SAFETY: [
    '다툼이 심해지면 집 안에서 안전하게 있을 곳이 없습니다.',
    '위협하는 전화가 밤에 되풀이되어 불안해합니다.',
  ],
  HEALTH: [
    '혈압약을 제때 챙겨 먹지 못합니다.',
    '이가 많이 상해 음식을 씹기 어렵습니다.',
    '무릎 통증으로 계단을 오르지 못합니다.',
  ],
  MENTAL_HEALTH: [
    '잠을 이루지 못하고 아침에 일어나기 힘들어합니다.',
    '사람 만나기를 꺼리고 하루 대부분을 누워 지냅니다.',
  ],
  DAILY_LIVING: ['냉장고가 비어 있는 날이 많습니다.', '빨래와 청소를 혼자 하기 어렵습니다.'],
  FAMILY: ['부모와 아이의 대화가 거의 끊겼습니다.', '간병을 맡은 가족이 많이 지쳐 있습니다.'],
  EDUCATION: ['학교 급식비와 준비물값이 밀려 있습니다.', '결석이 잦아 수업을 따라가지 못합니다.'],
  EMPLOYMENT: [
    '일을 하고 싶지만 자격증이 없어 면접에서 떨어집니다.',
    '일용직이 끊겨 석 달째 소득이 없습니다.',
  ],
  HOUSING: ['월세가 여러 달 밀려 퇴거 통보를 받았습니다.', '천장에서 물이 새고 곰팡이가 심합니다.'],
  FINANCE: ['이자가 밀려 빚 독촉을 받고 있습니다.', '받을 수 있는 급여를 신청하지 못했습니다.'],
  LEGAL: ['양육비를 받지 못하고 있으나 절차를 모릅니다.', '보증금을 돌려받지 못해 소송을 고민합니다.'],
  SOCIAL: ['한 달 동안 찾아온 이웃이 없었습니다.', '마을 모임에 나가고 싶지만 아는 사람이 없습니다.'],
};

/** What the plan wants to reach in that domain. */
export const goalWords: Readonly<Record<NeedDomain, readonly string[]>> = {
  SAFETY: ['위급할 때 누를 비상연락 방법을 온 가족이 익힌다.', '석 달 동안 새로운 신고가 없다.'],
  HEALTH: ['두 달 안에 혈압을 정상 범위로 낮춘다.', '치과 치료를 끝까지 마친다.'],
  MENTAL_HEALTH: ['주 1회 상담을 석 달 동안 이어 간다.', '하루에 한 번 밖에 나가 걷는다.'],
  DAILY_LIVING: ['하루 두 끼를 거르지 않는다.', '한 달에 한 번 집 안을 함께 정리한다.'],
  FAMILY: ['주말에 한 번은 온 가족이 함께 밥을 먹는다.', '간병을 일주일에 이틀은 나누어 맡는다.'],
  EDUCATION: ['다음 학기에는 결석이 다섯 번을 넘지 않는다.', '밀린 급식비를 학교와 나누어 정리한다.'],
  EMPLOYMENT: ['여섯 달 안에 자격시험에 응시한다.', '자활 일자리에서 석 달을 일한다.'],
  HOUSING: ['밀린 월세를 집주인과 나누어 갚기로 약속한다.', '겨울이 오기 전에 집을 고친다.'],
  FINANCE: ['상환 계획을 세우고 독촉을 멈춘다.', '받을 수 있는 급여를 모두 신청한다.'],
  LEGAL: ['양육비 이행 신청서를 낸다.', '법률 상담을 받고 소송 여부를 정한다.'],
  SOCIAL: ['한 달에 두 번 이웃 모임에 나간다.', '말벗 봉사자와 친구가 된다.'],
};

/** What is written after a talk, a visit, a conference or a check. */
export const noteWords: Readonly<Record<NoteKind, readonly string[]>> = {
  CONSULTATION: [
    '전화로 처음 이야기를 나누었다. 말수가 적었으나 방문에는 동의했다.',
    '센터에 와서 한 시간 동안 상담했다. 가장 급한 것은 이번 달 생활비라고 한다.',
    '도움을 받는 것이 부담스럽다고 하여 절차를 천천히 설명했다.',
  ],
  VISIT: [
    '집을 찾아가 형편을 살폈다. 난방을 켜지 않아 방 안이 추웠다.',
    '약속한 시간에 방문했고 문을 열어 주었다. 아이의 옷차림은 깨끗했다.',
    '두 사람이 함께 방문하여 욕구조사를 마쳤다.',
  ],
  CONFERENCE: [
    '사례회의에서 사례관리 대상으로 정하고 제공계획의 순서를 합의했다.',
    '회의에서 급한 지원을 먼저 하고 조사를 이어 가기로 했다.',
  ],
  MONITORING: [
    '연계한 서비스가 잘 이어지고 있음을 확인했다. 표정이 한결 밝아졌다.',
    '한 달 동안의 변화를 점검했다. 상담은 이어졌지만 일자리는 아직 찾지 못했다.',
  ],
  FOLLOW_UP: ['종결 뒤 석 달째 연락드렸다. 안정적으로 지내신다.'],
  OTHER: ['가족과 의논한 내용을 정리해 계획에 반영했다.'],
};

export const conditions = ['고혈압', '당뇨', '무릎 관절염', '허리 통증', '천식', '특이 사항 없음'] as const;
export const findings = [
  '가벼운 우울감이 보인다.',
  '불안과 불면을 호소한다.',
  '기억력이 조금 떨어졌다.',
  '특이 사항이 없다.',
] as const;
export const housingConditions = [
  '반지하이며 환기가 잘 되지 않는다.',
  '단열이 약해 겨울에 춥다.',
  '방 두 칸으로 비교적 깨끗하다.',
  '고시원 한 칸에 산다.',
] as const;
