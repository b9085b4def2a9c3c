import * as tables from '../database/tables/index.js';
import { district } from './places.js';
import { recordId } from './random.js';
import type { Rows } from './rows.js';
import { organizationId, services } from './services.js';

/** The id of a sponsor of the demo catalogue. */
export const sponsorId = (key: string) => recordId(`sponsor/${key}`);

type Kind = (typeof tables.sponsorKind.enumValues)[number];
/** Citizens without a name did not choose to show theirs. */
const sponsors: [
  key: string,
  kind: Kind,
  publicName: string | null,
  organization: string | null,
  district: string,
][] = [
  ['electronics', 'COMPANY', '함께전자', 'company', district.yongsan],
  ['bakery', 'COMPANY', '동네빵집연합', null, district.uijeongbu],
  ['builder', 'COMPANY', '튼튼건설', null, district.suwon],
  ['smile', 'FOUNDATION', '환한미소재단', 'smile', district.yongsan],
  ['nuri', 'FOUNDATION', '누리장학재단', 'mapo-10', district.mapo],
  ['merchants', 'GROUP', '나루시장상인회', null, district.mapo],
  ['drivers', 'GROUP', '모범운전자회', null, district.seongdong],
  ['university', 'ACADEMY', '한빛대학교 사회봉사단', null, district.yongsan],
  ['language', 'ACADEMY', '열린외국어학원', null, district.suwon],
  ['citizen-1', 'CITIZEN', null, null, district.yongsan],
  ['citizen-2', 'CITIZEN', null, null, district.mapo],
  ['citizen-3', 'CITIZEN', '홍길순하하', null, district.seongdong],
];

/** Adds who gives (후원자) and which services they hold up. */
export function addSponsors(rows: Rows): void {
  for (const [key, kind, publicName, organization, districtId] of sponsors)
    rows.add(tables.sponsors, {
      id: sponsorId(key),
      kind,
      publicName,
      organizationId: organization ? organizationId(organization) : null,
      districtId,
    });
  services.forEach((service, index) => {
    // None, one, two or three, so that lists of every length occur; those of a secret place are secret themselves.
    const count = service.organization.confidential ? 1 : index % 4;
    for (let nth = 0; nth < count; nth++) {
      const [key] = sponsors[(index * 5 + nth * 3) % sponsors.length]!;
      rows.add(tables.sponsorships, {
        id: recordId(`sponsorship/${service.id}/${key}`),
        sponsorId: sponsorId(key),
        serviceId: service.id,
        since: `${2018 + (index % 7)}-0${nth + 1}-01`,
        until: index % 11 === 10 ? '2024-12-31' : null,
        confidential: service.organization.confidential ?? false,
      });
    }
  });
}
