import { sql } from 'drizzle-orm';
import {
  date,
  doublePrecision,
  index,
  integer,
  pgTable,
  smallint,
  text,
  time,
  uuid,
} from 'drizzle-orm/pg-core';
import { addressType } from '../enums.js';
import { record } from './record.js';
import { locations, organizations, services, servicesAtLocation } from './services.js';

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
    /** Hours from UTC. */
    timezone: doublePrecision(),
    until: date(),
    count: integer(),
    wkst: text(),
    freq: text(),
    interval: integer(),
    /** Days of the week as iCalendar writes them: MO,TU or 1MO. */
    byday: text(),
    /** The first day that byday names, Monday first, for those who read a week in its order. */
    dayOrder: smallint().generatedAlwaysAs(
      sql`(strpos('MOTUWETHFRSASU', right(split_part(byday, ',', 1), 2)) + 1) / 2`,
    ),
    byweekno: text(),
    bymonthday: text(),
    byyearday: text(),
    description: text(),
    opensAt: time(),
    closesAt: time(),
    scheduleLink: text(),
    attendingType: text(),
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
    phoneId: uuid().references(() => phones.id),
    name: text(),
    code: text(),
    note: text(),
  },
  (t) => [
    index('languages_service').on(t.serviceId),
    index('languages_location').on(t.locationId),
    index('languages_phone').on(t.phoneId),
  ],
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
