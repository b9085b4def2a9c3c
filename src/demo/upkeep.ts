import * as tables from '../database/tables/index.js';
import { after, at } from './days.js';
import { organizations } from './organizations.js';
import { district } from './places.js';
import { recordId } from './random.js';
import type { Rows } from './rows.js';
import { organizationId, service, services } from './services.js';
import { postId } from './staff.js';

// What keeping the catalogue true leaves behind: some records verified and some long ago, requests, and a record that was two.

export const changeRequestId = (key: string) => recordId(`change-request/${key}`);
/** An organization that is there twice. */
export const twinId = recordId('organization/yongsan-legal-twin');
const editor = { organization: 'yongsan-office', post: 'catalogue-editor' };

export function addUpkeep(rows: Rows, today: string): void {
  addVerifications(rows, today);
  addRequests(rows, today);
  addEdits(rows, today);
  addDuplicates(rows, today);
}

/** Days for which a verification still holds: overdue, due soon, or for long. */
const left = [-40, 12, 200, 300];

function addVerifications(rows: Rows, today: string) {
  const verified = (kind: 'ORGANIZATION' | 'SERVICE', id: string, nth: number, by: string) => {
    const days = left[nth % left.length]!;
    rows.add(tables.verifications, {
      id: recordId(`verification/${id}`),
      confidential: by === 'yongsan-shelter',
      kind,
      recordId: id,
      verifiedAt: at(after(today, days - 365)),
      validUntil: after(today, days),
      organizationId: organizationId(by),
      duty: by === editor.organization ? 'CATALOGUE_EDITOR' : 'PARTNER_WORKER',
      postId: by === editor.organization ? postId(editor.post) : null,
    });
  };
  services.forEach((each, index) => {
    if (index % 3 === 0) verified('SERVICE', each.id, index / 3, each.organization.key);
  });
  organizations.forEach((each, index) => {
    if (index % 4 === 2 && each.district === district.yongsan && !each.confidential)
      verified('ORGANIZATION', organizationId(each.key), index, editor.organization);
  });
}

function addRequests(rows: Rows, today: string) {
  const rent = service('One month of rent');
  const base = (key: string, days: number) => ({
    id: changeRequestId(key),
    tableName: 'services',
    typeName: 'Service',
    recordId: rent.id,
    organizationId: organizationId('yongsan-welfare-2'),
    postId: postId('welfare-centre-none'),
    proposedAt: at(after(today, days)),
  });
  const decided = (days: number) => ({
    decidedAt: at(after(today, days)),
    decidedByPostId: postId(editor.post),
    decidedByOrganizationId: organizationId(editor.organization),
    version: 2,
  });
  rows.add(tables.changeRequests, {
    ...base('waits', -3),
    seen: { application_process: '방문하거나 담당자를 통해 신청합니다.' },
    proposed: { application_process: '전화나 방문으로 신청합니다.' },
    reason: '이번 달부터 전화로도 받는다고 들었습니다.',
  });
  rows.add(tables.changeRequests, {
    ...base('declined', -20),
    seen: { maximum_age: null },
    proposed: { maximum_age: '64' },
    reason: '예순다섯부터는 다른 사업입니다.',
    state: 'DECLINED',
    ...decided(-18),
    answer: '복지관에 물으니 나이 제한이 없습니다.',
  });
  rows.add(tables.changeRequests, {
    ...base('accepted', -60),
    seen: { eligibility_description: '월세가 밀린 가구' },
    proposed: { eligibility_description: rent.eligibility },
    reason: '석 달 넘게 밀린 가구만 받습니다.',
    state: 'ACCEPTED',
    ...decided(-59),
    notedAt: at(after(today, -58)),
  });
}

function addEdits(rows: Rows, today: string) {
  rows.add(tables.catalogueEdits, {
    recordId: service('One month of rent').id,
    field: 'eligibility_description',
    entity: 'services',
    at: at(after(today, -59)),
  });
  // Taken for the address of somebody's home, and public again a day later.
  rows.add(tables.concealments, {
    id: recordId('concealment/smile'),
    kind: 'ORGANIZATION',
    recordId: organizationId('smile'),
    districtId: district.yongsan,
    reason: '주소가 개인의 집으로 보입니다.',
    postId: postId(editor.post),
    at: at(after(today, -45)),
    endedAt: at(after(today, -44)),
    endedBecause: '사무실 주소로 확인했습니다.',
    endedByPostId: postId(editor.post),
  });
}

function addDuplicates(rows: Rows, today: string) {
  // As a second source writes it: an editor finds the two among the likely duplicates.
  rows.add(tables.organizations, {
    id: twinId,
    name: '(사) 한강 법률구조회',
    districtId: district.yongsan,
    searchText: '',
  });
  for (const pair of [
    ['yongsan-welfare', 'yongsan-welfare-2'],
    ['yongsan-centre', 'yongsan-office'],
    ['seongdong-1', 'seongdong-2'],
  ]) {
    const [lowId, highId] = pair.map(organizationId).sort();
    rows.add(tables.duplicateDismissals, {
      lowId: lowId!,
      highId: highId!,
      kind: 'ORGANIZATION',
      postId: postId(editor.post),
      dismissedAt: at(after(today, -30)),
    });
  }
  const merged = recordId('organization/smile-before');
  rows.add(tables.recordRedirects, {
    oldId: merged,
    newId: organizationId('smile'),
    kind: 'ORGANIZATION',
    before: { id: merged, name: '재단법인 환한미소' },
    postId: postId(editor.post),
    at: at(after(today, -90)),
  });
  const changes = [
    { recordId: merged, kind: 'MERGED', mergedIntoId: organizationId('smile'), record: 'ORGANIZATION' },
    { recordId: organizationId('smile'), kind: 'CHANGED', record: 'ORGANIZATION' },
    { recordId: service('One month of rent').id, kind: 'CHANGED', record: 'SERVICE' },
    { recordId: recordId('service/closed'), kind: 'REMOVED', record: 'SERVICE' },
  ] as const;
  changes.forEach((each, index) => {
    rows.add(tables.catalogueChanges, {
      ...each,
      position: index + 1,
      at: at(after(today, -90 + index * 20)),
    });
  });
}
