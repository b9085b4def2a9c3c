import 'reflect-metadata';
import { duties } from '../../access/duties.js';
import { runTableCommand } from '../../database/fromFile/command.js';
import { loadPeople, staffColumns } from './load.js';

runTableCommand({
  script: 'import:staff',
  what: 'Adds people and their posts from a table: CSV (UTF-8 or CP949) or XLSX, a row for each post.',
  notes: `An organization is named by its whole name or its id; duties by their codes, with a space between them; zones by ten digits, with a tong and a ban behind them. Who
works where they are at home needs no column for it; others are dispatched.
  duties         ${duties.join(', ')}`,
  columns: staffColumns,
  load: loadPeople,
});
