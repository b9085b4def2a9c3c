import {
  boolean,
  customType,
  date,
  doublePrecision,
  index,
  integer,
  pgTable,
  smallint,
  text,
  time,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  addressType,
  locationType,
  needDomain,
  partnerKind,
  serviceStatus,
  sponsorKind,
  weekday,
} from './enums.js';

/** Dates of an HSDS record are whole days or instants; prices are decimals as the source wrote them. */
const decimal = customType<{ data: string }>({ dataType: () => 'numeric(14,2)' });

/**
 * Every catalogue row says by itself whether it belongs to a confidential place (a shelter): a policy may not look
 * into another table, and a phone number gives a shelter away as surely as its name.
 */
const record = () => ({
  id: uuid().primaryKey(),
  confidential: boolean().notNull().default(false),
  lastModified: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

export const organizations = pgTable(
  'organizations',
  {
    ...record(),
    name: text().notNull(),
    alternateName: text(),
    description: text(),
    email: text(),
    website: text(),
    taxStatus: text(),
    taxId: text(),
    yearIncorporated: smallint(),
    legalStatus: text(),
    logo: text(),
    uri: text(),
    parentOrganizationId: uuid(),
    partnerKind: partnerKind(),
    districtId: text(),
    searchText: text().notNull().default(''),
  },
  (t) => [
    index('organizations_name').on(t.name, t.id),
    index('organizations_search').using('gin', t.searchText.op('gin_trgm_ops')),
  ],
);

export const services = pgTable(
  'services',
  {
    ...record(),
    organizationId: uuid().references(() => organizations.id),
    name: text().notNull(),
    alternateName: text(),
    description: text(),
    url: text(),
    email: text(),
    status: serviceStatus().notNull().default('ACTIVE'),
    interpretationServices: text(),
    applicationProcess: text(),
    feesDescription: text(),
    waitTime: text(),
    accreditations: text(),
    licenses: text(),
    eligibilityDescription: text(),
    minimumAge: smallint(),
    maximumAge: smallint(),
    assuredDate: date(),
    assurerEmail: text(),
    alert: text(),
    needDomain: needDomain(),
    districtId: text(),
    searchText: text().notNull().default(''),
  },
  (t) => [
    index('services_organization').on(t.organizationId, t.name, t.id),
    index('services_name').on(t.name, t.id),
    index('services_domain').on(t.needDomain, t.name, t.id),
    index('services_search').using('gin', t.searchText.op('gin_trgm_ops')),
  ],
);

export const locations = pgTable(
  'locations',
  {
    ...record(),
    organizationId: uuid().references(() => organizations.id),
    locationType: locationType().notNull().default('PHYSICAL'),
    name: text(),
    alternateName: text(),
    description: text(),
    transportation: text(),
    url: text(),
    latitude: doublePrecision(),
    longitude: doublePrecision(),
  },
  (t) => [index('locations_organization').on(t.organizationId, t.name, t.id)],
);

export const servicesAtLocation = pgTable(
  'services_at_location',
  {
    ...record(),
    serviceId: uuid()
      .notNull()
      .references(() => services.id),
    locationId: uuid()
      .notNull()
      .references(() => locations.id),
    description: text(),
  },
  (t) => [
    index('services_at_location_service').on(t.serviceId),
    index('services_at_location_location').on(t.locationId),
  ],
);

/** What a contact, phone, schedule or language belongs to: one of these. */
const owner = () => ({
  organizationId: uuid().references(() => organizations.id),
  serviceId: uuid().references(() => services.id),
  locationId: uuid().references(() => locations.id),
  serviceAtLocationId: uuid().references(() => servicesAtLocation.id),
});

export const contacts = pgTable(
  'contacts',
  { ...record(), ...owner(), name: text(), title: text(), department: text(), email: text() },
  (t) => [
    index('contacts_organization').on(t.organizationId),
    index('contacts_service').on(t.serviceId),
    index('contacts_location').on(t.locationId),
    index('contacts_service_at_location').on(t.serviceAtLocationId),
  ],
);

export const phones = pgTable(
  'phones',
  {
    ...record(),
    ...owner(),
    contactId: uuid().references(() => contacts.id),
    number: text().notNull(),
    extension: text(),
    type: text(),
    description: text(),
  },
  (t) => [
    index('phones_organization').on(t.organizationId),
    index('phones_service').on(t.serviceId),
    index('phones_location').on(t.locationId),
    index('phones_service_at_location').on(t.serviceAtLocationId),
    index('phones_contact').on(t.contactId),
  ],
);

export const addresses = pgTable(
  'addresses',
  {
    ...record(),
    locationId: uuid().references(() => locations.id),
    attention: text(),
    address1: text('address_1').notNull(),
    address2: text('address_2'),
    city: text().notNull(),
    region: text(),
    stateProvince: text().notNull(),
    postalCode: text().notNull(),
    country: text().notNull(),
    addressType: addressType().notNull().default('PHYSICAL'),
  },
  (t) => [index('addresses_location').on(t.locationId)],
);

export const schedules = pgTable(
  'schedules',
  {
    ...record(),
    ...owner(),
    validFrom: date(),
    validTo: date(),
    dtstart: date(),
    freq: text(),
    interval: integer(),
    byday: weekday(),
    description: text(),
    opensAt: time(),
    closesAt: time(),
    notes: text(),
  },
  (t) => [
    index('schedules_service').on(t.serviceId),
    index('schedules_location').on(t.locationId),
    index('schedules_service_at_location').on(t.serviceAtLocationId),
    index('schedules_organization').on(t.organizationId),
  ],
);

export const languages = pgTable(
  'languages',
  {
    ...record(),
    serviceId: uuid().references(() => services.id),
    locationId: uuid().references(() => locations.id),
    name: text(),
    code: text(),
    note: text(),
  },
  (t) => [index('languages_service').on(t.serviceId), index('languages_location').on(t.locationId)],
);

export const accessibilities = pgTable(
  'accessibilities',
  {
    ...record(),
    locationId: uuid()
      .notNull()
      .references(() => locations.id),
    description: text(),
    details: text(),
    url: text(),
  },
  (t) => [index('accessibilities_location').on(t.locationId)],
);

export const costOptions = pgTable(
  'cost_options',
  {
    ...record(),
    serviceId: uuid()
      .notNull()
      .references(() => services.id),
    validFrom: date(),
    validTo: date(),
    option: text(),
    currency: text(),
    amount: decimal(),
    amountDescription: text(),
  },
  (t) => [index('cost_options_service').on(t.serviceId)],
);

export const units = pgTable('units', {
  ...record(),
  name: text().notNull(),
  scheme: text(),
  identifier: text(),
  uri: text(),
});

export const serviceCapacities = pgTable(
  'service_capacities',
  {
    ...record(),
    serviceId: uuid()
      .notNull()
      .references(() => services.id),
    unitId: uuid()
      .notNull()
      .references(() => units.id),
    available: integer().notNull(),
    maximum: integer(),
    description: text(),
    updated: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [index('service_capacities_service').on(t.serviceId)],
);

export const taxonomies = pgTable('taxonomies', {
  ...record(),
  name: text().notNull(),
  description: text().notNull(),
  uri: text(),
  version: text(),
});

export const taxonomyTerms = pgTable(
  'taxonomy_terms',
  {
    ...record(),
    taxonomyId: uuid().references(() => taxonomies.id),
    parentId: uuid(),
    code: text(),
    name: text().notNull(),
    description: text(),
    termUri: text(),
  },
  (t) => [
    index('taxonomy_terms_taxonomy').on(t.taxonomyId, t.name, t.id),
    index('taxonomy_terms_parent').on(t.parentId),
    index('taxonomy_terms_code').on(t.code),
  ],
);

/** HSDS attribute: a term of a taxonomy that describes a record. Only services carry terms so far. */
export const serviceAttributes = pgTable(
  'service_attributes',
  {
    ...record(),
    serviceId: uuid()
      .notNull()
      .references(() => services.id),
    taxonomyTermId: uuid()
      .notNull()
      .references(() => taxonomyTerms.id),
    value: text(),
    label: text(),
  },
  (t) => [
    unique('service_attributes_once').on(t.serviceId, t.taxonomyTermId),
    index('service_attributes_term').on(t.taxonomyTermId),
  ],
);

/** Profile addition for Korea: who gives (후원자). A citizen's name is kept here only when they chose to show it. */
export const sponsors = pgTable(
  'sponsors',
  {
    ...record(),
    kind: sponsorKind().notNull(),
    publicName: text(),
    organizationId: uuid().references(() => organizations.id),
    districtId: text(),
  },
  (t) => [index('sponsors_kind').on(t.kind, t.id)],
);

export const sponsorships = pgTable(
  'sponsorships',
  {
    ...record(),
    sponsorId: uuid()
      .notNull()
      .references(() => sponsors.id),
    serviceId: uuid()
      .notNull()
      .references(() => services.id),
    since: date().notNull(),
    until: date(),
  },
  (t) => [
    index('sponsorships_service').on(t.serviceId, t.since, t.id),
    index('sponsorships_sponsor').on(t.sponsorId),
  ],
);
