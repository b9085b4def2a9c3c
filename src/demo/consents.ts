import type { DataClass, Purpose } from '../access/classes.js';
import * as tables from '../database/tables/index.js';
import { agreementId } from './agreements.js';
import { after, at, born } from './days.js';
import type { Household, Member, System } from './people.js';
import { rowId } from './random.js';
import { organizationId } from './services.js';
import { postId } from './staff.js';

export interface ConsentFacts {
  /** What tells the consents of one household apart. */
  key: string;
  organization: string;
  agreement: string;
  member: Member;
  givenBy?: Member;
  classes: readonly DataClass[];
  householdWide?: boolean;
  purpose?: Purpose;
  /** Days from the day of loading; by default valid since thirty days ago and for most of a year. */
  from?: number;
  until?: number;
  withdrawnOn?: number;
  method?: (typeof tables.consentMethod.enumValues)[number];
}

/** Adds a consent (동의), whose dates count from the day of loading. */
export function addConsent(system: System, household: Household, facts: ConsentFacts): void {
  const from = facts.from ?? -30;
  const day = (days: number) => after(system.on, days);
  const id = consentId(system.key, household.key, facts.key);
  const key = { districtId: system.district, householdId: household.id };
  const until = day(facts.until ?? 335);
  const how = {
    classes: [...facts.classes],
    householdWide: facts.householdWide ?? false,
    validUntil: until,
    method: facts.method ?? ('PAPER' as const),
  };
  // Whoever agrees to a later beginning has agreed already.
  const givenAt = at(day(Math.min(from, -1)), '11:00');
  const withdrawnAt = facts.withdrawnOn === undefined ? null : at(day(facts.withdrawnOn), '15:00');
  system.rows.add(tables.consents, {
    ...key,
    ...how,
    id,
    memberId: facts.member.id,
    givenById: (facts.givenBy ?? facts.member).id,
    organizationId: organizationId(facts.organization),
    agreementId: agreementId(facts.agreement),
    purpose: facts.purpose ?? 'CASE_MANAGEMENT',
    validFrom: day(from),
    givenAt,
    withdrawnAt,
    version: withdrawnAt ? 2 : 1,
  });
  const step = {
    ...key,
    ...how,
    consentId: id,
    askedById: (facts.givenBy ?? facts.member).id,
    postId: postId('case-manager'),
    organizationId: organizationId('yongsan-centre'),
  };
  system.rows.add(tables.consentSteps, {
    ...step,
    id: rowId(`${id}/1`),
    version: 1,
    step: 'GIVEN',
    at: givenAt,
    notices: [...tables.consentNotice.enumValues],
  });
  if (withdrawnAt)
    system.rows.add(tables.consentSteps, {
      ...step,
      id: rowId(`${id}/2`),
      version: 2,
      step: 'WITHDRAWN',
      at: withdrawnAt,
      notices: [],
      classesBefore: how.classes,
      validUntilBefore: until,
    });
}

/** Adds a consent that a member signed at the welfare centre's desk yesterday, and which waits for the centre (동의 제안). */
export function addConsentProposal(system: System, household: Household, member: Member): void {
  const day = (days: number) => after(system.on, days);
  system.rows.add(tables.consentProposals, {
    districtId: system.district,
    id: consentProposalId(system.key, household.key),
    organizationId: organizationId('yongsan-welfare'),
    postId: postId('welfare-centre'),
    agreementId: agreementId('welfare'),
    purpose: 'CASE_MANAGEMENT',
    classes: ['IDENTITY', 'CONTACT'],
    validFrom: day(-1),
    validUntil: day(300),
    method: 'PAPER',
    notices: [...tables.consentNotice.enumValues],
    name: member.name,
    birthDate: member.bornOn ?? born(system.on, member.age),
    proposedAt: at(day(-1), '10:00'),
    lapsesOn: day(6),
  });
}

/** The id of a consent that waits. */
export const consentProposalId = (system: string, household: string) =>
  rowId(`${system}/${household}/consent-proposal`);

/** The id of a consent of the demo data. */
export const consentId = (system: string, household: string, key: string) =>
  rowId(`${system}/${household}/consent/${key}`);
