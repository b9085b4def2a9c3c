import 'reflect-metadata';
import { runTableCommand } from '../../database/fromFile/command.js';
import { dataClass, partnerKind, purpose } from '../../database/tables/enums.js';
import { agreementColumns, loadAgreements } from './load.js';

runTableCommand({
  script: 'import:agreements',
  what: 'Concludes agreements from a table: CSV (UTF-8 or CP949) or XLSX, a row for each; an agency that is not in the catalogue yet is entered.',
  notes: `An organization is named by its whole name or its id; a new one needs its kind, and may have a telephone number. Days are as
2027-01-31 or 2027.1.31; renews is 예 or 아니오. Several codes stand in one cell with a space between them.
  kind           ${partnerKind.enumValues.join(', ')}
  purposes       ${purpose.enumValues.join(', ')}
  classes        ${dataClass.enumValues.join(', ')}`,
  columns: agreementColumns,
  load: loadAgreements,
});
