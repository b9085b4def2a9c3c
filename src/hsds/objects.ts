import type { PgTable } from 'drizzle-orm/pg-core';
import * as tables from '../database/tables/catalogue.js';

export type ObjectName =
  | 'organization'
  | 'program'
  | 'service'
  | 'location'
  | 'service_at_location'
  | 'contact'
  | 'phone'
  | 'address'
  | 'schedule'
  | 'service_area'
  | 'language'
  | 'accessibility'
  | 'cost_option'
  | 'funding'
  | 'required_document'
  | 'unit'
  | 'service_capacity'
  | 'url'
  | 'organization_identifier'
  | 'taxonomy'
  | 'taxonomy_term'
  | 'attribute'
  | 'metadata'
  | 'meta_table_description';

/** How HSDS writes a value; what our column holds may be wider (`text` for an address of the web, say). */
export type Kind =
  | 'uuid'
  | 'text'
  | 'uri'
  | 'email'
  | 'number'
  | 'date'
  | 'time'
  | 'instant'
  /** One of `words`. */
  | 'word';

type Nested = readonly ['many' | 'one', ObjectName, string];

/** What our tables do not say by themselves of an object of HSDS. Fields go by HSDS's names, columns by their property. */
export interface Said {
  path: string;
  table: PgTable;
  /** Columns that are no property of HSDS's. */
  ours?: readonly string[];
  /** Of the columns that every row has, those that HSDS knows here. */
  also?: readonly string[];
  required?: readonly string[];
  /** Where HSDS is stricter than a text of ours. */
  kinds?: Readonly<Record<string, Kind>>;
  /** The words that HSDS allows in a text of ours. */
  words?: Readonly<Record<string, readonly string[]>>;
  children?: Readonly<Record<string, Nested>>;
  /** References without whose record this one says nothing, or too much: it is shown with them only. */
  needs?: readonly string[];
  /** Of attributes and metadata, what HSDS does not hang on it. */
  bare?: readonly ('attributes' | 'metadata')[];
}

