/** Strings, which are passed over, and numbers. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/**
 * The text of a JSON document in which numbers that JavaScript would round stand as strings: two ids beyond 2^53 must not
 * become one. Node 20 does not give the text of a number to a reviver; later versions do.
 */
export function withoutRounding(json: string): string {
  if (!/\d{16}/.test(json)) return json;
  return json.replace(tokens, (token) => (token.startsWith('"') || survives(token) ? token : `"${token}"`));
}

const survives = (token: string) => !/^-?\d{16,}$/.test(token) || String(Number(token)) === token;
