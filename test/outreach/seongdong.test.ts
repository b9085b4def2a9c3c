import { afterAll, beforeAll, expect, test } from 'vitest';
import { known, postId } from '../../src/demo/known.js';
import { preparedOperations } from '../../src/http/operations.js';
import { startWide } from '../access/prepared.js';
import type { App } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { expectTrueFacts } from '../support/facts.js';
import { isLong } from '../support/long.js';

// The week of a dong centre in Seoul (S3), by operations that are published: a visit for whoever turns sixty-five and at
// every birth, a nurse who visits by risk, an officer who answers for a zone. A short run has a few of each.

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startWide({ database, connections: 4 });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const head = 'seongdong-head';
const officer = 'neighbourhood-officer';
const nurse = 'nurse';
const planner = 'planner';
const specialist = 'consultation-specialist';
const times = isLong ? 10 : 1;
const [dong] = known.dongs.seongdong;
const inDays = (count: number) =>
  new Date(Date.now() + 9 * 3_600_000 + count * 86_400_000).toISOString().slice(0, 10);
const year = Number(inDays(0).slice(0, 4));

const texts = new Map(preparedOperations().map(({ name, text }) => [name, text]));
/** Sends a published operation. */
const run = <Data>(persona: string, name: string, variables: object) =>
  app.ask<Record<string, Data>>(persona, texts.get(name)!, { ...variables });
/** Sends one that must succeed, and answers what its only field has. */
async function must<Data>(persona: string, name: string, variables: object): Promise<Data> {
  const { data, errors } = await run<Data>(persona, name, variables);
  expect([name, errors]).toEqual([name, undefined]);
  return Object.values(data!)[0]!;
}

interface Received {
  case: { id: string; household: { id: string; membersConnection: { nodes: { id: string }[] } } };
}
interface Offer {
  universalVisit: { id: string; state: string; version: number };
}
interface Visited {
  member: {
    health: { visitTier: string };
    clocks: { nodes: { kind: string; tier: string | null }[] };
    referralProposals: { nodes: { id: string; concern: string; state: string }[] };
  };
}
interface Due {
  totalCount: number;
  nodes: { kind: string; member: { id: string; identity: { name: string } } | null }[];
}

/** Somebody of the list: the head takes them up, and the officer offers the visit. */
async function offered(nth: number, kind: 'UNIVERSAL_65' | 'UNIVERSAL_BIRTH') {
  const birth = kind === 'UNIVERSAL_BIRTH';
  const received = await must<Received>(head, 'receiveResident', {
    input: {
      source: kind,
      emergency: false,
      responsibleDong: dong,
      members: [
        {
          name: `명단${nth}`,
          birthDate: birth ? '1993-05-05' : `${year - 65}-03-04`,
          phone: '010-0000-6500',
        },
        ...(birth ? [{ name: `아기${nth}`, birthDate: inDays(-9) }] : []),
      ],
    },
  });
  const { id: caseId, household } = received.case;
  const people = household.membersConnection.nodes;
  const member = people.at(-1)!.id;
  const { universalVisit } = await must<Offer>(officer, 'offerUniversalVisit', {
    input: { memberId: member, kind },
  });
  return { caseId, household: household.id, person: people[0]!.id, member, visit: universalVisit };
}
type Resident = Awaited<ReturnType<typeof offered>>;

const answer = async (to: Resident, said: string, more: object = {}) => {
  const { universalVisit } = await must<Offer>(officer, 'answerUniversalVisit', {
    input: {
      universalVisitId: to.visit.id,
      answer: said,
      expectedVersion: to.visit.version,
      ...more,
    },
  });
  to.visit = universalVisit;
  return universalVisit.state;
};

/** What a nurse measures, and how often she comes after it. */
const findings = [
  { tier: 'HEALTHY', form: 'BLOOD_PRESSURE', answers: [118, 76] },
  { tier: 'MODERATE', form: 'BLOOD_PRESSURE', answers: [146, 88] },
  { tier: 'HIGH', form: 'K_FRAIL', answers: [1, 1, 1, 0, 0] },
  // Of depression, a referral is proposed.
  { tier: 'HIGH', form: 'PHQ9', answers: [3, 3, 3, 3, 3, 3, 3, 0, 0] },
] as const;

