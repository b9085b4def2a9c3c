import { addAgreement } from './agreements.js';
import {
  addCase,
  addGoal,
  addLinkage,
  addLinkages,
  addNeed,
  addNote,
  addReport,
  addScreening,
} from './casework.js';
import { after } from './days.js';
import { addLivelihood } from './facets.js';
import { mapoAgencies } from './organizations.js';
import { addHousehold, type Household, type System } from './people.js';
import { district, dongs } from './places.js';
import { shares } from './random.js';
import { service } from './services.js';

/** Mapo's published year: screened, selected, linked, and private agencies under agreement. */
export const mapo2010 = { screened: 731, selected: 95, linkages: 321, agencies: 14 } as const;
/** The year after is there so that a period means something. */
const mapo2011 = { screened: 12, selected: 2, linkages: 5 } as const;

const center = 'mapo-office';
const types = ['SINGLE', 'SINGLE', 'COUPLE', 'TWO_PARENT', 'SINGLE_PARENT', 'GRANDPARENT'] as const;
/** The one family whose long plan is told in full; its linkages are among those of the year. */
export const mapoPlanKey = 'long-plan';

/** S5, Hope-Welfare 129 (희망복지129): a list of those refused basic livelihood becomes cases and linkages. */
export function addMapo(system: System): void {
  for (const agency of mapoAgencies)
    addAgreement(system.rows, {
      key: agency.key,
      district: district.mapo,
      organization: agency.key,
      title: `${agency.name} 업무협약`,
      from: '2009-12-01',
      until: '2011-11-30',
      autoRenews: true,
      classes: ['SUMMARY', 'IDENTITY', 'CONTACT', 'HOUSING', 'FAMILY'],
    });
  const plan = [
    'School fees and meals',
    'School fees and meals',
    'Care-worker certificate',
    'Debt adjustment',
    'Rent subsidy',
    'Free dental care',
  ];
  const others = shares(system.random, mapo2010.linkages - plan.length, mapo2010.selected - 1, 1);
  for (let nth = 0; nth < mapo2010.screened; nth++) {
    const screenedOn = after('2010-02-01', nth % 240);
    if (nth === 0) {
      addLongPlan(system, screen(system, mapoPlanKey, 'TWO_PARENT', screenedOn), plan);
      continue;
    }
    const household = screen(system, `2010-${nth}`, system.random.pick(types), screenedOn);
    const linkages = others[nth - 1];
    if (linkages !== undefined) select(system, household, after(screenedOn, 14), linkages, '2010-12-31');
    else if (nth % 16 === 0) refuse(system, household, after(screenedOn, 14));
  }
  const later = shares(system.random, mapo2011.linkages, mapo2011.selected, 1);
  for (let nth = 0; nth < mapo2011.screened; nth++) {
    const household = screen(system, `2011-${nth}`, system.random.pick(types), after('2011-03-02', nth * 3));
    const linkages = later[nth];
    if (linkages !== undefined) select(system, household, '2011-05-16', linkages, '2011-12-31');
  }
}

function screen(system: System, key: string, type: Household['type'], on: string): Household {
  const household = addHousehold(system, key, system.random.pick(dongs.mapo), type, on);
  addScreening(system, household, 'LIVELIHOOD_REFUSED', on);
  addLivelihood(system, household);
  return household;
}

function select(system: System, household: Household, openedOn: string, linkages: number, until: string) {
  const closes = system.random.chance(0.6);
  const of = addCase(system, household, {
    center,
    stage: closes ? 'CLOSED' : 'MONITORING',
    track: 'CASE_MANAGED',
    level: system.random.pick(['GENERAL', 'GENERAL', 'INTENSIVE', 'COMPLEX'] as const),
    openedOn,
    closedOn: closes ? after(openedOn, 200) : undefined,
  });
  addReport(system, household, { source: 'DONG_CENTER', receivedOn: openedOn, center, case: of });
  const domain = system.random.pick(['FINANCE', 'HOUSING', 'HEALTH', 'EMPLOYMENT', 'DAILY_LIVING'] as const);
  addNeed(system, of, domain);
  addGoal(system, of, domain);
  addNote(system, of, 'VISIT', after(openedOn, 3));
  addLinkages(system, of, linkages, until);
}

function refuse(system: System, household: Household, openedOn: string) {
  addCase(system, household, {
    center,
    stage: 'CLOSED',
    track: 'NOT_SELECTED',
    openedOn,
    closedOn: after(openedOn, 10),
  });
}

/** School fees and meals, a certificate, a debt plan of eight years, rent, teeth: one family's way out. */
function addLongPlan(system: System, household: Household, plan: readonly string[]) {
  const { head, members } = household;
  const partner = members[1]!;
  const child = members[2]!;
  const of = addCase(system, household, {
    center,
    stage: 'MONITORING',
    track: 'CASE_MANAGED',
    level: 'COMPLEX',
    openedOn: '2010-02-16',
  });
  addReport(system, household, { source: 'DONG_CENTER', receivedOn: '2010-02-16', center, case: of });
  const needs = [
    [
      'EDUCATION',
      '맏이의 고등학교 학비와 급식비가 두 분기 밀려 있습니다.',
      '학교와 함께 밀린 학비와 급식비를 정리한다.',
      child,
    ],
    [
      'EMPLOYMENT',
      '어머니가 일하고 싶어 하지만 자격이 없습니다.',
      '요양보호사 자격을 따고 일을 시작한다.',
      partner,
    ],
    [
      'FINANCE',
      '가게를 닫으면서 생긴 빚의 이자가 소득보다 많습니다.',
      '여덟 해에 걸친 상환 계획을 지킨다.',
      head,
    ],
    ['HOUSING', '월세가 소득의 절반을 넘습니다.', '주택바우처를 받아 월세를 제때 낸다.', head],
    ['HEALTH', '아버지가 어금니를 잃어 음식을 씹지 못합니다.', '재단의 도움으로 치과 치료를 마친다.', head],
  ] as const;
  for (const [domain, need, goal, member] of needs) {
    addNeed(system, of, domain, { members: [member.id], words: need });
    addGoal(system, of, domain, {
      members: [member.id],
      words: goal,
      dueOn: domain === 'FINANCE' ? '2018-03-31' : '2010-12-31',
    });
  }
  const values = [420_000, 180_000, 550_000, null, 660_000, 1_800_000];
  plan.forEach((english, index) => {
    const member = { EDUCATION: child, EMPLOYMENT: partner }[service(english).domain as string] ?? head;
    addLinkage(system, of, {
      service: service(english),
      on: after('2010-03-08', index * 31),
      members: [member.id],
      valueKrw: values[index],
      fundedBy:
        english === 'Free dental care'
          ? 'PLEDGE'
          : english === 'Care-worker certificate'
            ? 'BUDGET_LINE'
            : undefined,
    });
  });
  addNote(system, of, 'CONFERENCE', '2010-03-02', {
    words: '학교, 구청, 빚상담소가 모여 지원 순서를 정했다. 빚은 여덟 해로 나누어 갚기로 했다.',
  });
  addNote(system, of, 'MONITORING', '2010-10-20', {
    words: '어머니가 필기시험에 합격했다. 상환은 두 달째 밀리지 않았다.',
  });
}
