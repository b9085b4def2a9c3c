import { ObjectType } from 'type-graphql';
import { open } from '../access/grants.js';
import { Many, One, Pages } from '../access/relations.js';
import { connectionOf } from '../connection.js';
import * as tables from '../database/tables/catalogue.js';
import { Node } from '../node.js';
import { Sponsorship } from '../sponsor/types.js';
import { described } from './attributes.js';
import { Accessibility, Address, Contact, Language, Phone, Schedule } from './details.js';
import {
  CostOption,
  Funding,
  OrganizationIdentifier,
  RequiredDocument,
  ServiceArea,
  ServiceCapacity,
  Url,
} from './terms.js';
import { Verification } from './upkeep/types.js';

// The catalogue speaks HSDS 3.1: names are HSDS's in camelCase, descriptions say what the standard says, in short.

const byName = ['name', 'id'] as const;
const words = (description: string) => ({ grant: open, description });
/** What describes one record and nothing else, of which a record has few. */
const few = (description: string) => ({
  ...words(description),
  bounded: 'One record is described by a few.',
});

@ObjectType({
  implements: Node,
  description:
    '기관. 서비스를 제공하는 기관입니다. An organization that provides services (HSDS organization).',
})
export class Organization extends described(tables.organizations, {
  id: '고유 식별자. Stable identifier.',
  name: '기관 이름. Official or public name.',
  alternateName: '다른 이름. Alternative or English name.',
  description: '소개. What the organization does.',
  email: '전자우편. E-mail for the public.',
  website: '누리집. Address of its website.',
  taxStatus: '세제 지위. Tax status, such as tax-exempt (deprecated in HSDS, kept for imports).',
  taxId: '사업자 번호. Tax identifier of a public organization.',
  yearIncorporated: '설립 연도. Year that it was founded.',
  legalStatus: '법적 형태. Legal form.',
  logo: '로고 주소. Address of its logo.',
  uri: '표준 URI. A persistent identifier elsewhere.',
  partnerKind: '기관 유형. What kind of partner it is; null for organizations that are none.',
  lastModified: '최근 수정. When the record last changed; not the same as verified.',
}) {
  @Pages(
    () => Service,
    { organizationId: 'id' },
    byName,
    words('제공 서비스. Services that it provides, by name.'),
  )
  readonly services!: unknown;

  @Pages(() => Location, { organizationId: 'id' }, byName, words('장소. Its locations, by name.'))
  readonly locations!: unknown;

  @Many(() => Contact, { organizationId: 'id' }, byName, words('담당자. People to contact.'))
  readonly contacts!: Contact[];

  @Many(() => Phone, { organizationId: 'id' }, ['number', 'id'], words('전화. Telephone numbers.'))
  readonly phones!: Phone[];

  @Many(
    () => Program,
    { organizationId: 'id' },
    byName,
    words('사업. Programs that its services are part of.'),
  )
  readonly programs!: Program[];

  @Many(() => Funding, { organizationId: 'id' }, ['id'], few('재원. Who pays for it, in words.'))
  readonly funding!: Funding[];

  @Many(() => Url, { organizationId: 'id' }, ['id'], few('다른 누리집. Other websites of it.'))
  readonly additionalWebsites!: Url[];

  @Many(
    () => OrganizationIdentifier,
    { organizationId: 'id' },
    ['id'],
    few('식별 번호. What it is known by elsewhere.'),
  )
  readonly organizationIdentifiers!: OrganizationIdentifier[];

  @One(
    () => Organization,
    { id: 'parentOrganizationId' },
    words('상위 기관. The organization that it is part of.'),
  )
  readonly parentOrganization!: Organization | null;

  @One(
    () => Verification,
    { recordId: 'id' },
    words('정보 확인. Who looked last whether it is still true; null when nobody did here.'),
  )
  readonly verification!: Verification | null;
}

