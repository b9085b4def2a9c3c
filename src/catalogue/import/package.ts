import { createReadStream } from 'node:fs';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { limits, PackageError, type PackedFile } from './packed.js';
import { openZip } from './zip.js';

/** A file of rows: `name` is what HSDS calls it (without .csv), whatever the package named it. */
export interface PackedTable extends PackedFile {
  name: string;
  delimiter: string;
}

/** An opened data package. */
export interface Package {
  tables: PackedTable[];
  close(): void;
}

/** Opens a zip file or a folder as named CSV streams. */
export async function openPackage(path: string): Promise<Package> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new PackageError(
      error.code === 'ENOENT' ? `${path} does not exist.` : `${path} cannot be read (${error.code}).`,
    );
  });
  const { files, close } = found.isDirectory()
    ? { files: await folderFiles(path), close: () => {} }
    : await openZip(path, await firstBytes(path));
  try {
    return { tables: await tablesOf(path, files), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** The name that ids are made from when none is given: the file's, without its ending. */
export const sourceFromName = (path: string) =>
  basename(path, extname(path))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '') || 'hsds';

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new PackageError(`${path} cannot be read (${error.code}).`);
  });
  try {
    const { buffer: bytes, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Links are left alone: they may lead out of the folder. */
async function folderFiles(root: string, under = '', depth = 0): Promise<PackedFile[]> {
  const files: PackedFile[] = [];
  for (const name of (await readdir(join(root, under))).sort()) {
    const path = under ? `${under}/${name}` : name;
    const found = await lstat(join(root, path));
    if (found.isDirectory() && depth < 2) files.push(...(await folderFiles(root, path, depth + 1)));
    if (!found.isFile()) continue;
    if (found.size > limits.fileBytes)
      throw new PackageError(`${path} is larger than ${limits.fileBytes} bytes: too large for a directory.`);
    files.push({ path, open: async () => createReadStream(join(root, path)) });
  }
  return files;
}

interface Resource {
  name?: unknown;
  path?: unknown;
  encoding?: unknown;
  dialect?: { delimiter?: unknown };
}

async function tablesOf(path: string, files: PackedFile[]): Promise<PackedTable[]> {
  const shown = files.filter((file) => !/(^|\/)(__MACOSX\/|\.)/.test(file.path));
  const description = shown.find((file) => basename(file.path).toLowerCase() === 'datapackage.json');
  const resources = description ? await resourcesOf(description) : [];
  const tables = shown
    .filter((file) => /\.csv$/i.test(file.path))
    .map((file) => ({ ...file, ...described(file.path, resources) }));
  if (tables.length === 0)
    throw new PackageError(
      description
        ? `${path} has a datapackage.json and none of the CSV files that it describes.`
        : `${path} is no HSDS data package: it has neither a datapackage.json nor a CSV file.`,
    );
  return tables;
}

/** Packages name their files with and without the folder: the last part of the path decides. */
function described(path: string, resources: Resource[]): { name: string; delimiter: string } {
  const file = basename(path).toLowerCase();
  const resource = resources.find(
    (each) => typeof each.path === 'string' && basename(each.path).toLowerCase() === file,
  );
  const encoding = typeof resource?.encoding === 'string' ? resource.encoding : 'utf-8';
  if (!/^(utf-?8|us-ascii)$/i.test(encoding))
    throw new PackageError(
      `${path} is said to be ${encoding} by datapackage.json: save it as UTF-8 and import it again.`,
    );
  const delimiter = resource?.dialect?.delimiter;
  return {
    name: typeof resource?.name === 'string' ? resource.name.toLowerCase() : file.replace(/\.csv$/, ''),
    delimiter: typeof delimiter === 'string' && delimiter !== '' ? delimiter : ',',
  };
}

async function resourcesOf(file: PackedFile): Promise<Resource[]> {
  const text = (await buffer(await file.open())).toString('utf8').replace(/^\uFEFF/, '');
  try {
    const { resources } = JSON.parse(text) as { resources?: unknown };
    return Array.isArray(resources) ? resources.filter((each) => typeof each === 'object' && each) : [];
  } catch {
    throw new PackageError(`${file.path} is not JSON: the package is damaged.`);
  }
}
