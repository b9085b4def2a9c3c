import * as tables from '../database/tables/index.js';
import { after } from './days.js';
import type { System } from './people.js';
import { dongs } from './places.js';
import { rowId } from './random.js';
import { organizationId } from './services.js';
import { postId } from './staff.js';

const [dong] = dongs.seongdong;
export const zoneRowId = (name: string) => rowId(`seongdong/zone/${name}`);

/** In which tong and ban of the officer's dong the household of a number lives. */
export const placeOf = (nth: number) => ({ tong: 1 + (nth % 5), ban: 1 + (nth % 3) });

/** Who stands in for whom in Seongdong's first dong, and what was walked and asked there. */
export function addZoneWork({ rows, on, district: districtId }: System): void {
  const own = (name: string) => ({
    districtId,
    id: zoneRowId(name),
    organizationId: organizationId('seongdong-1'),
    postId: postId('neighbourhood-officer'),
  });
  rows.add(tables.zoneSubstitutions, {
    ...own('substitution'),
    postId: postId('planner'),
    substituteId: postId('neighbourhood-officer'),
    from: after(on, -2),
    until: after(on, 12),
  });
  rows.add(tables.rounds, {
    ...own('round'),
    zone: `${dong}-1`,
    walkedOn: after(on, -3),
    doors: 24,
    people: 9,
    seen: '골목 안 계단의 난간이 흔들린다.',
  });
  rows.add(tables.petitions, {
    ...own('waits'),
    zone: `${dong}-1-1`,
    kind: 'ROADS_AND_FACILITIES',
    takenOn: after(on, -3),
    words: '골목 안 계단의 난간을 고쳐 달라고 한다.',
  });
  rows.add(tables.petitions, {
    ...own('settled'),
    zone: `${dong}-2`,
    kind: 'CLEANING',
    takenOn: after(on, -20),
    words: '공터에 쌓인 쓰레기를 치워 달라고 한다.',
    reference: '1AA-0000-000000',
    outcome: 'PASSED_ON',
    settledOn: after(on, -18),
    settlement: '구청 청소행정과로 넘겼고 이틀 뒤에 치워졌다.',
    settledById: postId('neighbourhood-officer'),
    version: 2,
  });
}