@ObjectType({
  implements: Node,
  description: '서비스. 기관이 제공하는 서비스입니다. A service that an organization gives (HSDS service).',
})
export class Service extends described(tables.services, {
  id: '고유 식별자. Stable identifier.',
  name: '서비스 이름. Official or public name.',
  alternateName: '다른 이름. Alternative or English name.',
  description: '설명. What is given.',
  url: '누리집. Address of a page about it.',
  email: '전자우편. E-mail for the service.',
  status: '상태. Whether it is given now.',
  needDomain: '욕구 영역. The part of life that it helps with.',
  eligibilityDescription: '이용 자격. Who may use it, in words.',
  minimumAge: '최소 나이. Youngest age served, in years.',
  maximumAge: '최대 나이. Oldest age served, in years.',
  applicationProcess: '신청 방법. How to apply.',
  feesDescription: '이용료. What it costs, in words.',
  fees: '이용료(옛 항목). Fees as older data says them (deprecated in HSDS, kept for imports).',
  waitTime: '대기 기간. How long one waits.',
  interpretationServices: '통역. Interpretation that is offered.',
  accreditations: '인증. Accreditations.',
  licenses: '면허. Licenses.',
  alert: '알림. What users should know now.',
  assuredDate: '정보 확인일. Day that the information was last assured.',
  lastModified: '최근 수정. When the record last changed; not the same as assured.',
}) {
  @One(
    () => Organization,
    { id: 'organizationId' },
    words('제공 기관. Who gives it; null when the source names nobody that exists.'),
  )
  readonly organization!: Organization | null;

  @Many(() => ServiceAtLocation, { serviceId: 'id' }, ['id'], words('제공 장소. Where it is given.'))
  readonly serviceAtLocations!: ServiceAtLocation[];

  @Many(
    () => Sponsorship,
    { serviceId: 'id' },
    ['since', 'id'],
    words('후원. Who pays for it, oldest first.'),
  )
  readonly sponsorships!: Sponsorship[];

  @Many(() => ServiceCapacity, { serviceId: 'id' }, ['id'], few('정원과 여유. Room, by unit.'))
  readonly capacities!: ServiceCapacity[];

  @Many(() => CostOption, { serviceId: 'id' }, ['id'], few('비용. What it costs.'))
  readonly costOptions!: CostOption[];

  @Many(
    () => Schedule,
    { serviceId: 'id' },
    ['dayOrder', 'opensAt', 'id'],
    words('운영 시간. When it is given.'),
  )
  readonly schedules!: Schedule[];

  @Many(() => Language, { serviceId: 'id' }, byName, few('언어. Languages that it is given in.'))
  readonly languages!: Language[];

  @Many(() => Contact, { serviceId: 'id' }, byName, few('담당자. People to contact.'))
  readonly contacts!: Contact[];

  @Many(() => Phone, { serviceId: 'id' }, ['number', 'id'], few('전화. Telephone numbers.'))
  readonly phones!: Phone[];

  @One(() => Program, { id: 'programId' }, words('사업. The program that it is part of.'))
  readonly program!: Program | null;

  @Many(() => ServiceArea, { serviceId: 'id' }, ['id'], words('서비스 지역. Where its users live.'))
  readonly serviceAreas!: ServiceArea[];

  @Many(() => RequiredDocument, { serviceId: 'id' }, ['id'], few('구비 서류. What to bring.'))
  readonly requiredDocuments!: RequiredDocument[];

  @Many(() => Funding, { serviceId: 'id' }, ['id'], few('재원. Who pays for it, in words.'))
  readonly funding!: Funding[];

  @Many(() => Url, { serviceId: 'id' }, ['id'], few('다른 주소. Other pages about it.'))
  readonly additionalUrls!: Url[];

  @One(
    () => Verification,
    { recordId: 'id' },
    words('정보 확인. Who looked last whether it is still true; null when nobody did here.'),
  )
  readonly verification!: Verification | null;
}

@ObjectType({
  implements: Node,
  description:
    '사업. 한 기관의 서비스를 묶는 사업입니다. A program that groups services of an organization (HSDS program).',
})
export class Program extends described(tables.programs, {
  id: '고유 식별자. Stable identifier.',
  name: '이름. Name of the program.',
  alternateName: '다른 이름. Alternative or English name.',
  description: '설명. What it is about.',
}) {
  @One(() => Organization, { id: 'organizationId' }, words('기관. Who runs it.'))
  readonly organization!: Organization | null;

  @Many(() => Service, { programId: 'id' }, byName, words('서비스. Services that are part of it, by name.'))
  readonly services!: Service[];
}

