import { date, doublePrecision, index, pgTable, smallint, text, unique, uuid } from 'drizzle-orm/pg-core';
import { locationType, needDomain, partnerKind, serviceStatus } from '../enums.js';
import { record } from './record.js';

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
    // What is made of a row elsewhere can then say that the row is no secret, and the database holds it to that.
    unique('organizations_confidential').on(t.id, t.confidential),
    index('organizations_name').on(t.name, t.id),
    index('organizations_search').using('gin', t.searchText.op('gin_trgm_ops')),
  ],
);

export const programs = pgTable(
  'programs',
  {
    ...record(),
    organizationId: uuid().references(() => organizations.id),
    name: text().notNull(),
    alternateName: text(),
    description: text().notNull().default(''),
  },
  (t) => [index('programs_organization').on(t.organizationId, t.name, t.id)],
);

export const services = pgTable(
  'services',
  {
    ...record(),
    organizationId: uuid().references(() => organizations.id),
    programId: uuid().references(() => programs.id),
    name: text().notNull(),
    alternateName: text(),
    description: text(),
    url: text(),
    email: text(),
    status: serviceStatus().notNull().default('ACTIVE'),
    interpretationServices: text(),
    applicationProcess: text(),
    feesDescription: text(),
    fees: text(),
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
    unique('services_confidential').on(t.id, t.confidential),
    index('services_program').on(t.programId),
    index('services_organization').on(t.organizationId, t.name, t.id),
    index('services_name').on(t.name, t.id),
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
    externalIdentifier: text(),
    externalIdentifierType: text(),
  },
  (t) => [
    index('locations_organization').on(t.organizationId, t.name, t.id),
    index('locations_place').on(t.latitude, t.longitude),
  ],
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
