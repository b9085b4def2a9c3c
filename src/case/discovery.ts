import { ID, InputType, Int } from 'type-graphql';
import { dongCode, line, words } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import { duty } from '../access/grants.js';
import { discoveryReporters, sourceOfReporter } from '../access/outreach.js';
import { commonFaults } from '../commonFaults.js';
import type { Context } from '../context.js';
import * as enums from '../database/tables/enums.js';
import { HamkkeError } from '../errors.js';
import { errorOf } from '../faults.js';
import { mutation, mutations, payload, readField } from '../mutation.js';
import { required } from '../text/required.js';
import { type ReceivedKey, receiveReport } from './intake.js';
import { SentReport, sentReport } from './receipts.js';

// Registered as the modules load: enums must be known before the schema is built.
const ReporterKindType = enumObject(enums.discoveryReporterKind);
const optional = { optional: true };
/** The oldest that anybody is taken for. */
const mostAge = 130;

@InputType({
  description:
    '발굴된 사람. 걱정되는 사람에 대해 아는 만큼 적습니다. Somebody who is worried about, as far as it is known.',
})
class DiscoveredPersonInput {
  @InputField(line(100), '이름. Name, or how they are called.')
  name!: string;

  @InputField(() => Int, `나이. About how old, 0 to ${mostAge}.`, optional)
  roughAge?: number | null;

  @InputField(line(60), '전화. Phone.', optional)
  phone?: string | null;
}

@InputType({
  description:
    '발굴 신고. 걱정되는 이웃에 대해 아는 것을 적습니다. 이미 아는 가구인지는 알려 주지 않습니다. Whom somebody worries about. Whether they are known is not told.',
})
class ReportDiscoveryInput {
  @InputField(() => ReporterKindType, '신고자 유형. What the reporter is.')
  reporter!: (typeof enums.discoveryReporterKind.enumValues)[number];

  @InputField(() => [DiscoveredPersonInput], '사람. Whom it is about, of one household.')
  people!: DiscoveredPersonInput[];

  @InputField(dongCode, '행정동. Ten-digit code of the dong where they live.')
  dong!: string;

  @InputField(() => Int, '통. Number of the tong where they live, if it is known.', optional)
  tong?: number | null;

  @InputField(() => Int, '반. Number of the ban of that tong, if it is known.', optional)
  ban?: number | null;

  @InputField(line(300), '주소. Address, as far as it is known.', optional)
  address?: string | null;

  @InputField(words(5_000), '본 것. What was seen or heard.')
  seen!: string;

  @InputField(() => Boolean, '긴급 여부. Whether somebody must go at once; not unless said.', optional)
  emergency?: boolean | null;

  @InputField(
    () => ID,
    '받는 센터. The centre or dong office that receives it; the reporter’s own organization unless said otherwise.',
    optional,
  )
  centerId?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

/** Only a birth date is kept of somebody, so that about how old they are stands in the words of the report. */
function narrativeOf({ people, seen }: ReportDiscoveryInput): string {
  const aged = people.filter(({ roughAge }) => typeof roughAge === 'number');
  const out = aged.find(({ roughAge }) => roughAge! < 0 || roughAge! > mostAge);
  if (out)
    throw errorOf(
      commonFaults.NUMBER_OUT_OF_RANGE,
      { least: 0, most: mostAge },
      `input.people[${people.indexOf(out)}].roughAge`,
    );
  const ages = aged.map(({ name, roughAge }) => `${name} 약 ${roughAge}세`).join(', ');
  return [required(seen, 'input.seen'), ...(ages ? [ages] : [])].join('\n');
}

/** What a report calls the fields of this input, by which it says what is wrong. */
const fields: readonly (readonly [string, string])[] = [
  ['input.members', 'input.people'],
  ['input.responsibleDong', 'input.dong'],
  ['input.responsibleTong', 'input.tong'],
  ['input.responsibleBan', 'input.ban'],
  ['input.narrative', 'input.seen'],
];
function inPlace(error: unknown): never {
  const field = error instanceof HamkkeError ? error.extensions.field : undefined;
  for (const [theirs, own] of fields)
    if (typeof field === 'string' && field.startsWith(theirs))
      Object.assign((error as HamkkeError).extensions, { field: own + field.slice(theirs.length) });
  throw error;
}

/** Receives it as every report of a new household: what is done must not depend on whether somebody is known. */
const reportDiscovery = (context: Context, input: ReportDiscoveryInput, name: string) =>
  receiveReport(
    context,
    {
      centerId: input.centerId ?? null,
      source: sourceOfReporter[input.reporter],
      emergency: input.emergency ?? false,
      responsibleDong: input.dong,
      responsibleTong: input.tong ?? null,
      responsibleBan: input.ban ?? null,
      members: input.people.map((each) => ({
        name: each.name,
        phone: each.phone ?? null,
        homeAddress: input.address ?? null,
      })),
      narrative: narrativeOf(input),
      idempotencyKey: input.idempotencyKey ?? null,
    },
    name,
    input.reporter,
  ).catch(inPlace);

const discoveryPayload = payload<ReceivedKey>(
  'ReportDiscoveryPayload',
  '발굴 신고 결과. 신고의 접수증을 돌려줍니다. What reporting answered: a receipt, and nothing else.',
  {
    sentReport: readField(
      () => SentReport,
      '접수증. The receipt, by which the reporter learns what became of the report.',
      ({ district, report }, context, info) => sentReport(context, info, { district, id: report }),
    ),
  },
);

/** Reports of those who see people in need and read nothing (발굴 신고). */
export const DiscoveryMutations = mutations({
  reportDiscovery: mutation({
    grant: duty(...discoveryReporters),
    description:
      '발굴 신고. 통장, 학교, 관리사무소처럼 신고만 하는 사람이 걱정되는 이웃을 알립니다. 접수증만 돌려받습니다. Reports somebody in need, by those who report and never read; answers a receipt alone, the same whether or not anybody is known.',
    input: ReportDiscoveryInput,
    answers: discoveryPayload,
    run: reportDiscovery,
  }),
});
