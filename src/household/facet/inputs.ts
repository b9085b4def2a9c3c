import { getTableColumns } from 'drizzle-orm';
import { type ClassType, ID, InputType, Int } from 'type-graphql';
import { type Bounded, birthDay, comingDay, dongCode, line, several, words } from '../../access/bounds.js';
import type { DataClass } from '../../access/classes.js';
import { type Planned, typeOf } from '../../access/columns.js';
import { IdempotencyKey } from '../../access/commonFields.js';
import { InputField } from '../../access/decorators.js';
import { protectionOf } from '../../access/records.js';
import { placeLimits } from '../limits.js';
import { HouseholdFamily, HouseholdFinance, HouseholdHousing, HouseholdSummary } from '../types.js';
import * as facets from './types.js';

// What of a facet people write down: one declaration a facet, from which its input, its checks and its history come.

/** What a field may hold: a text or a day by its bound, a number between two others, an id, anything else by its column. */
type Holds = Bounded | readonly [least: number, most: number] | 'id' | 'byColumn';

export interface Recording {
  facet: ClassType<object> & Planned;
  /** The class that it is of, and whether it is of a member or of the household as a whole. */
  dataClass: DataClass;
  subject: 'Member' | 'Household';
  holds: Readonly<Record<string, Holds>>;
  input: ClassType<RecordInput>;
  /** What its mutation does, for those who read the schema. */
  description: string;
}

/** What every input of these has; the fields of its facet that change stand beside them. */
export interface RecordInput {
  memberId?: string;
  householdId?: string;
  expectedVersion?: number | null;
  idempotencyKey?: string | null;
  [field: string]: unknown;
}

const subjects = {
  Member: ['memberId', '가구원. Of whom it is.'],
  Household: ['householdId', '가구. Of which household it is.'],
} as const;

/** Declares what of a facet can be written down. */
function recording(
  facet: ClassType<object> & Planned,
  description: string,
  holds: Recording['holds'],
  required: readonly string[] = [],
): Recording {
  const protection = protectionOf(facet.table);
  if (protection.kind !== 'class') throw new Error(`${facet.name} is of no data class`);
  const { dataClass } = protection;
  const descriptions: Readonly<Record<string, string>> = {
    headId: '가구주. The member who is the head of the household.',
    responsibleTong: '통. Number of the tong where they live.',
    responsibleBan: '반. Number of the ban of that tong.',
    ...facet.descriptions,
  };
  const subject = protection.subject === 'memberId' ? 'Member' : 'Household';
  const input = class {};
  InputType(`Record${facet.name}Input`, {
    description: `${description} ${dataClass === 'SAFE_LOCATION' ? 'It takes the place of all that was written before.' : 'A field that is left out stays as it is; null takes it away.'}`,
  })(input);
  const [key, whose] = subjects[subject];
  InputField(() => ID, whose)(input.prototype, key);
  for (const [field, held] of Object.entries(holds))
    InputField(typeOfInput(facet, field, held), descriptions[field]!, {
      optional: !required.includes(field),
    })(input.prototype, field);
  // Whoever writes down where somebody hides cannot read it back, and so knows no version.
  if (dataClass !== 'SAFE_LOCATION')
    InputField(
      () => Int,
      '판 번호. The `version` that was read; none where it was null. CONFLICT when it is another by now.',
      { optional: true },
    )(input.prototype, 'expectedVersion');
  IdempotencyKey(input.prototype, 'idempotencyKey');
  return { facet, dataClass, subject, holds, input: input as ClassType<RecordInput>, description };
}

function typeOfInput({ table }: Planned, field: string, held: Holds): Bounded | (() => unknown) {
  if (held === 'id') return () => ID;
  if (typeof held === 'object' && 'holds' in held) return held;
  const column = getTableColumns(table)[field];
  if (!column) throw new Error(`No column ${field} to write down`);
  const type = typeOf(column, field);
  return () => type;
}

const name = line(100);
const note = words(2_000);
/** More won than any household has: what is above is a slip of the hand. */
const won = [0, 1_000_000_000_000] as const;
const { tongs, bans } = placeLimits;

