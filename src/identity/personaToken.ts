import { StartError } from '../errors.js';
import { developmentIssuer } from './developmentIssuer.js';
import { personas } from './personas.js';

/** Makes the token that `npm run token -- <persona>` prints; what the caller got wrong is a StartError. */
export async function run(
  argv: readonly string[],
  config: { mode: string; dataDirectory: string },
): Promise<string> {
  if (config.mode === 'production')
    throw new StartError('Tokens of demo personas exist only outside production.');
  const [wanted, ...rest] = argv;
  const persona = rest.length === 0 ? personas.find(({ key }) => key === wanted) : undefined;
  if (!persona)
    throw new StartError(
      `${wanted === undefined ? 'Name a persona' : `There is no persona "${argv.join(' ')}"`}: known are ${personas.map(({ key }) => key).join(', ')}.`,
    );
  return (await developmentIssuer(config.dataDirectory)).token(persona.subject);
}
