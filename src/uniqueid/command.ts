import { parseArgs } from 'node:util';
import { readConfig } from '../config.js';
import { runCommand, withDatabase } from '../database/command.js';
import { StartError } from '../errors.js';
import { uniqueIdKeys } from './keys.js';
import { inWords, rotate } from './rotate.js';
import { UniqueIds } from './uniqueIds.js';

const usage = `Seals every registration number with the newest key of the key file (HAMKKE_UNIQUE_ID_KEYS).

  npm run rotate:unique-ids -- [--batch <rows>]

  --batch <rows>   rows of one transaction (default: 500); a run that was stopped is gone on with by the next one

Exit code 1 when a number could not be opened; such numbers stay as they are.
`;

function parse(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: { batch: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    const batch = values.batch ?? '500';
    if (!/^[1-9]\d{0,4}$/.test(batch)) throw new Error(`--batch must be from 1 to 99999`);
    return { help: values.help ?? false, batch: Number(batch) };
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n\n${usage}`);
  }
}

/** One line that keeps changing on a terminal; elsewhere nothing until the end. */
function progressTo(out: NodeJS.WriteStream) {
  return (done: number, of: number) => {
    if (out.isTTY) out.write(`\r\u001b[2KSealing anew: ${done} of ${of}${done === of ? '\n' : ''}`);
  };
}

async function run(args: string[]): Promise<void> {
  const { help, batch } = parse(args);
  if (help) {
    process.stdout.write(usage);
    return;
  }
  const config = readConfig(process.env);
  const keys = await uniqueIdKeys(config);
  if (!keys)
    throw new StartError('There are no keys to seal with: set HAMKKE_UNIQUE_ID_KEYS to the key file.');
  const uniqueIds = new UniqueIds(keys, config.mode !== 'production');
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const result = await withDatabase(config, say, (owner) =>
    rotate(owner, uniqueIds, { batch, progress: progressTo(process.stderr) }),
  );
  process.stdout.write(inWords(result, uniqueIds.keyIds));
  if (result.damaged || Object.keys(result.withoutKey).length) process.exitCode = 1;
}

runCommand(run);
