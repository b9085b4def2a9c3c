import { parseArgs } from 'node:util';
import { readConfig } from '../config.js';
import { runCommand, withDatabase } from '../database/command.js';
import { dayInSeoul } from '../day.js';
import { StartError } from '../errors.js';
import { logKey, ownPublicKey, publicKeys } from '../seal/key.js';
import { lastMonthOver } from './months.js';
import { districtsWithFacts, publish } from './publish.js';
import { districtsWithReleases, verifyReleases } from './verify.js';

const usage = `Publishes protected figures of districts, or makes what was published again and compares.

  npm run publish:metrics -- [options]
  npm run verify:metrics -- [options]

  --district <code>    one district (default: every district of which something is counted)
  --until <month>      the last month, such as 2026-10 (default: the month before this one); to publish
  --public-key <file>  public keys in PEM, also of keys that were replaced; may be repeated; to verify
                       (default: of HAMKKE_LOG_KEY_FILE)
  --database <url>     the database, as its owner (default: DATABASE_URL, or the server's own)

A release is signed by the key of the access log. It cannot be taken back or changed: what comes late is corrected by
the next one. To verify changes nothing; the exit code is 1 where something differs. Each release is made again by
the plan that it was made by; of one by whose plan this version makes none it is said what was looked at.
`;

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function run(args: string[]): Promise<void> {
  const { positionals, values } = parsed(args);
  const [what] = positionals;
  if (values.help || positionals.length !== 1 || (what !== 'publish' && what !== 'verify')) {
    process.stdout.write(usage);
    return;
  }
  const today = dayInSeoul();
  const until = values.until ?? lastMonthOver(today);
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(until))
    throw new StartError(`--until is "${until}", but must be a month such as 2026-10.`);
  if (until > lastMonthOver(today)) throw new StartError(`The month ${until} is not over yet.`);
  const config = readConfig(process.env);
  const databaseUrl = values.database ?? config.databaseUrl;
  const loud = (line: string) => void process.stderr.write(`${line}\n`);
  if (what === 'publish') {
    const key = await logKey(config);
    await withDatabase({ ...config, databaseUrl }, loud, async (owner) => {
      for (const district of await districtsOf(values.district, await districtsWithFacts(owner))) {
        const made = await publish(owner, key, district, until);
        say(
          made
            ? `${district}: ${made.number}번째 공표 (${made.firstMonth}–${made.lastMonth}). Release ${made.number}, ${made.hash}`
            : `${district}: 공표할 것이 없습니다. Nothing to publish.`,
        );
      }
    });
    return;
  }
  const keys = values['public-key'] ? await publicKeys(values['public-key']) : await ownPublicKey(config);
  let faults = 0;
  await withDatabase(
    { ...config, databaseUrl },
    loud,
    async (owner) => {
      for (const district of await districtsOf(values.district, await districtsWithReleases(owner)))
        for (const fault of await verifyReleases(owner, keys, district, say)) {
          faults++;
          say(fault);
        }
    },
    { only: 'read' },
  );
  say(
    faults === 0
      ? '공표한 통계가 모두 그대로입니다. Every release is as it was published.'
      : `다른 곳이 ${faults}곳 있습니다. ${faults} differences.`,
  );
  if (faults > 0) process.exitCode = 1;
}

async function districtsOf(asked: string | undefined, known: readonly string[]): Promise<readonly string[]> {
  if (asked === undefined) return known;
  if (!known.includes(asked)) throw new StartError(`Nothing is known of the district ${asked}.`);
  return [asked];
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        district: { type: 'string' },
        until: { type: 'string' },
        'public-key': { type: 'string', multiple: true },
        database: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n\n${usage}`);
  }
}

runCommand(run);
