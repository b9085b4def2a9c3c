import type { Column, Table } from 'drizzle-orm';
import type { ClassType } from 'type-graphql';
import type { Bounded } from '../../access/bounds.js';
import type { Planned } from '../../access/columns.js';
import { correctableColumns } from '../../access/upkeep.js';
import { Sponsorship } from '../../sponsor/types.js';
import * as details from '../details.js';
import { holding } from '../holds.js';
import * as terms from '../terms.js';
import * as types from '../types.js';

// What of the catalogue editors write, one declaration a table: from it come the inputs, the checks and what is made of them.

/** A list of rows that belong to a record or to another of its rows. */
interface Part {
  of: Declaration;
  /** The column of those rows that says whose they are. */
  owner: string;
  description: string;
}

export interface Declaration {
  /** The name of its type in the API, and so of its ids. */
  type: string;
  table: Table;
  /** The fields with what they may hold, by column. */
  fields: readonly Field[];
  parts: Readonly<Record<string, Part>>;
  /** Fields that lead to another record, by the type that their ids have. */
  references: Readonly<Record<string, { type: string; description: string }>>;
}

export interface Field {
  name: string;
  column: Column;
  holds: Bounded | (() => unknown);
  description: string;
  /** Whether a new row has it in any case, and what it has where nothing is said. */
  needed: boolean;
  otherwise: string | undefined;
}

/** What a row has where its source need not say it. */
const usual: Readonly<Record<string, string>> = { country: 'KR' };

function declaration(
  type: ClassType<object> & Planned,
  parts: Declaration['parts'] = {},
  references: Declaration['references'] = {},
  /** What fields are that people read in another way than they write them. */
  said: Readonly<Record<string, string>> = {},
): Declaration {
  const fields = correctableColumns(type.table).map(([name, column]) => ({
    name,
    column,
    holds: holding(name, column),
    description: (said[name] ?? type.descriptions[name])!,
    needed: column.notNull && !column.hasDefault && !(name in usual),
    otherwise: usual[name],
  }));
  return { type: type.name, table: type.table, fields, parts, references };
}

const part = (of: Declaration, owner: string, description: string): Part => ({ of, owner, description });

const language = declaration(details.Language);
const phone = declaration(details.Phone, {
  languages: part(language, 'phone_id', '언어. Languages that are spoken on this line.'),
});
const contact = declaration(details.Contact, {
  phones: part(phone, 'contact_id', '전화. Telephone numbers of this contact.'),
});
const schedule = declaration(details.Schedule);
const serviceArea = declaration(terms.ServiceArea);
const funding = declaration(terms.Funding);
const url = declaration(terms.Url);

const phones = (owner: string) => part(phone, owner, '전화. Telephone numbers.');
const contacts = (owner: string) => part(contact, owner, '담당자. People to contact.');
const schedules = (owner: string) => part(schedule, owner, '운영 시간. When it is open or given.');
const languages = (owner: string) => part(language, owner, '언어. Languages that are spoken.');
const areas = (owner: string) => part(serviceArea, owner, '서비스 지역. Where its users live.');

const serviceAtLocation = declaration(
  types.ServiceAtLocation,
  {
    schedules: schedules('service_at_location_id'),
    phones: phones('service_at_location_id'),
    contacts: contacts('service_at_location_id'),
    serviceAreas: areas('service_at_location_id'),
  },
  { locationId: { type: 'Location', description: '장소. The place, one of the public catalogue.' } },
);

const capacity = declaration(
  terms.ServiceCapacity,
  {},
  { unitId: { type: 'Unit', description: '단위. What is counted.' } },
  {
    available:
      '남은 자리. Room that is left now: what is said here is confirmed by it, as by `confirmCapacity`.',
  },
);
const sponsorship = declaration(
  Sponsorship,
  {},
  { sponsorId: { type: 'Sponsor', description: '후원자. Who pays, one that is registered.' } },
);

/** What room is counted in, whichever service has it. */
export const unit = declaration(terms.Unit);

/** An organization with what belongs to it. */
export const organization = declaration(
  types.Organization,
  {
    phones: phones('organization_id'),
    contacts: contacts('organization_id'),
    programs: part(
      declaration(types.Program),
      'organization_id',
      '사업. Programs that its services are part of.',
    ),
    funding: part(funding, 'organization_id', '재원. Who pays for it, in words.'),
    additionalWebsites: part(url, 'organization_id', '다른 누리집. Other websites of it.'),
    organizationIdentifiers: part(
      declaration(terms.OrganizationIdentifier),
      'organization_id',
      '식별 번호. What it is known by elsewhere.',
    ),
  },
  {
    parentOrganizationId: {
      type: 'Organization',
      description: '상위 기관. The organization that it is part of.',
    },
  },
);

/** A service with what belongs to it. */
export const service = declaration(
  types.Service,
  {
    serviceAtLocations: part(serviceAtLocation, 'service_id', '제공 장소. Where it is given.'),
    schedules: schedules('service_id'),
    phones: phones('service_id'),
    contacts: contacts('service_id'),
    languages: languages('service_id'),
    costOptions: part(declaration(terms.CostOption), 'service_id', '비용. What it costs.'),
    requiredDocuments: part(declaration(terms.RequiredDocument), 'service_id', '구비 서류. What to bring.'),
    serviceAreas: areas('service_id'),
    funding: part(funding, 'service_id', '재원. Who pays for it, in words.'),
    capacities: part(capacity, 'service_id', '정원과 여유. Room, by unit.'),
    sponsorships: part(
      sponsorship,
      'service_id',
      '후원 내역. Who pays for it, from when to when; one that has ended gets its last day.',
    ),
    additionalUrls: part(url, 'service_id', '다른 주소. Other pages about it.'),
  },
  {
    programId: { type: 'Program', description: '사업. The program of its organization that it is part of.' },
  },
);

/** A location with what belongs to it. */
export const location = declaration(types.Location, {
  addresses: part(declaration(details.Address), 'location_id', '주소. Addresses.'),
  schedules: schedules('location_id'),
  phones: phones('location_id'),
  contacts: contacts('location_id'),
  languages: languages('location_id'),
  accessibilities: part(
    declaration(details.Accessibility),
    'location_id',
    '접근성. Help for people with disabilities.',
  ),
});

/** The records that editors write, each as a whole. */
export const editable = { ORGANIZATION: organization, SERVICE: service, LOCATION: location } as const;
