import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bases, dataClasses } from '../../src/access/classes.js';
import { duties } from '../../src/access/duties.js';
import { accessSql } from '../../src/access/policies.js';
import { declaredFaults } from '../../src/database/faults.js';
import { functionFiles, readFunctions } from '../../src/database/functions.js';
import { partnerKind } from '../../src/database/tables/enums.js';
import { factTriggers } from '../../src/fact/sql.js';
import { hsdsSql } from '../../src/hsds/functions.js';

// The calls are read as lines of text, so that those count, too, that stand in the text of dynamic SQL. Only comments do not.

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/--.*$/gm, '');
const sources = readdirSync(join(process.cwd(), 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .sort();
const files = Object.keys(functionFiles);
const sql = new Map(files.map((file) => [file, withoutComments(readFunctions(file))]));
/** Made from TypeScript: what the rules say, which every file may use, and what comes after all files. */
const rules = accessSql.before;
const later = `${hsdsSql()}${accessSql.after}${factTriggers()}`;

const made = /\bcreate (?:or replace )?(?:function|type) hamkke\.(\w+)/g;
const makes = (text: string) => [...new Set([...text.matchAll(made)].map(([, name]) => name!))];
const makers = new Map<string, string[]>();
for (const [file, text] of sql)
  for (const name of makes(text)) makers.set(name, [...(makers.get(name) ?? []), file]);

/** The functions and types that a text uses. In quotes and without an argument it is a setting of the transaction. */
function uses(text: string): string[] {
  const found = [...text.replaceAll(made, '').matchAll(/('?)hamkke\.(\w+)(\s*\()?/g)];
  return [...new Set(found.filter(([, quote, , call]) => !quote || call).map(([, , name]) => name!))];
}

/** A file with all that it needs, and what these need. */
const reach = (file: string): string[] => [file, ...functionFiles[file]!.flatMap(reach)];

test('every file of SQL in src is in the list', () => {
  const inSql = files.filter((file) => file.endsWith('.sql'));
  expect(inSql.sort()).toEqual(sources.filter((file) => file.endsWith('.sql')));
});

test('a file stands after the files that it needs, so that there is no circle of them', () => {
  const early = files.flatMap((file, place) =>
    functionFiles[file]!.filter((need) => !files.slice(0, place).includes(need)).map((need) => [file, need]),
  );
  expect(early).toEqual([]);
});

test('lines of SQL are no longer than those of TypeScript, but for a text that cannot be broken', () => {
  const { lineWidth } = JSON.parse(readFileSync('biome.json', 'utf8')).formatter as { lineWidth: number };
  const unbreakable = (line: string) =>
    [...line.matchAll(/'(?:[^']|'')*'/g)].some(
      ([text]) => text.length >= 60 && line.length - text.length <= 50,
    );
  const inSql = files.filter((file) => file.endsWith('.sql'));
  const long = inSql.flatMap((file) =>
    readFunctions(file)
      .split('\n')
      .map((line, index) => ({ line, place: `${file}:${index + 1}` }))
      .filter(({ line }) => line.length > lineWidth && !unbreakable(line))
      .map(({ place }) => place),
  );
  expect(long).toEqual([]);
});

test('functions of one name stand in one file', () => {
  expect([...makers].filter(([, some]) => some.length > 1)).toEqual([]);
  expect(makes(rules).filter((name) => makers.has(name))).toEqual([]);
});

test('a file calls only what stands in it or in the files that it needs', () => {
  const known = new Set(makes(rules));
  const beyond = [...sql].flatMap(([file, text]) => {
    const within = new Set(reach(file).flatMap((each) => makes(sql.get(each)!)));
    return uses(text)
      .filter((name) => !known.has(name) && !within.has(name))
      .map((name) => `${file} calls ${name}`);
  });
  expect(beyond).toEqual([]);
  expect(uses(rules).filter((name) => makers.has(name) && !known.has(name))).toEqual([]);
});

test('a file calls something of each file that it says it needs', () => {
  const idle = files.flatMap((file) => {
    const called = uses(sql.get(file)!);
    return functionFiles[file]!.filter(
      (need) => !makes(sql.get(need)!).some((name) => called.includes(name)),
    ).map((need) => `${file} needs ${need}`);
  });
  expect(idle).toEqual([]);
});

test('there is no function that nobody calls', () => {
  /** Adds every ledger up anew, for whoever audits one; the tests of money run it. */
  const forAuditors = ['ledger_faults'];
  const code = sources
    .filter((file) => file.endsWith('.ts'))
    .map((file) => withoutComments(readFileSync(join(process.cwd(), 'src', file), 'utf8')))
    .join('\n');
  // TypeScript writes the name whole, or hands it over by itself.
  const called = new Set(
    [...code.matchAll(/(?<!function )(?:['"`]?hamkke\.|['"`])(\w+)\b/g)].map(([, name]) => name!),
  );
  // What is not the text of a function is run: a policy, a block.
  const statements = [...sql.values(), rules, later].flatMap((text) =>
    text.split(/(?=\bcreate or replace function hamkke\.)|^(?=do )/m),
  );
  const calls = statements.map((text) => ({ name: makes(text)[0], to: uses(text) }));
  for (let before = -1; before < called.size; ) {
    before = called.size;
    for (const { name, to } of calls) if (!name || called.has(name)) for (const each of to) called.add(each);
  }
  expect([...makers.keys(), ...makes(rules)].filter((name) => !called.has(name))).toEqual(forAuditors);
});

test('which duties, classes, bases and kinds of organization go together is said in TypeScript alone', () => {
  const values: readonly string[] = [...duties, ...dataClasses, ...bases, ...partnerKind.enumValues];
  const lists = [...sql].flatMap(([file, text]) =>
    [...text.matchAll(/'\{([A-Z_, ]+)\}'|(?:\bin \(|\barray\[)((?:'[A-Z_]+'(?:, *)?)+)/g)].map(
      ([, one, other]) => ({
        file,
        list: (one ?? other)!.replaceAll("'", '').split(/, */),
      }),
    ),
  );
  expect(lists.length).toBeGreaterThan(5);
  expect(lists.filter(({ list }) => list.length > 1 && list.every((each) => values.includes(each)))).toEqual(
    [],
  );
});

describe('a refusal in SQL', () => {
  /** The calls of `hamkke.refuse`, each with the codes of the faults that it chooses from and the values it gives. */
  const refusals = [...sql].flatMap(([file, text]) =>
    [...text.matchAll(/hamkke\.refuse\(([^;]*)\);/g)].map(([, call]) => ({
      file,
      // A code stands first, or is the outcome of a condition.
      codes: [...call!.matchAll(/(?:^|\bthen\s+|\belse\s+)'([^']*)'/g)].map(([, code]) => code!),
      values: [...call!.matchAll(/(?:jsonb_build_object\(|,\s*)'(\w+)',/g)].map(([, name]) => name!),
    })),
  );

  test('names a fault that TypeScript declares', () => {
    const calls = [...sql.values()].flatMap((text) => text.match(/(?<!function )hamkke\.refuse\(/g) ?? []);
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals).toHaveLength(calls.length);
    expect(refusals.filter(({ codes }) => codes.length === 0)).toEqual([]);
    const unknown = refusals.flatMap(({ file, codes }) =>
      codes.filter((code) => !declaredFaults.has(code)).map((code) => `${file} refuses for ${code}`),
    );
    expect(unknown).toEqual([]);
  });

  test('is there for each declared fault that TypeScript itself does not refuse for', () => {
    const raised = new Set(refusals.flatMap(({ codes }) => codes));
    const code = sources
      .filter((file) => file.endsWith('.ts') && !file.endsWith('faults.ts'))
      .concat('commonFaults.ts')
      .map((file) => readFileSync(join(process.cwd(), 'src', file), 'utf8'))
      .join('\n');
    const named = new Set(
      [...code.matchAll(/(?:Faults\.|')([A-Z]+(?:_[A-Z]+)+)\b/g)].map(([, name]) => name!),
    );
    expect([...declaredFaults.keys()].filter((each) => !raised.has(each) && !named.has(each))).toEqual([]);
  });

  test('gives the values that its sentence and its extensions need, and no others', () => {
    const wrong = refusals.flatMap(({ file, codes, values }) =>
      codes.flatMap((code) => {
        const needed = new Set<string>();
        const listening = new Proxy(Object.fromEntries(values.map((name) => [name, []])), {
          get(given, name) {
            needed.add(String(name));
            return given[String(name)] ?? [];
          },
        });
        const fault = declaredFaults.get(code);
        fault?.sentence(listening);
        fault?.extensions(listening);
        return [...needed].sort().join() === [...values].sort().join() ? [] : [`${file}: ${code}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('says no sentence: whatever SQL raises is a code, or a note that no client reads', () => {
    const said = [...sql].flatMap(([file, text]) =>
      [...text.matchAll(/(?:raise exception|hamkke\.(?:refuse|not_found))\b([^;]*);/g)].flatMap(([, call]) =>
        [...call!.matchAll(/'((?:[^']|'')*)'/g)]
          .map(([, literal]) => literal!)
          .filter((literal) => /[.!?](\s|$)|\p{Script=Hangul}|^[A-Z][a-z]/u.test(literal))
          .map((literal) => `${file}: ${literal}`),
      ),
    );
    // What a client reads is raised by one function, for the registry of faults to say.
    const aside = [...sql].flatMap(([file, text]) =>
      file === 'access/sql/errors.sql'
        ? []
        : [...text.matchAll(/'HK4(?!09')\d\d'/g)].map(([code]) => `${file}: ${code}`),
    );
    expect({ said, aside }).toEqual({ said: [], aside: [] });
  });
});
