import type { DataClass } from '../access/classes.js';
import type { Vocabulary } from '../hsds/korea/meaning/codes.js';
import { incomeBands } from './medianIncome.js';

/**
 * How what is recorded of a household is compared with a term that a service asks for: FITS, FAILS, MISSING where nothing is
 * recorded that tells, IN_WORDS where the term's own words draw the line. Whatever no fact is said of is IN_WORDS, too.
 */
export interface Fact {
  /** Without any of these it is WITHHELD, recorded or not. */
  needs: readonly DataClass[];
  /** Classes that it looks at as far as the viewer has them; `judged` says where that is too little. */
  also?: readonly DataClass[];
  /** A SQL expression over a person (p) and their household (h), as `people.ts` reads both. */
  judged: string;
}

const when = (...cases: readonly (readonly [condition: string, verdict: string])[]) =>
  `case ${cases.map(([condition, verdict]) => `when ${condition} then '${verdict}'`).join(' ')} else 'IN_WORDS' end`;
const fact = (needs: DataClass, ...cases: readonly (readonly [string, string])[]): Fact => ({
  needs: [needs],
  judged: when(...cases),
});
const among = (column: string, values: readonly string[]) =>
  `${column} in (${values.map((each) => `'${each}'`).join(', ')})`;

const sexIs = (sex: string, other: string) =>
  fact('IDENTITY', [`p.sex = '${sex}'`, 'FITS'], [`p.sex = '${other}'`, 'FAILS'], ['true', 'MISSING']);

/** A stage of life: the ages that it has by law, and those at which some services begin or end it. */
const stage = (by: readonly [number, number], some: readonly [number, number]) =>
  fact(
    'IDENTITY',
    ['p.age is null', 'MISSING'],
    [`p.age between ${by[0]} and ${by[1]}`, 'FITS'],
    [`p.age not between ${some[0]} and ${some[1]}`, 'FAILS'],
  );

/** What people wrote down in their own words is no proof that somebody is not: it fails only where it says so. */
const school = (kind: string, others: string) =>
  fact(
    'EDUCATION',
    ['p.school is null', 'MISSING'],
    [`p.school ~ '${kind}'`, 'FITS'],
    [`p.school ~ '${others}'`, 'FAILS'],
  );
const work = (fits: string, fails?: string) =>
  fact(
    'EMPLOYMENT',
    ['p.work is null', 'MISSING'],
    ...(fails ? [[`p.work ~ '${fails}'`, 'FAILS'] as const] : []),
    [`p.work ~ '${fits}'`, 'FITS'],
  );
const outOfWork = '무직|실직|실업|구직';

const disabled = fact(
  'HEALTH',
  ['p.disability is null', 'MISSING'],
  [`p.disability ~ '없음|비장애'`, 'FAILS'],
  [`p.disability !~ '신청|심사|예정|의심'`, 'FITS'],
);

/** A household has one type, so that one of another type may well be this, too, unless the two exclude each other. */
const householdOf = (fits: readonly string[], fails: readonly string[]) =>
  fact(
    'FAMILY',
    [among('h.household_type', fits), 'FITS'],
    ...(fails.length ? [[among('h.household_type', fails), 'FAILS'] as const] : []),
    ['true', 'MISSING'],
  );
const onlyParent = householdOf(['SINGLE_PARENT', 'GRANDPARENT'], ['SINGLE', 'COUPLE', 'TWO_PARENT']);

/** Of how many people a household is, is told by who has died or left, as far as the viewer may know it. */
const ofSize = (needs: readonly DataClass[], ...cases: readonly (readonly [string, string])[]): Fact => ({
  needs: [...needs, 'SUMMARY'],
  also: ['IDENTITY'],
  judged: when(...cases),
});
const severalChildren = ofSize(
  [],
  ['h.fewest_children >= 3', 'FITS'],
  ['h.most_children <= 1', 'FAILS'],
  ['h.fewest_children < h.most_children and not h.knows_identity', 'WITHHELD'],
  ['h.fewest_children < h.most_children', 'MISSING'],
);
const income = (...cases: readonly (readonly [string, string])[]) =>
  ofSize(['FINANCE'], ['h.income is null', 'MISSING'], ['h.bands is null', 'IN_WORDS'], ...cases);
const band = (code: string) =>
  income(
    [`h.bands = array['${code}']`, 'FITS'],
    [`'${code}' <> all(h.bands)`, 'FAILS'],
    ['true', 'WITHHELD'],
  );

