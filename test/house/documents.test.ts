import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

// What documents and comments point at must be there: a reader who follows them is otherwise lost.

const root = process.cwd();
const under = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.(ts|js|sql|md)$/.test(file) && !file.includes('node_modules'));
const atRoot = readdirSync(root).filter((file) => file.endsWith('.md'));
const documents = [...atRoot, ...under('docs'), ...under('schema')].filter((file) => file.endsWith('.md'));
// This file itself quotes what it looks for.
const sources = [...under('src'), ...under('test'), ...under('migrations')].filter(
  (file) => file !== 'test/house/documents.test.ts',
);
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');
const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '');

/** The anchors of a document's headings, as GitHub makes them. */
const anchorsOf = (file: string) =>
  [...withoutCode(textOf(file)).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

test('every link of a document leads to a file and a heading that are there', () => {
  const links = documents.flatMap((file) =>
    [...withoutCode(textOf(file)).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, to]) => to!)
      .filter((to) => !/^[a-z]+:/.test(to))
      .map((to) => ({ file, to })),
  );
  expect(links.length).toBeGreaterThan(20);
  const broken = links.filter(({ file, to }) => {
    const [path, anchor] = to.split('#');
    const target = path ? join(dirname(file), decodeURIComponent(path)) : file;
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && !anchorsOf(target).includes(decodeURIComponent(anchor));
  });
  expect(broken.map(({ file, to }) => `${file} links to ${to}`)).toEqual([]);
});

test('every file that a comment or a document names is there', () => {
  // Decisions and the changelog tell of files as they were; adding.md names files that its reader makes.
  const history = ['docs/decisions.md', 'docs/adding.md', 'CHANGELOG.md'];
  const named = /(?<![\w./-])(?:docs|src|test|migrations)\/[\w./-]+\.(?:md|ts|sql)\b/g;
  const missing = [...sources, ...documents]
    .filter((file) => !history.includes(file))
    .flatMap((file) =>
      [...textOf(file).matchAll(named)]
        .map(([path]) => path)
        .filter((path) => !existsSync(join(root, path)))
        .map((path) => `${file} names ${path}`),
    );
  expect(missing).toEqual([]);
});

test('every file that the walks of docs/architecture.md name is there', () => {
  const named = [...textOf('docs/architecture.md').matchAll(/`((?:[\w-]+\/)+[\w.-]+\.(?:ts|sql|md))`/g)];
  expect(named.length).toBeGreaterThan(30);
  const missing = named
    .map(([, path]) => path!)
    .filter((path) => !existsSync(join(root, path)) && !existsSync(join(root, 'src', path)));
  expect(missing).toEqual([]);
});

test('every block of docs/adding.md has its one place', () => {
  // What the code does once it is there is another question: npm run test:long -- adding.
  const blocks = [...textOf('docs/adding.md').matchAll(/^ *```ts file=(\S+)(?: after="(.+)")?$/gm)];
  expect(blocks.length).toBeGreaterThan(10);
  const lost = blocks.filter(([, file, after]) => {
    if (after === undefined) return existsSync(join(root, file!));
    if (after === '^') return !existsSync(join(root, file!));
    return (
      textOf(file!)
        .split('\n')
        .filter((line) => line === after).length !== 1
    );
  });
  expect(lost.map(([line]) => line.trim())).toEqual([]);
});

test('a section of docs/domain.md that is cited is there, and rules are cited from nowhere else', () => {
  const sections = [...textOf('docs/domain.md').matchAll(/^## (\d+)\. /gm)].map(([, number]) => number!);
  expect(sections).toEqual(sections.map((_, at) => String(at + 1)));
  const cited = [...sources, ...documents].flatMap((file) =>
    [...textOf(file).matchAll(/docs\/domain\.md, sections? (\d+)(?: and (\d+))?/g)].flatMap(
      ([, ...numbers]) => numbers.filter(Boolean).map((number) => ({ file, number })),
    ),
  );
  expect(cited.length).toBeGreaterThan(10);
  expect(cited.filter(({ number }) => !sections.includes(number))).toEqual([]);
  expect([...sources, ...documents].filter((file) => /\bDOMAIN\b/.test(textOf(file)))).toEqual([]);
});
