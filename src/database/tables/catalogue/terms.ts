import {
  customType,
  date,
  doublePrecision,
  index,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { record } from './record.js';
import { organizations, services, servicesAtLocation } from './services.js';

// What a service takes, costs and asks for, and whom it is for.

/** Prices are decimals as the source wrote them. */
const decimal = customType<{ data: string }>({ dataType: () => 'numeric' });

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
    available: doublePrecision().notNull(),
    maximum: doublePrecision(),
    description: text(),
    updated: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [index('service_capacities_service').on(t.serviceId)],
);

export const serviceAreas = pgTable(
  'service_areas',
  {
    ...record(),
    serviceId: uuid().references(() => services.id),
    serviceAtLocationId: uuid().references(() => servicesAtLocation.id),
    name: text(),
    description: text(),
    extent: text(),
    extentType: text(),
    uri: text(),
  },
  (t) => [
    index('service_areas_service').on(t.serviceId),
    index('service_areas_service_at_location').on(t.serviceAtLocationId),
  ],
);

export const funding = pgTable(
  'funding',
  {
    ...record(),
    organizationId: uuid().references(() => organizations.id),
    serviceId: uuid().references(() => services.id),
    source: text(),
  },
  (t) => [index('funding_organization').on(t.organizationId), index('funding_service').on(t.serviceId)],
);

export const requiredDocuments = pgTable(
  'required_documents',
  {
    ...record(),
    serviceId: uuid().references(() => services.id),
    document: text(),
    uri: text(),
  },
  (t) => [index('required_documents_service').on(t.serviceId)],
);

export const urls = pgTable(
  'urls',
  {
    ...record(),
    organizationId: uuid().references(() => organizations.id),
    serviceId: uuid().references(() => services.id),
    label: text(),
    url: text().notNull(),
  },
  (t) => [index('urls_organization').on(t.organizationId), index('urls_service').on(t.serviceId)],
);

export const organizationIdentifiers = pgTable(
  'organization_identifiers',
  {
    ...record(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    identifierScheme: text(),
    identifierType: text().notNull(),
    identifier: text().notNull(),
  },
  (t) => [index('organization_identifiers_organization').on(t.organizationId)],
);
