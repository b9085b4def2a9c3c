import { searchText } from '../../../catalogue/search/query.js';
import * as tables from '../../../database/tables/catalogue.js';
import { addresses, postalAddresses } from './addresses.js';
import { contacts, phones } from './contacts.js';
import { holidays } from './holidays.js';
import { deriveLinks, deriveLists } from './older.js';
import { settlePlace } from './place.js';
import { email, line, optionalName, status, text, url, year } from './repairs.js';
import { column, type FileRule } from './rules.js';
import { schedules } from './schedules.js';
import { taxonomy } from './taxonomy.js';

const { organizations: toOrganization, services: toService, locations: toLocation } = tables;

const organizations: FileRule = {
  names: ['organizations', 'organization'],
  table: tables.organizations,
  columns: {
    name: column(line, 'name'),
    alternateName: column(optionalName, 'alternate_name'),
    description: column(text, 'description'),
    email: column(email, 'email'),
    website: column(url, 'url', 'website'),
    taxStatus: column(line, 'tax_status'),
    taxId: column(line, 'tax_id'),
    yearIncorporated: column(year, 'year_incorporated', 'date_incorporated'),
    legalStatus: column(line, 'legal_status'),
  },
  required: { column: 'name', reason: 'An organization without a name' },
  alsoReads: ['funding_sources'],
  finish(draft) {
    const { values, set } = draft;
    deriveLists(draft, 'organizationId', ['funding_sources']);
    set('searchText', searchText(values.name as string, values.alternateName as string | null));
    return undefined;
  },
};

const programs: FileRule = {
  names: ['programs', 'program'],
  table: tables.programs,
  columns: { name: column(line, 'name'), alternateName: column(optionalName, 'alternate_name') },
  references: {
    organizationId: {
      from: 'organization_id',
      to: toOrganization,
      missing: 'drop',
      reason: 'A program of an organization that is not there was kept without one',
    },
  },
  required: { column: 'name', reason: 'A program without a name' },
};

const services: FileRule = {
  names: ['services', 'service'],
  table: tables.services,
  columns: {
    name: column(line, 'name'),
    alternateName: column(optionalName, 'alternate_name'),
    description: column(text, 'description'),
    url: column(url, 'url', 'website'),
    email: column(email, 'email'),
    eligibilityDescription: column(text, 'eligibility', 'eligibility_description'),
    status: column(status, 'status'),
    interpretationServices: column(text, 'interpretation_services'),
    applicationProcess: column(text, 'application_process'),
    feesDescription: column(text, 'fees', 'fees_description'),
    waitTime: column(text, 'wait_time'),
    accreditations: column(text, 'accreditations'),
    licenses: column(text, 'licenses'),
  },
  references: {
    organizationId: {
      from: 'organization_id',
      to: toOrganization,
      missing: 'drop',
      reason: 'A service of an organization that is not there was kept without one',
    },
    programId: {
      from: 'program_id',
      to: tables.programs,
      missing: 'drop',
      reason: 'A service of a program that is not there was kept without one',
    },
  },
  required: { column: 'name', reason: 'A service without a name' },
  alsoReads: [
    'location_id',
    'taxonomy_id',
    'taxonomy_ids',
    'languages',
    'service_areas',
    'funding_sources',
    'required_documents',
  ],
  finish(draft) {
    const { values, notes, set } = draft;
    deriveLinks(draft);
    deriveLists(draft, 'serviceId', ['languages', 'service_areas', 'funding_sources', 'required_documents']);
    // Only a new service becomes ACTIVE by this: what an editor said of an older one is better than a blank.
    notes.column = 'status';
    if (values.status === null)
      notes.repaired('A blank status became ACTIVE (an existing service keeps its own)');
    // The agency's names are added when the agency is known.
    set('searchText', searchText(values.name as string, values.alternateName as string | null));
    return undefined;
  },
};

const locations: FileRule = {
  names: ['locations', 'location'],
  table: tables.locations,
  columns: {
    name: column(line, 'name'),
    alternateName: column(optionalName, 'alternate_name'),
    description: column(text, 'description'),
    transportation: column(text, 'transportation'),
    url: column(url, 'url', 'website'),
    latitude: column(Number, 'latitude'),
    longitude: column(Number, 'longitude'),
  },
  references: {
    organizationId: {
      from: 'organization_id',
      to: toOrganization,
      missing: 'drop',
      reason: 'A location of an organization that is not there was kept without one',
    },
  },
  empty: {
    columns: ['name', 'alternateName', 'description', 'latitude'],
    reason: 'A location of which nothing is said',
  },
  alsoReads: ['virtual', 'languages', 'accessibility'],
  finish(draft) {
    const { values, notes, raw, set } = draft;
    deriveLists(draft, 'locationId', ['languages', 'accessibility']);
    if (/^(true|t|yes|1)$/i.test(raw('virtual'))) set('locationType', 'VIRTUAL');
    notes.column = 'latitude, longitude';
    settlePlace(values, notes, `${raw('latitude')}, ${raw('longitude')}`);
    return undefined;
  },
};

