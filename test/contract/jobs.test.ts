import { afterAll, beforeAll, expect, test } from 'vitest';
import { preparedOperations } from '../../src/http/operations.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

// The jobs of a normal week (docs/domain.md), each by the published operations as they stand, in two requests at most.

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

interface Job {
  job: string;
  persona: string;
  operations: readonly [string] | readonly [string, string];
}
const partner = 'welfare-centre';
/** In an order in which none takes away what a later one needs. */
const jobs: readonly Job[] = [
  { job: 'who am I, and which is my organization', persona: partner, operations: ['whoAmI'] },
  { job: 'a service with room, free, near, for a need', persona: partner, operations: ['serviceFinder'] },
  {
    job: 'my inbox, and put one on the list',
    persona: partner,
    operations: ['referralInbox', 'waitlistReferral'],
  },
  { job: 'begin what was taken on', persona: partner, operations: ['startReferral'] },
  { job: 'read what the sender wrote', persona: partner, operations: ['referralProgress'] },
  { job: 'my clients, each under its own purpose', persona: partner, operations: ['clients'] },
  { job: 'write what was given', persona: partner, operations: ['recordService'] },
  { job: 'complete it', persona: partner, operations: ['completeReferral'] },
  {
    job: 'a consent that was signed at our desk',
    persona: partner,
    operations: ['proposeConsent', 'ownConsentProposals'],
  },
  { job: 'confirm it', persona: 'case-manager', operations: ['consentProposals', 'confirmConsent'] },
  {
    job: 'report a family, and learn what became of it',
    persona: partner,
    operations: ['reportFamily', 'sentReports'],
  },
  { job: 'write what a visit together saw', persona: 'apo', operations: ['writeNote'] },
  { job: 'room of ours', persona: partner, operations: ['confirmCapacity'] },
  { job: 'a new service of ours', persona: partner, operations: ['proposeRecord'] },
  { job: 'hours or a telephone number of ours', persona: partner, operations: ['proposeChange'] },
  { job: 'be told of changes', persona: partner, operations: ['changesSince'] },
  { job: 'a withdrawal by telephone', persona: partner, operations: ['withdrawConsent'] },
  { job: 'a second report on somebody who is known', persona: 'police', operations: ['reportBy112'] },
  {
    job: 'triage a report on somebody who is known',
    persona: 'case-manager',
    operations: ['reportMatches', 'confirmReportMatch'],
  },
  {
    job: 'report somebody in need, and learn what became of it',
    persona: 'tong-head',
    operations: ['reportDiscovery', 'sentReports'],
  },
  { job: 'begin to go through a list', persona: 'songsan-case-manager', operations: ['beginCampaign'] },
  {
    job: 'go to somebody of a list',
    persona: 'songsan-case-manager',
    operations: ['campaignLines', 'recordLineOutcome'],
  },
  {
    job: 'take up somebody who was consulted',
    persona: 'songsan-case-manager',
    operations: ['selectLine'],
  },
  { job: 'how far the lists are', persona: 'songsan-case-manager', operations: ['campaignList'] },
  {
    job: 'tell people where to turn to',
    persona: 'songsan-case-manager',
    operations: ['recordPromotion', 'promotionList'],
  },
  {
    job: 'what waits in my zone',
    persona: 'neighbourhood-officer',
    operations: ['zoneMorning', 'settlePetition'],
  },
  {
    job: 'go round my zone, and take what is asked there',
    persona: 'neighbourhood-officer',
    operations: ['recordRound', 'takePetition'],
  },
  {
    job: 'another officer takes over a zone',
    persona: 'seongdong-head',
    operations: ['handOverZones'],
  },
  {
    job: 'an officer goes on leave and comes back',
    persona: 'seongdong-head',
    operations: ['nameSubstitute', 'endSubstitution'],
  },
  { job: 'the board', persona: 'head', operations: ['caseBoard'] },
  { job: 'what is stuck', persona: 'head', operations: ['stuckCases'] },
  { job: 'a person at the counter', persona: 'portal', operations: ['personAtCounter'] },
  { job: 'a report from 129', persona: 'portal', operations: ['reportFrom129', 'receivedReports'] },
  { job: 'consents that end next month', persona: 'portal', operations: ['consentsEnding'] },
  { job: 'agreements to renew', persona: 'portal', operations: ['agreementList'] },
  {
    job: 'an agreement with an agency that is not catalogued yet',
    persona: 'portal',
    operations: ['concludeAgreement'],
  },
  { job: 'hire, and give a second post', persona: 'portal', operations: ['addStaff', 'addPost'] },
  { job: 'dispatch', persona: 'portal', operations: ['dispatchStaff'] },
  { job: 'leave', persona: 'portal', operations: ['endStaff'] },
  { job: 'who saw it, and why could they', persona: 'head', operations: ['whoSaw', 'explainAccess'] },
  { job: 'move a caseload', persona: 'head', operations: ['handOverCaseload'] },
  { job: 'move a case', persona: 'case-manager', operations: ['handOverCase'] },
  { job: 'move a household to another dong', persona: 'case-manager', operations: ['moveHousehold'] },
  { job: 'somebody leaves a household', persona: 'case-manager', operations: ['recordDeparture'] },
  { job: 'somebody moves to another household', persona: 'case-manager', operations: ['moveMember'] },
  { job: 'a household splits', persona: 'case-manager', operations: ['splitHousehold'] },
  { job: 'two records of one family', persona: 'case-manager', operations: ['mergeHouseholds'] },
  { job: 'whom I am to visit', persona: 'nurse', operations: ['visitsDue', 'memberVisits'] },
  { job: 'what a visit found', persona: 'nurse', operations: ['screeningFormList', 'recordHealthVisit'] },
  { job: 'a screening by itself', persona: 'nurse', operations: ['recordScreening', 'changeTier'] },
  {
    job: 'a referral that a risk suggests',
    persona: 'seongdong-head',
    operations: ['referralCenterList', 'confirmReferralProposal'],
  },
  {
    job: 'all that a family asks at one table',
    persona: 'consultation-specialist',
    operations: ['openConsultation', 'answerConsultationQuestion'],
  },
  {
    job: 'send what consents cover, and see what came back',
    persona: 'consultation-specialist',
    operations: ['sendConsultation', 'consultationView'],
  },
  {
    job: 'nobody was at home at sixty-five',
    persona: 'neighbourhood-officer',
    operations: ['answerUniversalVisit'],
  },
  { job: 'budget and pledges', persona: 'portal', operations: ['budgetLineList', 'pledgeList'] },
];

