import type { DataClass } from '../../../src/access/classes.js';
import { wholeHousehold } from '../domain.js';
import type { View } from '../rows.js';
import type { Row, World } from '../world.js';

// What a family may get, said once more: from rows, with what a viewer has of them, service by service and person by person.

type Verdict = 'FITS' | 'FAILS' | 'MISSING' | 'WITHHELD' | 'IN_WORDS';
interface Judged {
  verdict: Verdict;
  classes: readonly DataClass[];
}
/** Somebody of the household; null where the viewer knows of nobody there. */
type Person = string | null;

/** The median income by year and size (보건복지부 고시), as far as the households of the tests need it. */
const medians: Readonly<Record<string, readonly number[]>> = {
  2025: [2_392_013, 3_932_658, 5_025_353, 6_097_773, 7_108_192, 8_064_805],
  2026: [2_564_238, 4_199_292, 5_359_036, 6_494_738, 7_556_719, 8_555_952],
};
const kinds: Readonly<Record<string, string>> = {
  'kr:sex': 'SEX',
  'kr:income_band': 'INCOME',
  'kr:life_stage': 'LIFE_STAGE',
  'kr:target_group': 'TARGET_GROUP',
  'kr:personal_trait': 'PERSONAL_TRAIT',
  'kr:household_kind': 'HOUSEHOLD_KIND',
};
/** Which terms ask something of each person by themselves. */
const personal = /^kr:(sex|life_stage 00[1-6]|personal_trait JA03(1[3-9]|2[0678]|30)|target_group 040)/;

const tableOf: Readonly<Partial<Record<DataClass, string>>> = {
  SUMMARY: 'household_summaries',
  HOUSING: 'household_housings',
  FINANCE: 'household_finances',
  FAMILY: 'household_families',
  IDENTITY: 'member_identities',
  HEALTH: 'member_healths',
  EMPLOYMENT: 'member_employments',
  EDUCATION: 'member_educations',
};

class Family {
  readonly household: string;
  readonly people: readonly Person[];

  constructor(
    private readonly world: World,
    private readonly view: View,
  ) {
    this.household = view.standing.household;
    const known = world
      .where('members', 'household_id', this.household)
      .map(({ id }) => String(id))
      .filter((id) => view.knowsMember(id));
    const here = known.filter((id) => {
      const seen = this.seen('IDENTITY', id);
      return !seen?.died_on && !seen?.left_on;
    });
    this.people = here.length ? here : [null];
  }

  has(dataClass: DataClass, person: Person) {
    const subject = wholeHousehold.includes(dataClass) ? this.household : (person ?? this.household);
    return this.view.has(subject, dataClass);
  }

  seen(dataClass: DataClass, person: Person): Row | undefined {
    const whole = wholeHousehold.includes(dataClass);
    if (!this.has(dataClass, person) || (!whole && person === null)) return undefined;
    return this.world.one(
      tableOf[dataClass]!,
      whole ? 'household_id' : 'member_id',
      whole ? this.household : person,
    );
  }

  age(person: Person): number | null {
    const born = this.seen('IDENTITY', person)?.birth_date;
    if (!born) return null;
    const [[year, month, day], [y, m, d]] = [this.world.today, String(born)].map((each) =>
      each.split('-').map(Number),
    ) as [[number, number, number], [number, number, number]];
    return year - y - (month < m || (month === m && day < d) ? 1 : 0);
  }

  get there() {
    return this.people.filter((each) => each !== null);
  }
  get identified() {
    return this.there.filter((each) => this.has('IDENTITY', each));
  }
}

const byOne = (
  family: Family,
  person: Person,
  dataClass: DataClass,
  judge: (row: Row) => Verdict,
): Judged => {
  const classes = [dataClass];
  if (!family.has(dataClass, person)) return { verdict: 'WITHHELD', classes };
  const verdict = judge(family.seen(dataClass, person) ?? {});
  return { verdict, classes: verdict === 'IN_WORDS' ? [] : classes };
};
/** By how many there are, which needs everybody's class as far as it makes a difference. */
function byAll(family: Family, needs: readonly DataClass[], judge: () => Verdict): Judged {
  const all: DataClass[] = [...needs, 'SUMMARY', 'IDENTITY'];
  const everybodyKnown = family.there.length > 0 && family.identified.length === family.there.length;
  const has = (each: DataClass) => (each === 'IDENTITY' ? everybodyKnown : family.has(each, null));
  const verdict = [...needs, 'SUMMARY' as const].every(has) ? judge() : 'WITHHELD';
  if (verdict === 'IN_WORDS') return { verdict, classes: [] };
  return { verdict, classes: verdict === 'WITHHELD' ? all.filter((each) => !has(each)) : all };
}

