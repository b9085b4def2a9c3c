import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

// TypeScript 7 has no JavaScript API, so imports are read as what they are: lines of text.

const source = join(process.cwd(), 'src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'))
  .sort();
const textOf = (file: string) => readFileSync(join(source, file), 'utf8');

interface Import {
  file: string;
  /** A file of src, or the name of a package. */
  to: string;
  /** Gone once compiled: it says a shape and brings no code. */
  typeOnly: boolean;
}

const statement = /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const call = /\b(?:import|require)\('([^']+)'\)/g;

function importsOf(file: string): Import[] {
  const text = textOf(file);
  const to = (name: string) =>
    name.startsWith('.') ? normalize(join(dirname(file), name)).replace(/\.js$/, '.ts') : name;
  return [
    ...[...text.matchAll(statement)].map(([, type, name]) => ({ file, to: to(name!), typeOnly: !!type })),
    ...[...text.matchAll(call)].map(([, name]) => ({ file, to: to(name!), typeOnly: false })),
  ];
}

const imports = files.flatMap(importsOf);
const offenders = (rule: (each: Import) => boolean) =>
  imports.filter(rule).map(({ file, to }) => `${file} imports ${to}`);

/** The house from the ground up. A room takes code from the floors below it and from its own floor, never from above. */
const floors: readonly (readonly string[])[] = [
  ['errors.ts', 'faults.ts', 'commonFaults.ts', 'day.ts', 'text'],
  // The limits.ts and faults.ts of each noun, where the database's half of it is found: they take nothing of the noun.
  ['limits and faults'],
  ['config', 'config.ts'],
  ['database/tables'],
  ['access', 'accesslog', 'database', 'fact', 'hsds', 'region/codes', 'scalars.ts'],
  ['identity', 'release', 'seal', 'uniqueid'],
  ['request.ts', 'context.ts', 'node.ts', 'page.ts', 'connection.ts', 'mutation.ts'],
  [
    'agreement',
    'application',
    'campaign',
    'case',
    'catalogue',
    'change',
    'clock',
    'consent',
    'consultation',
    'eligibility',
    'emergency',
    'household',
    'inbox',
    'hsds/import',
    'hsds/korea',
    'log',
    'metrics',
    'policy',
    'referral',
    'region',
    'sponsor',
    'staff',
    'statistics',
    'viewer',
    'visit',
    'zone',
  ],
  ['nodes.ts', 'errorTypes.ts'],
  ['schema.ts'],
  ['http', 'demo', 'setup', 'upgrade'],
  ['serve.ts'],
  ['start.ts', 'outdated.ts', 'welcome.ts', 'contract'],
  ['main.ts'],
];
/** The floor of a file: that of the innermost folder which has one of its own. */
function floorOf(file: string): number {
  if (/^(?!config|contract)\w+\/(\w+\/)?(limits|faults)\.ts$/.test(file) && file !== 'database/faults.ts')
    return floors.findIndex(([room]) => room === 'limits and faults');
  for (let room = file; room !== '.'; room = dirname(room)) {
    const floor = floors.findIndex((rooms) => rooms.includes(room));
    if (floor >= 0) return floor;
  }
  return -1;
}
/** What runs in the browser is built by itself. */
const inside = (file: string) => !file.startsWith('explorer/');

const isResolver = (file: string) => /(^|\/)resolvers\.ts$|^nodes\.ts$/.test(file);
const isShape = (file: string) =>
  /^(agreement|application|campaign|case|catalogue|change|clock|consent|consultation|eligibility|emergency|household|inbox|log|metrics|policy|referral|sponsor|staff|viewer|visit|zone)\/[a-z]+\.ts$/.test(
    file,
  ) && !isResolver(file);

test('every room has its floor in the house', () => {
  expect(files.filter((file) => inside(file) && floorOf(file) === -1)).toEqual([]);
});

test('no room takes code from a floor above it', () => {
  expect(
    offenders(
      ({ file, to, typeOnly }) =>
        inside(file) && !typeOnly && files.includes(to) && floorOf(to) > floorOf(file),
    ),
  ).toEqual([]);
});

/** Files that lead back to themselves by their imports, shapes included: each circle with all of its files (Tarjan). */
function circlesOf(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string) => {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    open.push(file);
    for (const to of edges.get(file) ?? []) {
      if (!order.has(to)) visit(to);
      // What is closed has its circle, and none with this file.
      if (open.includes(to)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(to)!));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const file of edges.keys()) if (!order.has(file)) visit(file);
  return circles;
}

test('a circle of files is found, and a way that does not lead back is none', () => {
  const edges = { a: ['b'], b: ['c', 'd'], c: ['a'], d: ['e'], e: [], f: ['d', 'a'] };
  expect(circlesOf(new Map(Object.entries(edges)))).toEqual([['a', 'b', 'c']]);
});

test('files import each other in no circle, not even for a shape, but for types of the domain', () => {
  const edges = new Map(files.map((file) => [file, [] as string[]]));
  for (const { file, to } of imports) edges.get(file)!.push(...(edges.has(to) ? [to] : []));
  // A household has cases, and a case its household.
  expect(circlesOf(edges).filter((circle) => !circle.every((file) => file.endsWith('/types.ts')))).toEqual(
    [],
  );
});

test('tables import nothing but drizzle and each other', () => {
  expect(
    offenders(
      ({ file, to }) =>
        file.startsWith('database/tables/') &&
        !to.startsWith('database/tables/') &&
        !/^drizzle-orm(\/|$)/.test(to),
    ),
  ).toEqual([]);
});

test('types, facets and details import no resolver, not even its types', () => {
  expect(offenders(({ file, to }) => isShape(file) && isResolver(to))).toEqual([]);
});

test('resolvers are imported by the schema alone', () => {
  expect(offenders(({ file, to }) => isResolver(to) && file !== 'schema.ts')).toEqual([]);
});

test('the schema is imported by what serves it and by what publishes it alone', () => {
  expect(
    offenders(({ file, to }) => to === 'schema.ts' && file !== 'serve.ts' && !file.startsWith('contract/')),
  ).toEqual([]);
});

test('the explorer runs in a browser and takes nothing from the server', () => {
  expect(offenders(({ file, to }) => !inside(file) && files.includes(to) && inside(to))).toEqual([]);
});

test('graphql-shield and its middleware are loaded in access/shieldAdapter.ts alone', () => {
  expect(
    offenders(
      ({ file, to }) => /^graphql-(shield|middleware)/.test(to) && file !== 'access/shieldAdapter.ts',
    ),
  ).toEqual([]);
});

test('nothing but the contract check uses what users do not install', () => {
  const development = ['@graphql-inspector/core', 'drizzle-kit/api'];
  expect(offenders(({ file, to }) => development.includes(to) && !file.startsWith('contract/'))).toEqual([]);
});

test('only config.ts reads the environment; a command hands it over whole', () => {
  // The embedded database runs by itself in tests, and passes the path on to the programs that it starts.
  const allowed = ['config.ts', 'database/embedded/runner.ts'];
  const readers = files
    .filter((file) => inside(file) && !allowed.includes(file))
    .filter((file) =>
      textOf(file)
        .replaceAll(/read(Database)?Config\(process\.env\b/g, '')
        .includes('process.env'),
    );
  expect(readers).toEqual([]);
});
