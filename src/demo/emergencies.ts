import * as tables from '../database/tables/index.js';
import { after, at } from './days.js';
import type { System } from './people.js';
import { rowId } from './random.js';
import { postId } from './staff.js';

/** An emergency (긴급열람) of some weeks ago in family A: declared by the counsellor, told to the head, reviewed. */
export function addEmergencies({ key, district: districtId, rows, on }: System): void {
  const day = after(on, -40);
  // Near enough to the first working day: holidays are not looked at.
  const due = [1, 2, 3]
    .map((days) => after(day, days))
    .find((each) => ![0, 6].includes(new Date(each).getUTCDay()))!;
  const emergencyId = rowId(`${key}/emergency`);
  rows.add(tables.emergencies, {
    districtId,
    id: emergencyId,
    householdId: rowId(`${key}/family-a`),
    postId: postId('counsellor'),
    reason: 'VIOLENCE',
    words: '센터로 전화가 왔다가 끊겼고, 담당자와 연락이 닿지 않는다.',
    minutes: 30,
    declaredAt: at(day, '20:10'),
    endsAt: at(day, '20:32'),
  });
  rows.add(tables.notifications, {
    districtId,
    id: rowId(`${key}/emergency/notification`),
    postId: postId('head'),
    kind: 'EMERGENCY_DECLARED',
    emergencyId,
    at: at(day, '20:10'),
    readAt: at(day, '20:14'),
  });
  rows.add(tables.reviewTasks, {
    districtId,
    id: rowId(`${key}/emergency/review`),
    emergencyId,
    dueOn: due,
    completedAt: at(due),
    completedById: postId('head'),
    outcome: 'JUSTIFIED',
    words: '필요한 항목만 확인하였고 22분 만에 종료하였다.',
  });
  rows.add(tables.reviewPolicies, { districtId });
}
