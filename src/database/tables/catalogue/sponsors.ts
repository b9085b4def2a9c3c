import { date, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { sponsorKind } from '../enums.js';
import { record } from './record.js';
import { organizations, services } from './services.js';

/** Profile addition for Korea: who gives (후원자). A citizen's name is kept here only when they chose to show it. */
export const sponsors = pgTable(
  'sponsors',
  {
    ...record(),
    kind: sponsorKind().notNull(),
    publicName: text(),
    organizationId: uuid().references(() => organizations.id),
    districtId: text(),
    /** The last day on which it gives; nothing of it begins or goes on after that. */
    closedOn: date(),
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
