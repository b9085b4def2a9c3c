import type { Notes } from '../../import/mapping/repairs.js';

/** From and to which age, both included; absent where there is no bound. */
export interface Ages {
  minimum_age?: number;
  maximum_age?: number;
}

export const ageReasons = {
  turned: 'The first age was above the last: both were left out',
  text: 'The age was taken from the text: the codes have none, and the text has this one condition',
  unread: 'The text names ages that the codes do not have: no age was set, so that the text alone tells',
};

/** Ages of codes: 0 and 120 stand for “no bound”. */
export function agesOf(from: number | null, to: number | null, notes: Notes): Ages {
  const ages: Ages = {};
  if (from !== null && from > 0 && from < 120) ages.minimum_age = from;
  if (to !== null && to < 120) ages.maximum_age = to;
  if ((ages.minimum_age ?? 0) <= (ages.maximum_age ?? 120)) return ages;
  notes.repaired(ageReasons.turned, `${from}–${to}`);
  return {};
}

const age = /(\d{1,3})\s*세\s*(이상|이하|미만|초과)?/g;
/** Words that make an age one condition of several. */
const several = /또는|혹은|이거나|단,|제외|,|·|\/|[○◦•▪※\-\d]\s*[.)]|(?:^|\n)\s*[-○◦•▪※].*\n\s*[-○◦•▪※]/;
const longest = 60;

/**
 * Ages of a text, where it has one and nothing that could stand beside it: an age of a list (over 65, disabled people,
 * large families) would keep from the service those whom the rest of the list names.
 */
export function agesInText(text: string, notes: Notes): Ages {
  const found = [...text.matchAll(age)];
  if (found.length === 0) return {};
  const [only] = found;
  const years = Number(only![1]);
  const bound = only![2];
  if (found.length > 1 || !bound || text.length > longest || several.test(text) || years > 119) {
    notes.noted(ageReasons.unread);
    return {};
  }
  notes.repaired(ageReasons.text, text);
  if (bound === '이상' || bound === '초과') return { minimum_age: bound === '이상' ? years : years + 1 };
  return { maximum_age: bound === '이하' ? years : years - 1 };
}
