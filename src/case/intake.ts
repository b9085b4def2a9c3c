import { randomUUID } from 'node:crypto';
import { ID, InputType, Int } from 'type-graphql';
import { birthDay, dongCode, line, registrationNumber, words } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import type { Duty } from '../access/duties.js';
import { sourcesInWords } from '../access/sources.js';
import type { Context } from '../context.js';
import { districtOf, idOf, idWithin } from '../database/planner/identifiers.js';
import * as enums from '../database/tables/enums.js';
import { errorOf } from '../faults.js';
import { tongAndBan } from '../household/facet/place.js';
import { required } from '../text/required.js';
import { uniqueIdFaults } from '../uniqueid/faults.js';
import { type CaseKey } from './commands.js';
import { caseFaults } from './faults.js';

// Registered as the modules load: enums must be known before the schema is built.
const SourceType = enumObject(enums.intakeSource);
const IncidentType = enumObject(enums.incidentKind);
const SexType = enumObject(enums.sex);

const optional = { optional: true };

@InputType({
  description:
    '신규 가구원. 접수로 새로 생기는 가구의 사람을 적습니다. Somebody of the household that the report makes.',
})
export class NewMemberInput {
  @InputField(line(100), '이름. Name as it was given.')
  name!: string;

  @InputField(birthDay, '생년월일. Birth date, where it is known.', optional)
  birthDate?: string | null;

  @InputField(
    registrationNumber,
    '주민등록번호. All thirteen digits, where the law lets the organization that reports process it, which is never a partner; it is sealed, and shown masked. Send it as a variable.',
    optional,
  )
  number?: string | null;

  @InputField(
    () => Boolean,
    '검증번호 없음. True where the number was read again and its last digit is by chance, as in those given since October 2020.',
    optional,
  )
  withoutCheckDigit?: boolean | null;

  @InputField(() => SexType, '성별. Sex, where it is known.', optional)
  sex?: string | null;

  @InputField(line(60), '관계. Relation to the head, such as 배우자.', optional)
  relation?: string | null;

  @InputField(line(60), '전화. Phone.', optional)
  phone?: string | null;

  @InputField(line(300), '주소. Home address.', optional)
  homeAddress?: string | null;

  @InputField(() => Boolean, '행위자 여부. Whether the person is said to have done the harm.', optional)
  allegedPerpetrator?: boolean | null;

  @InputField(
    () => Boolean,
    '대상 여부. Whether the report concerns the person; everybody where nobody is named.',
    optional,
  )
  concerned?: boolean | null;
}

@InputType({
  description:
    '접수·발굴. 알려진 가구나 새 가구에 대한 접수를 적습니다. A report: of a household that is known, or of one that it makes.',
})
export class ReceiveReportInput {
  @InputField(
    () => ID,
    '받는 센터. The centre, district office or dong office; the viewer’s own unless said otherwise.',
    optional,
  )
  centerId?: string | null;

  @InputField(
    () => SourceType,
    `접수 경로. How it came in, as the kind of organization that sent it may say: ${sourcesInWords}.`,
  )
  source!: (typeof enums.intakeSource.enumValues)[number];

  @InputField(() => Boolean, '긴급 여부. Whether it is an emergency.')
  emergency!: boolean;

  @InputField(() => ID, '가구. A household that is known and that the viewer may know of.', optional)
  householdId?: string | null;

  @InputField(dongCode, '담당 행정동. Ten-digit code of the dong of a new household.', optional)
  responsibleDong?: string | null;

  @InputField(() => Int, '통. Number of the tong where a new household lives, if it is known.', optional)
  responsibleTong?: number | null;

  @InputField(() => Int, '반. Number of the ban of that tong, if it is known.', optional)
  responsibleBan?: number | null;

  @InputField(() => [NewMemberInput], '신규 가구원. The people of a new household, its head first.', optional)
  members?: NewMemberInput[] | null;

  @InputField(
    () => [ID],
    '대상. Members of the known household whom it concerns; everybody unless said otherwise.',
    optional,
  )
  concernedMemberIds?: string[] | null;

  @InputField(
    () => ID,
    '보낸 기관. Who sent it, where a centre writes down what another organization said.',
    optional,
  )
  senderId?: string | null;

  @InputField(() => IncidentType, '사건 유형. What kind of incident.', optional)
  incidentKind?: string | null;

  @InputField(words(10_000), '경위. What is said to have happened, in words.', optional)
  narrative?: string | null;

