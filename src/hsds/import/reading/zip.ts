import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { limits, PackageError, type PackedFile } from './packed.js';

/** Opens a zip file: names are checked before anything is read, contents while they are. */
export async function openZip(at: string, path: string): Promise<{ files: PackedFile[]; close: () => void }> {
  const zip = await openPromise(at, { autoClose: false, lazyEntries: true, strictFileNames: true }).catch(
    (error: unknown) => {
      throw unreadable(path, error);
    },
  );
  try {
    return { files: await filesOf(path, zip), close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error instanceof PackageError ? error : unreadable(path, error);
  }
}

async function filesOf(path: string, zip: ZipFile): Promise<PackedFile[]> {
  if (zip.entryCount > limits.entries)
    throw new PackageError(`${path} holds ${zip.entryCount} files: no directory needs so many.`);
  const files = new Map<string, PackedFile>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    refuseUnsafe(path, entry);
    total += entry.uncompressedSize;
    if (files.has(entry.fileName)) throw new PackageError(`${path} holds ${entry.fileName} twice.`);
    files.set(entry.fileName, {
      path: entry.fileName,
      open: async () => Readable.from(read(path, zip, entry)),
    });
  }
  if (total > limits.totalBytes)
    throw new PackageError(`${path} would unpack to ${total} bytes: too large for a directory.`);
  return [...files.values()];
}

function refuseUnsafe(path: string, entry: Entry) {
  const { fileName, uncompressedSize, compressedSize } = entry;
  if (entry.isEncrypted())
    throw new PackageError(`${path} is encrypted (${fileName}): import it without a password.`);
  if (uncompressedSize > limits.fileBytes)
    throw new PackageError(`${path} unpacks ${fileName} to ${uncompressedSize} bytes: too large.`);
  if (uncompressedSize > limits.ratioFrom && uncompressedSize > compressedSize * limits.ratio)
    throw new PackageError(
      `${path} unpacks ${fileName} to more than ${limits.ratio} times its size: this looks like a zip bomb.`,
    );
}

/** yauzl checks sizes and leaves the checksum to us: a damaged row must not pass for a real one. */
async function* read(path: string, zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  let sum = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      sum = crc32(chunk as Buffer, sum);
      yield chunk as Buffer;
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  if (sum !== entry.crc32) throw new PackageError(`${path} is damaged: ${entry.fileName} has changed.`);
}

function unreadable(path: string, error: unknown): PackageError {
  if (error instanceof PackageError) return error;
  const said = error instanceof Error ? error.message : String(error);
  if (/invalid relative path|absolute path|invalid characters in fileName/i.test(said))
    return new PackageError(`${path} is refused: a file in it has a path that leaves the package (${said}).`);
  if (/too many bytes in the stream|not enough bytes/i.test(said))
    return new PackageError(`${path} is damaged: a file in it is not as long as it says (${said}).`);
  if (/end of central directory|unexpected EOF|truncated/i.test(said))
    return new PackageError(`${path} is cut off: its end is missing, so copy or download it again.`);
  return new PackageError(`${path} cannot be read as a zip file (${said}).`);
}
