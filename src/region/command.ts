import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.js';
import { runCommand, withDatabase } from '../database/command.js';
import { StartError } from '../errors.js';
import { keepDongs } from './codes/keep.js';
import { type DongList, readDongList, type WrongLine } from './codes/official.js';

const usage = `Loads the official list of administrative dong (행정동), so that codes are known by name and a wrong one is refused.

  npm run import:dongs -- <file> [options]

  <file>             KIKmix or KIKcd_H of the Ministry of the Interior: text of fixed width, or CSV; CP949 or UTF-8
  --dry-run          read and report everything, and keep nothing
  --database <url>   the database, as its owner (default: DATABASE_URL, or the server's own)

Dong that the file does not name stay as they are: the list of one district can be loaded alone, and a newer list later.
`;

const faults: Readonly<Record<WrongLine['fault'], string>> = {
  NO_CODE: 'the code is not of ten digits',
  NO_NAME: 'there is no name of a dong',
  NO_DAY: 'a day is not eight digits of a date',
};

async function run(args: string[]): Promise<void> {
  const { values, positionals } = parsed(args);
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const [file] = positionals;
  if (!file || positionals.length > 1) throw new StartError(`Name one file to load.\n\n${usage}`);
  const bytes = await readFile(file).catch((error: Error) => {
    throw new StartError(`${file} cannot be read: ${error.message}`);
  });
  const list = readDongList(bytes);
  if (!list)
    throw new StartError(
      `${file} is no list of dong: its first line names the columns 행정동코드, 시도명, 시군구명, 읍면동명, 생성일자 and 말소일자.`,
    );
  if (list.dongs.length === 0) throw new StartError(`${file} names no dong.\n${wrongLines(list).join('\n')}`);
  const config = readConfig(process.env);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const kept = values['dry-run']
    ? null
    : await withDatabase({ ...config, databaseUrl: values.database ?? config.databaseUrl }, say, (owner) =>
        keepDongs(owner, list),
      );
  process.stdout.write(`${report(list, kept)}\n`);
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean' },
        database: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n\n${usage}`);
  }
}

function report(list: DongList, kept: { added: number; changed: number } | null): string {
  const { dongs, above } = list;
  const valid = dongs.filter(({ validUntil }) => validUntil === null).length;
  const districts = new Set(dongs.map(({ code }) => code.slice(0, 5))).size;
  return [
    `${dongs.length} dong of ${districts} districts, ${valid} of them valid; ${above} lines are of districts and provinces.`,
    ...wrongLines(list),
    kept ? `${kept.added} added, ${kept.changed} changed.` : 'Nothing was kept: this was a dry run.',
  ].join('\n');
}

const mostLines = 20;
const wrongLines = ({ wrong }: DongList) => [
  ...wrong.slice(0, mostLines).map(({ line, fault }) => `Line ${line} is left out: ${faults[fault]}.`),
  ...(wrong.length > mostLines ? [`${wrong.length - mostLines} more lines are left out.`] : []),
];

runCommand(run);
