import { uuidv5 } from '../../../database/uuid.js';

export { bytesOf, uuidv5 } from '../../../database/uuid.js';

export const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Every file names the same services again; enough of them to help, few enough to stay small. */
const recent = new Map<string, string>();
const mostRecent = 20_000;

/** The id of a row that its source knows by `id`; two sources may both have an organization "136". */
export function idFromSource(source: string, entity: string, id: string): string {
  const name = JSON.stringify([source, entity, id]);
  const known = recent.get(name);
  if (known) return known;
  const made = uuidv5(name);
  if (recent.size >= mostRecent) recent.clear();
  recent.set(name, made);
  return made;
}

/** The id of a row that its source gave none: the same content is the same row, in whatever order it is written. */
export const idFromContent = (source: string, entity: string, content: Record<string, unknown>) =>
  uuidv5(
    JSON.stringify([
      source,
      entity,
      Object.entries(content)
        .filter(([, value]) => value !== null && value !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  );
