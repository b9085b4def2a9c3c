import type { ObjectName } from '../../objects.js';
import { type Resource, resources } from '../../resources.js';
import { PackageError } from '../reading/packed.js';
import type { Source } from '../reading/sources.js';
import { eligibility, fileRules, placeless } from './files.js';
import { entityNamed, known } from './objectNames.js';

export type Standard = '2.0' | '3';

/** The object that a file's rows are in HSDS 3.x, by the file's name. */
export const objectOfFile = (name: string): ObjectName | null => {
  const path = `${name
    .replace(/^.*\//, '')
    .replace(/\.csv$/i, '')
    .toLowerCase()}.csv`;
  for (const each of resources.values()) if (each.path === path) return each.name;
  return entityNamed(path.replace(/\.csv$/, ''));
};

const older: ReadonlySet<string> = new Set([
  ...fileRules.flatMap(({ names }) => names),
  ...eligibility.names,
  ...Object.keys(placeless),
]);

/** Columns that no directory had before HSDS 3, where they are in the file that HSDS 3 gives them. */
const newer: ReadonlySet<string> = new Set(
  (
    'location_type eligibility_description minimum_age assured_date alert logo parent_organization_id link_id address_type ' +
    'byday phone_id term_uri taxonomy_id unit_id'
  ).split(' '),
);

/** Columns of a service that HSDS had before 2.0 and has in tables of their own since. */
const oldest: ReadonlySet<string> = new Set(['location_id', 'taxonomy_ids']);

const columnsIn = ({ header }: Source) =>
  header
    .split(/[\r\n]/, 1)[0]!
    .toLowerCase()
    .split(/[,;\t|"]+/)
    .map((each) => each.trim());

/** Which HSDS a package is written in: JSON is of 3.x, and so are files and columns that 2.0 did not have. */
export function standardOf(sources: readonly Source[]): Standard {
  const tables = sources.filter(({ form }) => form === 'table');
  const names = (each: Source) => [
    each.name,
    each.path
      .replace(/^.*\//, '')
      .replace(/\.csv$/i, '')
      .toLowerCase(),
  ];
  const objectsOf = (each: Source) =>
    names(each).flatMap((name) => {
      const object = objectOfFile(name);
      return object ? [object] : [];
    });
  const onlyOlder = tables.find(
    (each) =>
      names(each).some((name) => older.has(name) && !objectOfFile(name)) ||
      (objectsOf(each).includes('service') && columnsIn(each).some((column) => oldest.has(column))),
  );
  const onlyNewer = tables.find(
    (each) =>
      names(each).some((name) => objectOfFile(name) !== null && !older.has(name)) ||
      objectsOf(each).some((object) =>
        columnsIn(each).some((column) => newer.has(column) && known(resources.get(object)!).has(column)),
      ),
  );
  const document = sources.find(({ form }) => form !== 'table');
  if (onlyOlder && document)
    throw new PackageError(
      `${onlyOlder.path} is of HSDS 2.0 and ${document.path} of 3.x: import them one after the other.`,
    );
  return document || (onlyNewer && !onlyOlder) ? '3' : '2.0';
}

const roots: readonly ObjectName[] = [
  'organization',
  'service',
  'service_at_location',
  'location',
  'program',
  'taxonomy',
  'taxonomy_term',
];

/**
 * Which object a document is, which HSDS leaves to whoever asked for it: the one that knows most of what it says, and
 * among those that know as much, what the file is called or what came before in it.
 */
export function kindOf(value: unknown, hints: readonly (ObjectName | null)[]): ObjectName | null {
  if (typeof value !== 'object' || value === null) return null;
  const keys = Object.keys(value);
  const object = value as Record<string, unknown>;
  // An object where HSDS has a text is another thing of the same name.
  const means = (it: Resource, key: string) =>
    known(it).has(key) && !(typeof object[key] === 'object' && object[key] !== null && isText(it, key));
  const unknown = (it: Resource) => keys.filter((key) => !means(it, key)).length;
  const hinted = hints.find((each) => each !== null);
  const candidates = [...new Set([...roots, ...(hinted ? [hinted] : [])])].map((name) => ({
    name,
    unknown: unknown(resources.get(name)!),
  }));
  const fewest = Math.min(...candidates.map((each) => each.unknown));
  const best = candidates.filter((each) => each.unknown === fewest).map(({ name }) => name);
  // An object of which nothing is known but its id could be anything.
  if (fewest >= keys.length - Number('id' in value)) return null;
  for (const hint of hints) if (hint && best.includes(hint)) return hint;
  return best.length === 1 ? best[0]! : null;
}

const isText = (it: Resource, key: string) =>
  it.fields.some(({ name, references }) => name === key && !references && name !== 'id');

/** The object whose name stands in a file's: services-page-2, organization_list. */
export function hintOf(name: string): ObjectName | null {
  const said = name.toLowerCase().replaceAll('-', '_');
  const longest = [...roots].sort((a, b) => b.length - a.length);
  return longest.find((each) => said.includes(each)) ?? (/taxonomies/.test(said) ? 'taxonomy' : null);
}
