import { agreementId } from './agreements.js';
import { campaignId, campaignLineId } from './campaigns.js';
import { applicationId, visitTeamId } from './clocks.js';
import { consentId, consentProposalId } from './consents.js';
import { consultationId, questionId } from './consultations.js';
import { mapo2010, mapoPlanKey } from './mapo.js';
import { accountId } from './money.js';
import { district, dongs } from './places.js';
import { rowId } from './random.js';
import { referralId, serviceRecordId } from './referrals.js';
import { reportedAgainKey } from './reportedAgain.js';
import { organizationId, service } from './services.js';
import { songsan2019 } from './songsan.js';
import { sponsorId } from './sponsors.js';
import { postId, staffId, subjectOf } from './staff.js';
import { changeRequestId, twinId } from './upkeep.js';
import { visitRowId } from './visits.js';
import { followedUpKey } from './yongsan.js';
import { zoneRowId } from './zones.js';

/** The ids of a household of the demo data, its members by order, its case and its report. */
const family = (system: string, key: string, districtId: string) => ({
  districtId,
  id: rowId(`${system}/${key}`),
  member: (index: number) => rowId(`${system}/${key}/${index}`),
  caseId: rowId(`${system}/${key}/case/1`),
  reportId: rowId(`${system}/${key}/report`),
  consent: (name: string) => consentId(system, key, name),
});
const yongsan = (key: string) => family('yongsan', key, district.yongsan);

/** The families that tests and the README call by name. Members of family A: father (head), mother, child. */
export const families = {
  /** 112 report; the mother consents for the household, the child and, to the police, for herself. */
  a: yongsan('family-a'),
  /** Active consent of a mother and her child to the welfare centre; b to h are alike but for the consent. */
  active: yongsan('family-active'),
  expired: yongsan('family-b-expired'),
  withdrawn: yongsan('family-c-withdrawn'),
  agreementEnded: yongsan('family-d-agreement-ended'),
  /** The agreement shares SUMMARY and IDENTITY at most, whatever the consent says. */
  narrowed: yongsan('family-e-narrowed'),
  notYet: yongsan('family-f-not-yet'),
  /** Of yesterday, made by a 112 report on the mother of `narrowed`, which nobody has looked into. */
  reportedAgain: yongsan(reportedAgainKey),
  /** Consent for SERVICE_PROVISION only. */
  otherPurpose: yongsan('family-g-other-purpose'),
  never: yongsan('family-h-never'),
  /** HEALTH and MENTAL_HEALTH of the mother to the clinic, nothing else to nobody else. */
  clinic: yongsan('family-i-clinic'),
  /** The counsellor's. */
  assigned: yongsan('family-j-assigned'),
  /** The counsellor's until a week ago. */
  handedOver: yongsan('family-j-handed-over'),
  /** A 112 report that went the whole way from receipt to follow-up. */
  followedUp: yongsan(followedUpKey),
  /** One the district office's own team works with: the head's second post. */
  office: yongsan('office-0'),
  /** Mapo's family with the long plan. */
  longPlan: family('mapo', mapoPlanKey, district.mapo),
  /** Songsan 3-dong: an emergency application that became a case household. */
  emergency: family('songsan', '2019-0', district.uijeongbu),
  /** Seongdong: visited by the nurse, in the neighbourhood officer's zone. */
  visited: family('seongdong', '1-0', district.seongdong),
  /** The second of those whom the nurse visits: a visit at sixty-five is offered and not made yet. */
  offered: family('seongdong', '1-1', district.seongdong),
  /** Seongdong: in the other dong, neither visited nor in the zone. */
  unvisited: family('seongdong', '2-0', district.seongdong),
  suwon: family('suwon', 'suwon-jangan-4', district.suwon),
  /** Applied for emergency support. */
  applied: family('songsan', '2019-0', district.uijeongbu),
} as const;