/** The bands that the income may lie in, by how many people there may be; null where no notice of the year is known. */
function bandsOf(family: Family, world: World): ReadonlySet<string> | null {
  const income = Number(family.seen('FINANCE', null)!.monthly_income_krw);
  const median = medians[world.today.slice(0, 4)];
  if (!median) return null;
  const [fewest, most] = [Math.max(1, family.identified.length), family.there.length];
  const bands = new Set<string>();
  for (let size = fewest; size <= most; size += 1) {
    const percent = (income * 100) / median[size - 1]!;
    const place = [50, 75, 100, 200].findIndex((upTo) => percent <= upTo);
    bands.add(`JA020${place < 0 ? 5 : place + 1}`);
  }
  return bands.size ? bands : null;
}
function byIncome(family: Family, world: World, judge: (bands: readonly string[]) => Verdict): Judged {
  return byAll(family, ['FINANCE'], () => {
    if (typeof family.seen('FINANCE', null)?.monthly_income_krw !== 'number') return 'MISSING';
    const bands = bandsOf(family, world);
    return bands ? judge([...bands]) : 'IN_WORDS';
  });
}
const ofText = (value: unknown, judge: (text: string) => Verdict): Verdict =>
  typeof value === 'string' ? judge(value) : 'MISSING';

function judgeTerm(term: string, family: Family, person: Person, world: World): Judged {
  const [vocabulary, code] = term.split(' ') as [string, string];
  if (vocabulary === 'kr:income_band')
    return byIncome(family, world, (bands) =>
      !bands.includes(code) ? 'FAILS' : bands.length === 1 ? 'FITS' : 'WITHHELD',
    );
  switch (term) {
    case 'kr:sex JA0102':
      return byOne(family, person, 'IDENTITY', ({ sex }) =>
        sex === 'FEMALE' ? 'FITS' : sex === 'MALE' ? 'FAILS' : 'MISSING',
      );
    case 'kr:life_stage 006':
      return byOne(family, person, 'IDENTITY', () => {
        const age = family.age(person);
        if (age === null) return 'MISSING';
        return age >= 65 ? 'FITS' : age < 55 ? 'FAILS' : 'IN_WORDS';
      });
    case 'kr:personal_trait JA0317':
    case 'kr:personal_trait JA0318':
      return byOne(family, person, 'EDUCATION', ({ school }) =>
        ofText(school, (text) => {
          if (text.includes(code === 'JA0317' ? '초등' : '중학')) return 'FITS';
          return /초등|중학|고등|고교|대학|어린이집|유치원/.test(text) ? 'FAILS' : 'IN_WORDS';
        }),
      );
    case 'kr:personal_trait JA0327':
      return byOne(family, person, 'EMPLOYMENT', ({ status }) =>
        ofText(status, (text) => (/무직|실직|실업|구직/.test(text) ? 'FITS' : 'IN_WORDS')),
      );
    case 'kr:personal_trait JA0328':
      return byOne(family, person, 'HEALTH', ({ disability }) =>
        ofText(disability, (text) => {
          if (/없음|비장애/.test(text)) return 'FAILS';
          return /신청|심사|예정|의심/.test(text) ? 'IN_WORDS' : 'FITS';
        }),
      );
    case 'kr:household_kind JA0403':
    case 'kr:target_group 060':
      return byOne(family, person, 'FAMILY', ({ household_type: type }) =>
        ['SINGLE_PARENT', 'GRANDPARENT'].includes(String(type))
          ? 'FITS'
          : ['SINGLE', 'COUPLE', 'TWO_PARENT'].includes(String(type))
            ? 'FAILS'
            : 'MISSING',
      );
    case 'kr:household_kind JA0412':
      return byOne(family, person, 'HOUSING', ({ tenure }) =>
        tenure === 'OWNED' ? 'FAILS' : tenure === 'PUBLIC_RENTAL' ? 'FITS' : 'MISSING',
      );
    case 'kr:household_kind JA0404':
      return byAll(family, [], () =>
        family.there.length === 1 ? 'FITS' : family.identified.length > 1 ? 'FAILS' : 'WITHHELD',
      );
    case 'kr:household_kind JA0411':
      return byAll(family, [], () => {
        const ages = family.there.map((each) => family.age(each));
        const fewest = ages.filter((age) => age !== null && age < 18).length;
        const most = ages.filter((age) => age === null || age < 18).length;
        if (fewest >= 3) return 'FITS';
        if (most <= 1) return 'FAILS';
        if (fewest === most) return 'IN_WORDS';
        return family.identified.length < family.there.length ? 'WITHHELD' : 'MISSING';
      });
    case 'kr:target_group 050':
      return byIncome(family, world, (bands) => {
        if (bands.every((each) => each === 'JA0201')) return 'FITS';
        return bands.some((each) => ['JA0201', 'JA0202', 'JA0203'].includes(each)) ? 'IN_WORDS' : 'FAILS';
      });
    // Pregnancy is recorded nowhere.
    case 'kr:life_stage 007':
      return { verdict: 'IN_WORDS', classes: [] };
    default:
      throw new Error(`Nobody said how ${term} is judged: say it here`);
  }
}

