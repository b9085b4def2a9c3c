import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, InputType, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { DataClass } from '../access/classes.js';
import { enumObject } from '../access/columns.js';
import { ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { AllowedTo, InputField, OutputField } from '../access/decorators.js';
import { duty } from '../access/grants.js';
import { stepDuties } from '../access/steps.js';
import type { Context } from '../context.js';
import { idOf, idWithin } from '../database/planner/identifiers.js';
import { cases, intakeReports } from '../database/tables/case.js';
import * as enums from '../database/tables/enums.js';
import { mutation, mutations, payload, rowField } from '../mutation.js';
import { IntakeReport } from './report/types.js';
import { Case } from './types.js';

// Registered as the modules load: enums must be known before the schema is built.
const ReasonType = enumObject(enums.reportMatchReason);
const DismissalType = enumObject(enums.reportMatchDismissal);
export type MatchReason = (typeof enums.reportMatchReason.enumValues)[number];

@ObjectType({
  description:
    '동일인. 접수에 적힌 사람과, 그 사람일 수 있는 가구원입니다. Somebody whom the report names, and who it may be.',
})
export class ReportMatchPerson {
  @OutputField(() => ID, '접수된 사람. Id of the member whom the report made.')
  reportedMemberId!: string;

  @OutputField(() => ID, '기존 가구원. Id of the member who was there.')
  memberId!: string;

  @OutputField(() => ReasonType, '일치 근거. Why they may be one.')
  reason!: MatchReason;
}

@ObjectType({
  description:
    '동일 가구 제안. 접수가 가리키는 것일 수 있는 가구이며, 둘 다 볼 수 있고 분류하는 사람에게만 보입니다. A household that a report may be about, for those who triage the report and may see both.',
})
export class ReportMatch {
  @OutputField(() => ID, '가구. Id of the household that was there.')
  householdId!: string;

  @OutputField(() => [ReasonType], '일치 근거. Why it may be the same.')
  reasons!: MatchReason[];

  @OutputField(() => [ReportMatchPerson], '동일인. Who may be whom.')
  people!: ReportMatchPerson[];

  @OutputField(() => ID, '사례. The open case that the report would be attached to; null where one begins.', {
    optional: true,
  })
  caseId!: string | null;

  @OutputField(() => Int, '판 번호. The version of the report: send it as `expectedVersion`.')
  version!: number;
}

/** The classes by which two people may be told to be one; the log says that they were looked at. */
export const classesOfReason: Readonly<Record<MatchReason, DataClass[]>> = {
  NUMBER: ['UNIQUE_ID'],
  NAME_AND_BIRTH: ['IDENTITY'],
  NAME_AND_PHONE: ['IDENTITY', 'CONTACT'],
};
type Row = ReportMatch & { $h: string; $m: [member: string, reason: MatchReason][] };

/** What was told of a household: who of it may be whom, and by what. */
function shownOf({ $h, $m }: Row): Record<string, DataClass[]> {
  const shown: Record<string, DataClass[]> = { [$h]: ['SUMMARY'] };
  for (const [member, reason] of $m)
    shown[member] = [...new Set([...(shown[member] ?? []), ...classesOfReason[reason]])];
  return shown;
}

@Resolver()
export class ReportMatchResolver {
  @AllowedTo(duty(...stepDuties.TRIAGE))
  @Query(() => [ReportMatch], {
    nullable: true,
    description:
      '동일 가구 찾기. 새 가구에 대한 접수가 이미 있는 어느 가구에 관한 것인지, 분류하는 사람이 첫 상담 전에 찾습니다. Households that a report on a new household may be about, by the registration number, name and birth date, or name and telephone number of its people; asked by whoever triages it, before the first consultation. Empty where there is none that they may see, and where there is no such report.',
  })
  async reportMatches(
    @Arg('reportId', () => ID, { description: '접수. 접수의 식별자입니다. Id of the report.' })
    reportId: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { district, id } = idOf('IntakeReport', reportId);
    return context.reads.functions.called(
      context,
      info,
      'report_matches($1::text, $2::uuid)',
      [district, id],
      (answer) => {
        const rows = answer as Row[];
        if (rows.length === 0) return [{ districtId: district! }];
        return rows.map((row) => ({
          districtId: district!,
          householdId: row.$h,
          shown: shownOf(row),
          bases: ['CONTROLLER' as const],
        }));
      },
    );
  }
}

@InputType({
  description: '동일 가구 확인. 접수가 어느 가구에 관한 것인지 적습니다. Which household a report is about.',
})
class ConfirmReportMatchInput {
  @InputField(() => ID, '접수. 접수의 식별자입니다. Id of the report.')
  reportId!: string;

  @InputField(() => ID, '가구. Id of the household that was proposed.')
  householdId!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '동일 가구 기각. 접수가 어느 가구에 관한 것이 아니며 왜 그런지 적습니다. Which household a report is not about, and why.',
})
class DismissReportMatchInput {
  @InputField(() => ID, '접수. 접수의 식별자입니다. Id of the report.')
  reportId!: string;

