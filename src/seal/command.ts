import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { readConfig } from '../config.js';
import { withDatabase } from '../database/command.js';
import { StartError } from '../errors.js';
import { headLines } from './heads.js';
import { ownPublicKey, publicKeys } from './key.js';
import { type Verified, verifyLog } from './verify.js';

const usage = `Checks that the access log is as it was written: nothing changed, removed, reordered or cut off.

  npm run verify:log -- [options]

  --heads <file>       heads that were stored elsewhere (default: HAMKKE_LOG_HEADS_FILE)
  --public-key <file>  public keys in PEM, also of keys that were replaced; may be repeated
                       (default: of HAMKKE_LOG_KEY_FILE)
  --database <url>     the database, as a login that may read the log (default: DATABASE_URL, or the server's own)
  --grace <seconds>    how long an entry may wait for its seal (default: 10)

The exit code is 0 where everything is as it was, 1 where something is not, 2 where it could not be checked.
`;

/** A line every so often: on a terminal the same one, elsewhere one for each hundred thousand entries. */
function progressTo(out: NodeJS.WriteStream) {
  let told = 0n;
  return {
    say: (line: string) => void out.write(`${line}\n`),
    tell(entries: bigint) {
      const step = out.isTTY ? 2_000n : 100_000n;
      if (entries < told + step) return;
      told = entries;
      const words = `${entries.toLocaleString('en')}건 확인했습니다. ${entries.toLocaleString('en')} entries checked.`;
      out.write(out.isTTY ? `\r\u001b[2K${words}` : `${words}\n`);
    },
    end() {
      if (out.isTTY && told > 0n) out.write('\r\u001b[2K');
    },
  };
}

async function run(args: string[]): Promise<number> {
  const values = parse(args);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const grace = values.grace ?? '10';
  if (!/^\d{1,6}$/.test(grace)) throw new StartError(`--grace is "${grace}", but must be whole seconds.`);
  const config = readConfig(process.env);
  const keys = values['public-key'] ? await publicKeys(values['public-key']) : await ownPublicKey(config);
  const headsFile = values.heads ?? config.logHeadsFile;
  const progress = progressTo(process.stderr);
  const databaseUrl = values.database ?? config.databaseUrl;
  const result = await withDatabase(
    { ...config, databaseUrl },
    progress.say,
    async (sql) => {
      // Opened before the transaction sees anything: every line is then of the moment that is looked at, or older.
      const heads = headsFile ? await openHeads(headsFile) : undefined;
      return sql.begin('isolation level repeatable read read only', (transaction) =>
        verifyLog(transaction, {
          keys,
          ...(heads ? { heads } : {}),
          graceSeconds: Number(grace),
          found: ({ words }) => {
            progress.end();
            process.stdout.write(`${words}\n`);
          },
          progress: progress.tell,
        }),
      );
    },
    { only: 'read' },
  );
  progress.end();
  process.stdout.write(`${summary(result as Verified, headsFile)}\n`);
  return (result as Verified).faults === 0 ? 0 : 1;
}

function summary({ entries, heads, compared, until, faults }: Verified, file: string | null): string {
  const count = `${entries}건, 서명 ${heads}개${until ? `, ${until}까지` : ''}`;
  const counted = `${entries} entries, ${heads} heads${until ? `, until ${until}` : ''}`;
  const elsewhere = file
    ? `다른 곳에 둔 서명 ${compared}개와 맞춰 보았습니다. ${compared} heads stored elsewhere agree.`
    : '다른 곳에 둔 서명과는 맞춰 보지 않아, 모두 함께 잘려 나간 끝은 알 수 없습니다. Not compared with heads stored elsewhere (--heads): an end that was cut off everywhere would not show.';
  return faults === 0
    ? `접속기록이 온전합니다(${count}). The access log is whole (${counted}).\n${elsewhere}`
    : `접속기록에 이상이 ${faults}가지 있습니다(${count}). The access log has ${faults} faults (${counted}).\n${elsewhere}`;
}

async function openHeads(file: string) {
  return headLines(file).catch((error: NodeJS.ErrnoException) => {
    throw new StartError(`The file of heads ${file} cannot be read (${error.code}).`);
  });
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        heads: { type: 'string' },
        'public-key': { type: 'string', multiple: true },
        database: { type: 'string' },
        grace: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n\n${usage}`);
  }
}

/** One sentence a person can act on; what nobody foresaw keeps its stack. */
function inWords(error: unknown): string {
  if (error instanceof StartError) return error.message;
  if (error instanceof postgres.PostgresError && ['42P01', '42703'].includes(error.code))
    return `The database has no sealed log yet (${error.message}): start this version of the server once.`;
  return `The log could not be checked: ${error instanceof Error ? (error.stack ?? error.message) : error}`;
}

function fail(error: unknown): never {
  process.stderr.write(`${inWords(error)}\n`);
  process.exit(2);
}

// postgres.js throws past every handler when the server ends a connection in the middle of a transaction.
process.on('uncaughtException', fail);
run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
}, fail);
