import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';

/** Holds every package of a test file, which removes them when it is through. */
const shelf = join(tmpdir(), `hamkke-hsds-${randomBytes(6).toString('hex')}`);
export const removePackages = () => rm(shelf, { recursive: true, force: true });
async function newFolder(): Promise<string> {
  await mkdir(shelf, { recursive: true });
  return mkdtemp(join(shelf, 'package-'));
}

type Files = Record<string, string | Buffer>;

/** A package as a folder. */
export async function folderOf(files: Files): Promise<string> {
  const root = await newFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

export interface ZipOptions {
  encrypted?: boolean;
  /** What the headers say of a file's size, whatever it is. */
  size?: number;
  /** The checksum in the headers is another one. */
  damaged?: boolean;
}

/** The bytes of a zip file whose entries are stored as they are. */
export function zipBytes(files: Files, { encrypted, size, damaged }: ZipOptions = {}): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const data = Buffer.from(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((encrypted ? 1 : 0) | 0x800, 2);
    common.writeUInt16LE(size === undefined ? 0 : 8, 4);
    common.writeUInt32LE((crc32(data) ^ (damaged ? 1 : 0)) >>> 0, 10);
    common.writeUInt32LE(data.length, 14);
    // The header of an encrypted entry is twelve bytes longer than what it holds.
    common.writeUInt32LE(size ?? data.length - (encrypted ? 12 : 0), 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    central.push(
      Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 0]), common, tail, name]),
    );
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(central.length, 4);
  end.writeUInt16LE(central.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

/** A file of its own with these bytes. */
export async function fileOf(name: string, bytes: Buffer): Promise<string> {
  const path = join(await newFolder(), name);
  await writeFile(path, bytes);
  return path;
}

export const zipOf = (files: Files, options?: ZipOptions) =>
  fileOf('directory.zip', zipBytes(files, options));

/** A small directory: one organization, its service at its location. */
export const small = (changes: Files = {}): Files => ({
  'datapackage.json': JSON.stringify({ resources: [{ name: 'service', path: 'services.csv' }] }),
  'data/organizations.csv': 'id,name,url\no1,용산종합사회복지관,www.example.org\n',
  'data/services.csv':
    'id,organization_id,name,description,status\ns1,o1,주거 상담,"Help with rent\\n\\n###MON###",active\ns2,o1,Food,,active\n',
  'data/locations.csv': 'id,organization_id,name,latitude,longitude\nl1,o1,Main office,37.53,126.96\n',
  'data/services_at_location.csv': 'id,service_id,location_id,description\nx1,s1,l1,\n',
  'data/regular_schedules.csv':
    'id,service_id,weekday,opens_at,closes_at,original_text\n,s1,Monday,9:00am,5:30pm,"9-5:30, Mon"\n',
  ...changes,
});
