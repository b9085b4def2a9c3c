import { unzipSync, zipSync } from 'fflate';
import type { CellObject, Sheet } from 'write-excel-file/node';
import writeExcelFile from 'write-excel-file/node';
import { dayInSeoul } from '../day.js';
import { type Measure, measureRules } from '../fact/measures.js';
import { measureWords } from '../fact/words.js';
import { monthsBetween } from '../release/months.js';
import { figuresIn, type ReleaseTable } from '../release/table.js';
import { nameOfDimension, stateWords } from './labels.js';
import { publishedMeasures, type Row, rowsOf, typicalErrorOf } from './rows.js';

type Line = (CellObject | null)[];
// Every cell says its type, so that no text is ever a formula.
const text = (value: string, more: Partial<CellObject> = {}): CellObject => ({
  value,
  type: String,
  ...more,
});
const bold = { fontWeight: 'bold', backgroundColor: '#E8EEF4' } as const;
const month = (each: string) => `${each.slice(0, 4)}년 ${Number(each.slice(5))}월`;

/**
 * A release as XLSX, for people in offices: a cover that says what it is, and a sheet for each measure with months
 * side by side. The library writes the time of its making into the zip, so the zip is made anew with none.
 */
export async function xlsxOf(table: ReleaseTable, only: Measure | null): Promise<Buffer> {
  const measures = publishedMeasures.filter(
    (measure) => (only === null || measure === only) && figuresIn(table, measure).length > 0,
  );
  const sheets = [coverOf(table, measures), ...measures.map((measure) => sheetOf(table, measure))];
  const files = unzipSync(await writeExcelFile(sheets).toBuffer());
  const inOrder = Object.keys(files).sort();
  return Buffer.from(
    zipSync(Object.fromEntries(inOrder.map((path) => [path, files[path]!])), { mtime: new Date(1980, 0, 1) }),
  );
}

function coverOf(table: ReleaseTable, measures: readonly Measure[]): Sheet<Blob> {
  const line = (name: string, value: string): Line => [text(name, bold), text(value, { wrap: true })];
  const { district, districtName, number, firstMonth, lastMonth, madeAt, protection, hash } = table;
  const counts = typicalErrorOf('REPORTS');
  const won = typicalErrorOf('LINKAGE_VALUE');
  return {
    sheet: '표지',
    columns: [{ width: 18 }, { width: 90 }],
    data: [
      [text(`${districtName} 복지 통계`, { fontWeight: 'bold', fontSize: 16 }), null],
      line('시·군·구', `${districtName} (${district})`),
      line('공표', `${number}차, ${dayInSeoul(new Date(madeAt))}`),
      line('기간', `${month(firstMonth)}부터 ${month(lastMonth)}까지`),
      line('보호 방법', protection.ko),
      line(
        '통상 오차',
        `건수는 한 달에 ${counts.month}건, 한 값의 열두 달을 더하면 ${counts.year}건입니다. 금액은 한 달에 ${won.month.toLocaleString('ko')}원입니다.`,
      ),
      ...Object.values(stateWords).map(({ name, definition }) => line(name[0], definition[0])),
      line('해시', hash),
      [text('지표', bold), text('정의', bold)],
      ...measures.map((measure) => line(measureWords[measure].name[0], measureWords[measure].definition[0])),
    ],
  };
}

function sheetOf(table: ReleaseTable, measure: Measure): Sheet<Blob> {
  const months = monthsBetween(table.firstMonth, table.lastMonth);
  const lines = new Map<string, { row: Row; cells: Line }>();
  for (const row of rowsOf(table, measure)) {
    const key = `${row.dimension} ${row.value}`;
    const line = lines.get(key) ?? { row, cells: [] };
    line.cells.push(cellOf(row));
    lines.set(key, line);
  }
  const head = ['구분', '값', '코드', ...months.map(month)];
  return {
    sheet: measureWords[measure].name[0],
    stickyRowsCount: 1,
    stickyColumnsCount: 3,
    columns: [{ width: 14 }, { width: 22 }, { width: 18 }, ...months.map(() => ({ width: 12 }))],
    data: [
      head.map((each, at) => text(each, { ...bold, ...(at > 2 && { align: 'right' as const }) })),
      ...[...lines.values()].map(
        ({ row, cells }): Line => [
          text(row.dimension ? nameOfDimension(row.dimension, 'ko') : '전체'),
          text(row.valueName ?? `전체 (${measureRules[measure].kind === 'WON' ? '원' : '건'})`),
          text(row.value ?? ''),
          ...cells,
        ],
      ),
    ],
  };
}

const cellOf = ({ state, figure }: Row): CellObject =>
  figure === null
    ? text(stateWords[state].name[0], { align: 'right', textColor: '#666666' })
    : { value: figure, type: Number, format: '#,##0' };
