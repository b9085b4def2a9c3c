import * as tables from '../database/tables/index.js';
import { addAgreement } from './consents.js';
import { after } from './days.js';
import { district } from './places.js';
import type { Rows } from './rows.js';

/** Adds Yongsan's agreements: in force, narrow, and ended, so that each way of losing access has its example. */
export function addYongsanAgreements(rows: Rows, today: string): void {
  rows.add(tables.consentPolicies, { districtId: district.yongsan, longestDays: 730 });
  const inForce = {
    district: district.yongsan,
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
