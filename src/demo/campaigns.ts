import * as tables from '../database/tables/index.js';
import { agreementId } from './agreements.js';
import { after, at } from './days.js';
import type { System } from './people.js';
import { district, dongs } from './places.js';
import { rowId } from './random.js';
import type { Rows } from './rows.js';
import { organizationId } from './services.js';
import { postId } from './staff.js';

export const campaignId = (key: string) => rowId(`campaign/${key}`);
export const campaignLineId = (key: string, position: number) => rowId(`campaign/${key}/${position}`);

type Outcome = (typeof tables.campaignLineOutcome.enumValues)[number];

interface Line {
  /** Nobody's: lines that were taken up or erased have no name. */
  name?: string;
  bornOn?: string;
  /** A number that nobody ever had: there is no thirteenth month. */
  number?: string;
  outcome?: Outcome;
  surveyed?: true;
  tries?: number;
  remark?: string;
  /** The household whose report was made of it. */
  takenUpAs?: string;
  erased?: true;
  /** A household that it does not belong to, as somebody decided. */
  isNot?: string;
}

interface CampaignFacts {
  key: string;
  district: string;
  dong: string;
  organization: string;
  post: string;
  name: string;
  list: (typeof tables.screeningList.enumValues)[number];
  reason: string;
  /** Days before today that it began, and after today that it ends. */
  began: number;
  ends: number;
  agreement?: { key: string; partner: string };
  lines: readonly Line[];
}

const all: readonly CampaignFacts[] = [
  {
    key: 'songsan-paper',
    district: district.uijeongbu,
    dong: dongs.songsan3,
    organization: 'songsan-3',
    post: 'songsan-case-manager',
    name: '폐지 줍는 어르신 전수조사',
    list: 'GROUP_SURVEY',
    reason: '한파를 앞두고 폐지를 주워 지내는 어르신의 형편을 살핍니다.',
    began: 20,
    ends: 40,
    lines: [
      { name: '도길동폐', bornOn: '1948-03-02', number: '4813021900001', isNot: 'songsan/2020-2' },
      { name: '도길순폐', bornOn: '1951-11-20', outcome: 'ABSENT', tries: 2, remark: '오후에 다시 갑니다.' },
      { name: '마길순폐', bornOn: '1944-07-15', outcome: 'CONSULTED', surveyed: true },
      { name: '마길동폐', outcome: 'REFUSED' },
      { outcome: 'CONSULTED', surveyed: true, takenUpAs: 'songsan/2020-0' },
    ],
  },
  {
    key: 'songsan-before',
    district: district.uijeongbu,
    dong: dongs.songsan3,
    organization: 'songsan-3',
    post: 'songsan-case-manager',
    name: '여름철 고시원 조사',
    list: 'BLIND_SPOT',
    reason: '더위에 약한 방에서 지내는 사람을 찾습니다.',
    began: 200,
    ends: -100,
    lines: [
      { outcome: 'MOVED', erased: true },
      { outcome: 'REFUSED', erased: true },
    ],
  },
  {
    key: 'mapo-refused',
    district: district.mapo,
    dong: dongs.mapo[0],
    organization: 'mapo-office',
    post: 'mapo-case-manager',
    name: '기초생활 탈락자 조사',
    list: 'LIVELIHOOD_REFUSED',
    reason: '기초생활보장에서 탈락한 가구를 모두 찾아갑니다.',
    began: 10,
    ends: 60,
    lines: [
      { name: '나길동탈', bornOn: '1970-05-05', outcome: 'ABSENT', tries: 1 },
      { name: '나길순탈', bornOn: '1966-09-12' },
    ],
  },
  {
    key: 'yongsan-alone',
    district: district.yongsan,
    dong: dongs.yongsan[0],
    organization: 'yongsan-centre',
    post: 'case-manager',
    name: '혼자 사는 중장년 조사',
    list: 'BLIND_SPOT',
    reason: '혼자 사는 중장년의 안부를 복지관과 함께 묻습니다.',
    began: 5,
    ends: 90,
    agreement: { key: 'welfare', partner: 'yongsan-welfare' },
    lines: [
      { name: '라길동혼', bornOn: '1971-02-17' },
      { name: '라길순혼', bornOn: '1968-12-01', outcome: 'ABSENT', tries: 1 },
      { name: '바길동혼', bornOn: '1973-08-08', outcome: 'CONSULTED' },
    ],
  },
];

