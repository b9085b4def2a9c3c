import { createHash } from 'node:crypto';

/** An id that every test run makes again. */
export function idOf(name: string): string {
  const hex = createHash('md5').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

type Document = Record<string, unknown>;

/** A service of HSDS 3.1 with what stands in it; `of` makes its ids its own. */
export const service = (of: string, more: Document = {}): Document => ({
  id: idOf(`${of} service`),
  name: `${of} 주거 상담`,
  alternate_name: '집 걱정',
  description: '월세와 보증금 문제를 함께 의논합니다.',
  status: 'temporarily closed',
  minimum_age: 18,
  last_modified: '2020-01-01T00:00:00Z',
  organization: {
    id: idOf(`${of} organization`),
    name: `${of} 복지관`,
    description: '지역의 복지관',
    organization_identifiers: [
      { id: idOf(`${of} identifier`), identifier_type: '사업자등록번호', identifier: '106-82-00001' },
    ],
  },
  phones: [
    {
      id: idOf(`${of} phone`),
      number: '02-120',
      extension: 7,
      languages: [{ id: idOf(`${of} spoken`), name: '한국어', code: 'ko' }],
    },
  ],
  service_at_locations: [
    {
      id: idOf(`${of} place`),
      location: {
        id: idOf(`${of} location`),
        location_type: 'physical',
        name: '본관',
        addresses: [
          {
            id: idOf(`${of} address`),
            address_1: '한강대로 1',
            city: '용산구',
            state_province: '서울',
            postal_code: '04300',
            country: 'KR',
            address_type: 'physical',
          },
        ],
      },
    },
  ],
  cost_options: [{ id: idOf(`${of} cost`), option: '무료', currency: 'KRW', amount: 0 }],
  capacities: [
    {
      id: idOf(`${of} capacity`),
      unit: { id: idOf(`${of} unit`), name: '자리' },
      available: 3,
      updated: '2026-01-01T00:00:00+09:00',
    },
  ],
  attributes: [
    {
      id: idOf(`${of} attribute`),
      link_type: 'subject',
      taxonomy_term: {
        id: idOf(`${of} term`),
        code: 'H',
        name: '주거',
        description: '주거',
        taxonomy_detail: { id: idOf(`${of} taxonomy`), name: '분류', description: '분류' },
      },
    },
    { id: idOf(`${of} domain`), link_type: 'kr:need_domain', value: 'HOUSING' },
    { id: idOf(`${of} district`), link_type: 'kr:district', value: '11170' },
  ],
  metadata: [
    {
      id: idOf(`${of} change`),
      last_action_date: '2026-01-01',
      last_action_type: 'update',
      field_name: 'name',
      previous_value: '',
      replacement_value: '주거 상담',
      updated_by: '편집자',
    },
  ],
  ...more,
});

/** Rows that a service above is: fifteen, and two that become columns of it. */
export const rowsOfService = 15;
