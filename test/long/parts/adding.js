import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { figure, openServer } from '../process.js';

// Follows docs/adding.md in a copy of the project: its code blocks are applied as they stand, the migration is generated,
// the copy is built and started, and asked for what was added. Then one step is forgotten, and the start must stop.

const root = fileURLToPath(new URL('../../../', import.meta.url));
const copy = mkdtempSync(join(realpathSync(tmpdir()), 'hamkke-adding-'));
const inCopy = (path) => join(copy, path);
const run = (...command) => execFileSync(command[0], command.slice(1), { cwd: copy, encoding: 'utf8' });
const node = (...words) => run(process.execPath, ...words);
const build = () => node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');

/** The code blocks of the guide: the file, the text below which they go (or none), and their lines without the list's indent. */
function blocksOf(text) {
  const fence = /^( *)```ts file=(\S+)(?: after="(.+)")?\n([\s\S]*?)^\1```$/gm;
  return [...text.matchAll(fence)].map(([, indent, file, after, code]) => ({
    file,
    after,
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

function apply({ file, after, code }) {
  if (after === undefined) {
    mkdirSync(dirname(inCopy(file)), { recursive: true });
    return writeFileSync(inCopy(file), code);
  }
  const lines = readFileSync(inCopy(file), 'utf8').split('\n');
  // What goes to the top goes below no line.
  const places = after === '^' ? [-1] : lines.flatMap((line, at) => (line === after ? [at] : []));
  if (places.length !== 1) throw new Error(`${file} has ${places.length} lines "${after}"`);
  lines.splice(places[0] + 1, 0, ...code.replace(/\n$/, '').split('\n'));
  writeFileSync(inCopy(file), lines.join('\n'));
}

const began = performance.now();
const seconds = () => `${((performance.now() - began) / 1000).toFixed(0)} s`;
try {
  chmodSync(copy, 0o755);
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of files.split('\n').filter(Boolean)) cpSync(join(root, file), inCopy(file));
  symlinkSync(realpathSync(join(root, 'node_modules')), inCopy('node_modules'));

  const blocks = blocksOf(readFileSync(join(root, 'docs/adding.md'), 'utf8'));
  for (const block of blocks) apply(block);
  const touched = new Set(blocks.map(({ file }) => file));
  console.log(`${blocks.length} blocks in ${touched.size} files`);
  console.log(
    node('node_modules/drizzle-kit/bin.cjs', 'generate', '--name', 'accompaniments')
      .trim()
      .split('\n')
      .at(-1),
  );
  build();
  node('dist/contract/write.js');
  const permissions = readFileSync(inCopy('schema/permissions.md'), 'utf8');
  for (const name of ['HouseholdHousing.heating', 'Member.accompaniments', 'Mutation.recordAccompaniment'])
    figure(
      `${name} in schema/permissions.md`,
      permissions.includes(name),
      permissions.includes(name),
      'there',
    );
  const formatted = spawnSync(join(root, 'node_modules/.bin/biome'), ['check', 'src'], {
    cwd: copy,
    encoding: 'utf8',
  });
  figure('biome check of what was added', formatted.status, formatted.status === 0, '0');
  if (formatted.status) console.log(formatted.stdout, formatted.stderr);
  const faults = spawnSync(process.execPath, ['dist/contract/check.js'], { cwd: copy, encoding: 'utf8' });
  figure('contract and migrations in step', faults.status, faults.status === 0, '0');
  if (faults.status) console.log(faults.stderr);
  const words = spawnSync(
    process.execPath,
    [
      '--no-warnings',
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      'vitest.config.js',
      'test/contract/descriptions.test.ts',
    ],
    { cwd: copy, encoding: 'utf8' },
  );
  figure('what was added is described in both languages', words.status, words.status === 0, '0');
  if (words.status) console.log(words.stdout, words.stderr);
  console.log(`built after ${seconds()}`);

  const data = inCopy('.data');
  mkdirSync(data);
  chmodSync(data, 0o755);
  const server = await openServer(data, {}, [process.execPath, inCopy('dist/main.js')]);
  try {
    const household = 'Household:11170:d1b61952-bfd9-4e55-a68b-c138515a03ae';
    const asked = async (persona, query, variables) => (await server.ask(query, persona, { variables })).body;
    const members = `query Q($id: ID!) { household(id: $id) { housing { heating } members { id accompaniments(first: 10) { nodes { place } } } } }`;
    const before = JSON.parse(await asked('case-manager', members, { id: household })).data.household;
    const told = JSON.stringify(before.members[1].accompaniments);
    figure('what the demo has of it', told, told === '{"nodes":[{"place":"늘봄의원"}]}', 'one row');
    const input = { memberId: before.members[1].id, wentOn: '2026-01-05', place: '보건소' };
    const record = `mutation M($input: RecordAccompanimentInput!) { recordAccompaniment(input: $input) { accompaniment { id place } } }`;
    const made = await asked('case-manager', record, { input });
    figure('the mutation answers what it recorded', made.trim(), made.includes('보건소'), '보건소');
    const after = await asked('case-manager', members, { id: household });
    figure('the case manager reads it', after.includes('보건소'), after.includes('보건소'), 'true');
    const partner = await asked('apo', members, { id: household });
    figure(
      'who has no HEALTH has null',
      /"accompaniments":null/.test(partner) && !partner.includes('보건소'),
      /"accompaniments":null/.test(partner) && !partner.includes('보건소'),
      'true',
    );
    const refused = await asked('welfare-centre', record, { input });
    figure(
      'who does not record HEALTH may not',
      refused.includes('FORBIDDEN'),
      refused.includes('FORBIDDEN'),
      'FORBIDDEN',
    );
    const { id } = JSON.parse(made).data.recordAccompaniment.accompaniment;
    const byId = `query N($id: ID!) { node(id: $id) { id ... on Accompaniment { place } } }`;
    const found = await asked('case-manager', byId, { id });
    figure('it is found by its id', found.includes('보건소'), found.includes('보건소'), 'true');
    const hidden = JSON.parse(await asked('welfare-centre-none', byId, { id })).data.node;
    figure('by those who may not, it is not', hidden, hidden === null, 'null');
    const kinds = async (filter) => {
      const body = await asked('head', `{ agreements(first: 50${filter}) { nodes { autoRenews } } }`);
      return JSON.parse(body).data.agreements.nodes.map(({ autoRenews }) => autoRenews);
    };
    const [all, renewing, ending] = [
      await kinds(''),
      await kinds(', filter: { autoRenews: true }'),
      await kinds(', filter: { autoRenews: false }'),
    ];
    const apart = renewing.every(Boolean) && !ending.some(Boolean) && all.length > 0;
    const counts = `${all.length} = ${renewing.length} + ${ending.length}`;
    figure(
      'the filter parts its list',
      counts,
      apart && all.length === renewing.length + ending.length,
      'each of its kind',
    );
  } finally {
    await server.stop();
  }

  const records = readFileSync(inCopy('src/access/records.ts'), 'utf8');
  const { code } = blocks.find(({ file }) => file === 'src/access/records.ts');
  writeFileSync(inCopy('src/access/records.ts'), records.replace(code, ''));
  build();
  const forgotten = spawnSync(process.execPath, ['dist/main.js'], {
    cwd: copy,
    encoding: 'utf8',
    timeout: 60_000,
    env: {
      PATH: process.env.PATH,
      HAMKKE_PORT: '0',
      HAMKKE_DATA_DIRECTORY: data,
      HAMKKE_DIRECTORY_FILE: 'none',
    },
  });
  const said = /Table accompaniments has no rules/.test(forgotten.stdout + forgotten.stderr);
  figure('without its rules the start stops and says so', said, said && forgotten.status !== 0, 'true');
  console.log(`in all ${seconds()}`);
} finally {
  rmSync(copy, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
