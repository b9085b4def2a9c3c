import * as tables from '../../../database/tables/catalogue.js';
import { owners } from './owners.js';
import { email, line, Notes, phone, text } from './repairs.js';
import { column, type Draft, type FileRule } from './rules.js';

/** What becomes of a contact's phone whose middle digits its source lost; looked up when all phones are there. */
export const halfNumbers = {
  completed:
    'A contact’s number that had only area code and last four digits was completed from its service’s phone, which has the same',
  refused:
    'A contact’s number has only area code and last four digits, and its service’s phone is another: it cannot be dialled',
};

export const contacts: FileRule = {
  names: ['contacts', 'contact'],
  table: tables.contacts,
  columns: {
    name: column(line, 'name'),
    title: column(line, 'title'),
    department: column(line, 'department'),
    email: column(email, 'email'),
  },
  references: owners('A contact'),
  alsoReads: ['phone_number', 'phone_areacode', 'phone_extension'],
  unowned: 'A contact that belongs to nothing that is there',
  finish(draft) {
    const { values, raw } = draft;
    const silent = ['name', 'title', 'department', 'email'].every((each) => values[each] === null);
    if (silent && !raw('phone_number')) return 'An empty row: neither a person nor a way to reach one';
    if (raw('phone_number')) derivePhone(draft);
    return undefined;
  },
};

/** HSDS 2.0 lets a contact carry a phone in columns of its own, with the area code apart. */
function derivePhone({ values, raw, derive, idOf }: Draft) {
  const notes = new Notes();
  notes.column = 'phone_number';
  const area = raw('phone_areacode').replace(/\D/g, '');
  const rest = raw('phone_number').replace(/\D/g, '');
  const half = area.length === 3 && rest.length === 4;
  const read = phone(raw('phone_number'), half ? new Notes() : notes);
  const number = area && rest.length === 7 ? `${area}-${rest.slice(0, 3)}-${rest.slice(3)}` : read?.number;
  derive({
    table: tables.phones,
    id: `contact ${values.id as string}`,
    notes,
    values: {
      number: half ? null : (number ?? null),
      extension: raw('phone_extension') || read?.extension || null,
      contactId: values.id ?? null,
    },
    extra: half
      ? { area, last: rest, service: raw('service_id') && idOf(tables.services, raw('service_id')) }
      : {},
  });
}

export const phones: FileRule = {
  names: ['phones', 'phone'],
  table: tables.phones,
  columns: {
    number: column((value) => value, 'number'),
    extension: column(line, 'extension'),
    type: column(line, 'type', 'number_type'),
    description: column(text, 'description', 'department'),
  },
  references: {
    ...owners('A phone'),
    contactId: {
      from: 'contact_id',
      to: tables.contacts,
      missing: 'drop',
      reason: 'A phone of a contact that is not there was kept without the contact',
    },
  },
  required: { column: 'number', reason: 'An empty row: no number is given' },
  unowned: 'A phone that belongs to nothing that is there',
  finish({ values, notes, set }) {
    notes.column = 'number';
    const read = phone(values.number as string, notes);
    if (!read) return 'An empty row: no number is given';
    values.number = read.number;
    if (read.extension && !values.extension) set('extension', read.extension);
    return undefined;
  },
};
