import { inherited } from '../access/grants.js';

// What types of a case have in common.

export const id = [inherited, '고유 식별자. Stable identifier.'] as const;
export const dataClass = [
  inherited,
  '개인정보 항목. The class that this row belongs to, and needs consent for.',
] as const;
export const toCase = { districtId: 'districtId', id: 'caseId' };
export const toHousehold = { districtId: 'districtId', id: 'householdId' };
export const caseOf = {
  grant: inherited,
  description: '사례. The case that it belongs to; null without SUMMARY.',
};
