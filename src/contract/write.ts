import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { packageRoot } from '../config.js';
import { schema } from '../schema.js';
import { contractFiles, textOf } from './files.js';

// `npm run contract` writes what is generated and committed, and says what changed.
for (const [path, text] of contractFiles(schema)) {
  const changed = textOf(path) !== text;
  if (changed) {
    mkdirSync(dirname(`${packageRoot}/${path}`), { recursive: true });
    writeFileSync(`${packageRoot}/${path}`, text);
  }
  console.log(`${path}: ${changed ? 'written' : 'as it was'}`);
}
