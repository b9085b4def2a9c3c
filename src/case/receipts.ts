import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, ID, Info, InputType, ObjectType, Query, Resolver } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { IdempotencyKey } from '../access/commonFields.js';
import { AllowedTo, InputField, OutputField } from '../access/decorators.js';
import { duty } from '../access/grants.js';
import { discoveryReporters } from '../access/outreach.js';
import { stepDuties } from '../access/steps.js';
import { connectionOf } from '../connection.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import type { Page as Answered } from '../database/planner/page.js';
import { totalAsked } from '../database/planner/selection.js';
import { intakeReports } from '../database/tables/case.js';
import { reportStatus } from '../database/tables/enums.js';
import { mutation, mutations, payload, rowField } from '../mutation.js';
import { Page } from '../page.js';
import { DateTimeScalar } from '../scalars.js';
import { IntakeReport } from './report/types.js';

// Registered as the modules load: enums must be known before the schema is built.
const StatusType = enumObject(reportStatus);

@ObjectType({
  description:
    '보낸 접수. 보낸 사람이 받는 접수증이며, 접수가 어떻게 되었는지만 알려 줍니다. The receipt of a report, for whoever sent it: what became of the report, and nothing of whom it was about or whether they were known before.',
})
export class SentReport {
  @OutputField(() => ID, '접수 번호. The number of the receipt.')
  id!: string;

  @OutputField(() => DateTimeScalar, '접수 시각. When it was received.')
  receivedAt!: string;

  @OutputField(() => StatusType, '처리 상태. What became of it.')
  status!: string;
}

const SentReportConnection = connectionOf(SentReport, 'SentReport', '보낸 접수');

type RowKey = { district: string; id: string };

/** The receipt of a report that the viewer sent; null where somebody else did. */
export const sentReport = (context: Context, info: GraphQLResolveInfo, key: RowKey) =>
  context.reads.functions.one(context, info, 'sent_report', key);

@Resolver()
export class SentReportResolver {
  @AllowedTo(duty(...stepDuties.RECEIVE, ...discoveryReporters))
  @Query(() => SentReportConnection, {
    nullable: true,
    description:
      '보낸 접수 목록. 이 직위로 보낸 접수와 그 뒤의 처리를 최근 것부터 보여 줍니다. Reports that the viewer sent in this post and what became of each, newest first.',
  })
  sentReports(
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const asked = {
      name: 'sent_reports_page',
      given: [],
      parts: 2,
      count: totalAsked(info),
      first: page.first,
      after: page.after,
    } as const;
    // Nobody is in it by name, so the log has one line: that somebody asked.
    return context.reads.functions.page(context, info, asked, () => [{}]);
  }
}

@InputType({
  description:
    '접수 처리. 어느 접수를 살펴보거나 마치는지 적습니다. Which report is looked into, or done with.',
})
class FollowReportInput {
  @InputField(() => ID, '접수. 접수의 식별자입니다. Id of the report.')
  reportId!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

type ReportKey = { district: string; report: string };

const intakeReportPayload = payload<ReportKey>(
  'IntakeReportPayload',
  '접수 처리 결과. 접수를 처리한 결과를 돌려줍니다. What following up a report answered.',
  {
    report: rowField<ReportKey>(
      () => IntakeReport,
      intakeReports,
      '접수. The report as it is now.',
      ({ district, report }) => ({ district, id: report }),
    ),
  },
);

function follow(
  context: Context,
  name: string,
  input: FollowReportInput,
  closes: boolean,
): Promise<ReportKey> {
  const about = idOf('IntakeReport', input.reportId);
  const { district, id } = about;
  return context.commands.run(context, { name, about, input }, async ({ sql, recorded }) => {
    const [row] = await sql`select hamkke.follow_report(${district}, ${id}, ${closes}) as household`;
    const household = String(row!.household);
    recorded(household, { [household]: ['SUMMARY'] });
    return { district: district!, report: id };
  });
}

/** What whoever sent a report is told of it, apart from the case. */
export const ReceiptMutations = mutations({
  takeUpReport: mutation({
    grant: duty(...stepDuties.TRIAGE),
    description:
      '접수 처리 시작. 접수를 살펴보기 시작했다고 기록하고, 보낸 사람에게 알립니다. Says that somebody looks into a report, which its sender is told; the triage of its case says so, too.',
    input: FollowReportInput,
    answers: intakeReportPayload,
    run: (context, input, name) => follow(context, name, input, false),
  }),
  closeReport: mutation({
    grant: duty(...stepDuties.TRIAGE),
    description:
      '접수 처리 완료. 접수가 부탁한 일을 마쳤다고 기록하고, 보낸 사람에게 알립니다. Says that what a report asked for is done, which its sender is told; its case goes on as it does.',
    input: FollowReportInput,
    answers: intakeReportPayload,
    run: (context, input, name) => follow(context, name, input, true),
  }),
});
