import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StartError } from '../../src/errors.js';
import { complete, readAnswers, readOffices, type Said } from '../../src/setup/answers.js';
import { addMoreOffices, beginDistrict, type Office } from '../../src/setup/district.js';
import { startProvider } from '../identity/openidProvider.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { run, stopAll } from './process.js';

// docs/first-day.md, as it stands, on an empty database: the command, then every request to a server in production mode.

const guide = readFileSync('docs/first-day.md', 'utf8');
interface Block {
  language: string;
  options: string[];
  text: string;
}
const blocks: Block[] = [...guide.matchAll(/^```(\w+)(?: (.*))?\n([\s\S]*?)^```$/gm)].map(
  ([, language, options = '', text]) => ({ language: language!, options: options.split(' '), text: text! }),
);
const option = ({ options }: Block, name: string) =>
  options.flatMap((each) => (each.startsWith(`${name}=`) ? [each.slice(name.length + 1)] : []));

let database: TestDatabase;
let folder = '';
let provider: Awaited<ReturnType<typeof startProvider>>;
beforeAll(async () => {
  const people = [...new Set(blocks.flatMap((each) => option(each, 'as')))];
  [database, folder, provider] = await Promise.all([
    freshDatabase('empty'),
    mkdtemp(join(tmpdir(), 'hamkke-first-day-')),
    startProvider(people),
  ]);
});
afterAll(async () => {
  await stopAll();
  await provider?.stop();
  await database?.drop();
  if (folder) await rm(folder, { recursive: true });
});

const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(HAMKKE_|NODE_OPTIONS$|NODE_ENV$)/.test(name)),
);
const command = (program: string, ...args: string[]) =>
  promisify(execFile)(process.execPath, [`dist/${program}.js`, ...args, '--database', database.ownerUrl], {
    env: environment,
  });
const setup = (...args: string[]) => command('setup/command', ...args);
/** What the command would say, without a process for each sentence. */
const refusal = async (said: Said | string) => {
  try {
    const all = typeof said === 'string' ? await readAnswers(said) : said;
    const more = all.offices && !all.administrator;
    if (more) await addMoreOffices(database.owner, all.district!, readOffices(all.offices!), false);
    else await beginDistrict(database.owner, complete(all), false);
    return 'nothing was refused';
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return error.message;
  }
};
const counted = async () =>
  (
    await database.owner`select (select count(*)::int from organizations) as organizations,
    (select count(*)::int from staff) as staff, (select count(*)::int from districts) as districts`
  )[0];

describe('setup', () => {
  test('says what is wrong before it does anything', async () => {
    const named = { office: '구청', administrator: { subject: 'a', name: '가' } };
    expect(await refusal({ district: '11170' })).toMatch(/Say also: office, subject, name/);
    expect(await refusal({ district: '용산구', ...named })).toMatch(/five digits/);
    expect(await refusal({ district: '28110', ...named })).toMatch(
      /중구 \(28110\) is no more. It became 28125 and 28155/,
    );
    expect(await refusal({ district: '41111', ...named })).toMatch(/no basic local government/);
    expect(await refusal({ district: '99999', ...named })).toMatch(/no district 99999/);
    const longName = { ...named, office: '가'.repeat(201) };
    expect(await refusal({ district: '11170', ...longName })).toMatch(/200 letters/);
    const file = join(folder, 'wrong.json');
    await writeFile(
      file,
      '{ "district": 11170, "offices": [{ "name": " ", "kind": "SCHOOL" }], "colour": 1 }',
    );
    expect(await refusal(file)).toMatch(
      /"colour" is not known[\s\S]*"district" is a text[\s\S]*offices\[0\].name" is missing[\s\S]*offices\[0\].kind" is one of/,
    );
    await writeFile(file, 'district: 11170');
    expect(await refusal(file)).toMatch(/is no JSON/);
    expect(await counted()).toEqual({ organizations: 0, staff: 0, districts: 0 });
  });

  test('is what a server asks for where nobody works yet', async () => {
    const server = await serving();
    await server.ready();
    // The log is written behind what the server does.
    await expect.poll(() => server.printed(), { timeout: 60_000 }).toContain('Nobody works here yet');
    server.process.kill('SIGTERM');
    await server.ended();
  });

  test('begins a district once, with the first lines of its history and of its log; a dry run leaves nothing', async () => {
    const [file] = blocks.filter((each) => option(each, 'file').length > 0);
    const path = join(folder, 'district.json');
    await writeFile(path, file!.text);
    expect((await setup('--file', path, '--dry-run')).stdout).toMatch(
      /용산구 \(11170\) has begun[\s\S]*dry run/,
    );
    expect(await counted()).toEqual({ organizations: 0, staff: 0, districts: 0 });
    const { stdout } = await setup('--file', path);
    expect(stdout).toMatch(/CRISIS_CENTER\s+용산구 위기가정통합지원센터\s+Organization:[0-9a-f-]{36}/);
    expect(await counted()).toEqual({ organizations: 4, staff: 1, districts: 2 });
    expect([...(await database.owner`select kind from staff_changes order by kind`)]).toEqual([
      { kind: 'STAFF_ADDED' },
      { kind: 'POST_ADDED' },
    ]);
    expect([
      ...(await database.owner`select operation, action, district_id as district from access_log`),
    ]).toEqual([{ operation: 'setup', action: 'CHANGE', district: '11170' }]);
    const ids = (text: string) => text.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g);
    const repeated = (await setup('--file', path)).stdout;
    expect(repeated).toMatch(/has begun before: nothing was changed/);
    expect(ids(repeated)).toEqual(ids(stdout));
    const other = JSON.parse(file!.text);
    for (const each of [
      { ...other, office: '다른 구청' },
      { ...other, administrator: { ...other.administrator, subject: 'somebody-else' } },
      { ...other, offices: [{ name: '없던 기관', kind: 'POLICE' }] },
    ])
      expect(await refusal(each)).toMatch(/has begun before, with the office 용산구청: nothing was changed/);
    const again = { district: '41110', office: '수원시청' };
    const somebody = { subject: 'first-administrator', name: '가' };
    expect(await refusal({ ...again, administrator: somebody })).toMatch(/registered with the subject/);
    const offices: Office[] = [{ name: '남영동 주민센터', kind: 'DONG_OFFICE' }];
    const [added] = await addMoreOffices(database.owner, '11170', offices, false);
    expect(added).toMatchObject({ ...offices[0]!, before: false });
    const [there] = await addMoreOffices(database.owner, '11170', offices, false);
    expect(there).toMatchObject({ before: true, id: added!.id });
    const asPolice = [{ ...offices[0]!, kind: 'POLICE' as const }];
    expect(await refusal({ district: '11170', offices: asPolice })).toMatch(
      /남영동 주민센터 is there already, as DONG_OFFICE/,
    );
    expect(await refusal({ district: '41110', offices })).toMatch(/수원시 has not begun/);
    const twice = ['청파동 주민센터', ' 청파동 주민센터 '].map((name) => ({ ...offices[0]!, name }));
    expect(await refusal({ district: '11170', offices: twice })).toMatch(/Two offices have one name/);
    const unseen = [{ ...offices[0]!, name: '청파\u0007동' }];
    expect(await refusal({ district: '11170', offices: unseen })).toMatch(/can be seen/);
    // In nobody's name, but at which office.
    expect([
      ...(await database.owner`
        select l.staff_id as by, o.name from access_log l join organizations o on o.id = l.organization_id
        where l.operation = 'setup' order by l.id desc limit 1`),
    ]).toEqual([{ by: null, name: '남영동 주민센터' }]);
    expect(await counted()).toEqual({ organizations: 5, staff: 1, districts: 2 });
  });
});

