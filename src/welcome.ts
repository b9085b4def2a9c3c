import type { Config } from './config.js';
import { developmentIssuer } from './identity/developmentIssuer.js';
import { personas } from './identity/personas.js';

/** What a person who started the server wants to know: where to look, and who they can be. */
export async function welcome(config: Config, url: string): Promise<string> {
  const ready = `Hamkke is ready at ${url}/graphql`;
  if (config.issuer.kind !== 'development' || !config.demo) return ready;
  const issuer = await developmentIssuer(config.dataDirectory);
  const tokens = await Promise.all(
    personas.map(async ({ key, subject, who }) => `\n${key} — ${who.ko}\n${await issuer.token(subject)}`),
  );
  return [`${ready}, and to be explored at ${url}/`, 'A token for each persona of the demo:', ...tokens].join(
    '\n',
  );
}