const servicesAtLocation: FileRule = {
  names: ['services_at_location', 'service_at_location'],
  table: tables.servicesAtLocation,
  columns: { description: column(text, 'description') },
  references: {
    serviceId: {
      from: 'service_id',
      to: toService,
      missing: 'refuse',
      reason: 'A service at a location whose service is not there',
    },
    locationId: {
      from: 'location_id',
      to: toLocation,
      missing: 'refuse',
      reason: 'A service at a location whose location is not there',
    },
  },
};

const languages: FileRule = {
  names: ['languages', 'language'],
  table: tables.languages,
  columns: { name: column(line, 'language', 'name') },
  references: {
    serviceId: {
      from: 'service_id',
      to: toService,
      missing: 'drop',
      reason: 'A language of a service that is not there was kept without the service',
    },
    locationId: {
      from: 'location_id',
      to: toLocation,
      missing: 'drop',
      reason: 'A language of a location that is not there was kept without the location',
    },
  },
  // Nothing refers to a language, and sources give all languages of a service the service's id.
  knownBy: ['service_id', 'location_id', 'language', 'name'],
  empty: { columns: ['name'], reason: 'An empty row: no language is named' },
  unowned: 'A language that belongs to no service or location',
};

const accessibilities: FileRule = {
  names: ['accessibility_for_disabilities', 'accessibility'],
  table: tables.accessibilities,
  columns: {
    description: column(text, 'accessibility', 'description'),
    details: column(text, 'details'),
  },
  references: {
    locationId: {
      from: 'location_id',
      to: toLocation,
      missing: 'refuse',
      reason: 'Accessibility of a location that is not there',
    },
  },
  empty: {
    columns: ['description', 'details'],
    // A row of its own would read as "nothing is accessible", which nobody said.
    reason: 'An empty row: nothing is said of accessibility',
  },
};

const ofService = (what: string) => ({
  serviceId: {
    from: 'service_id',
    to: toService,
    missing: 'refuse',
    reason: `${what} of a service that is not there`,
  } as const,
});

const serviceAreas: FileRule = {
  names: ['service_areas', 'service_area'],
  table: tables.serviceAreas,
  columns: { name: column(line, 'service_area', 'name'), description: column(text, 'description') },
  references: ofService('An area'),
  empty: { columns: ['name', 'description'], reason: 'An empty row: no area is named' },
};

const requiredDocuments: FileRule = {
  names: ['required_documents', 'required_document'],
  table: tables.requiredDocuments,
  columns: { document: column(text, 'document') },
  references: ofService('A required document'),
  empty: { columns: ['document'], reason: 'An empty row: no document is named' },
};

const funding: FileRule = {
  names: ['funding'],
  table: tables.funding,
  columns: { source: column(text, 'source') },
  references: {
    organizationId: {
      from: 'organization_id',
      to: toOrganization,
      missing: 'drop',
      reason: 'Funding of an organization that is not there was kept without the organization',
    },
    serviceId: {
      from: 'service_id',
      to: toService,
      missing: 'drop',
      reason: 'Funding of a service that is not there was kept without the service',
    },
  },
  empty: { columns: ['source'], reason: 'An empty row: no source is named' },
  unowned: 'Funding that belongs to no organization or service',
};

/** Every file that has a place in the catalogue, parents before children. */
export const fileRules: readonly FileRule[] = [
  organizations,
  programs,
  services,
  locations,
  servicesAtLocation,
  contacts,
  phones,
  addresses,
  postalAddresses,
  schedules,
  holidays,
  languages,
  accessibilities,
  serviceAreas,
  requiredDocuments,
  funding,
  taxonomy.terms,
  taxonomy.links,
];

/** Whom a service is for; it has no table in HSDS 3.1, where it is a text of the service. */
export const eligibility = {
  names: ['eligibility', 'eligibilities'],
  reads: ['id', 'service_id', 'eligibility'],
  blank: 'An empty row: no eligibility is given',
  unowned: 'An eligibility that names no service',
  unknown: 'An eligibility of a service that is not in the package',
  merged: 'An eligibility became the eligibility description of its service',
};

/** Files of HSDS 2.0 that the catalogue has no table for: their rows are counted and refused. */
export const placeless: Record<string, string> = {
  payments_accepted: 'The catalogue has no place for accepted payments of HSDS 2.0',
  payment_accepted: 'The catalogue has no place for accepted payments of HSDS 2.0',
  metadata: 'The history that the source kept of itself is not taken over',
  meta_table_descriptions: 'The descriptions that the source gives of its tables are not taken over',
  meta_table_description: 'The descriptions that the source gives of its tables are not taken over',
};
