import type { Sql } from 'postgres';
import { dayInSeoul } from '../../day.js';
import { shippedDistrictCodes } from '../../region/codes/keep.js';
import { type ImportOptions, importInputs } from '../import/load.js';
import { openPackage } from '../import/reading/package.js';
import type { ImportReport } from '../import/report.js';
import { directoriesIn } from './directory.js';
import { Regions } from './meaning/regions.js';

export interface KoreaOptions extends Omit<ImportOptions, 'source' | 'object'> {
  /** The day as of which codes of regions are read: today, where it is not said. */
  today?: string;
  /** Called when a directory is in, before the next one begins. */
  imported?: (report: ImportReport) => void;
}

/**
 * Imports what a file, a folder or a zip file holds of Korea's directories: one after the other, each whole or not at all,
 * and each under the name of its own. Says what became of every record.
 */
export async function importKorea(
  sql: Sql,
  path: string,
  options: KoreaOptions = {},
): Promise<ImportReport[]> {
  const opened = await openPackage(path);
  try {
    const regions = new Regions(shippedDistrictCodes(), options.today ?? dayInSeoul());
    const reports: ImportReport[] = [];
    for (const { dataset, inputs } of await directoriesIn(opened, regions)) {
      const { name } = dataset.publication;
      const find = async () => ({ sources: inputs, standard: '3' as const });
      const report = await importInputs(sql, find, { ...options, name, source: dataset.source });
      options.imported?.(report);
      reports.push(report);
    }
    return reports;
  } finally {
    opened.close();
  }
}
