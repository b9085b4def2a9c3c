import { searchText } from '../catalogue/search/query.js';
import * as tables from '../database/tables/index.js';
import { addConditions } from './conditions.js';
import { after, at } from './days.js';
import { addProgram, addServiceTerms, addTableDescription, programOf } from './directory.js';
import { type DemoOrganization, organizations } from './organizations.js';
import { dongNames, dongs } from './places.js';
import { recordId } from './random.js';
import type { Rows } from './rows.js';
import { type DemoService, organizationId, services } from './services.js';

/** Where each district lies, roughly: places are strewn around it. */
const centres: Readonly<Record<string, readonly [latitude: number, longitude: number, city: string]>> = {
  '11000': [37.5665, 126.978, '중구'],
  '11170': [37.5324, 126.99, '용산구'],
  '11200': [37.5634, 127.0369, '성동구'],
  '11440': [37.5663, 126.9018, '마포구'],
  '41110': [37.2636, 127.0286, '수원시'],
  '41150': [37.7381, 127.0337, '의정부시'],
};

const domainNames: Readonly<Record<(typeof tables.needDomain.enumValues)[number], string>> = {
  SAFETY: '안전',
  HEALTH: '건강',
  MENTAL_HEALTH: '정신건강',
  DAILY_LIVING: '일상생활',
  FAMILY: '가족관계',
  EDUCATION: '교육',
  EMPLOYMENT: '고용',
  HOUSING: '주거',
  FINANCE: '경제',
  LEGAL: '법률',
  SOCIAL: '사회적 관계',
};

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const taxonomyId = recordId('taxonomy/need-domain');
const termId = (domain: string) => recordId(`term/${domain}`);
const unitId = (key: string) => recordId(`unit/${key}`);

/** Adds the directory of organizations and services in HSDS's terms. */
export function addCatalogue(rows: Rows, today: string): void {
  addTaxonomy(rows);
  addTableDescription(rows);
  for (const [key, name] of [
    ['person', '명'],
    ['household', '가구'],
  ] as const)
    rows.add(tables.units, { id: unitId(key), name, scheme: 'hamkke', identifier: key });
  organizations.forEach((each, index) => {
    addOrganization(rows, each, index);
  });
  services.forEach((each, index) => {
    addService(rows, each, index, today);
  });
  addConditions(rows);
}

function addTaxonomy(rows: Rows) {
  rows.add(tables.taxonomies, {
    id: taxonomyId,
    name: '욕구 영역',
    description: '서비스가 답하는 욕구의 갈래 (need domains).',
    version: '1',
  });
  for (const [code, name] of Object.entries(domainNames))
    rows.add(tables.taxonomyTerms, {
      id: termId(code),
      taxonomyId,
      code,
      name,
      description: `${name}에 관한 욕구입니다.`,
    });
}

/** Numbers that nobody can be called at: no exchange in Korea is 0000. */
const phoneNumber = (index: number, line: number) => `02-0000-${String(index * 10 + line).padStart(4, '0')}`;

function addOrganization(rows: Rows, each: DemoOrganization, index: number) {
  const [latitude, longitude, city] = centres[each.district]!;
  const id = organizationId(each.key);
  const hidden = { confidential: each.confidential ?? false };
  const place = locationId(each.key);
  addProgram(rows, each, index);
  rows.add(tables.organizations, {
    ...hidden,
    id,
    name: each.name,
    alternateName: each.english,
    description: each.description,
    email: `${each.key}@example.org`,
    website: `https://${each.key}.example.org`,
    parentOrganizationId: each.parent ? organizationId(each.parent) : null,
    partnerKind: each.kind,
    districtId: each.district,
    searchText: searchText(each.name, each.english, each.description),
  });
  rows.add(tables.locations, {
    ...hidden,
    id: place,
    organizationId: id,
    name: each.name,
    alternateName: each.english,
    transportation: '가까운 버스 정류장에서 걸어서 오 분 걸립니다.',
    latitude: latitude + ((index % 7) - 3) * 0.0021,
    longitude: longitude + ((index % 5) - 2) * 0.0027,
  });
  rows.add(tables.addresses, {
    ...hidden,
    id: recordId(`address/${each.key}`),
    locationId: place,
    address1: `보기로 ${900 + index}`,
    address2: `${(index % 4) + 1}층`,
    city,
    region: dongOf(each.district),
    stateProvince: each.district.startsWith('11') ? '서울특별시' : '경기도',
    postalCode: '00000',
    country: 'KR',
  });
  rows.add(tables.accessibilities, {
    ...hidden,
    id: recordId(`accessibility/${each.key}`),
    locationId: place,
    description: index % 3 === 2 ? '계단만 있음' : '휠체어 출입 가능',
    details: index % 3 === 2 ? '미리 전화하면 직원이 나가서 돕습니다.' : '경사로와 승강기가 있습니다.',
  });
  const contactId = recordId(`contact/${each.key}`);
  rows.add(tables.contacts, {
    ...hidden,
    id: contactId,
    organizationId: id,
    title: '복지 담당',
    department: '상담실',
    email: `help-${each.key}@example.org`,
  });
  const owners = [{ organizationId: id }, { locationId: place }, { contactId }];
  owners.forEach((owner, line) => {
    rows.add(tables.phones, {
      ...hidden,
      ...owner,
      id: recordId(`phone/${each.key}/${line}`),
      number: phoneNumber(index, line),
      type: 'voice',
      description: ['대표전화', '안내데스크', '담당자'][line],
    });
  });
}

