import { createReadStream, type Stats } from 'node:fs';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { limits, PackageError, type PackedFile } from './packed.js';
import { openZip } from './zip.js';

/** An opened file, zip file or folder. */
export interface Package {
  /** What a person calls it. */
  name: string;
  /** As they were found; what each is says `sourcesOf`. */
  files: PackedFile[];
  close(): void;
}

/** Opens a zip file, a folder, or a single file. */
export async function openPackage(path: string, name = path): Promise<Package> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(name, error);
  });
  if (found.isDirectory()) return { name, files: visible(await folderFiles(path)), close: () => {} };
  const first = await firstBytes(path, name);
  if (first.length === 0) throw new PackageError(`${name} is empty: neither a zip file nor anything else.`);
  if (first.toString('latin1', 0, 2) === 'PK') {
    const zip = await openZip(path, name);
    return { name, files: visible(zip.files), close: zip.close };
  }
  return { name, files: [fileAt(path, basename(name), found)], close: () => {} };
}

/** The name that ids are made from when none is given: the file's, without its ending. */
export const sourceFromName = (path: string) =>
  basename(path, extname(path))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '') || 'hsds';

function unreadable(name: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new PackageError(`${name} does not exist.`);
  return code ? new PackageError(`${name} cannot be read (${code}).`) : error;
}

async function firstBytes(path: string, name: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer: bytes, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(name, error);
  }
}

const visible = (files: PackedFile[]) => files.filter((file) => !/(^|\/)(__MACOSX\/|\.)/.test(file.path));

/** Links are left alone: they may lead out of the folder. */
async function folderFiles(root: string, under = '', depth = 0): Promise<PackedFile[]> {
  const files: PackedFile[] = [];
  const names = await readdir(join(root, under)).catch((error: unknown) => {
    throw unreadable(under || root, error);
  });
  for (const name of names.sort()) {
    const path = under ? `${under}/${name}` : name;
    const found = await lstat(join(root, path));
    if (found.isDirectory() && depth < 2) files.push(...(await folderFiles(root, path, depth + 1)));
    if (found.isFile()) files.push(fileAt(join(root, path), path, found));
    if (files.length > limits.entries)
      throw new PackageError(`${root} holds more than ${limits.entries} files: no directory needs so many.`);
  }
  return files;
}

function fileAt(at: string, path: string, { size }: Stats): PackedFile {
  if (size > limits.fileBytes)
    throw new PackageError(`${path} is larger than ${limits.fileBytes} bytes: too large for a directory.`);
  return { path, open: async () => createReadStream(at) };
}
