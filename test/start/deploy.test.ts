import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settings } from '../../src/config/settings.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { run, stopAll } from './process.js';
import { until } from './program.js';

// What deploy/ holds, as far as it runs without containers and systemd: its files, its commands, in its own folder.

const files = readdirSync('deploy');
const textOf = (file: string) => readFileSync(join('deploy', file), 'utf8');
const all = files.map(textOf).join('\n');
const containerfile = textOf('Containerfile');
const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> })
  .scripts;

/** The last command of a kind, in the Containerfile or in the compose file. */
const commandOf = (kind: RegExp, text: string) =>
  JSON.parse(
    text
      .split('\n')
      .findLast((line) => kind.test(line))!
      .replace(/^[^[]*/, ''),
  ) as [string, ...string[]];

let database: TestDatabase;
let folder: string;
const blank = `hamkke_blank_${randomBytes(6).toString('hex')}`;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hamkke-deploy-'));
  database = await freshDatabase('empty');
  await database.owner.unsafe(`create database ${blank}`);
});
afterAll(async () => {
  await stopAll();
  await database?.owner.unsafe(`drop database if exists ${blank} with (force)`);
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** What a line of COPY from the project takes. */
const copied = [...containerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths]) =>
  paths!.split(' '),
);

test('names settings, files and commands that there are, with the memory that npm start gives', () => {
  const known = settings.map(({ name }) => name);
  expect([...new Set(all.match(/\bHAMKKE_[A-Z_]+\b/g))].filter((name) => !known.includes(name))).toEqual([]);
  expect(copied.filter((path) => !existsSync(path))).toEqual([]);
  // Whatever the compiler reads when it builds a server, from one configuration to the next.
  for (let next: string | undefined = /-p (tsconfig\.production\.json)/.exec(scripts.build!)![1]; next; ) {
    expect(copied).toContain(next);
    next = (JSON.parse(readFileSync(next, 'utf8')) as { extends?: string }).extends?.replace('./', '');
  }
  const programs = [...all.matchAll(/\bdist\/([\w/]+)\.js/g)].map(([, path]) => `src/${path}.ts`);
  expect(programs.filter((path) => !existsSync(path))).toEqual([]);
  const [, memory] = /exec node (.*) dist\/main\.js/.exec(scripts.start!)!;
  expect(commandOf(/^CMD/, containerfile).slice(1, -1).join(' ')).toBe(memory);
  expect(textOf('hamkke.service')).toContain(`node ${memory} dist/main.js`);
});

test('the roles are made by the statements of roles.sh', async () => {
  execFileSync('sh', ['-n', 'deploy/roles.sh']);
  const [, statements] = /<<'SQL'\n([\s\S]*?)\nSQL/.exec(textOf('roles.sh'))!;
  const made = randomBytes(6).toString('hex');
  const sql = statements!
    .replace(/^create database .*$/m, '')
    .replaceAll('hamkke_', `role_${made}_`)
    .replaceAll(/:'\w+'/g, "'secret'");
  await expect(
    database.owner.begin(async (transaction) => {
      await transaction.unsafe(sql);
      const roles = await transaction`select rolcanlogin as login, rolsuper or rolbypassrls as free
        from pg_roles where rolname like ${`role_${made}_%`} order by rolname`;
      expect([...roles]).toEqual([
        { login: true, free: false },
        { login: false, free: false },
        { login: true, free: false },
      ]);
      throw new Error('taken back');
    }),
  ).rejects.toThrow('taken back');
});

const analyze = '/usr/bin/systemd-analyze';
test.skipIf(!existsSync(analyze))('systemd takes the units as they are (needs systemd-analyze)', () => {
  const units = files.filter((file) => file.endsWith('.service'));
  expect(units.length).toBe(2);
  // The program that a unit starts must be there, and each machine has its own.
  for (const unit of units)
    writeFileSync(join(folder, unit), textOf(unit).replaceAll('/usr/bin/node', process.execPath));
  const paths = units.map((unit) => join(folder, unit));
  expect(execFileSync(analyze, ['verify', '--man=no', ...paths], { encoding: 'utf8', stdio: 'pipe' })).toBe(
    '',
  );
});

