import { cutMark, limits, PackageError } from './packed.js';

export const tooLarge = `An object of more than ${limits.objectBytes / 1024 ** 2} MB`;
export const brokenLine = 'A line that is not JSON';

/** The text of one object of a JSON document. */
export interface ItemText {
  line: number;
  list: string | null;
  text: string;
  problem?: string;
}

const [quote, backslash, newline, comma, colon] = [0x22, 0x5c, 0x0a, 0x2c, 0x3a];
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];
const isSpace = (byte: number) => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === newline;

/** Whether a key of a larger object holds its objects one after another. */
export type IsList = (key: string) => boolean;

/** What holds objects of the catalogue. */
export const holdsObjects: IsList = (key) => key === 'contents' || key === 'content' || key.endsWith('.csv');

/** Finds where the objects of a document begin and end; whether they are JSON is for the parser to say. */
export async function* itemsIn(
  file: string,
  bytes: AsyncIterable<Buffer>,
  lines: boolean,
  isList: IsList,
): AsyncGenerator<ItemText> {
  const scanner = new Scanner(file, lines, isList);
  for await (const chunk of bytes) yield* scanner.read(chunk);
  yield* scanner.end();
}

/**
 * Goes through bytes once and keeps no more of them than the object that it is in. It is written by hand because the
 * libraries that parse JSON as a stream are not made for documents that others wrote; what it cuts out is parsed by
 * the engine itself.
 */
class Scanner {
  private line = 1;
  private begins = 1;
  /** Brackets open in the object that is being read; 0 between objects. */
  private depth = 0;
  private string: 'no' | 'yes' | 'escape' = 'no';
  /** The list whose objects come: by its key, null for an array at the top, undefined for none. */
  private list: string | null | undefined;
  /** Within a larger object that holds lists: of the rest of it only the keys are read. */
  private page = false;
  private key = '';
  private keyNext = false;
  private record = false;
  private pieces: Buffer[] = [];
  private size = 0;
  /** Where the string that is being read begins among what is kept. */
  private stringAt = 0;
  private cut = false;
  private large = false;
  private skipping = false;

  constructor(
    private readonly file: string,
    private readonly lines: boolean,
    private readonly isList: IsList,
  ) {}

  *read(chunk: Buffer): Generator<ItemText> {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte === newline) {
        this.line++;
        if (this.lines && this.open) yield this.problem(this.line - 1);
      }
      if (this.skipping) continue;
      if (this.string !== 'no') {
        if (this.string === 'escape') this.string = 'yes';
        else if (byte === backslash) this.string = 'escape';
        else if (byte === quote) from = this.endString(chunk, from, at);
        else if (this.keyNext && this.key.length < 64) this.key += String.fromCharCode(byte);
      } else if (this.depth === 0) {
        if (byte === openObject) {
          from = at;
          this.begin();
        } else this.between(byte);
      } else if (byte === quote) {
        this.string = 'yes';
        this.stringAt = this.size + at - from;
      } else if (byte === openObject || byte === openArray) {
        if (byte === openArray && this.depth === 1 && this.list === undefined && this.isPage)
          this.beginList();
        else this.depth++;
        this.keyNext = false;
      } else if (byte === closeObject || byte === closeArray) {
        this.depth--;
        if (this.depth > 0) continue;
        this.keep(chunk, from, at + 1);
        if (this.page && this.list === undefined) this.page = false;
        else yield this.item();
      } else if (this.depth === 1 && byte === comma) {
        this.keyNext = true;
        this.key = '';
      } else if (this.depth === 1 && byte === colon) {
        this.keyNext = false;
        this.record ||= this.key === 'id' || this.key === 'name';
      }
    }
    if (this.depth > 0) this.keepRest(chunk, from);
  }

  *end(): Generator<ItemText> {
    if (!this.open) return;
    if (this.lines) yield this.problem(this.line);
    else
      throw new PackageError(
        `${this.file} is cut off: it ends on line ${this.line}, in the middle of what begins on line ${this.begins}.`,
      );
  }

  private get open(): boolean {
    return this.depth > 0 || this.list !== undefined || this.page || this.skipping;
  }

  /** A page has no id or name of its own: what has is a record, whatever lists stand in it. */
  private get isPage(): boolean {
    return this.isList(this.key) && (this.page || !this.record);
  }

  private begin() {
    this.record = false;
    this.begins = this.line;
    this.depth = 1;
    this.key = '';
    this.keyNext = true;
    this.drop();
  }

  private beginList() {
    this.page = true;
    this.list = this.key;
    this.key = '';
    this.depth = 0;
  }

  private between(byte: number) {
    if (isSpace(byte) || byte === comma) return;
    if (byte === openArray && this.list === undefined) {
      this.begins = this.line;
      this.list = null;
    } else if (byte === closeArray && this.list !== undefined) {
      this.list = undefined;
      if (this.page) this.depth = 1;
    } else if (this.lines) this.skipping = true;
    else
      throw new PackageError(
        `${this.file}, line ${this.line}: “${String.fromCharCode(byte)}” stands where an object of HSDS should begin.`,
      );
  }

  private endString(chunk: Buffer, from: number, at: number): number {
    this.string = 'no';
    if (!this.cut && this.size + at - from - this.stringAt <= limits.valueBytes) return from;
    if (!this.cut) {
      this.keep(chunk, from, at);
      this.shorten();
    }
    this.cut = false;
    const mark = Buffer.from(cutMark);
    this.pieces.push(mark);
    this.size += mark.length;
    return at;
  }

  private keepRest(chunk: Buffer, from: number) {
    if (this.cut) return;
    this.keep(chunk, from, chunk.length);
    if (this.string !== 'no' && this.size - this.stringAt > limits.valueBytes) {
      this.shorten();
      this.cut = true;
    }
    if (this.size > limits.objectBytes) {
      this.large = true;
      this.pieces = [];
      this.size = 0;
    }
  }

  private keep(chunk: Buffer, from: number, to: number) {
    if (this.large || (this.page && this.list === undefined) || to <= from) return;
    this.pieces.push(chunk.subarray(from, to));
    this.size += to - from;
  }

  /** Leaves only the quotation mark that the string begins with. */
  private shorten() {
    const whole = Buffer.concat(this.pieces).subarray(0, this.stringAt + 1);
    this.pieces = [whole];
    this.size = whole.length;
  }

  private drop() {
    this.pieces = [];
    this.size = 0;
    this.cut = false;
    this.large = false;
  }

  private item(): ItemText {
    const text = this.large ? '' : Buffer.concat(this.pieces).toString();
    const item = { line: this.begins, list: this.list ?? null, text };
    const found = this.large ? { ...item, problem: tooLarge } : item;
    this.drop();
    return found;
  }

  private problem(line: number): ItemText {
    this.depth = 0;
    this.string = 'no';
    this.list = undefined;
    this.page = false;
    this.skipping = false;
    this.drop();
    return { line, list: null, text: '', problem: brokenLine };
  }
}
