import type { DataClass, Purpose } from '../access/classes.js';
import * as tables from '../database/tables/index.js';
import { after, at } from './days.js';
import type { Household, Member, System } from './people.js';
import { rowId } from './random.js';
import type { Rows } from './rows.js';
import { organizationId } from './services.js';

/** The id of an agreement of the demo data. */
export const agreementId = (key: string) => rowId(`agreement/${key}`);

interface AgreementFacts {
  key: string;
  sheltered?: boolean;
  district: string;
  organization: string;
  title: string;
  from: string;
  until: string;
  endedOn?: string;
  autoRenews?: boolean;
  purposes?: Purpose[];
  classes: readonly DataClass[];
}

/** Adds what a district and an organization agreed on (협약). */
export function addAgreement(rows: Rows, facts: AgreementFacts): void {
  rows.add(tables.agreements, {
    districtId: facts.district,
    id: agreementId(facts.key),
    organizationId: organizationId(facts.organization),
    title: facts.title,
    validFrom: facts.from,
    validUntil: facts.until,
    sheltered: facts.sheltered ?? false,
    endedOn: facts.endedOn ?? null,
    autoRenews: facts.autoRenews ?? false,
    purposes: facts.purposes ?? ['CASE_MANAGEMENT'],
    classes: [...facts.classes],
  });
}

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
  system.rows.add(tables.consents, {
    districtId: system.district,
    id: consentId(system.key, household.key, facts.key),
    householdId: household.id,
    memberId: facts.member.id,
    givenById: (facts.givenBy ?? facts.member).id,
    organizationId: organizationId(facts.organization),
    agreementId: agreementId(facts.agreement),
    purpose: facts.purpose ?? 'CASE_MANAGEMENT',
    classes: [...facts.classes],
    householdWide: facts.householdWide ?? false,
    validFrom: day(from),
    validUntil: day(facts.until ?? 335),
    method: facts.method ?? 'PAPER',
    // Whoever agrees to a later beginning has agreed already.
    givenAt: at(day(Math.min(from, -1)), '11:00'),
    withdrawnAt: facts.withdrawnOn === undefined ? null : at(day(facts.withdrawnOn), '15:00'),
  });
}

/** The id of a consent of the demo data. */
export const consentId = (system: string, household: string, key: string) =>
  rowId(`${system}/${household}/consent/${key}`);