const freePort = async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
};

test('the files of the image migrate, serve and take a token of the provider, and each command ends at SIGTERM', async () => {
  const image = join(folder, 'image');
  for (const path of [...copied, 'dist']) cpSync(path, join(image, path), { recursive: true });
  symlinkSync(resolve('node_modules'), join(image, 'node_modules'));
  const url = new URL(database.ownerUrl);
  url.pathname = `/${blank}`;

  // compose.yaml: migrate
  const command = commandOf(/^ {4}command: /, textOf('compose.yaml'));
  const migrate = async (...more: string[]) => {
    const done = run({ NODE_ENV: 'production', DATABASE_URL: url.href }, [...command, ...more], image);
    return [await done.ended(), done.printed()] as const;
  };
  const latest = readdirSync('migrations')
    .findLast((file) => /^\d{4}_/.test(file))!
    .replace('.sql', '');
  for (const [args, ending] of [
    [['--dry-run'], /^To be done:[\s\S]*Nothing was done/],
    [[], /^Done:\n {2}migration 0000_[\s\S]*functions and policies[\s\S]*is of this version\.\n$/],
  ] as const) {
    const [code, said] = await migrate(...args);
    expect([code, said]).toEqual([0, expect.stringMatching(ending)]);
    expect(said).toContain(`migration ${latest}\n`);
  }
  expect(await migrate()).toEqual([0, 'Nothing to do: the database is of this version.\n']);

  // compose.yaml: provider and server
  const port = await freePort();
  const provider = run(
    { PORT: String(port), HOST: '127.0.0.1', SUBJECTS: 'head' },
    [...commandOf(/^CMD \["node", "deploy/, containerfile)],
    image,
  );
  await until('there are tokens', () => provider.printed().includes('Tokens are to be had'));
  const key = join(folder, 'log-key.pem');
  writeFileSync(key, generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }));
  const serve = () =>
    run(
      {
        NODE_ENV: 'production',
        DATABASE_URL: url.href,
        HAMKKE_MIGRATE: 'false',
        HAMKKE_OIDC_ISSUER: `http://127.0.0.1:${port}`,
        HAMKKE_OIDC_AUDIENCE: 'hamkke',
        HAMKKE_LOG_KEY_FILE: key,
        HAMKKE_PORT: '0',
      },
      commandOf(/^CMD/, containerfile),
      image,
    );
  const { default: postgres } = await import('postgres');
  const owner = postgres(url.href, { max: 1, onnotice: () => {} });
  await owner`update hamkke_installed set hash = 'of an older version' where name = 'access' or name like 'fact cells%'`;
  await owner.end();
  const refused = serve();
  expect(await refused.ended()).toBe(1);
  expect(refused.printed()).toMatch(
    /^The database is not of this version yet \(functions and policies, sums of facts\): run npm run migrate, or .* HAMKKE_MIGRATE=true\.$/m,
  );
  expect(await migrate()).toEqual([
    0,
    'Done:\n  functions and policies\n  sums of facts\nThe database is of this version.\n',
  ]);

  const server = serve();
  const address = await server.ready();
  const answer = await fetch(`http://127.0.0.1:${port}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      resource: 'urn:hamkke',
      client_id: 'head',
      client_secret: 'try-out',
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ services { totalCount } }' }),
  });
  // The token is good, and nobody is registered yet.
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { reason: 'NOT_ACTIVE_STAFF' } }] });
  const [node, ...args] = commandOf(/^HEALTHCHECK/, containerfile);
  execFileSync(
    node,
    args.map((each) => each.replace('http://127.0.0.1:4000', address)),
  );
  for (const each of [server, provider]) {
    each.process.kill('SIGTERM');
    expect(await each.ended()).toBe(0);
  }
});