/** Songsan 3-dong's promotion activities of 2019, month by month. */
export const promotionsOf2019 = [34, 34, 34, 34, 34, 34, 34, 34, 34, 34, 34, 37] as const;

/** Adds lists that are gone through today, and what was done so that people know where to turn to. */
export function addCampaigns(rows: Rows, today: string, seal: System['seal']): void {
  for (const facts of all) addCampaign(rows, facts, today, seal);
  const ofSongsan = {
    districtId: district.uijeongbu,
    organizationId: organizationId('songsan-3'),
    postId: postId('songsan-case-manager'),
  };
  promotionsOf2019.forEach((activities, at) => {
    rows.add(tables.promotions, {
      ...ofSongsan,
      id: rowId(`promotion/2019-${at + 1}`),
      kind: at % 3 === 2 ? 'BRIEFING' : 'LEAFLET',
      tookPlaceOn: `2019-${String(at + 1).padStart(2, '0')}-20`,
      activities,
    });
  });
  rows.add(tables.promotions, {
    ...ofSongsan,
    id: rowId('promotion/paper'),
    campaignId: campaignId('songsan-paper'),
    kind: 'HOME_VISIT',
    tookPlaceOn: after(today, -6),
    activities: 3,
    description: '고물상 세 곳에 안내문을 두고 왔습니다.',
  });
}

function addCampaign(rows: Rows, facts: CampaignFacts, today: string, seal: System['seal']): void {
  const { key, agreement } = facts;
  const of = { districtId: facts.district, organizationId: organizationId(facts.organization) };
  const startsOn = after(today, -facts.began);
  rows.add(tables.campaigns, {
    ...of,
    id: campaignId(key),
    name: facts.name,
    list: facts.list,
    reason: facts.reason,
    startsOn,
    endsOn: after(today, facts.ends),
    partnerId: agreement ? organizationId(agreement.partner) : null,
    agreementId: agreement ? agreementId(agreement.key) : null,
    recordedAt: at(startsOn),
  });
  facts.lines.forEach((line, at) => {
    addLine(rows, facts, of, at + 1, line, today, seal);
  });
}

function addLine(
  rows: Rows,
  { key, dong, post, ends }: CampaignFacts,
  of: { districtId: string; organizationId: string },
  position: number,
  line: Line,
  today: string,
  seal: System['seal'],
): void {
  const { districtId, organizationId } = of;
  const id = campaignLineId(key, position);
  const day = after(today, Math.min(-2, ends - 5));
  rows.add(tables.campaignLines, {
    ...of,
    id,
    campaignId: campaignId(key),
    position,
    dong,
    tong: line.name ? 1 + (position % 3) : null,
    ban: line.name && position % 2 === 1 ? position : null,
    name: line.name ?? null,
    phone: line.name ? `010-0000-9${String(position).padStart(3, '0')}` : null,
    address: line.name ? `보기로 ${position}` : null,
    outcome: line.outcome ?? null,
    outcomeOn: line.outcome ? day : null,
    surveyed: line.surveyed ?? false,
    tries: line.tries ?? 0,
    remark: line.remark ?? null,
    postId: line.outcome ? postId(post) : null,
    takenUpOn: line.takenUpAs ? day : null,
    reportId: line.takenUpAs ? rowId(`${line.takenUpAs}/report`) : null,
    personHash: line.name ? rowId(`campaign/${key}/${position}/person`) : null,
    erasedAt: line.erased ? at(after(today, -1)) : null,
  });
  if (line.name)
    rows.add(tables.campaignLineIdentities, {
      districtId,
      lineId: id,
      organizationId,
      birthDate: line.bornOn ?? null,
      ...(line.number ? seal({ districtId, memberId: id }, line.number) : {}),
    });
  if (line.isNot)
    rows.add(tables.campaignLineMatches, {
      districtId,
      lineId: id,
      householdId: rowId(line.isNot),
      confirmed: false,
      dismissal: 'ANOTHER_PERSON',
      postId: postId(post),
    });
}