/** The organizations that tests and the README call by name. */
export const known = {
  districts: district,
  dongs,
  organizations: {
    districtOffice: organizationId('yongsan-office'),
    centre: organizationId('yongsan-centre'),
    police: organizationId('yongsan-police'),
    welfareCentre: organizationId('yongsan-welfare'),
    welfareCentreNone: organizationId('yongsan-welfare-2'),
    clinic: organizationId('yongsan-clinic'),
    /** Confidential: nothing public may know it. */
    shelter: organizationId('yongsan-shelter'),
    dongCentre: organizationId('seongdong-1'),
    mindCentre: organizationId('seongdong-mind'),
    mapoOffice: organizationId('mapo-office'),
    songsan: organizationId('songsan-3'),
    suwonCentre: organizationId('suwon-centre'),
    suwonJangan: organizationId('suwon-jangan'),
    company: organizationId('company'),
    research: organizationId('research'),
    seoul: organizationId('seoul'),
    legalAid: organizationId('yongsan-legal'),
    /** The same once more, as a second source writes it. */
    legalAidTwin: twinId,
  },
  services: {
    rent: service('One month of rent').id,
    dental: service('Dental treatment support').id,
    /** Confidential. */
    shelterStay: service('Emergency shelter stay').id,
  },
  sponsors: { company: sponsorId('electronics'), anonymous: sponsorId('citizen-1') },
  /** Of the family with an active consent, completed; and an inquiry about meals that is given now, with what was. */
  referrals: {
    completed: referralId('family-active'),
    meals: referralId('family-f-not-yet'),
    accepted: referralId('family-a'),
    waitlisted: referralId('family-h-never'),
  },
  /** Of the head of the family that never consented. */
  consentProposals: { waits: consentProposalId('yongsan', 'family-h-never') },
  emergencyApplications: { visited: applicationId(families.applied.caseId) },
  visitTeams: { songsan: visitTeamId },
  zoneSubstitutions: { runs: zoneRowId('substitution') },
  petitions: { waits: zoneRowId('waits') },
  universalVisits: { offered: visitRowId(families.offered.member(0), 'UNIVERSAL_65') },
  healthVisits: { visited: visitRowId(families.visited.member(0), 'visit') },
  referralProposals: { waits: visitRowId(families.visited.member(0), 'proposal/waits') },
  consultations: { seongdong: consultationId(families.visited.id) },
  /** Of them, the one that waits for an answer. */
  consultationQuestions: { open: questionId(families.visited.id, 2) },
  serviceRecords: { meals: serviceRecordId('family-f-not-yet', 0) },
  changeRequests: { waits: changeRequestId('waits') },
  pledges: { company: accountId('electronics'), anonymous: accountId('citizen-1'), mapo: accountId('smile') },
  budgetLines: { yongsan: accountId('yongsan-now'), mapo: accountId('mapo-2010') },
  agreements: {
    welfare: agreementId('welfare'),
    narrow: agreementId('welfare-narrow'),
    ended: agreementId('welfare-ended'),
    clinic: agreementId('clinic'),
    police: agreementId('police'),
    shelter: agreementId('shelter'),
  },
  campaigns: {
    songsan: campaignId('songsan-paper'),
    mapo: campaignId('mapo-refused'),
    /** Surveyed by the welfare centre. */
    yongsan: campaignId('yongsan-alone'),
  },
  /** Somebody of a list whom nobody went to, one who was consulted, and one whom the welfare centre goes to. */
  campaignLines: {
    unvisited: campaignLineId('songsan-paper', 1),
    consulted: campaignLineId('songsan-paper', 3),
    surveyed: campaignLineId('yongsan-alone', 1),
  },
  families,
} as const;

/** The primary post of a persona is called as the persona; the head's other post is `head-office`. */
export { postId, staffId, subjectOf };

/** The published figures that must come out of rows. */
export const published = {
  mapo2010: { districtId: district.mapo, ...mapo2010 },
  songsan2019: { districtId: district.uijeongbu, dong: dongs.songsan3, ...songsan2019 },
  yongsan: { districtId: district.yongsan, mostStaff: 9 },
} as const;