@ObjectType({
  implements: Node,
  description: '장소. 서비스를 제공하는 곳입니다. A place where services are given (HSDS location).',
})
export class Location extends described(tables.locations, {
  id: '고유 식별자. Stable identifier.',
  locationType: '장소 유형. Physical, postal or virtual.',
  name: '장소 이름. Name of the place.',
  alternateName: '다른 이름. Alternative name.',
  description: '설명. What is there.',
  transportation: '교통. How to get there.',
  url: '누리집. Address of a virtual location or a page about it.',
  latitude: '위도. Latitude in degrees, WGS 84.',
  longitude: '경도. Longitude in degrees, WGS 84.',
  externalIdentifier: '외부 식별자. What the place is known by elsewhere.',
  externalIdentifierType: '외부 식별자 종류. The scheme of that identifier.',
  lastModified: '최근 수정. When the record last changed.',
}) {
  @One(() => Organization, { id: 'organizationId' }, words('기관. Whose place it is.'))
  readonly organization!: Organization | null;

  @Many(() => Address, { locationId: 'id' }, ['id'], few('주소. Addresses.'))
  readonly addresses!: Address[];

  @Many(
    () => ServiceAtLocation,
    { locationId: 'id' },
    ['id'],
    words('여기의 서비스. Services that are given here.'),
  )
  readonly serviceAtLocations!: ServiceAtLocation[];

  @Many(
    () => Schedule,
    { locationId: 'id' },
    ['dayOrder', 'opensAt', 'id'],
    words('개방 시간. When it is open.'),
  )
  readonly schedules!: Schedule[];

  @Many(() => Language, { locationId: 'id' }, byName, few('언어. Languages that are spoken here.'))
  readonly languages!: Language[];

  @Many(() => Phone, { locationId: 'id' }, ['number', 'id'], few('전화. Telephone numbers.'))
  readonly phones!: Phone[];

  @Many(() => Contact, { locationId: 'id' }, byName, few('담당자. People to contact.'))
  readonly contacts!: Contact[];

  @Many(() => Accessibility, { locationId: 'id' }, ['id'], few('접근성. Help for people with disabilities.'))
  readonly accessibilities!: Accessibility[];

  @One(
    () => Verification,
    { recordId: 'id' },
    words('정보 확인. Who looked last whether it is still true; null when nobody did here.'),
  )
  readonly verification!: Verification | null;
}

@ObjectType({
  implements: Node,
  description:
    '장소별 서비스. 한 장소에서 제공하는 한 서비스입니다. One service at one location (HSDS service_at_location).',
})
export class ServiceAtLocation extends described(tables.servicesAtLocation, {
  id: '고유 식별자. Stable identifier.',
  description: '설명. What differs at this place.',
  lastModified: '최근 수정. When the record last changed.',
}) {
  @One(() => Service, { id: 'serviceId' }, words('서비스. The service.'))
  readonly service!: Service | null;

  @One(() => Location, { id: 'locationId' }, words('장소. The place.'))
  readonly location!: Location | null;

  @Many(
    () => Schedule,
    { serviceAtLocationId: 'id' },
    ['dayOrder', 'opensAt', 'id'],
    words('운영 시간. When it is given here.'),
  )
  readonly schedules!: Schedule[];

  @Many(() => Contact, { serviceAtLocationId: 'id' }, byName, few('담당자. People to contact about it here.'))
  readonly contacts!: Contact[];

  @Many(
    () => ServiceArea,
    { serviceAtLocationId: 'id' },
    ['id'],
    words('서비스 지역. Where its users live, for what is given here.'),
  )
  readonly serviceAreas!: ServiceArea[];

  @Many(
    () => Phone,
    { serviceAtLocationId: 'id' },
    ['number', 'id'],
    few('전화. Telephone numbers for it here.'),
  )
  readonly phones!: Phone[];
}

export const OrganizationConnection = connectionOf(Organization, 'Organization', '기관');
export const ServiceConnection = connectionOf(Service, 'Service', '서비스', true);
export const LocationConnection = connectionOf(Location, 'Location', '장소');
