import { resolve } from 'node:path';
import { type Config, packageRoot } from './config.js';
import { personas } from './identity/personas.js';

const width = 100;
/** Where data are unless a setting says otherwise. */
const ownData = resolve(packageRoot, '.data');

/** Words in lines that fit a terminal. */
function lines(words: readonly string[]): string[] {
  const all: string[] = [];
  for (const word of words) {
    const last = all.at(-1);
    if (last !== undefined && last.length + word.length < width) all[all.length - 1] = `${last} ${word}`;
    else all.push(word);
  }
  return all;
}

/** What a person who started the server wants to know: who they can be, and where to look. The address comes last. */
export function welcome(config: Config, url: string): string {
  const ready = `Hamkke is ready at ${url}/graphql`;
  if (config.issuer.kind !== 'development' || !config.demo) return ready;
  // The key that tokens are signed with lies in the data directory.
  const where = config.dataDirectory === ownData ? '' : `HAMKKE_DATA_DIRECTORY=${config.dataDirectory} `;
  return [
    '',
    `데모 인물마다 토큰이 있습니다. Each persona of the demo has a token: ${where}npm run --silent token -- case-manager`,
    ...lines(personas.map(({ key }) => key)),
    '',
    ready,
    `탐색기에서 둘러보기 · Look around in the explorer: ${url}/`,
  ].join('\n');
}
