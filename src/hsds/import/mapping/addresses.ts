import * as tables from '../../../database/tables/catalogue.js';
import { line } from './repairs.js';
import { column, type Draft, type FileRule } from './rules.js';

const states = new Set(
  (
    'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK ' +
    'OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR VI GU AS MP'
  ).split(' '),
);

/** What an address says of its place when the place must not be found. */
export const secret = /^\(?(confidential|undisclosed|unlisted|비공개)( (address|location))?\)?\.?$/i;
export const secretReason =
  'An address that says that it is confidential: its location and everything at it is kept from the public';

/** The country that a postal code gives away together with its state, or none. */
function countryOf(state: string, postalCode: string): string | null {
  if (states.has(state.toUpperCase()) && /^\d{5}(-\d{4})?$/.test(postalCode)) return 'US';
  if (/^[A-Z]\d[A-Z] ?\d[A-Z]\d$/i.test(postalCode)) return 'CA';
  if (/[가-힣]/.test(state) && /^\d{5}$/.test(postalCode)) return 'KR';
  return null;
}

/** What an address must have; the importer writes blanks where its source has none. */
const columnOf = {
  address1: 'address_1',
  city: 'city',
  stateProvince: 'state_province',
  postalCode: 'postal_code',
  country: 'country',
} as const;
const required = Object.keys(columnOf) as (keyof typeof columnOf)[];

const rule = (names: string[], addressType: 'PHYSICAL' | 'POSTAL', alsoNames: string[] = []): FileRule => ({
  names,
  alsoNames,
  // One place may be both, in the same words.
  apart: addressType === 'POSTAL' ? addressType : undefined,
  table: tables.addresses,
  columns: {
    attention: column(line, 'attention'),
    address1: column(line, 'address_1'),
    address2: column(line, 'address_2'),
    city: column(line, 'city'),
    region: column(line, 'region'),
    stateProvince: column(line, 'state_province'),
    postalCode: column(line, 'postal_code'),
    country: column(line, 'country'),
  },
  references: {
    locationId: {
      from: 'location_id',
      to: tables.locations,
      missing: 'refuse',
      reason: 'An address of a location that is not there',
    },
  },
  alsoReads: ['address_3', 'address_4', 'organization_id'],
  empty: {
    columns: ['address1', 'address2', 'city', 'stateProvince', 'postalCode'],
    reason: 'An empty row: nothing of an address is given',
  },
  finish(draft) {
    const { values, notes, raw, set } = draft;
    const reason = values.locationId ? undefined : placeOfOwner(draft, addressType);
    if (reason) return reason;
    const more = [raw('address_3'), raw('address_4')].filter(Boolean);
    if (more.length > 0) {
      set('address2', [values.address2, ...more].filter(Boolean).join(', '));
      notes.column = 'address_3';
      notes.repaired('The third and fourth line of an address joined the second');
    }
    if (values.address1 === null && values.address2 !== null) {
      set('address1', values.address2 ?? null);
      set('address2', null);
      notes.column = 'address_1';
      notes.repaired('The second line of an address became the blank first');
    }
    if (values.country === null) {
      set('country', countryOf(String(values.stateProvince ?? ''), String(values.postalCode ?? '')));
      notes.column = 'country';
      if (values.country) notes.repaired('A blank country was told by state and postal code');
    }
    if (secret.test(String(values.address1 ?? ''))) {
      set('confidential', true);
      notes.column = 'address_1';
      notes.repaired(secretReason);
    }
    // HSDS 3.1 requires these; a town alone still helps somebody, so it is kept beside blanks.
    const blank = required.find((each) => values[each] === null);
    notes.column = blank ? columnOf[blank] : null;
    if (blank)
      notes.noted('An address without a line, town, state, postal code or country was kept without it');
    set('addressType', addressType);
    return undefined;
  },
});

/** HSDS 3 knows addresses of locations only: that of an organization is the address of a location of it. */
function placeOfOwner({ notes, raw, set, derive, idOf }: Draft, locationType: 'PHYSICAL' | 'POSTAL') {
  const organization = raw('organization_id');
  if (!organization) return 'An address that names neither a location nor an organization';
  const place = `organization ${organization} ${locationType}`;
  derive({
    table: tables.locations,
    id: place,
    values: { organizationId: idOf(tables.organizations, organization), locationType },
  });
  set('locationId', idOf(tables.locations, place));
  notes.column = 'organization_id';
  notes.repaired('An address of an organization became that of a location of the organization');
  return undefined;
}

export const addresses = rule(['physical_addresses', 'physical_address'], 'PHYSICAL', [
  'addresses',
  'address',
]);
export const postalAddresses = rule(
  ['postal_addresses', 'postal_address', 'mail_addresses', 'mail_address'],
  'POSTAL',
);