/** In an order in which what is pointed to comes before what points there, but for what points to its own kind. */
export const said: Readonly<Record<ObjectName, Said>> = {
  organization: {
    path: 'organizations.csv',
    table: tables.organizations,
    ours: ['partnerKind', 'districtId', 'searchText'],
    required: ['name', 'description'],
    kinds: { email: 'email', website: 'uri', uri: 'uri' },
    children: {
      additional_websites: ['many', 'url', 'organizationId'],
      funding: ['many', 'funding', 'organizationId'],
      contacts: ['many', 'contact', 'organizationId'],
      phones: ['many', 'phone', 'organizationId'],
      locations: ['many', 'location', 'organizationId'],
      programs: ['many', 'program', 'organizationId'],
      organization_identifiers: ['many', 'organization_identifier', 'organizationId'],
    },
  },
  program: {
    path: 'programs.csv',
    table: tables.programs,
    required: ['name', 'description'],
  },
  service: {
    path: 'services.csv',
    table: tables.services,
    ours: ['needDomain', 'districtId', 'searchText'],
    also: ['lastModified'],
    required: ['name', 'status'],
    kinds: { url: 'uri', email: 'email', assurer_email: 'email' },
    children: {
      additional_urls: ['many', 'url', 'serviceId'],
      phones: ['many', 'phone', 'serviceId'],
      schedules: ['many', 'schedule', 'serviceId'],
      service_areas: ['many', 'service_area', 'serviceId'],
      service_at_locations: ['many', 'service_at_location', 'serviceId'],
      languages: ['many', 'language', 'serviceId'],
      organization: ['one', 'organization', 'organizationId'],
      funding: ['many', 'funding', 'serviceId'],
      cost_options: ['many', 'cost_option', 'serviceId'],
      program: ['one', 'program', 'programId'],
      required_documents: ['many', 'required_document', 'serviceId'],
      contacts: ['many', 'contact', 'serviceId'],
      capacities: ['many', 'service_capacity', 'serviceId'],
    },
  },
  location: {
    path: 'locations.csv',
    table: tables.locations,
    required: ['location_type'],
    kinds: { url: 'uri' },
    children: {
      languages: ['many', 'language', 'locationId'],
      addresses: ['many', 'address', 'locationId'],
      contacts: ['many', 'contact', 'locationId'],
      accessibility: ['many', 'accessibility', 'locationId'],
      phones: ['many', 'phone', 'locationId'],
      schedules: ['many', 'schedule', 'locationId'],
    },
  },
  service_at_location: {
    path: 'service_at_location.csv',
    table: tables.servicesAtLocation,
    children: {
      service_areas: ['many', 'service_area', 'serviceAtLocationId'],
      contacts: ['many', 'contact', 'serviceAtLocationId'],
      phones: ['many', 'phone', 'serviceAtLocationId'],
      schedules: ['many', 'schedule', 'serviceAtLocationId'],
      location: ['one', 'location', 'locationId'],
    },
    // That something hidden is given at a place must not be known either.
    needs: ['serviceId', 'locationId'],
  },
  contact: {
    path: 'contacts.csv',
    table: tables.contacts,
    kinds: { email: 'email' },
    children: { phones: ['many', 'phone', 'contactId'] },
  },
  phone: {
    path: 'phones.csv',
    table: tables.phones,
    required: ['number'],
    kinds: { extension: 'number' },
    children: { languages: ['many', 'language', 'phoneId'] },
  },
  address: {
    path: 'addresses.csv',
    table: tables.addresses,
    required: ['address_1', 'city', 'state_province', 'postal_code', 'country', 'address_type'],
  },
  schedule: {
    path: 'schedules.csv',
    table: tables.schedules,
    ours: ['organizationId', 'dayOrder'],
    kinds: { schedule_link: 'uri' },
    words: { wkst: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], freq: ['WEEKLY', 'MONTHLY'] },
  },
  service_area: { path: 'service_areas.csv', table: tables.serviceAreas },
  language: { path: 'languages.csv', table: tables.languages },
  accessibility: { path: 'accessibility.csv', table: tables.accessibilities, kinds: { url: 'uri' } },
  cost_option: { path: 'cost_options.csv', table: tables.costOptions },
  funding: { path: 'funding.csv', table: tables.funding },
  required_document: {
    path: 'required_documents.csv',
    table: tables.requiredDocuments,
    kinds: { uri: 'uri' },
  },
  unit: { path: 'units.csv', table: tables.units, required: ['name'], kinds: { uri: 'uri' } },
  service_capacity: {
    path: 'service_capacity.csv',
    table: tables.serviceCapacities,
    required: ['available', 'updated'],
    children: { unit: ['one', 'unit', 'unitId'] },
    needs: ['unitId'],
  },
  url: { path: 'url.csv', table: tables.urls, required: ['url'], kinds: { url: 'uri' } },
  organization_identifier: {
    path: 'organization_identifiers.csv',
    table: tables.organizationIdentifiers,
    required: ['identifier_type', 'identifier'],
  },
  taxonomy: {
    path: 'taxonomies.csv',
    table: tables.taxonomies,
    required: ['name', 'description'],
    kinds: { uri: 'uri' },
    bare: ['attributes'],
  },
  taxonomy_term: {
    path: 'taxonomy_terms.csv',
    table: tables.taxonomyTerms,
    required: ['name', 'description'],
    kinds: { term_uri: 'uri' },
    children: { taxonomy_detail: ['one', 'taxonomy', 'taxonomyId'] },
    bare: ['attributes'],
  },
  attribute: {
    path: 'attributes.csv',
    table: tables.attributes,
    children: { taxonomy_term: ['one', 'taxonomy_term', 'taxonomyTermId'] },
    needs: ['taxonomyTermId'],
    bare: ['attributes'],
  },
  metadata: {
    path: 'metadata.csv',
    table: tables.metadata,
    required: [
      'last_action_date',
      'last_action_type',
      'field_name',
      'previous_value',
      'replacement_value',
      'updated_by',
    ],
    bare: ['attributes', 'metadata'],
  },
  meta_table_description: { path: 'meta_table_descriptions.csv', table: tables.metaTableDescriptions },
};
