import { parseArgs } from 'node:util';
import { readDatabaseConfig } from '../config.js';
import { runCommand, withDatabase } from '../database/command.js';
import { migrate, pendingSteps } from '../database/migrate.js';
import { StartError } from '../errors.js';

const usage = `Brings the database to this version, and does nothing else.

  npm run migrate -- [options]

  --dry-run          say what is to be done, and do nothing
  --database <url>   the database, as its owner (default: DATABASE_URL, or the server's own)

The exit code is 0 where the database is of this version at the end, or could be brought to it.
`;

async function run(args: string[]): Promise<void> {
  const values = parsed(args);
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const dryRun = values['dry-run'] ?? false;
  const config = readDatabaseConfig(process.env, values.database);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const steps = await withDatabase(config, say, dryRun ? pendingSteps : migrate, { only: 'migrate' });
  process.stdout.write(`${report(steps, dryRun).join('\n')}\n`);
}

const report = (steps: readonly string[], dryRun: boolean): string[] => {
  if (steps.length === 0) return ['Nothing to do: the database is of this version.'];
  const lines = steps.map((each) => `  ${each}`);
  return dryRun
    ? ['To be done:', ...lines, 'Nothing was done: this was a dry run.']
    : ['Done:', ...lines, 'The database is of this version.'];
};

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        'dry-run': { type: 'boolean' },
        database: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n\n${usage}`);
  }
}

runCommand(run);
