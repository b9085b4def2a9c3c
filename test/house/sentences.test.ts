import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const source = new URL('../../src', import.meta.url).pathname;
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  // The demo data is no part of what is offered.
  (file) => file.endsWith('.ts') && !file.startsWith('demo/'),
);

const exported = /^export (?:async )?function (\w+)|^export const (\w+) = (?:async )?(?:<[^>]*>)?\(/;

test('every function that a file offers says in a sentence what it is for', () => {
  const silent = files.flatMap((file) => {
    const lines = readFileSync(join(source, file), 'utf8').split('\n');
    return lines.flatMap((line, at) => {
      const [, own, other] = exported.exec(line) ?? [];
      const name = own ?? other;
      return name && !/\*\/\s*$/.test(lines[at - 1] ?? '') ? [`${file}: ${name}`] : [];
    });
  });
  expect(silent).toEqual([]);
});