/** Which term of which vocabulary is judged by what. */
export const facts: Readonly<Partial<Record<Vocabulary, Readonly<Record<string, Fact>>>>> = {
  'kr:sex': { JA0101: sexIs('MALE', 'FEMALE'), JA0102: sexIs('FEMALE', 'MALE') },
  'kr:income_band': Object.fromEntries(Object.keys(incomeBands).map((code) => [code, band(code)])),
  'kr:life_stage': {
    '001': stage([0, 6], [0, 7]),
    '002': stage([7, 12], [0, 18]),
    '003': stage([13, 18], [9, 24]),
    '004': stage([19, 34], [18, 45]),
    '005': stage([40, 64], [35, 65]),
    '006': stage([65, 150], [55, 150]),
  },
  'kr:target_group': {
    '010': householdOf(['MULTICULTURAL'], []),
    '020': severalChildren,
    '040': disabled,
    '050': income(
      [`h.bands <@ array['JA0201']`, 'FITS'],
      [`not h.bands && array['JA0201', 'JA0202', 'JA0203']`, 'FAILS'],
    ),
    '060': onlyParent,
  },
  'kr:personal_trait': {
    JA0313: work('농업|농사|농민|농부'),
    JA0314: work('어업|어민|어부'),
    JA0315: work('축산'),
    JA0316: work('임업'),
    JA0317: school('초등', '중학|고등|고교|대학|어린이집|유치원'),
    JA0318: school('중학', '초등|고등|고교|대학|어린이집|유치원'),
    JA0319: school('고등|고교', '초등|중학|대학|어린이집|유치원'),
    JA0320: school('대학', '초등|중학|고등|고교|어린이집|유치원'),
    JA0326: work('근로|재직|직장|일용|상용|시간제|계약|정규', outOfWork),
    JA0327: work(outOfWork),
    JA0328: disabled,
    // Which illness a service is for, only its words say.
    JA0330: fact('HEALTH', ['p.conditions is null', 'MISSING'], [`p.conditions ~ '없음'`, 'FAILS']),
  },
  'kr:household_kind': {
    JA0401: householdOf(['MULTICULTURAL'], []),
    JA0403: onlyParent,
    JA0404: ofSize([], ['h.most_people = 1', 'FITS'], ['h.fewest_people > 1', 'FAILS'], ['true', 'WITHHELD']),
    JA0411: severalChildren,
    // Who rents here may own elsewhere; public rental is for those who do not.
    JA0412: fact(
      'HOUSING',
      [`h.tenure = 'OWNED'`, 'FAILS'],
      [`h.tenure = 'PUBLIC_RENTAL'`, 'FITS'],
      ['true', 'MISSING'],
    ),
    JA0414: householdOf(['EXTENDED'], ['SINGLE', 'COUPLE', 'TWO_PARENT', 'SINGLE_PARENT']),
  },
  // No fact tells of these: that a service is for them is said in its words.
  'kr:business': {},
};

/** Terms that, together, keep nobody out: a source says by them that it asks for nothing. */
export const everybody: Readonly<Partial<Record<Vocabulary, readonly string[]>>> = {
  'kr:sex': ['JA0101', 'JA0102'],
  'kr:income_band': Object.keys(incomeBands),
  'kr:life_stage': ['000'],
  'kr:personal_trait': ['JA0322'],
  'kr:household_kind': ['JA0410'],
};

/** How the ages that a service names are judged, of which `s.codes` holds the first and the last; either may be ''. */
export const ageFact: Fact = {
  needs: ['IDENTITY'],
  judged: when(
    ['p.age is null', 'MISSING'],
    [
      `p.age between coalesce(nullif(s.codes[1], '')::int, 0) and coalesce(nullif(s.codes[2], '')::int, 32767)`,
      'FITS',
    ],
    ['true', 'FAILS'],
  ),
};

/**
 * How a place that a service is for is judged: `c` holds its code, of five digits or of a dong's ten, and its name behind a
 * space, or a name alone. `home` has the district and what it lies in.
 */
export const areaFacts = {
  /** Of the district everybody knows who knows of the household: its id says it. */
  district: when(
    [`c !~ '^[0-9]{5}([0-9]{5})? '`, 'IN_WORDS'],
    [`left(c, 5) = any(home.codes)`, 'FITS'],
    // A part of the district, which the household may live in or not.
    [`exists (select from districts d where d.id = left(c, 5) and d.parent_id = home.codes[1])`, 'IN_WORDS'],
    ['true', 'FAILS'],
  ),
  dong: {
    needs: ['SUMMARY'],
    judged: when(
      ['h.responsible_dong is null', 'MISSING'],
      ['h.responsible_dong = left(c, 10)', 'FITS'],
      ['true', 'FAILS'],
    ),
  } satisfies Fact,
};

const allFacts: readonly Fact[] = [
  ageFact,
  areaFacts.dong,
  ...Object.values(facts).flatMap((terms) => Object.values(terms!)),
];

/** Every class that is looked at to decide. */
export const classesLookedAt: readonly DataClass[] = [
  ...new Set(allFacts.flatMap(({ needs, also = [] }) => [...needs, ...also])),
];
