import { addAgreement } from './agreements.js';
import { addCase, addGoal, addLinkages, addNeed, addNote, addReport, addScreening } from './casework.js';
import { after } from './days.js';
import { addLivelihood } from './facets.js';
import { addHousehold, type System } from './people.js';
import { district, dongs } from './places.js';

/** Households of each of Suwon's four gu. */
export const suwonHouseholds = { each: 10 } as const;

const teams = ['suwon-jangan', 'suwon-gwonseon', 'suwon-paldal', 'suwon-yeongtong'] as const;
const stages = [
  'TRIAGED',
  'INITIAL_CONSULTATION',
  'ASSESSMENT',
  'CONFERENCE',
  'PLANNED',
  'LINKING',
  'MONITORING',
  'CLOSED',
  'FOLLOW_UP',
  'RECEIVED',
] as const;
const types = ['SINGLE', 'TWO_PARENT', 'SINGLE_PARENT', 'MULTICULTURAL', 'OTHER'] as const;

/** S4, the Human Service Centre (휴먼서비스센터): one city, four gu with a case team each. */
export function addSuwon(system: System): void {
  addAgreement(system.rows, {
    key: 'suwon-clinic',
    district: district.suwon,
    organization: 'suwon-clinic',
    title: '희망청진기 의료 협약',
    from: '2015-01-01',
    until: '2015-12-31',
    autoRenews: true,
    classes: ['SUMMARY', 'IDENTITY', 'CONTACT', 'HEALTH'],
  });
  teams.forEach((center, at) => {
    for (let nth = 0; nth < suwonHouseholds.each; nth++) {
      const on = after('2015-03-02', nth * 20 + at);
      const household = addHousehold(
        system,
        `${center}-${nth}`,
        dongs.suwon[at]!,
        system.random.pick(types),
        on,
      );
      addScreening(system, household, 'BLIND_SPOT', on);
      addLivelihood(system, household);
      addTeamCase(system, household, center, on, stages[nth]!);
    }
  });
}

function addTeamCase(
  system: System,
  household: Parameters<typeof addCase>[1],
  center: string,
  on: string,
  stage: (typeof stages)[number],
) {
  const decided = ['PLANNED', 'LINKING', 'MONITORING', 'CLOSED', 'FOLLOW_UP'].includes(stage);
  const of = addCase(system, household, {
    center,
    stage,
    track: decided ? system.random.pick(['CASE_MANAGED', 'SERVICE_LINKED'] as const) : undefined,
    level: decided ? 'GENERAL' : undefined,
    openedOn: on,
    closedOn: stage === 'CLOSED' || stage === 'FOLLOW_UP' ? after(on, 120) : undefined,
  });
  addReport(system, household, {
    source: system.random.pick(['PARTNER', 'DONG_CENTER', 'SELF'] as const),
    receivedOn: on,
    center,
    case: of,
  });
  if (stage === 'RECEIVED' || stage === 'TRIAGED') return;
  addNote(system, of, 'CONSULTATION', after(on, 3));
  addNeed(system, of, 'EMPLOYMENT');
  if (!decided) return;
  addGoal(system, of, 'EMPLOYMENT');
  addNote(system, of, 'CONFERENCE', after(on, 15), {
    words: '솔루션위원회의 조언을 받아 의료와 일자리를 함께 연계하기로 했다.',
  });
  if (stage !== 'PLANNED') addLinkages(system, of, 2, '2015-10-31');
}
