import { known, postId, staffId } from '../../src/demo/known.js';
import { idOf } from './households.js';
import type { Row } from './world.js';

// People of whom the demo data has none: at a shelter, with a history, with policies of their districts.

const { organizations: at, districts } = known;

/** Who works at a shelter: nobody administers them, and what they read is told to nobody by their name. */
export const shelterPosts = ['shelter-worker', 'shelter-worker-2'] as const;
export const shelterPost = (key: string) => idOf(`post/${key}`);

export const shelterStaff = (): Map<string, Row[]> =>
  new Map<string, Row[]>([
    [
      'staff',
      shelterPosts.map((key) => ({
        id: idOf(`staff/${key}`),
        subject: `test|${key}`,
        name: `보호${key.length}`,
        home_organization_id: at.shelter,
      })),
    ],
    [
      'posts',
      shelterPosts.map((key) => ({
        id: shelterPost(key),
        staff_id: idOf(`staff/${key}`),
        organization_id: at.shelter,
        district_id: districts.yongsan,
        duties: ['PARTNER_WORKER'],
        title: '생활지도원',
      })),
    ],
  ]);

/** What was changed of people's records, where, and by whom. */
export const staffRows = (): Map<string, Row[]> => {
  const changed: [person: string, organization: string, by: string][] = [
    ['case-manager', at.centre, 'portal'],
    ['apo', at.centre, 'head'],
    ['welfare-centre', at.welfareCentre, 'portal'],
    ['nurse', at.dongCentre, 'seongdong-head'],
    ['mapo-case-manager', at.mapoOffice, 'mapo-case-manager'],
  ];
  return new Map<string, Row[]>([
    [
      'staff_changes',
      changed.map(([person, organization, by]) => ({
        id: idOf(`staff change/${person}`),
        staff_id: staffId(person),
        post_id: postId(person),
        organization_id: organization,
        kind: 'POST_CHANGED',
        before: { title: 'before' },
        after: { title: `canary title of ${person}` },
        changed_at: '2026-01-07T01:00:00Z',
        by_staff_id: staffId(by),
        by_post_id: postId(by),
      })),
    ],
    [
      'idempotency_keys',
      ['head', 'case-manager', 'clinic'].map((key) => ({
        post_id: postId(key),
        key: `key of ${key}`,
        operation: 'visit',
        input_hash: 'hash',
        result: { id: key },
      })),
    ],
  ]);
};

const elsewhere = [
  ['head', at.centre, districts.yongsan, '1117090100'],
  ['counsellor', at.centre, districts.yongsan, '1117090100-2'],
  ['mapo-case-manager', at.mapoOffice, districts.mapo, '1144090100-4'],
] as const;

/** What others do in their zones, who have no duty of one and so gain nothing by standing in for somebody. */
export const zoneRows = (): Map<string, Row[]> => {
  const own = (name: string) =>
    elsewhere.map(([key, organization, district, zone]) => ({
      district_id: district,
      id: idOf(`${name} of ${key}`),
      organization_id: organization,
      post_id: postId(key),
      zone,
    }));
  return new Map<string, Row[]>([
    [
      'zone_substitutions',
      own('substitution').map(({ zone: _, ...row }, nth) => ({
        ...row,
        substitute_id: postId(['case-manager', 'case-manager-2', 'statistics'][nth]!),
        from: '2026-01-05',
        until: '2026-02-05',
        version: 1,
      })),
    ],
    [
      'rounds',
      own('round').map((row) => ({ ...row, walked_on: '2026-01-05', doors: 3, people: 1, seen: '시험' })),
    ],
    [
      'petitions',
      own('petition').map((row) => ({
        ...row,
        taken_on: '2026-01-05',
        kind: 'NOISE',
        words: '시험',
        version: 1,
      })),
    ],
  ]);
};

export const policies = (): Map<string, Row[]> =>
  new Map<string, Row[]>([
    [
      'consent_policies',
      [districts.mapo, districts.seongdong].map((district) => ({
        district_id: district,
        longest_days: 200,
      })),
    ],
    [
      'district_policies',
      [districts.mapo, districts.seongdong, districts.suwon].map((district) => ({
        district_id: district,
        key: 'SURVEY',
        valid_from: '2026-01-01',
        value: 12,
        decided_at: '2025-12-01T00:00:00Z',
        post_id: postId('head'),
      })),
    ],
    [
      'visit_teams',
      ['head', 'nurse', 'mapo-case-manager', 'suwon-case-manager'].map((key) => ({
        district_id: { head: districts.yongsan, nurse: districts.seongdong }[key] ?? districts.mapo,
        id: idOf(`team of ${key}`),
        organization_id:
          { head: known.organizations.centre, nurse: known.organizations.dongCentre }[key] ??
          known.organizations.mapoOffice,
        name: `${key}의 팀`,
        post_ids: [postId(key)],
      })),
    ],
    ['review_policies', [districts.mapo, districts.seongdong].map((district) => ({ district_id: district }))],
  ]);