test.each(jobs)('$job: $persona', async ({ persona, operations }) => {
  const published = new Map(preparedOperations().map((each) => [each.name, each]));
  for (const name of operations) {
    const operation = published.get(name);
    expect(operation, name).toBeDefined();
    const { text, variables } = operation!;
    const { data, errors } = await app.ask<Record<string, unknown>>(persona, text, variables);
    expect([name, errors]).toEqual([name, undefined]);
    // Whatever was asked for is there: nothing of a job is withheld from whoever does it.
    for (const [field, answered] of Object.entries(data!))
      expect([name, field, answered]).not.toContain(null);
    // Nor is a list of it empty that has something to say.
    expect([name, Object.values(data!)]).not.toEqual([name, [[]]]);
  }
});

test('personas work in every one of the five systems', async () => {
  const at: Readonly<Record<string, string>> = {
    'case-manager': '11170',
    'songsan-case-manager': '41150',
    nurse: '11200',
    'suwon-case-manager': '41111',
    'mapo-case-manager': '11440',
  };
  for (const [persona, district] of Object.entries(at)) {
    const { data } = await app.ask<{
      viewer: { districtId: string };
      households: { nodes: { id: string }[] };
    }>(persona, '{ viewer { districtId } households(first: 1) { nodes { id members { id } } } }');
    expect([persona, data!.viewer.districtId.slice(0, 4)]).toEqual([persona, district.slice(0, 4)]);
    expect(data!.households.nodes).toHaveLength(1);
  }
});
