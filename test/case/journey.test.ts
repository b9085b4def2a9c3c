import { afterAll, beforeAll, expect, test } from 'vitest';
import { known } from '../../src/demo/known.js';
import { startWide } from '../access/prepared.js';
import * as consent from '../consent/family.js';
import { asksOf } from '../emergency/asks.js';
import { organization, steps } from '../referral/referrals.js';
import type { App } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { look, must, personas, type Seen, type Watched } from './watch.js';

// One 112 report from receipt to follow-up (S1), seen by everybody who has to do with it, at every moment.

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startWide({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const report = {
  centerId: organization('centre'),
  source: 'POLICE_112',
  emergency: true,
  responsibleDong: '1117090100',
  members: [
    { name: '여정가장', birthDate: '1980-03-03', sex: 'MALE', relation: '본인', allegedPerpetrator: true },
    {
      name: '여정배우자',
      birthDate: '1983-04-04',
      sex: 'FEMALE',
      relation: '배우자',
      phone: '010-0000-1366',
      concerned: true,
    },
    { name: '여정자녀', birthDate: '2015-05-05', relation: '자녀' },
  ],
  incidentKind: 'DOMESTIC_VIOLENCE',
  narrative: '이웃이 고함을 듣고 112에 신고했다.',
  investigation: '현장 출동 기록.',
};
interface Received {
  case: { id: string; household: { id: string; members: { id: string }[] } };
}

test('a 112 report goes from receipt to follow-up, and each persona sees exactly its slice at each moment', async () => {
  const received = await must<Received>(
    app,
    'police',
    'receiveReport',
    'ReceiveReportInput',
    'case { id household { id members { id } } }',
    report,
  );
  const { id: caseId, household } = received.case;
  const [, mother, child] = household.members.map(({ id }) => id) as [string, string, string];
  const watched: Watched = { household: household.id, referral: null };
  const moments: Record<string, Seen> = {};
  const at = async (moment: string) => {
    moments[moment] = await look(app, database, watched, moment);
  };
  await at('RECEIVED');

  // The night before it is anybody's: a counsellor to whom nothing is assigned opens it, in an emergency.
  const emergency = asksOf(app, database);
  const declared = await emergency.declare('counsellor', { householdId: household.id });
  expect(declared.errors).toBeUndefined();
  const { id: emergencyId } = declared.data!.declareEmergency!.emergency;
  await at('EMERGENCY');
  const told = await emergency.notified('head');
  expect(told.data!.notifications.nodes.map((each) => each.emergency?.id)).toContain(emergencyId);
  expect((await emergency.end('counsellor', emergencyId)).errors).toBeUndefined();
  await at('EMERGENCY OVER');

  let version = 1;
  const step = async (name: string, type: string, more: Record<string, unknown> = {}) => {
    const { case: now } = await must<{ case: { stage: string; version: number } }>(
      app,
      'case-manager',
      name,
      type,
      'case { stage version }',
      { caseId, expectedVersion: version, ...more },
    );
    version = now.version;
    await at(`${now.stage} ${version}`);
  };
  await step('triageCase', 'TriageInput', { emergency: true, level: 'INTENSIVE' });
  await step('linkService', 'LinkInput', { domain: 'SAFETY', sector: 'PUBLIC', fundedBy: 'PROVIDER' });
  await step('recordConsultation', 'StepInput', { note: '첫 상담을 했다.' });

  // The mother consents, for the household and the child, to the welfare centre, of her health to the clinic, and of her
  // safety to the police. The head is said to have done the harm, and speaks for nobody else.
  const today = await consent.todayOf(database);
  const give = (memberId: string, more: Record<string, unknown>) =>
    consent.sent(app, 'giveConsent', consent.consentOf(today, memberId, { givenById: mother, ...more }));
  const to = (key: 'clinic' | 'police') => ({
    organizationId: organization(key),
    agreementId: consent.agreement(known.agreements[key]),
  });
  const ofHousehold = await give(mother, {
    classes: ['SUMMARY', 'IDENTITY', 'HOUSING', 'FAMILY'],
    householdWide: true,
  });
  await give(child, { classes: ['IDENTITY', 'EDUCATION'] });
  const ofHealth = await give(mother, { ...to('clinic'), classes: ['SUMMARY', 'IDENTITY', 'HEALTH'] });
  await give(mother, { ...to('police'), classes: ['IDENTITY', 'SAFETY'] });
  await at('CONSENTED');

  await step('recordVisit', 'StepInput', { note: '집을 찾아갔다.' });
  await step('assessCase', 'AssessInput', {
    needs: [
      { domain: 'HOUSING', severity: 'HIGH', description: '나갈 집이 필요하다.' },
      { domain: 'HEALTH', description: '치료가 필요하다.', memberIds: [mother] },
      { domain: 'EDUCATION', description: '전학을 돕는다.', memberIds: [child] },
    ],
  });
  await step('decideConference', 'ConferInput', { track: 'CASE_MANAGED', level: 'COMPLEX' });
  await step('planCase', 'PlanInput', { goals: [{ domain: 'HOUSING', description: '새 집을 구한다.' }] });

  // How to reach her goes to the welfare centre with a referral alone, for as long as it is open.
  const carried = ['IDENTITY', 'CONTACT', 'HOUSING'];
  await give(mother, { purpose: 'SERVICE_PROVISION', classes: carried });
  const by = steps(app);
  let referral = await by.draft({
    householdId: household.id,
    caseId,
    recipientId: organization('welfareCentre'),
    memberIds: [mother],
    classes: carried,
    message: '석 달 머물 집을 구합니다.',
  });
  watched.referral = referral.id;
  await at('REFERRAL DRAFT');
  for (const [persona, name, message] of [
    ['case-manager', 'requestReferral'],
    ['welfare-centre', 'acceptReferral', '빈집이 있습니다.'],
    ['welfare-centre', 'startReferral'],
    ['welfare-centre', 'completeReferral'],
  ] as const) {
    referral = await by.taken(persona, name, { ...by.at(referral), ...(message ? { message } : {}) });
    await at(`REFERRAL ${referral.state}`);
  }

  await step('linkService', 'LinkInput', { domain: 'HOUSING', sector: 'PRIVATE', fundedBy: 'BUDGET_LINE' });
  await step('recordMonitoring', 'StepInput', { note: '잘 지낸다.' });
  const withdraw = ({ id, version: expectedVersion }: consent.ConsentNow) =>
    consent.sent(app, 'withdrawConsent', {
      consentId: id,
      expectedVersion,
      askedById: mother,
      method: 'PHONE',
    });
  await withdraw(ofHealth);
  await at('CLINIC WITHDRAWN');
  await step('closeCase', 'CloseInput', { reason: 'GOALS_REACHED' });
  await step('recordFollowUp', 'StepInput');
  await withdraw(ofHousehold);
  await at('HOUSEHOLD WITHDRAWN');

  // Whoever has nothing has nothing at any moment; nobody saw more than the case manager; and what opened, opened.
  const all = Object.keys(moments);
  const seen = (moment: string, persona: string) => JSON.stringify(moments[moment]![persona]!.household);
  for (const moment of all) {
    expect(moments[moment]!['welfare-centre-none']).toEqual({ household: null, referral: null });
    for (const persona of personas)
      expect(seen(moment, persona).length).toBeLessThanOrEqual(seen(moment, 'case-manager').length);
  }
  const from = (moment: string) => all.slice(all.indexOf(moment));
  const between = (moment: string, end: string) => all.slice(all.indexOf(moment), all.indexOf(end));
  const when = (persona: string, text: string) =>
    all.filter((moment) => seen(moment, persona).includes(text));
  const there = '"members":[';
  expect(when('case-manager', there)).toEqual(all);
  expect(when('counsellor', there)).toEqual(['EMERGENCY']);
  expect(when('welfare-centre', there)).toEqual(from('CONSENTED'));
  expect(when('clinic', there)).toEqual(between('CONSENTED', 'CLINIC WITHDRAWN'));
  expect(when('apo', '여정배우자')).toEqual(from('CONSENTED'));
  expect(when('police', '현장 출동 기록')).toEqual(all);
  expect(when('welfare-centre', '010-0000-1366')).toEqual(
    between('REFERRAL REQUESTED', 'REFERRAL COMPLETED'),
  );
  const knowing = (persona: string) => all.filter((moment) => moments[moment]![persona]!.referral !== null);
  expect(knowing('case-manager')).toEqual(from('REFERRAL DRAFT'));
  expect(knowing('welfare-centre')).toEqual(from('REFERRAL REQUESTED'));
  for (const persona of ['police', 'apo', 'counsellor', 'clinic']) expect(knowing(persona)).toEqual([]);
  expect(all).toHaveLength(22);
}, 180_000);
