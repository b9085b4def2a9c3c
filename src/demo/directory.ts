import * as tables from '../database/tables/index.js';
import { after } from './days.js';
import type { DemoOrganization } from './organizations.js';
import { recordId } from './random.js';
import type { Rows } from './rows.js';
import { type DemoService, organizationId } from './services.js';

// The rarer records of HSDS: enough of each for an app to be tried on.

const programId = (key: string) => recordId(`program/${key}`);

/** Every third organization groups its services in a program. */
export const programOf = (organization: DemoOrganization, index: number) =>
  index % 3 === 0 ? programId(organization.key) : null;

export function addProgram(rows: Rows, each: DemoOrganization, index: number) {
  if (programOf(each, index) === null) return;
  const hidden = { confidential: each.confidential ?? false };
  rows.add(tables.programs, {
    ...hidden,
    id: programId(each.key),
    organizationId: organizationId(each.key),
    name: `${each.name} 맞춤돌봄`,
    alternateName: `${each.english} care programme`,
    description: '여러 서비스를 한 계획으로 묶어 드립니다.',
  });
  rows.add(tables.funding, {
    ...hidden,
    id: recordId(`funding/${each.key}`),
    organizationId: organizationId(each.key),
    source: index % 2 ? '구 보조금' : '후원금',
  });
  rows.add(tables.urls, {
    ...hidden,
    id: recordId(`url/${each.key}`),
    organizationId: organizationId(each.key),
    label: '블로그',
    url: `https://blog.${each.key}.example.org`,
  });
  rows.add(tables.organizationIdentifiers, {
    ...hidden,
    id: recordId(`identifier/${each.key}`),
    organizationId: organizationId(each.key),
    identifierScheme: 'KR-MADE-UP',
    identifierType: '보기 번호',
    identifier: `000-00-${String(index).padStart(5, '0')}`,
  });
}

/** What must be brought, whom it is for, and what changed last. */
export function addServiceTerms(
  rows: Rows,
  each: DemoService,
  key: string,
  index: number,
  area: string,
  today: string,
) {
  const hidden = { confidential: each.organization.confidential ?? false };
  rows.add(tables.serviceAreas, {
    ...hidden,
    id: recordId(`area/${key}`),
    serviceId: each.id,
    name: area,
    extent: each.organization.district,
    extentType: 'text',
  });
  if (index % 2 === 0)
    rows.add(tables.requiredDocuments, {
      ...hidden,
      id: recordId(`document/${key}`),
      serviceId: each.id,
      document: '신분증',
    });
  if (index % 5 === 0)
    rows.add(tables.metadata, {
      ...hidden,
      id: recordId(`metadata/${key}`),
      resourceId: each.id,
      resourceType: 'service',
      lastActionDate: after(today, -each.capacity[2]),
      lastActionType: 'update',
      fieldName: 'eligibility_description',
      previousValue: '',
      replacementValue: each.eligibility,
      updatedBy: 'editor@example.org',
    });
}

export function addTableDescription(rows: Rows) {
  rows.add(tables.metaTableDescriptions, {
    id: recordId('table/services'),
    name: 'services',
    language: 'ko',
    characterSet: 'UTF-8',
  });
}
