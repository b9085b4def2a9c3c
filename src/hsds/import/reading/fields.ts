import { Transform } from 'node:stream';
import { cutMark, limits } from './packed.js';

const quote = 0x22;
const newline = 0x0a;
const carriage = 0x0d;

/**
 * Cuts a CSV field that is longer than any honest one, before a parser holds it in memory; the mark at its end says so.
 * A field that is cut keeps its quotation marks, so that the rows around it stay what they are.
 */
export function shortFields(delimiter: string, most = limits.valueBytes): Transform {
  const comma = delimiter.charCodeAt(0);
  let state: 'start' | 'plain' | 'quoted' | 'closing' = 'start';
  let length = 0;
  let cut = false;
  const mark = Buffer.from(cutMark);
  const end = () => (state === 'closing' ? Buffer.concat([mark, Buffer.of(quote)]) : mark);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const out: Buffer[] = [];
      // What is passed on from here, while no rest of a field is dropped.
      let from = 0;
      for (let at = 0; at < chunk.length; at++) {
        const byte = chunk[at]!;
        const ends = byte === comma || byte === newline || byte === carriage;
        if (state === 'start' && byte === quote) state = 'quoted';
        else if (state === 'quoted') state = byte === quote ? 'closing' : 'quoted';
        else if (state === 'closing' && byte === quote) state = 'quoted';
        else if (ends) {
          if (cut) {
            out.push(end());
            from = at;
          }
          state = 'start';
          length = 0;
          cut = false;
          continue;
        } else state = 'plain';
        length++;
        // Two quotation marks are one character: they are not parted.
        if (length > most && !cut && byte !== quote) {
          out.push(chunk.subarray(from, at));
          cut = true;
        }
      }
      if (!cut) out.push(chunk.subarray(from));
      done(null, Buffer.concat(out));
    },
    flush(done) {
      // A field that is never closed stays open: the parser says where it began.
      done(null, cut ? end() : null);
    },
  });
}
