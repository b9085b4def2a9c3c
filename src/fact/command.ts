import { parseArgs } from 'node:util';
import { readDatabaseConfig } from '../config.js';
import { runCommand, withDatabase } from '../database/command.js';
import { StartError } from '../errors.js';
import { checkFacts, countAll, rebuildCells, rebuildFacts } from './rebuild.js';

const usage = `Compares the figures that are kept with the work that they follow from, or makes them anew.

  npm run facts:check -- [options]
  npm run facts:rebuild -- [options]

  --database <url>   the database, as its owner (default: DATABASE_URL, or the server's own)

To check changes nothing; the exit code is 1 where something differs. To rebuild counts all work anew while people
go on working: what differs is corrected by counter-facts, and the sums are made again.
`;

const shown = 20;

async function check(config: ReturnType<typeof readDatabaseConfig>, say: (line: string) => void) {
  const faults = await withDatabase(config, say, checkFacts, { only: 'read' });
  for (const each of faults.slice(0, shown)) process.stdout.write(`${each}\n`);
  process.stdout.write(
    faults.length === 0
      ? '수치가 업무 기록과 모두 같습니다. All figures are what the work comes to.\n'
      : `다른 곳이 ${faults.length}곳 있습니다. ${faults.length} differences: npm run facts:rebuild corrects them.\n`,
  );
  if (faults.length > 0) process.exitCode = 1;
}

async function rebuild(config: ReturnType<typeof readDatabaseConfig>, say: (line: string) => void) {
  await withDatabase(config, say, async (owner) => {
    await rebuildFacts(owner, ({ district, corrected }) =>
      process.stdout.write(
        `${district}: ${corrected === 0 ? '고칠 것이 없습니다. Nothing to correct.' : `${corrected}건을 고쳤습니다. ${corrected} corrected.`}\n`,
      ),
    );
    await countAll(owner);
    await rebuildCells(owner);
  });
  process.stdout.write('합계를 다시 만들었습니다. All sums were made anew.\n');
}

async function run(args: string[]): Promise<void> {
  const { positionals, values } = parsed(args);
  const [what] = positionals;
  if (values.help || positionals.length !== 1) {
    process.stdout.write(usage);
    return;
  }
  const config = readDatabaseConfig(process.env, values.database);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  if (what === 'check') await check(config, say);
  else if (what === 'rebuild') await rebuild(config, say);
  else throw new StartError(usage);
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { database: { type: 'string' }, help: { type: 'boolean' } },
    });
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n\n${usage}`);
  }
}

runCommand(run);
