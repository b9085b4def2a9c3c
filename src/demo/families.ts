import { addAssignment, addCase, addGoal, addLinkage, addNeed, addNote, addReport } from './casework.js';
import { addConsent, addConsentProposal, type ConsentFacts } from './consents.js';
import { after } from './days.js';
import { addEveryFacet, addSafety } from './facets.js';
import { addHousehold, type Household, type System } from './people.js';
import { dongs } from './places.js';
import { service } from './services.js';
import { postId } from './staff.js';

type Change = Partial<
  Pick<ConsentFacts, 'agreement' | 'purpose' | 'from' | 'until' | 'withdrawnOn' | 'classes'>
>;

/** Families that are alike but for their consent to the welfare centre: its whole difference is in this list. */
const alike: Readonly<Record<string, Change | 'NEVER'>> = {
  'family-active': {},
  'family-b-expired': { from: -400, until: -35 },
  'family-c-withdrawn': { withdrawnOn: -5 },
  'family-d-agreement-ended': { agreement: 'welfare-ended' },
  // Says more than the agreement that it stands under may ever share.
  'family-e-narrowed': { agreement: 'welfare-narrow' },
  'family-f-not-yet': { from: 10 },
  'family-g-other-purpose': { purpose: 'SERVICE_PROVISION' },
  'family-h-never': 'NEVER',
};

const centre = 'yongsan-centre';
/** What families of the list agree to, of the household as a whole and of each member. */
const householdWide = ['SUMMARY', 'HOUSING', 'FINANCE', 'FAMILY'] as const;
const ofMember = ['IDENTITY', 'CONTACT', 'HEALTH', 'EDUCATION'] as const;

/** Adds the families by which access is told and tested, other than family A. */
export function addFamilies(system: System): void {
  for (const [key, change] of Object.entries(alike)) {
    const household = addFamily(system, key);
    if (change === 'NEVER') addConsentProposal(system, household, household.head);
    else addFamilyConsents(system, household, change);
  }
  const patient = addFamily(system, 'family-i-clinic');
  addConsent(system, patient, {
    key: 'clinic',
    organization: 'yongsan-clinic',
    agreement: 'clinic',
    member: patient.head,
    classes: ['HEALTH', 'MENTAL_HEALTH'],
  });
  const assigned = addFamily(system, 'family-j-assigned');
  addAssignment(system, assigned, postId('counsellor'), 'CASE', after(system.on, -20));
  const handedOver = addFamily(system, 'family-j-handed-over');
  addAssignment(
    system,
    handedOver,
    postId('counsellor'),
    'CASE',
    after(system.on, -60),
    after(system.on, -7),
  );
  addAssignment(system, handedOver, postId('counsellor-2'), 'CASE', after(system.on, -6));
}

function addFamilyConsents(system: System, household: Household, change: Change) {
  const shared = { organization: 'yongsan-welfare', agreement: 'welfare', ...change };
  const { head, members } = household;
  addConsent(system, household, {
    ...shared,
    key: 'household',
    member: head,
    householdWide: true,
    classes: householdWide,
  });
  members.forEach((member, index) => {
    addConsent(system, household, {
      ...shared,
      key: `member-${index}`,
      member,
      givenBy: head,
      classes: ofMember,
    });
  });
}

/** A mother and her child behind with the rent, known through the dong office, with rows of every class they can have. */
function addFamily(system: System, key: string): Household {
  const openedOn = after(system.on, -60);
  const household = addHousehold(system, key, dongs.yongsan[1], 'SINGLE_PARENT', openedOn, [
    { relation: '본인', sex: 'FEMALE', age: 38 },
    { relation: '자녀', sex: 'MALE', age: 10 },
  ]);
  const [mother, child] = household.members as [Household['head'], Household['head']];
  addEveryFacet(system, household);
  addSafety(system, household, mother, { findings: '헤어진 배우자의 연락을 두려워한다.' });
  const of = addCase(system, household, {
    center: centre,
    stage: 'MONITORING',
    track: 'CASE_MANAGED',
    level: 'GENERAL',
    openedOn,
  });
  addReport(system, household, {
    source: 'DONG_CENTER',
    receivedOn: openedOn,
    center: centre,
    sender: 'yongsan-dong',
    case: of,
  });
  const domains = [
    'SAFETY',
    'HEALTH',
    'MENTAL_HEALTH',
    'FAMILY',
    'EDUCATION',
    'EMPLOYMENT',
    'HOUSING',
    'FINANCE',
    'LEGAL',
  ] as const;
  for (const domain of domains) {
    const members = [domain === 'EDUCATION' ? child.id : mother.id];
    addNeed(system, of, domain, { members });
    addGoal(system, of, domain, { members });
  }
  const links = [
    'One month of rent',
    'School welfare support',
    'Dental treatment support',
    'In-depth mental health counselling',
    'Side-dish delivery',
    'Hope savings account',
  ];
  links.forEach((english, index) => {
    addLinkage(system, of, {
      service: service(english),
      on: after(openedOn, 12 + index * 4),
      members: [english === 'School welfare support' ? child.id : mother.id],
      valueKrw: (index + 1) * 70_000,
    });
  });
  addNote(system, of, 'CONSULTATION', after(openedOn, 1));
  addNote(system, of, 'VISIT', after(openedOn, 5), { members: [mother.id, child.id] });
  addNote(system, of, 'CONFERENCE', after(openedOn, 9));
  addNote(system, of, 'MONITORING', after(openedOn, 40));
  return household;
}
