import { isLong } from './long.js';
import fc from './property.js';

/**
 * Some of many that take the same way, and always those who are named: each run draws others, as property tests do, and
 * `HAMKKE_TEST_LONG=1` asks all of them.
 */
export function drawn<T extends { name: string }>(
  all: readonly T[],
  always: readonly string[],
  more: number,
): T[] {
  const missing = always.filter((each) => !all.some(({ name }) => name === each));
  if (missing.length) throw new Error(`Nobody is called ${missing}`);
  const rest = all.filter(({ name }) => !always.includes(name));
  if (isLong || more >= rest.length) return [...all];
  const { seed } = fc.readConfigureGlobal();
  const [chosen] = fc.sample(fc.shuffledSubarray(rest, { minLength: more, maxLength: more }), {
    numRuns: 1,
    ...(seed === undefined ? {} : { seed }),
  });
  return all.filter((each) => always.includes(each.name) || chosen!.includes(each));
}