  @InputField(() => ID, '가구. Id of the household that was proposed.')
  householdId!: string;

  @InputField(() => DismissalType, '사유. Why it is not.')
  reason!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

type Key = { district: string; report: string; id: string };

const reportField = rowField<{ district: string; report: string }>(
  () => IntakeReport,
  intakeReports,
  '접수. The report as it is now.',
  ({ district, report }) => ({ district, id: report }),
);
const confirmPayload = payload<Key>(
  'ConfirmReportMatchPayload',
  '동일 가구 확인 결과. 동일 가구임을 확인한 결과를 돌려줍니다. What confirming it answered.',
  {
    report: reportField,
    case: rowField(() => Case, cases, '사례. The case that the report belongs to now.'),
  },
);
const dismissPayload = payload<{ district: string; report: string }>(
  'DismissReportMatchPayload',
  '동일 가구 기각 결과. 동일 가구가 아니라고 적은 결과를 돌려줍니다. What dismissing it answered.',
  { report: reportField },
);

/** What whoever triages a report decides about the households that it may be about. */
export const ReportMatchMutations = mutations({
  confirmReportMatch: mutation({
    grant: duty(...stepDuties.TRIAGE),
    description:
      '동일 가구 확인. 접수가 이미 있던 가구에 관한 것임을 확인합니다. 접수는 그 가구와 진행 중인 사례에 붙고, 따로 열린 사례는 통합으로 종결됩니다. Says that a report is about a household that was there: the report belongs to it and to its open case, those whom it names are its members, and the case that the report opened is closed as MERGED.',
    input: ConfirmReportMatchInput,
    answers: confirmPayload,
    run: (context, input, name) => {
      const about = idOf('IntakeReport', input.reportId);
      const { district, id } = about;
      const to = idWithin('Household', input.householdId, district);
      return context.commands.run(context, { name, about, input }, async ({ sql, recorded }) => {
        const [row] = await sql`
          select hamkke.confirm_report_match(${district}, ${id}, ${to}, ${input.expectedVersion}) as done`;
        const {
          merged,
          case: belongsTo,
          people,
        } = row!.done as {
          merged: string;
          case: string;
          people: string[];
        };
        recorded(merged, { [merged]: ['SUMMARY'] });
        recorded(to, {
          [to]: ['SUMMARY'],
          ...Object.fromEntries(people.map((each) => [each, ['IDENTITY']])),
        });
        return { district: district!, report: id, id: belongsTo };
      });
    },
  }),
  dismissReportMatch: mutation({
    grant: duty(...stepDuties.TRIAGE),
    description:
      '동일 가구 기각. 접수가 그 가구에 관한 것이 아니라고 적어, 다시 후보로 오르지 않게 합니다. Says that a report is not about a household: it is proposed no more.',
    input: DismissReportMatchInput,
    answers: dismissPayload,
    run: (context, input, name) => {
      const about = idOf('IntakeReport', input.reportId);
      const { district, id } = about;
      const of = idWithin('Household', input.householdId, district);
      return context.commands.run(context, { name, about, input }, async ({ sql, recorded }) => {
        const [row] = await sql`
          select hamkke.dismiss_report_match(${district}, ${id}, ${of}, ${input.reason}, ${input.expectedVersion}) as own`;
        const own = String(row!.own);
        recorded(own, { [own]: ['SUMMARY'] });
        recorded(of, { [of]: ['SUMMARY'] });
        return { district: district!, report: id };
      });
    },
  }),
});
