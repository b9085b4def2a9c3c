import * as tables from '../../../database/tables/catalogue.js';
import type { ReferenceRule } from './rules.js';

/** The four things that a contact, phone or schedule may belong to; it keeps those that are there. */
export const owners = (what: string): Record<string, ReferenceRule> => ({
  organizationId: {
    from: 'organization_id',
    to: tables.organizations,
    missing: 'drop',
    reason: `${what} of an organization that is not there was kept without the organization`,
  },
  serviceId: {
    from: 'service_id',
    to: tables.services,
    missing: 'drop',
    reason: `${what} of a service that is not there was kept without the service`,
  },
  locationId: {
    from: 'location_id',
    to: tables.locations,
    missing: 'drop',
    reason: `${what} of a location that is not there was kept without the location`,
  },
  serviceAtLocationId: {
    from: 'service_at_location_id',
    to: tables.servicesAtLocation,
    missing: 'drop',
    reason: `${what} of a service at a location that is not there was kept without it`,
  },
});
