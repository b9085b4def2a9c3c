import type { DataClass, Purpose } from '../access/classes.js';
import * as tables from '../database/tables/index.js';
import { after, at } from './days.js';
import { district } from './places.js';
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
  /** Whose staff concluded it, where that is told. */
  concludedBy?: string;
  title: string;
  from: string;
  until: string;
  /** The first day without it, where it was ended early. */
  endedOn?: string;
  autoRenews?: boolean;
  purposes?: Purpose[];
  classes: readonly DataClass[];
}

/** Adds what a district and an organization agreed on (협약), and how it came about. */
export function addAgreement(rows: Rows, facts: AgreementFacts): void {
  const id = agreementId(facts.key);
  const says = {
    districtId: facts.district,
    organizationId: organizationId(facts.organization),
    sheltered: facts.sheltered ?? false,
    title: facts.title,
    validUntil: facts.until,
    autoRenews: facts.autoRenews ?? false,
    noticeDays: 30,
    purposes: facts.purposes ?? (['CASE_MANAGEMENT'] as Purpose[]),
    classes: [...facts.classes],
  };
  const { endedOn = null } = facts;
  const version = endedOn ? 2 : 1;
  rows.add(tables.agreements, { ...says, id, validFrom: facts.from, endedOn, version });
  const takenById = facts.concludedBy ? organizationId(facts.concludedBy) : null;
  const step = { ...says, agreementId: id, takenById };
  rows.add(tables.agreementSteps, {
    ...step,
    id: rowId(`${id}/1`),
    version: 1,
    step: 'CONCLUDED',
    at: at(facts.from),
    lastDay: says.autoRenews ? null : facts.until,
  });
  if (endedOn)
    rows.add(tables.agreementSteps, {
      ...step,
      id: rowId(`${id}/2`),
      version,
      step: 'ENDED',
      at: at(after(endedOn, -1)),
      lastDay: after(endedOn, -1),
      reason: '공동사업이 끝났습니다.',
    });
}

/** Adds Yongsan's agreements: in force, narrow, and ended, so that each way of losing access has its example. */
export function addYongsanAgreements(rows: Rows, today: string): void {
  rows.add(tables.consentPolicies, { districtId: district.yongsan, longestDays: 730 });
  const inForce = {
    district: district.yongsan,
    concludedBy: 'yongsan-office',
    from: after(today, -400),
    until: after(today, 400),
    purposes: ['CASE_MANAGEMENT', 'SERVICE_PROVISION'] as ('CASE_MANAGEMENT' | 'SERVICE_PROVISION')[],
  };
  const welfare = [
    'SUMMARY',
    'IDENTITY',
    'CONTACT',
    'HEALTH',
    'FINANCE',
    'HOUSING',
    'EDUCATION',
    'FAMILY',
  ] as const;
  const welfareCentre = { ...inForce, organization: 'yongsan-welfare' };
  addAgreement(rows, {
    ...welfareCentre,
    key: 'welfare',
    title: '위기가정 공동사례관리 협약',
    classes: welfare,
  });
  addAgreement(rows, {
    ...welfareCentre,
    key: 'welfare-narrow',
    title: '밑반찬 나눔 협약',
    classes: ['SUMMARY', 'IDENTITY'],
  });
  addAgreement(rows, {
    ...welfareCentre,
    key: 'welfare-ended',
    title: '겨울나기 공동사업 협약',
    endedOn: after(today, -10),
    classes: welfare,
  });
  addAgreement(rows, {
    ...inForce,
    key: 'welfare-2',
    organization: 'yongsan-welfare-2',
    title: '마루동 공동사례관리 협약',
    classes: welfare,
  });
  addAgreement(rows, {
    ...inForce,
    key: 'clinic',
    organization: 'yongsan-clinic',
    title: '마음건강 의뢰 협약',
    classes: ['SUMMARY', 'IDENTITY', 'HEALTH', 'MENTAL_HEALTH'],
  });
  addAgreement(rows, {
    ...inForce,
    key: 'police',
    organization: 'yongsan-police',
    title: '위기가정 정보공유 협약',
    classes: ['SUMMARY', 'IDENTITY', 'SAFETY'],
  });
  // Named by nothing that would tell what the organization is.
  addAgreement(rows, {
    ...inForce,
    key: 'shelter',
    organization: 'yongsan-shelter',
    title: '긴급지원 협약',
    sheltered: true,
    classes: ['SUMMARY'],
  });
}