const order = ['FITS', 'WITHHELD', 'MISSING', 'IN_WORDS', 'FAILS'] as const;
/** Any term of a group is enough, and the group fails where each of them does. */
function ofAny(each: readonly Judged[]): Judged {
  for (const verdict of order) {
    const [found] = each.filter((one) => one.verdict === verdict);
    if (found) return found;
  }
  throw new Error('Nothing was asked');
}

interface Condition {
  kind: string;
  isOfPerson: boolean;
  judge: (person: Person) => Judged;
}

/** The terms by which services of a world ask for something, by service and vocabulary. */
function termsOf(world: World): ReadonlyMap<unknown, ReadonlyMap<string, string[]>> {
  const found = new Map<unknown, Map<string, string[]>>();
  for (const { confidential, link_id: service, taxonomy_term_id: id } of world.all('attributes')) {
    const term = world.one('taxonomy_terms', 'id', id);
    const name = world.one('taxonomies', 'id', term?.taxonomy_id)?.name;
    if (confidential || typeof name !== 'string' || !(name in kinds)) continue;
    const own = found.get(service) ?? new Map<string, string[]>();
    found.set(service, own.set(name, [...(own.get(name) ?? []), `${name} ${term!.code}`]));
  }
  return found;
}

function conditionsOf(
  service: Row,
  asked: ReadonlyMap<string, string[]> | undefined,
  family: Family,
  world: World,
  district: string,
): Condition[] {
  const conditions: Condition[] = [...(asked ?? [])].map(([vocabulary, terms]) => ({
    kind: kinds[vocabulary]!,
    isOfPerson: terms.some((each) => personal.test(each)),
    judge: (person) => ofAny(terms.map((each) => judgeTerm(each, family, person, world))),
  }));
  const { minimum_age: least, maximum_age: most } = service;
  if (least !== null || most !== null)
    conditions.push({
      kind: 'AGE',
      isOfPerson: true,
      judge: (person) =>
        byOne(family, person, 'IDENTITY', () => {
          const age = family.age(person);
          if (age === null) return 'MISSING';
          return age >= Number(least ?? 0) && age <= Number(most ?? 999) ? 'FITS' : 'FAILS';
        }),
    });
  const areas = world.where('service_areas', 'service_id', service.id).map(({ extent }) => String(extent));
  const above: unknown[] = [];
  for (let id: unknown = district; id; id = world.one('districts', 'id', id)?.parent_id) above.push(id);
  const inside = (area: string) => world.one('districts', 'id', area)?.parent_id === district;
  const verdict = areas.some((each) => above.includes(each))
    ? 'FITS'
    : areas.some(inside)
      ? 'IN_WORDS'
      : 'FAILS';
  if (areas.length)
    conditions.push({ kind: 'AREA', isOfPerson: false, judge: () => ({ verdict, classes: [] }) });
  return conditions;
}

/** The services that the household of a view may get, by their ids, as the API must tell them. */
export function eligibleTo(view: View, world: World, district: string): Record<string, unknown> {
  const family = new Family(world, view);
  const terms = termsOf(world);
  const answer: Record<string, unknown> = {};
  for (const service of world.all('services')) {
    if (service.confidential || service.status !== 'ACTIVE') continue;
    const conditions = conditionsOf(service, terms.get(service.id), family, world, district);
    const verdicts = (person: Person) => conditions.map((each) => each.judge(person).verdict);
    const open = family.people.filter((each) => !verdicts(each).includes('FAILS'));
    const counts = conditions.some(({ kind }) => kind !== 'AREA');
    const fitting = open.filter((each) => counts && verdicts(each).every((one) => one === 'FITS'));
    if (open.length === 0) continue;
    const whom = fitting.length ? fitting : open;
    const isOfPeople = conditions.some(({ isOfPerson }) => isOfPerson);
    const idOf = (person: Person) => person && `Member:${district}:${person}`;
    const told = conditions.flatMap(({ kind, isOfPerson, judge }) =>
      (isOfPerson ? whom : [null]).map((person) => {
        const { verdict, classes } = judge(isOfPerson ? person : family.people[0]!);
        return { kind, verdict, dataClasses: [...classes].sort(), memberId: idOf(person) };
      }),
    );
    if (service.eligibility_description)
      told.push({ kind: 'DESCRIPTION', verdict: 'IN_WORDS', dataClasses: [], memberId: null });
    answer[`Service:${service.id}`] = {
      verdict: fitting.length ? 'YES' : 'MAYBE',
      memberIds: isOfPeople ? whom.flatMap((each) => idOf(each) ?? []).sort() : [],
      conditions: told.map((each) => JSON.stringify(each)).sort(),
    };
  }
  return answer;
}
