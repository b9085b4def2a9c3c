import { addCase, addGoal, addLinkages, addNeed, addNote, addReport } from './casework.js';
import { addApplication, addVisitTeam } from './clocks.js';
import { after } from './days.js';
import { addLivelihood } from './facets.js';
import { addHousehold, type Household, type System } from './people.js';
import { dongs } from './places.js';
import { shares } from './random.js';

/** Songsan 3-dong's published year; the 37 emergency households are among the 38 new case households. */
export const songsan2019 = {
  consultations: 257,
  caseHouseholds: 38,
  linkages: 1443,
  promotions: 411,
  emergency: { households: 37, linkages: 325, valueKrw: 72_500_000 },
} as const;

const center = 'songsan-3';
/** Values are counted in ten thousand won, as the dong does. */
const unit = 10_000;
/** Consulted households that needed nothing further: no linkages of theirs. */
const notSelected = 20;
const sources = [
  'DONG_CENTER',
  'NEIGHBOUR',
  'PARTNER',
  'SCHOOL',
  'HOUSING',
  'SELF',
  'SURVEY',
  'HOTLINE_129',
] as const;
const types = [
  'SINGLE',
  'SINGLE',
  'SINGLE_PARENT',
  'TWO_PARENT',
  'GRANDPARENT',
  'MULTICULTURAL',
  'EXTENDED',
] as const;

/** S2, outreach welfare (찾아가는 복지서비스) of Uijeongbu's Songsan 3-dong. */
export function addSongsan(system: System): void {
  const { random } = system;
  addVisitTeam(system);
  const { consultations, caseHouseholds, linkages, emergency } = songsan2019;
  const ofEmergency = shares(random, emergency.linkages, emergency.households, 2);
  const values = shares(random, emergency.valueKrw / unit, emergency.linkages, 3).map((each) => each * unit);
  const linked = consultations - notSelected - emergency.households;
  const ofOthers = shares(random, linkages - emergency.linkages, linked, 1);

  let spent = 0;
  for (let nth = 0; nth < consultations; nth++) {
    const receivedOn = after('2019-01-07', Math.floor((nth * 330) / consultations));
    const household = family(system, `2019-${nth}`, receivedOn);
    if (nth < emergency.households) {
      const count = ofEmergency[nth]!;
      managed(
        system,
        household,
        receivedOn,
        'EMERGENCY_APPLICATION',
        count,
        values.slice(spent, spent + count),
      );
      spent += count;
    } else if (nth < caseHouseholds)
      managed(system, household, receivedOn, 'SCHOOL', ofOthers[nth - emergency.households]!);
    else if (nth < consultations - notSelected)
      linkedOnly(system, household, receivedOn, nth, ofOthers[nth - emergency.households]!);
    else dismissed(system, household, receivedOn, random.pick(sources));
  }
  // Reports that came to nothing yet, and the year after, so that stage and period mean something.
  for (let nth = 0; nth < 8; nth++) {
    const household = family(system, `open-${nth}`, '2019-12-16');
    const of = addCase(system, household, {
      center,
      stage: nth % 2 ? 'TRIAGED' : 'RECEIVED',
      openedOn: '2019-12-16',
    });
    addReport(system, household, { source: 'NEIGHBOUR', receivedOn: '2019-12-16', center, case: of });
  }
  for (let nth = 0; nth < 6; nth++) {
    const household = family(system, `2020-${nth}`, `2020-02-1${nth}`);
    const of = addCase(system, household, {
      center,
      stage: 'LINKING',
      track: 'SERVICE_LINKED',
      level: 'GENERAL',
      openedOn: `2020-02-1${nth}`,
    });
    addReport(system, household, { source: 'DONG_CENTER', receivedOn: `2020-02-1${nth}`, center, case: of });
    addLinkages(system, of, 2, '2020-12-31');
  }
}

function family(system: System, key: string, on: string) {
  const household = addHousehold(system, key, dongs.songsan3, system.random.pick(types), on);
  addLivelihood(system, household);
  return household;
}

type Source = Parameters<typeof addReport>[2]['source'];

function managed(
  system: System,
  household: Household,
  on: string,
  source: Source,
  linkages: number,
  values?: number[],
) {
  const of = addCase(system, household, {
    center,
    stage: system.random.pick(['MONITORING', 'CLOSED', 'FOLLOW_UP'] as const),
    track: 'CASE_MANAGED',
    level: system.random.pick(['GENERAL', 'INTENSIVE', 'COMPLEX'] as const),
    openedOn: on,
  });
  const emergency = source === 'EMERGENCY_APPLICATION';
  const report = addReport(system, household, { source, receivedOn: on, center, emergency, case: of });
  if (emergency) addApplication(system, of, report, on);
  for (const domain of ['DAILY_LIVING', 'FINANCE', 'HOUSING'] as const) {
    addNeed(system, of, domain);
    addGoal(system, of, domain);
  }
  addNote(system, of, 'VISIT', after(on, 2));
  addNote(system, of, 'CONFERENCE', after(on, 9));
  addLinkages(system, of, linkages, '2019-12-31', values);
}

function linkedOnly(system: System, household: Household, on: string, nth: number, linkages: number) {
  // Some emergency applications end in linkage alone: the published 37 counts case households, not applications.
  const source = nth % 14 === 0 ? 'EMERGENCY_APPLICATION' : system.random.pick(sources);
  const of = addCase(system, household, {
    center,
    stage: system.random.pick(['LINKING', 'MONITORING', 'CLOSED'] as const),
    track: 'SERVICE_LINKED',
    level: 'GENERAL',
    openedOn: on,
  });
  const emergency = source === 'EMERGENCY_APPLICATION';
  const report = addReport(system, household, { source, receivedOn: on, center, emergency, case: of });
  if (emergency) addApplication(system, of, report, on);
  addNeed(system, of, 'DAILY_LIVING');
  addNote(system, of, 'CONSULTATION', after(on, 1));
  addLinkages(system, of, linkages, '2019-12-31');
}

function dismissed(system: System, household: Household, on: string, source: Source) {
  const of = addCase(system, household, {
    center,
    stage: 'CLOSED',
    track: 'NOT_SELECTED',
    openedOn: on,
    closedOn: after(on, 7),
  });
  addReport(system, household, { source, receivedOn: on, center, case: of });
  addNote(system, of, 'CONSULTATION', after(on, 1), {
    words: '상담 결과 이미 받는 급여로 충분하여 더 연계하지 않기로 했다.',
  });
}