test('a dry run refuses a database of another version, and does not migrate it', async () => {
  const [file, table] = [join(folder, 'beginning.json'), join(folder, 'table.csv')];
  await writeFile(file, blocks.find((each) => option(each, 'file').length > 0)!.text);
  await writeFile(table, 'subject,name,organization,duties,title\na,b,c,d,e\n');
  const version = () => database.owner`select hash from hamkke_installed where name = 'access'`;
  const [now] = await version();
  await database.owner`update hamkke_installed set hash = 'older' where name = 'access'`;
  const refused = await Promise.all(
    [
      ['setup/command', '--file', file],
      ['staff/import/command', table, '--as', 'first-administrator'],
      ['hsds/import/command', table],
      ['hsds/korea/command', folder],
    ].map(([program, ...args]) =>
      command(program!, ...args, '--dry-run').catch(({ stderr }: { stderr: string }) => stderr),
    ),
  );
  const sentence = 'functions and policies): run npm run migrate before a dry run, which changes nothing.';
  for (const said of refused) expect(said).toContain(sentence);
  expect(await version()).toEqual([{ hash: 'older' }]);
  await database.owner`update hamkke_installed set hash = ${now!.hash} where name = 'access'`;
});

/** The server of the district, in production mode. */
async function serving() {
  const key = join(folder, 'log-key.pem');
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' });
  await writeFile(key, pem, { mode: 0o600 });
  return run({
    NODE_ENV: 'production',
    DATABASE_URL: database.ownerUrl,
    HAMKKE_OIDC_ISSUER: provider.issuer,
    HAMKKE_OIDC_AUDIENCE: 'hamkke',
    HAMKKE_LOG_KEY_FILE: key,
    HAMKKE_PORT: '0',
  });
}

test('every request of the guide is answered as it says, by a server in production mode', async () => {
  const server = await serving();
  const url = await server.ready();
  expect(server.printed()).not.toContain('Nobody works here yet');
  const today = new Date().toLocaleDateString('sv', { timeZone: 'Asia/Seoul' });
  const [center] = await database.owner`select id from organizations where partner_kind = 'CRISIS_CENTER'`;
  const kept: Record<string, string> = {
    center: `Organization:${center!.id}`,
    today,
    inAYear: `${Number(today.slice(0, 4)) + 1}${today.slice(4, 8)}01`,
  };
  const steps = blocks.filter(({ language }) => language === 'graphql');
  expect(steps.length).toBeGreaterThan(8);
  for (const step of steps) {
    const query = step.text.replaceAll(/\$(\w+)/g, (_, name: string) => {
      expect(kept, step.text).toHaveProperty(name);
      return kept[name]!;
    });
    const [subject] = option(step, 'as');
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await provider.token({ subject: subject! })}`,
      },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data: Record<string, unknown>; errors?: unknown };
    expect([query, errors]).toEqual([query, undefined]);
    const [expected] = option(step, 'expect');
    if (expected === 'null') expect(Object.values(data)).toEqual([null]);
    else if (expected) expect(data).toEqual(JSON.parse(expected));
    for (const each of option(step, 'keep')) {
      const [name, path] = each.split(':');
      const value = path!
        .split('.')
        .reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], data);
      expect(value, each).toEqual(expect.any(String));
      kept[name!] = value as string;
    }
  }
});
