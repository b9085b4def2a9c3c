import * as tables from '../database/tables/index.js';
import type { Holder, SealedNumber } from '../uniqueid/uniqueIds.js';
import { at, born } from './days.js';
import { dongNames } from './places.js';
import { type Random, rowId } from './random.js';
import type { Rows } from './rows.js';

type HouseholdType = (typeof tables.householdType.enumValues)[number];
type Sex = 'FEMALE' | 'MALE';

/** One system's share of the demo data while it is being made. */
export interface System {
  key: string;
  district: string;
  rows: Rows;
  random: Random;
  /** The day that people's ages are counted to: the year of the figures, or the day of loading. */
  on: string;
  /** How many people of the whole data set have a name already; shared by all systems, so that no two are alike. */
  named: { count: number };
  /** What is kept of a registration number. */
  seal(
    holder: Holder,
    digits: string,
  ): Pick<SealedNumber, 'maskedRegistrationNumber'> & Partial<SealedNumber>;
}

export interface Person {
  relation: string;
  sex: Sex;
  age: number;
  /** The day of birth where it matters; otherwise it follows from the age. */
  bornOn?: string;
}

export interface Member extends Person {
  id: string;
  name: string;
}

export interface Household {
  id: string;
  key: string;
  dong: string;
  type: HouseholdType;
  head: Member;
  members: Member[];
}

const surnames = [...'김이박최정강조윤장임한오서신권황안송류홍'];
const endings = [...'가나다라마바사아자차카타파하'];

/** Nobody is called so: a name from the fairy tale and a running number in syllables. */
function nameOf(index: number, sex: Sex): string {
  let rest = Math.floor(index / surnames.length);
  let ending = '';
  do {
    ending += endings[rest % endings.length];
    rest = Math.floor(rest / endings.length);
  } while (rest > 0);
  return `${surnames[index % surnames.length]}${sex === 'MALE' ? '길동' : '길순'}${ending}`;
}

/** 010-0000 is given to nobody. */
const phoneOf = (index: number) => `010-0000-${String(index % 10_000).padStart(4, '0')}`;

/** There is no thirteenth month, so no such number was ever issued. */
const registrationNumberOf = (birthDate: string, sex: Sex, index: number) => {
  const before2000 = birthDate < '2000';
  const digit = (before2000 ? 1 : 3) + (sex === 'MALE' ? 0 : 1);
  return `${birthDate.slice(2, 4)}13${birthDate.slice(8, 10)}${digit}${String(index).padStart(6, '0')}`;
};

/** Who lives in a household of a type; the head comes first. */
export function peopleOf(type: HouseholdType, random: Random, headAge = random.between(34, 52)): Person[] {
  const sex: Sex = random.chance(0.5) ? 'FEMALE' : 'MALE';
  const head: Person = { relation: '본인', sex, age: headAge };
  const partner: Person = { relation: '배우자', sex: sex === 'MALE' ? 'FEMALE' : 'MALE', age: headAge - 2 };
  const child = (age: number): Person => ({
    relation: '자녀',
    sex: random.chance(0.5) ? 'FEMALE' : 'MALE',
    age,
  });
  const children = [
    child(random.between(3, 13)),
    ...(random.chance(0.4) ? [child(random.between(1, 17))] : []),
  ];
  switch (type) {
    case 'COUPLE':
      return [head, partner];
    case 'TWO_PARENT':
    case 'MULTICULTURAL':
      return [head, partner, ...children];
    case 'SINGLE_PARENT':
      return [head, ...children];
    case 'GRANDPARENT':
      return [
        { ...head, age: random.between(66, 81) },
        { ...child(random.between(6, 15)), relation: '손자녀' },
      ];
    case 'EXTENDED':
      return [head, partner, children[0]!, { relation: '어머니', sex: 'FEMALE', age: headAge + 27 }];
    default:
      return [head];
  }
}

/** Adds a household with its members and what every district knows of them: SUMMARY, IDENTITY, CONTACT, UNIQUE_ID, FAMILY. */
export function addHousehold(
  system: System,
  key: string,
  dong: string,
  type: HouseholdType,
  registeredOn: string,
  people: readonly Person[] = peopleOf(type, system.random),
  place: { tong: number; ban: number } | null = null,
): Household {
  const { rows, district: districtId } = system;
  const id = rowId(`${system.key}/${key}`);
  const recorded = at(registeredOn);
  const members = people.map((person, index) => ({
    ...person,
    id: rowId(`${system.key}/${key}/${index}`),
    name: nameOf(system.named.count + index, person.sex),
  }));
  rows.add(tables.households, { districtId, id });
  members.forEach((member, index) => {
    const of = { districtId, memberId: member.id, householdId: id, recordedAt: recorded };
    const birthDate = member.bornOn ?? born(system.on, member.age);
    const number = system.named.count + index;
    rows.add(tables.members, { districtId, id: member.id, householdId: id, ordinal: index + 1 });
    rows.add(tables.memberIdentities, {
      ...of,
      name: member.name,
      birthDate,
      sex: member.sex,
      relation: member.relation,
    });
    rows.add(tables.memberContacts, {
      ...of,
      phone: member.age >= 8 ? phoneOf(number) : null,
      email: member.age >= 14 ? `person${number}@example.org` : null,
      homeAddress: `${dongNames[dong]} 보기로 ${9000 + (number % 900)}`,
    });
    rows.add(tables.memberUniqueIds, {
      ...of,
      ...system.seal(
        { districtId, memberId: member.id },
        registrationNumberOf(birthDate, member.sex, number),
      ),
    });
  });
  system.named.count += people.length;
  const head = members[0]!;
  rows.add(tables.householdSummaries, {
    districtId,
    householdId: id,
    responsibleDong: dong,
    responsibleTong: place?.tong ?? null,
    responsibleBan: place?.ban ?? null,
    registeredOn,
    headId: head.id,
    recordedAt: recorded,
  });
  rows.add(tables.householdFamilies, {
    districtId,
    householdId: id,
    householdType: type,
    careSituation: care[type],
    recordedAt: recorded,
  });
  return { id, key, dong, type, head, members };
}

const care: Readonly<Record<HouseholdType, string>> = {
  SINGLE: '혼자 지내며 급할 때 부를 가족이 가까이에 없습니다.',
  COUPLE: '부부가 서로를 돌보고 있습니다.',
  TWO_PARENT: '부모가 함께 아이를 돌보지만 저녁에는 아이만 있는 날이 많습니다.',
  SINGLE_PARENT: '한 사람이 일과 양육을 모두 맡고 있습니다.',
  GRANDPARENT: '조부모가 손자녀를 홀로 키우고 있습니다.',
  EXTENDED: '세 세대가 함께 살며 어머니 간병을 나누어 맡습니다.',
  MULTICULTURAL: '한국어가 서툰 보호자가 학교 소식을 놓칠 때가 있습니다.',
  OTHER: '돌봄을 맡은 사람이 자주 바뀝니다.',
};
