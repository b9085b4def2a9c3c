import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { personas } from '../../src/identity/personas.js';
import { publish } from '../../src/release/publish.js';
import { keyIdOf } from '../../src/seal/key.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

// What the first pages print is what their reader gets, in both languages.

const pages = ['README.md', 'README.ko.md', 'docs/using.md', 'docs/using.ko.md'];
const textOf = (page: string) => readFileSync(page, 'utf8');
const run = promisify(execFile);

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

/** Runs a command as it is printed, at the address and with the token that it has here. */
async function answered(command: string, persona: string): Promise<unknown> {
  const here = command
    .replace('localhost:4000', app.url.replace('http://', ''))
    .replace(/\$\(npm run --silent token -- [a-z-]+\)/, await app.tokenOf(persona));
  const { stdout } = await run('bash', ['-c', here]);
  return JSON.parse(stdout);
}

test.each(['README.md', 'README.ko.md'])('%s shows what each persona is answered', async (page) => {
  const text = textOf(page);
  const [, command] = /```sh\n(curl[\s\S]*?)```/.exec(text)!;
  const shown = [...text.matchAll(/`([a-z-]+)`[^`]*\n\n```json\n(.*)\n```/g)];
  expect(shown.map(([, persona]) => persona)).toEqual(['case-manager', 'welfare-centre', 'apo']);
  for (const [, persona, answer] of shown)
    expect([persona, await answered(command!, persona!)]).toEqual([persona, JSON.parse(answer!)]);
  const [, none, nothing] = /`(welfare-centre-none)`[^`]*`(\{.*?\})`/.exec(text)!;
  expect(await answered(command!, none!)).toEqual(JSON.parse(nothing!));
  expect(text.split('\n').length).toBeLessThan(120);
});

test.each(['README.md', 'README.ko.md'])(
  '%s names a morning of requests that the nurse may send',
  async (page) => {
    const named = [...textOf(page).matchAll(/\[`(\w+)`\]\((schema\/operations\/outreach\/\S+)\)/g)];
    expect(named).toHaveLength(5);
    const variablesAt = (file: string) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
    for (const [, name, file] of named) {
      const { errors } = await app.ask(
        'nurse',
        textOf(file!),
        variablesAt(file!.replace('.graphql', '.json')),
      );
      expect([name, errors]).toEqual([name, undefined]);
    }
  },
);

test.each(pages)(
  '%s leads to what is there, and names commands and personas that there are',
  async (page) => {
    const text = textOf(page);
    for (const [, link] of text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g))
      expect([link, existsSync(join(dirname(page), link!))]).toEqual([link, true]);
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
    for (const [, script] of text.matchAll(/npm run (?:--silent )?([a-z:]+)/g))
      expect(Object.keys(scripts)).toContain(script);
    if (!page.includes('using')) return;
    const told = text.split('\n').filter((line) => line.startsWith('| `'));
    expect(
      told.flatMap((line) => [...line.split('|')[1]!.matchAll(/`([a-z-]+)`/g)].map(([, key]) => key)).sort(),
    ).toEqual(personas.map(({ key }) => key).sort());
    const commands = [...text.matchAll(/```sh\n(curl[\s\S]*?)```/g)].map(([, command]) => command!);
    const command = commands.find((each) => each.includes('services'));
    const answer = (await answered(command!, 'head')) as { data: { services: { nodes: object[] } } };
    expect(answer.data.services.nodes.length).toBeGreaterThan(0);
  },
);

test.each(['README.md', 'README.ko.md'])(
  '%s names addresses and operations of statistics that answer',
  async (page) => {
    const { privateKey } = generateKeyPairSync('ed25519');
    await publish(database.owner, { id: keyIdOf(privateKey), privateKey }, '41150', '2019-12');
    const text = textOf(page);
    const named = [...text.matchAll(/\[`(\w+)`\]\((schema\/operations\/\w+\.graphql)\)/g)];
    expect(named.map(([, name]) => name)).toEqual(['figures', 'figureTable', 'funnel', 'measureList']);
    for (const persona of ['reporter', 'songsan-statistics'])
      for (const [, name, file] of named) {
        const variables = { ...variablesOf(file!), district: '41150', period };
        const { data, errors } = await app.ask(
          persona,
          textOf(file!),
          name === 'measureList' ? {} : variables,
        );
        expect([persona, name, errors, data && Object.values(data).every(Boolean)]).toEqual([
          persona,
          name,
          undefined,
          true,
        ]);
      }
    const paths = [...text.matchAll(/(?:localhost|127\.0\.0\.1):4000(\/(?:statistics|odata)[\w./]*)/g)].map(
      ([, path]) => path!,
    );
    expect(new Set(paths).size).toBe(4);
    for (const path of paths) expect([path, (await fetch(`${app.url}${path}`)).status]).toEqual([path, 200]);
  },
);
const period = { from: '2019-01-01', until: '2019-12-31' };
const variablesOf = (file: string) => {
  const beside = file.replace('.graphql', '.json');
  return existsSync(beside) ? JSON.parse(readFileSync(beside, 'utf8')) : {};
};
