import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { appendFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { KnownDirectivesRule, parse, specifiedRules, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { schema } from '../../src/schema.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { drawn } from '../support/drawn.js';

// docs/clients.md as its reader follows it: the same files, the same commands, what is printed. Packages come from the
// lock file of this folder instead of being looked for anew, and all is compiled once.

const run = promisify(execFile);
const here = resolve('test/clients');
// On a machine that does much else, packages and compilers take their time.
const patience = 400_000;
const installed = join(here, 'node_modules/.package-lock.json');

interface Block {
  language: string;
  option: string;
  text: string;
}
const blocks: Block[] = [
  ...readFileSync('docs/clients.md', 'utf8').matchAll(/^```(\w+)(?: (.*))?\n([\s\S]*?)^```$/gm),
].map(([, language, option = '', text]) => ({ language: language!, option, text: text! }));
const files = blocks.filter(({ option }) => option.startsWith('file='));
const shells = blocks.flatMap((block, at) => {
  if (block.language !== 'sh') return [];
  const next = blocks[at + 1];
  const lines = block.text.replaceAll('\\\n', '').trim().split('\n');
  return [
    {
      lines,
      until: block.option.slice('until='.length),
      printed: next?.language === 'text' ? next.text : '',
    },
  ];
});
const all = shells.flatMap(({ lines }) => lines);

/** Clients that are typed by a compiler of their own, each with its files: every run draws one, and the others are long. */
const clients = [
  { name: 'gql.tada', files: ['urql.ts'], generator: 'npx gql-tada generate output' },
  { name: 'Apollo', files: ['apollo.ts'], generator: null },
  {
    name: 'Relay',
    files: ['relay.ts', 'servicesPage.ts', 'relay.config.json'],
    generator: 'npx relay-compiler',
  },
];
const taken = drawn(clients, [], 1);
const leftOut = clients.filter((each) => !taken.includes(each));
const isLeftOut = (line: string) =>
  leftOut.some(
    ({ files, generator }) =>
      line === generator || files.some((file) => line === `node built/${file.replace('.ts', '.js')}`),
  );

let database: TestDatabase;
let app: App;
let folder = '';
const children = new Set<ChildProcess>();
const install = async () => {
  // What was installed since the lock file was written is of it.
  const isThere =
    existsSync(installed) && statSync(installed).mtimeMs > statSync(join(here, 'package-lock.json')).mtimeMs;
  if (!isThere)
    await run('npm', ['ci', '--prefix', here, '--ignore-scripts', '--prefer-offline', '--loglevel=error']);
};
beforeAll(async () => {
  const serve = async () => {
    database = await freshDatabase();
    app = await startApp({ database });
  };
  [folder] = await Promise.all([mkdtemp(join(tmpdir(), 'hamkke-clients-')), serve(), install()]);
}, patience);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await app?.stop();
  await database?.drop();
  if (folder) await rm(folder, { recursive: true });
});

/** What a shell has in which its reader exported the address and the token of a persona. */
const environmentOf = async (persona: string | null): Promise<NodeJS.ProcessEnv> => ({
  PATH: process.env.PATH,
  HOME: folder,
  API_URL: app.url,
  ...(persona ? { API_TOKEN: await app.tokenOf(persona) } : {}),
});
const execute = (line: string, env: NodeJS.ProcessEnv, cwd: string) =>
  // What npx itself does before it starts a program that is installed costs more than some of the programs.
  run('bash', ['-c', line.replace(/^npx /, 'node_modules/.bin/')], { env, cwd }).catch((error) => {
    throw new Error(`${line}\n${error.stdout}${error.stderr}`);
  });

/** Starts a program: when it has printed a word or ended, and what it has printed at its end. */
function start(
  { line, until, environment }: { line: string; until: string; environment: NodeJS.ProcessEnv },
  cwd: string,
) {
  const child = spawn('bash', ['-c', `exec ${line}`], { env: environment, cwd });
  children.add(child);
  let printed = '';
  const ended = new Promise<[string, string]>((done) => {
    child.on('close', () => done([line, printed]));
  });
  const ready = new Promise<void>((done) => {
    for (const output of [child.stdout, child.stderr])
      output.setEncoding('utf8').on('data', (text) => {
        printed += text;
        if (printed.includes(until)) done();
      });
    void ended.then(() => done());
  });
  return { ready, ended };
}

