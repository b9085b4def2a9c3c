import type { Table } from 'drizzle-orm';
import * as tables from '../database/tables/index.js';

interface Write {
  insert: boolean;
  /** Columns that may change; by their property. */
  update: readonly string[];
}

const insert = (...update: string[]): Write => ({ insert: true, update });
const update = (...columns: string[]): Write => ({ insert: false, update: columns });

const rows: [Table, Write][] = [
  [
    tables.cases,
    update('stage', 'track', 'level', 'emergency', 'openedOn', 'closedOn', 'closureReason', 'version'),
  ],
  [tables.caseSteps, insert()],
  [
    tables.memberUniqueIds,
    insert(
      'maskedRegistrationNumber',
      'registrationNumberCiphertext',
      'registrationNumberKeyId',
      'registrationNumberIndex',
      'recordedAt',
      'version',
    ),
  ],
  [tables.needs, insert('severity', 'description')],
  [tables.goals, insert('description', 'dueOn', 'achievedOn')],
  [tables.linkages, insert()],
  [tables.caseNotes, insert()],
];

/**
 * What commands may write as the API's own role, where the row's class is one that the viewer records (see `records` in
 * duties.ts). Everything else is read only for the API, or made by a function of the database that looks for itself.
 */
export const writes: ReadonlyMap<Table, Write> = new Map(rows);