const locationId = (key: string) => recordId(`location/${key}`);
const dongOf = (districtId: string) =>
  dongNames[
    Object.values(dongs)
      .flat()
      .find((dong) => dong.startsWith(districtId)) ?? ''
  ]
    ?.split(' ')
    .at(-1);

function addService(rows: Rows, each: DemoService, index: number, today: string) {
  const hidden = { confidential: each.organization.confidential ?? false };
  const serviceId = each.id;
  const key = `${each.organization.key}/${each.key}`;
  const [available, maximum, confirmed] = each.capacity;
  const forHouseholds = each.domain === 'HOUSING' || each.domain === 'FINANCE';
  rows.add(tables.services, {
    ...hidden,
    id: serviceId,
    organizationId: each.organizationId,
    programId: programOf(each.organization, organizations.indexOf(each.organization)),
    name: each.name,
    alternateName: each.english,
    description: `${each.eligibility}에게 드리는 서비스입니다. ${each.organization.description}`,
    email: `${each.organization.key}@example.org`,
    applicationProcess: index % 2 ? '전화로 신청합니다.' : '방문하거나 담당자를 통해 신청합니다.',
    feesDescription: each.fee ? `한 번에 ${each.fee}원입니다.` : '무료입니다.',
    waitTime: available < 3 ? '2주' : '3일',
    eligibilityDescription: each.eligibility,
    minimumAge: each.key === 'Visit at sixty-five' ? 65 : each.domain === 'EDUCATION' ? 3 : null,
    maximumAge: each.domain === 'EDUCATION' ? 18 : null,
    assuredDate: after(today, -confirmed),
    assurerEmail: 'editor@example.org',
    needDomain: each.domain,
    districtId: each.organization.district,
    searchText: searchText(each.name, each.english, each.eligibility, each.organization.name),
  });
  const serviceAtLocationId = recordId(`service-at-location/${key}`);
  rows.add(tables.servicesAtLocation, {
    ...hidden,
    id: serviceAtLocationId,
    serviceId,
    locationId: locationId(each.organization.key),
  });
  rows.add(tables.attributes, {
    ...hidden,
    id: recordId(`attribute/${key}`),
    linkId: serviceId,
    linkEntity: 'service',
    linkType: 'service_category',
    taxonomyTermId: termId(each.domain),
  });
  rows.add(tables.serviceCapacities, {
    ...hidden,
    id: recordId(`capacity/${key}`),
    serviceId,
    unitId: unitId(forHouseholds ? 'household' : 'person'),
    available,
    maximum,
    updated: at(after(today, -confirmed), '09:00'),
  });
  rows.add(tables.costOptions, {
    ...hidden,
    id: recordId(`cost/${key}`),
    serviceId,
    option: each.fee ? '본인 부담' : '무료',
    currency: 'KRW',
    amount: each.fee.toFixed(2),
    amountDescription: each.fee ? '한 번 이용할 때 내는 돈입니다.' : '비용이 없습니다.',
  });
  addLanguages(rows, serviceId, key, index, hidden);
  addServiceTerms(rows, each, key, index, centres[each.organization.district]![2], today);
  addSchedules(rows, each, key, index, serviceAtLocationId, hidden);
}

function addLanguages(
  rows: Rows,
  serviceId: string,
  key: string,
  index: number,
  hidden: { confidential: boolean },
) {
  const spoken = [
    ['ko', '한국어'],
    ...(index % 3 === 0 ? [['vi', '베트남어']] : []),
    ...(index % 4 === 0 ? [['en', '영어']] : []),
    ...(index % 5 === 0 ? [['zh', '중국어']] : []),
  ] as [string, string][];
  for (const [code, name] of spoken)
    rows.add(tables.languages, { ...hidden, id: recordId(`language/${key}/${code}`), serviceId, code, name });
}

function addSchedules(
  rows: Rows,
  each: DemoService,
  key: string,
  index: number,
  serviceAtLocationId: string,
  hidden: { confidential: boolean },
) {
  const always = each.domain === 'SAFETY';
  const days = weekdays.slice(0, always ? 7 : index % 4 === 0 ? 6 : 5);
  for (const byday of days)
    rows.add(tables.schedules, {
      ...hidden,
      id: recordId(`schedule/${key}/${byday}`),
      ...(index % 6 === 5 ? { serviceAtLocationId } : { serviceId: each.id }),
      freq: 'WEEKLY',
      interval: 1,
      byday,
      opensAt: always ? '00:00' : '09:00',
      closesAt: always ? '23:59' : byday === 'SA' ? '13:00' : index % 5 === 0 ? '21:00' : '18:00',
      description: always ? '언제든지 연락할 수 있습니다.' : byday === 'SA' ? '토요일 오전' : '평일',
    });
}