/** Every facet that people write down, under the name of its mutation. */
export const recordings = {
  recordHouseholdSummary: recording(
    HouseholdSummary,
    '가구 개요 기록. 담당 행정동, 통, 반과 가구주를 기록합니다. 행정동이 바뀌면 통과 반은 다시 적습니다. Which dong, tong and ban are responsible and who is the head: with another dong or tong, what lies in it is unknown unless it is said.',
    { responsibleDong: dongCode, responsibleTong: tongs, responsibleBan: bans, headId: 'id' },
  ),
  recordHousing: recording(
    HouseholdHousing,
    '주거 기록. 가구가 어떻게 살고 있는지 기록합니다. How the household lives.',
    {
      tenure: 'byColumn',
      depositKrw: won,
      monthlyRentKrw: won,
      monthsInArrears: [0, 600],
      condition: note,
    },
  ),
  recordFinance: recording(
    HouseholdFinance,
    '경제 기록. 가구의 소득, 빚, 급여를 기록합니다. Income, debt and benefits of the household.',
    {
      monthlyIncomeKrw: won,
      debtKrw: won,
      benefits: several(name),
    },
  ),
  recordFamily: recording(
    HouseholdFamily,
    '가족 기록. 누가 함께 살고 누가 누구를 돌보는지 기록합니다. Who lives together and who cares for whom.',
    {
      householdType: 'byColumn',
      careSituation: note,
    },
  ),
  recordIdentity: recording(
    facets.MemberIdentity,
    '인적사항 기록. 가구원이 누구인지 기록합니다. Who a member is.',
    {
      name,
      birthDate: birthDay,
      sex: 'byColumn',
      relation: line(60),
    },
  ),
  recordContact: recording(
    facets.MemberContact,
    '연락처 기록. 가구원에게 어떻게 연락하는지 기록합니다. How to reach a member.',
    {
      phone: line(60),
      email: line(200),
      homeAddress: line(300),
    },
  ),
  recordHealth: recording(
    facets.MemberHealth,
    '건강 기록. 가구원의 건강을 기록합니다. The health of a member.',
    {
      conditions: note,
      disability: line(200),
      longTermCareGrade: [1, 5],
      visitTier: 'byColumn',
    },
  ),
  recordMentalHealth: recording(
    facets.MemberMentalHealth,
    '정신건강 기록. 가구원의 정신건강을 기록합니다. The mental health of a member.',
    {
      findings: note,
      depressionRisk: 'byColumn',
      dementiaRisk: 'byColumn',
    },
  ),
  recordEmployment: recording(
    facets.MemberEmployment,
    '고용 기록. 가구원의 일을 기록합니다. The work of a member.',
    {
      status: name,
      workplace: name,
      seeking: note,
    },
  ),
  recordEducation: recording(
    facets.MemberEducation,
    '교육 기록. 가구원의 교육을 기록합니다. The schooling of a member.',
    {
      school: name,
      grade: line(60),
      concern: note,
    },
  ),
  recordLegal: recording(
    facets.MemberLegal,
    '법률 기록. 가구원의 법률 문제를 기록합니다. Legal matters of a member.',
    {
      matters: note,
      counsel: note,
    },
  ),
  recordSafety: recording(
    facets.MemberSafety,
    '안전 기록. 폭력과 학대에 관해 알려진 것, 위험 수준, 보호하는 것을 기록합니다. Violence and abuse: what is known, how high the risk is, what protects the member.',
    {
      allegedPerpetrator: 'byColumn',
      risk: 'byColumn',
      findings: note,
      protectiveMeasures: note,
    },
  ),
  recordSafeLocation: recording(
    facets.MemberSafeLocation,
    '보호 장소 기록. 가구원이 보호받는 장소를 기록합니다. 적은 사람도 다시 읽지 못합니다. Where a member stays under protection; whoever writes it down does not read it back.',
    { place: name, address: line(300), phone: line(60), until: comingDay },
    ['place'],
  ),
} as const satisfies Readonly<Record<string, Recording>>;