test('a week of a dong centre comes out of its people’s operations, each seeing their own part', async () => {
  const visitsOf = (persona: string, tiers?: readonly string[]) =>
    must<Due>(persona, 'visitsDue', { tiers: tiers ?? null, first: 100 });
  const tiers = ['HIGH', 'MODERATE', 'HEALTHY'];
  const dueByTier = () => Promise.all(tiers.map(async (each) => (await visitsOf(nurse, [each])).totalCount));
  const before = await dueByTier();

  // Monday: the list is taken up, and everybody on it is offered a visit.
  const elders: Resident[] = [];
  for (let nth = 0; nth < 6 * times; nth++) elders.push(await offered(nth, 'UNIVERSAL_65'));
  const babies: Resident[] = [];
  for (let nth = 0; nth < 2 * times; nth++) babies.push(await offered(100 + nth, 'UNIVERSAL_BIRTH'));

  // Tuesday: who wants one, who does not, and who is reached by nobody three times.
  const states: string[] = [];
  for (const [nth, elder] of elders.entries()) {
    if (nth % 6 === 0) states.push(await answer(elder, 'DECLINED'));
    else if (nth % 6 === 1)
      for (let tries = 1; tries <= 3; tries++) states.push(await answer(elder, 'NOT_REACHED'));
    else states.push(await answer(elder, 'AGREED', { agreedFor: inDays(1) }));
  }
  for (const baby of babies) states.push(await answer(baby, 'AGREED', { agreedFor: inDays(2) }));
  const count = (state: string) => states.filter((each) => each === state).length;
  expect([count('DECLINED'), count('UNREACHED'), count('AGREED')]).toEqual([times, times, 6 * times]);

  // The visits are made, and a nurse goes along to those who are visited from now on.
  const visited = [...elders.filter((_, nth) => nth % 6 > 1), ...babies];
  const proposals: string[] = [];
  for (const [nth, resident] of visited.entries()) {
    expect(await answer(resident, 'VISITED')).toBe('DONE');
    await must(head, 'assignCase', {
      input: { caseId: resident.caseId, postId: `Post:${postId(nurse)}`, kind: 'VISIT' },
    });
    const found = findings[nth % findings.length]!;
    const { member } = await must<Visited>(nurse, 'recordHealthVisit', {
      input: {
        memberId: resident.person,
        visitedOn: inDays(0),
        findings: '말씀을 나누고 재었다.',
        accepted: ['걷기 모임'],
        declined: ['가사 지원'],
        screenings: [{ form: found.form, version: 1, answers: found.answers }],
      },
    });
    const running = member.clocks.nodes.filter(({ kind }) => kind === 'VISIT');
    expect(running.map(({ tier }) => tier)).toContain(found.tier);
    proposals.push(...member.referralProposals.nodes.map(({ id }) => id));
  }

  // What is due by tier is what the visits found.
  const perTier = tiers.map(
    (tier) => visited.filter((_, nth) => findings[nth % findings.length]!.tier === tier).length,
  );
  expect((await dueByTier()).map((each, nth) => each - before[nth]!)).toEqual(perTier);

  // A risk proposes a referral, which a person confirms, or decides against with a reason.
  const ofDepression = visited.filter((_, nth) => findings[nth % findings.length]!.form === 'PHQ9');
  expect(proposals).toHaveLength(ofDepression.length);
  for (const [nth, id] of proposals.entries()) {
    if (nth % 2)
      await must(nurse, 'dismissReferralProposal', {
        input: { referralProposalId: id, reason: '이미 다니고 있다.', expectedVersion: 1 },
      });
    else {
      const { proposal } = await must<{ proposal: { referral: { state: string } } }>(
        nurse,
        'confirmReferralProposal',
        {
          input: {
            referralProposalId: id,
            recipientId: `Organization:${known.organizations.mindCentre}`,
            expectedVersion: 1,
          },
        },
      );
      expect(proposal.referral.state).toBe('DRAFT');
    }
  }

  // Each sees their own part: of those whom they visit, of their zone, or nothing.
  const one = visited[0]!;
  interface Sheet {
    health: object | null;
    healthVisits: { nodes: object[] } | null;
    formResults: { nodes: object[] } | null;
    universalVisits: { nodes: { state: string }[] } | null;
  }
  const sheet = async (persona: string, id: string) =>
    (await run<Sheet>(persona, 'memberVisits', { id })).data?.node ?? null;
  const nurses = await sheet(nurse, one.person);
  expect(nurses!.health).not.toBeNull();
  expect(nurses!.healthVisits!.nodes).toHaveLength(1);
  const officers = await sheet(officer, one.member);
  expect(officers).toMatchObject({ health: null, universalVisits: { nodes: [{ state: 'DONE' }] } });
  expect([officers!.healthVisits?.nodes ?? [], officers!.formResults?.nodes ?? []]).toEqual([[], []]);
  // Whom the nurse does not visit she does not know, and those of another district know nobody here.
  expect(await sheet(nurse, elders[0]!.person)).toBeNull();
  for (const persona of ['head', 'case-manager', 'welfare-centre', 'tong-head'])
    expect([persona, await sheet(persona, one.person)]).toEqual([persona, null]);
  const seen = (await visitsOf(officer)).nodes.map(({ member }) => member?.id);
  expect(seen).not.toContain(one.person);

  // Wednesday: a round in the zone, and what people ask there waits for whoever answers for it.
  const zone = `${dong}-2`;
  await must(officer, 'recordRound', { input: { zone, doors: 14, people: 5 } });
  const { petition } = await must<{ petition: { id: string; version: number } }>(officer, 'takePetition', {
    input: { zone, kind: 'SAFETY', words: '꺼진 가로등을 고쳐 달라고 합니다.' },
  });
  const waits = async (persona: string) =>
    (
      await must<{ nodes: { about: string }[] }>(persona, 'inbox', { kinds: ['PETITION'], first: 100 })
    ).nodes.some(({ about }) => about === petition.id);
  expect([await waits(officer), await waits(nurse), await waits(planner)]).toEqual([true, false, false]);

  // Thursday: the officer is away, and a colleague answers for the zone until they are back.
  const inZone = async (persona: string) => (await sheet(persona, elders[0]!.person)) !== null;
  expect([await inZone(officer), await inZone(planner)]).toEqual([true, false]);
  const named = await must<{ zoneSubstitutions: { id: string; version: number }[] }>(head, 'nameSubstitute', {
    input: {
      postId: `Post:${postId(officer)}`,
      substituteId: `Post:${postId(planner)}`,
      until: inDays(1),
    },
  });
  expect([await inZone(officer), await inZone(planner), await waits(planner)]).toEqual([true, true, true]);
  await must(planner, 'settlePetition', {
    input: {
      petitionId: petition.id,
      expectedVersion: 1,
      outcome: 'PASSED_ON',
      settlement: '구청에 알렸다.',
    },
  });
  expect([await waits(officer), await waits(planner)]).toEqual([false, false]);
  const { id: substitutionId, version } = named.zoneSubstitutions.at(-1)!;
  await must(head, 'endSubstitution', { input: { substitutionId, expectedVersion: version } });
  expect([await inZone(officer), await inZone(planner)]).toEqual([true, false]);

  // Friday: everything at one table, each agency asked its own question and nothing else.
  const table = visited[3]!;
  await must(head, 'assignCase', {
    input: { caseId: table.caseId, postId: `Post:${postId(specialist)}`, kind: 'CASE' },
  });
  interface Table {
    consultation: { id: string; version: number; questions: { nodes: Question[] } };
  }
  interface Question {
    id: string;
    state: string;
    missingConsents: object[];
    referral: { classes: string[] } | null;
  }
  const opened = await must<Table>(specialist, 'openConsultation', {
    input: {
      householdId: table.household,
      questions: [
        {
          domain: 'MENTAL_HEALTH',
          memberIds: [table.person],
          words: '요즘 잠을 이루지 못하는 까닭',
          recipientId: `Organization:${known.organizations.mindCentre}`,
        },
        { domain: 'HOUSING', words: '보증금을 돌려받을 수 있는지' },
      ],
    },
  });
  const { consultation } = await must<Table>(specialist, 'sendConsultation', {
    input: { consultationId: opened.consultation.id, expectedVersion: opened.consultation.version },
  });
  expect(consultation.questions.nodes.map(({ state }) => state).sort()).toEqual([
    'OPEN',
    'WAITING_FOR_CONSENT',
  ]);
  for (const persona of [nurse, officer, 'welfare-centre', 'head', 'portal'])
    expect([
      persona,
      (await run(persona, 'consultationView', { id: consultation.id })).data?.consultation ?? null,
    ]).toEqual([persona, null]);

  const [rows] = await database.owner`
    select (select count(*)::int from universal_visits where member_id = any(${[...elders, ...babies].map(({ member }) => member.split(':')[2]!)}::uuid[])) as offered,
      (select count(*)::int from clocks where kind = 'UNIVERSAL_VISIT' and hamkke.clock_state(clocks) = 'STOPPED'
        and member_id = any(${elders.map(({ member }) => member.split(':')[2]!)}::uuid[])) as ended,
      (select count(*)::int from health_visits where member_id = any(${visited.map(({ person }) => person.split(':')[2]!)}::uuid[])) as visits`;
  expect(rows).toEqual({ offered: 8 * times, ended: 2 * times, visits: 6 * times });
});

test('figures are what all of this comes to', async () => {
  await expectTrueFacts(database.owner);
});