  @InputField(
    words(10_000),
    '수사 내용. The police’s own record, of a police officer in the home post alone.',
    optional,
  )
  investigation?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

/** Duties whose organizations send reports and receive none. */
const elsewhere: readonly Duty[] = ['POLICE_OFFICER', 'PARTNER_WORKER'];

/** What receiving a report made: a report and its case, or a report that waits and will have them. */
export type ReceivedKey = CaseKey & { report: string; waits: boolean };

type ReporterKind = (typeof enums.discoveryReporterKind.enumValues)[number];

/**
 * Receives a report: a household, new or known, its case, and what is said to have happened, in one transaction.
 *
 * @param reporter what whoever sent it is, where they report by that duty alone
 */
export async function receiveReport(
  context: Context,
  input: ReceiveReportInput,
  name = 'receiveReport',
  reporter: ReporterKind | null = null,
): Promise<ReceivedKey> {
  const viewer = context.viewer!;
  const known = input.householdId ? idOf('Household', input.householdId) : null;
  const district = districtOf(known?.district ?? viewer.districtId);
  fitting(input);
  const household = known?.id ?? randomUUID();
  const members = known ? [] : newMembers(context, district, input);
  const concerned = known
    ? (input.concernedMemberIds ?? []).map((each) => idWithin('Member', each, district))
    : members.filter((each) => each.concerned).map((each) => each.id);
  if (!input.centerId && viewer.duties.some((each) => elsewhere.includes(each)))
    throw errorOf(caseFaults.RECEIVING_CENTER_NEEDED);
  const center = input.centerId ? idOf('Organization', input.centerId).id : viewer.organizationId;
  const ids = { case_id: randomUUID(), step_id: randomUUID(), report_id: randomUUID() };
  const report = {
    ...ids,
    district_id: district,
    household_id: household,
    center_id: center,
    sender_id: input.senderId ? idOf('Organization', input.senderId).id : null,
    new: !known,
    responsible_dong: input.responsibleDong,
    ...tongAndBan(input),
    members,
    concerned: concerned.length ? [...new Set(concerned)] : null,
    source: input.source,
    reporter_kind: reporter,
    emergency: input.emergency,
    incident_kind: input.incidentKind ?? null,
    narrative: input.narrative ? required(input.narrative, 'input.narrative') : null,
    investigation: input.investigation ? required(input.investigation, 'input.investigation') : null,
  };
  return context.commands.run(
    context,
    { name, about: { district }, input: keptInput(input, members) },
    async ({ sql, recorded }) => {
      const [row] = await sql`select hamkke.receive_report(${sql.json(report as never)}) as belongs_to`;
      recorded(household, {
        [household]: ['SUMMARY'],
        ...Object.fromEntries(members.map(({ id }) => [id, ['IDENTITY']])),
      });
      const belongsTo = row!.belongs_to as string | null;
      return { district, id: belongsTo ?? ids.case_id, report: ids.report_id, waits: belongsTo === null };
    },
  );
}

/** Refuses what a report has no place for: whoever sent it would believe that it was kept. */
function fitting(input: ReceiveReportInput) {
  const { householdId, members, concernedMemberIds } = input;
  const place = (['responsibleDong', 'responsibleTong', 'responsibleBan'] as const).find(
    (part) => input[part],
  );
  if (householdId && (members?.length || place))
    throw errorOf(caseFaults.HOUSEHOLD_IS_KNOWN, {}, members?.length ? 'input.members' : `input.${place}`);
  if (!householdId && concernedMemberIds?.length) throw errorOf(caseFaults.HOUSEHOLD_IS_NEW);
}

/** The most people that one household is made with. */
const mostMembers = 20;

function newMembers(
  { viewer, uniqueIds }: Context,
  district: string,
  { members, responsibleDong }: ReceiveReportInput,
) {
  if (!members?.length || members.length > mostMembers)
    throw errorOf(caseFaults.HOUSEHOLD_SIZE_OUT_OF_RANGE, { most: mostMembers });
  if (!responsibleDong) throw errorOf(caseFaults.RESPONSIBLE_DONG_NEEDED);
  if (members.some(({ number }) => number)) {
    if (viewer!.duties.includes('PARTNER_WORKER')) throw errorOf(caseFaults.NUMBER_BY_PARTNER);
    if (!uniqueIds) throw errorOf(uniqueIdFaults.NO_UNIQUE_ID_KEYS);
  }
  return members.map((each, at) => {
    const id = randomUUID();
    const holder = { districtId: district, memberId: id };
    const sealed = each.number
      ? uniqueIds!.sealTyped(holder, each.number, each.withoutCheckDigit ?? false)
      : null;
    return { ...memberRow(each, at), id, sealed };
  });
}

/** The input as it is kept, hashed: a number has so few digits that a hash without a key would tell it. */
const keptInput = (input: ReceiveReportInput, made: ReturnType<typeof newMembers>): ReceiveReportInput => ({
  ...input,
  members: input.members?.map((each, at) => ({
    ...each,
    number: made[at]?.sealed?.registrationNumberIndex ?? null,
  })),
});

function memberRow(each: NewMemberInput, at: number) {
  return {
    ordinal: at + 1,
    name: required(each.name, `input.members[${at}].name`),
    birth_date: each.birthDate ?? null,
    sex: each.sex ?? null,
    relation: each.relation ?? null,
    phone: each.phone ?? null,
    home_address: each.homeAddress ?? null,
    alleged_perpetrator: each.allegedPerpetrator ?? false,
    concerned: each.concerned ?? false,
  };
}
