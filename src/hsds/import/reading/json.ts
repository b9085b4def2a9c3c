import { brokenLine, holdsObjects, type IsList, itemsIn } from './items.js';
import { withoutRounding } from './numbers.js';
import { PackageError } from './packed.js';

/** One object of a document, with the line that it begins on, or why there is none. */
export interface JsonItem {
  line: number;
  /** The list of a larger object that it stands in (`contents` of a page, a file's name in a tabular document). */
  list: string | null;
  value?: unknown;
  problem?: string;
}

/**
 * The objects of a JSON document in UTF-8 as they come: a single one, those of an array, of a page's `contents`, of the
 * lists of a tabular document, or one after another. A document that is broken anywhere is refused as a whole; of
 * `lines` (ndjson), each stands for itself.
 */
export async function* jsonItems(
  file: string,
  bytes: AsyncIterable<Buffer>,
  lines: boolean,
  isList: IsList = holdsObjects,
): AsyncGenerator<JsonItem> {
  for await (const { line, list, text, problem } of itemsIn(file, bytes, lines, isList)) {
    if (problem) yield { line, list, problem };
    else
      try {
        yield { line, list, value: JSON.parse(withoutRounding(text)) };
      } catch (error) {
        if (!lines)
          throw new PackageError(
            `${file}, line ${line}: the object that begins here is not JSON (${(error as Error).message}).`,
          );
        yield { line, list, problem: brokenLine };
      }
  }
}
