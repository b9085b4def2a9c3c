import { asBadInput, asConflict, type Faults } from '../../faults.js';

/** Why the database refuses what an editor writes. */
export const editingFaults = {
  ORGANIZATION_ALIKE: asConflict(
    '같은 이름이나 전화번호의 기관이 이미 있습니다. The district has an organization of that name or telephone number already: look at those in "alikeIds", or say "evenIfAlike".',
    ['alikeIds'],
  ),
  OFFICE_NOT_ENTERED_HERE: asBadInput(
    '공공기관과 경찰은 여기에서 등록할 수 없습니다. An office, a centre or the police is not entered here.',
    { field: 'input.partnerKind' },
  ),
  OFFICE_IS_PUBLIC: asBadInput(
    '공공기관은 비공개로 할 수 없습니다. An office, a centre or the police cannot be made confidential.',
    { field: 'input.recordId' },
  ),
  RECORD_IS_PUBLIC: asConflict('이미 공개된 기록입니다. That record is public already.'),
} satisfies Faults;