test('the packages that the recipes install are those that they are tested with', () => {
  const named = all
    .filter((line) => line.startsWith('npm install '))
    .flatMap((line) => line.split(' ').slice(2));
  const { dependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  expect(named.map((each) => each.replace(/(?<=.)@\d+$/, '')).sort()).toEqual(
    Object.keys(dependencies).sort(),
  );
  for (const [, name, major] of named.join(' ').matchAll(/(\S+)@(\d+)(?= |$)/g))
    expect([name, dependencies[name!]]).toEqual([name, expect.stringMatching(new RegExp(`^\\^${major}\\.`))]);
});

test('every document of the recipes is one of the schema that is served', () => {
  const documents = files.flatMap(({ text }) =>
    [...text.matchAll(/(?<![/\w])(?:graphql|gql)(?:\(\s*)?`([^`]*)`/g)].map(([, document]) => document!),
  );
  // Relay takes its own directives out before it asks.
  const rules = specifiedRules.filter((rule) => rule !== KnownDirectivesRule);
  const faults = documents.flatMap((document) =>
    validate(schema, parse(document), rules).map(({ message }) => `${message}: ${document}`),
  );
  expect(faults).toEqual([]);
  for (const { name, files: own } of clients)
    expect([name, own.filter((file) => !files.some(({ option }) => option === `file=${file}`))]).toEqual([
      name,
      [],
    ]);
  expect(documents.length).toBeGreaterThan(8);
});

test(
  'every recipe prints what it says, typed by the schema that is served',
  async () => {
    const page = join(folder, 'page');
    const [made, ...rest] = all.filter((line) => /^mkdir |^curl .* -o \S+$/.test(line));
    await execute(made!, await environmentOf('welfare-centre'), folder);
    await symlink(join(here, 'node_modules'), join(page, 'node_modules'));
    for (const { option, text } of files) {
      const file = option.slice('file='.length);
      if (!leftOut.some(({ files }) => files.includes(file))) await writeFile(join(page, file), text);
    }
    for (const line of rest) await execute(line, await environmentOf('welfare-centre'), page);
    const generators = new Set(
      all.filter((line) => line.startsWith('npx ') && line !== 'npx tsc' && !isLeftOut(line)),
    );
    await Promise.all([...generators].map(async (line) => execute(line, await environmentOf(null), page)));
    const untyped = '// @ts-expect-error there is no such field\n';
    await appendFile(join(page, 'page.ts'), `${untyped}household?.noField;\n`);
    for (const [file, wrong] of [
      ['urql.ts', '(await client.query(Clients, {})).data?.noField;'],
      ['relay.ts', 'data?.noField;'],
    ] as const)
      if (existsSync(join(page, file))) await appendFile(join(page, file), `${untyped}${wrong}\n`);
    await execute('npx tsc', await environmentOf(null), page);

    const expected: Record<string, string> = {};
    const programs: { line: string; until: string; environment: NodeJS.ProcessEnv }[] = [];
    let persona = 'welfare-centre';
    for (const { lines, until, printed } of shells)
      for (const line of lines) {
        persona = /token -- ([a-z-]+)/.exec(line)?.[1] ?? persona;
        if (!/^(node built\/|python3 |curl )/.test(line) || line.endsWith('-o schema.graphql')) continue;
        if (isLeftOut(line)) continue;
        expected[line] = printed;
        programs.push({ line, until, environment: await environmentOf(persona) });
      }
    expect(programs.length).toBeGreaterThan(6);
    // Those that listen are there before anybody does what they are told of; the others run side by side.
    const listening = programs.filter(({ until }) => until).map((each) => start(each, page));
    await Promise.all(listening.map(({ ready }) => ready));
    const others = programs.filter(({ until }) => !until).map((each) => start(each, page));
    const ended = await Promise.all([...listening, ...others].map((each) => each.ended));
    expect(Object.fromEntries(ended)).toEqual(expected);
  },
  patience,
);

test('no command of the page is left out', () => {
  const known = /^(export API_\w+=|mkdir |npm install |npx |node built\/\w+\.js$|python3 |curl -s)/;
  expect(all.filter((line) => !known.test(line))).toEqual([]);
});
