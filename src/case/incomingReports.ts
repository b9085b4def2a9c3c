import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, InputType, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { DataClass } from '../access/classes.js';
import { enumObject } from '../access/columns.js';
import { ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { AllowedTo, InputField, OutputField } from '../access/decorators.js';
import { unservedDeciders } from '../access/duties.js';
import { duty } from '../access/grants.js';
import { stepDuties } from '../access/steps.js';
import { connectionOf } from '../connection.js';
import type { Context } from '../context.js';
import { versionConflict } from '../database/commands.js';
import type { FunctionRow } from '../database/functionReads.js';
import { idOf, idWithin } from '../database/planner/identifiers.js';
import type { Page as Answered } from '../database/planner/page.js';
import { totalAsked } from '../database/planner/selection.js';
import * as enums from '../database/tables/enums.js';
import { errorOf } from '../faults.js';
import { mutation, mutations, payload, readField } from '../mutation.js';
import { Page } from '../page.js';
import { DateTimeScalar } from '../scalars.js';
import { caseFaults } from './faults.js';

// Registered as the modules load: enums must be known before the schema is built.
const StateType = enumObject(enums.incomingReportState);
const SideType = enumObject(enums.incomingReportSide);
const DecisionType = enumObject(enums.reportDecision);
const ReasonType = enumObject(enums.reportDeclineReason);
const SourceType = enumObject(enums.intakeSource);
const IncidentType = enumObject(enums.incidentKind);

const optional = { optional: true };
const words = 'null for whoever wrote it, and for the centre that received it once it waits no more';

@ObjectType({
  description:
    '접수 대기. 이미 알려진 가구에 대한 접수입니다. 담당 센터가 승인하기 전에는 받은 센터에 아무것도 열지 않습니다. A report on a household that is known already: it opens nothing to the centre that received it until a case manager of the centre that serves the household accepts it.',
})
export class IncomingReport {
  @OutputField(() => ID, '고유 식별자. Stable identifier.')
  id!: string;

  @OutputField(() => StateType, '상태. How it stands.')
  state!: string;

  @OutputField(() => DateTimeScalar, '접수 시각. When it was received.')
  receivedAt!: string;

  @OutputField(() => DateTimeScalar, '결정 기한. When it lapses if nobody has decided.')
  expiresAt!: string;

  @OutputField(() => DateTimeScalar, '결정 시각. When it was decided; null while it was not.', optional)
  decidedAt!: string | null;

  @OutputField(() => ID, '받은 센터. Id of the organization that received it.')
  centerId!: string;

  @OutputField(() => SourceType, `접수 경로. How it came in; ${words}.`, optional)
  source!: string | null;

  @OutputField(() => Boolean, `긴급 여부. Whether it is an emergency; ${words}.`, optional)
  emergency!: boolean | null;

  @OutputField(() => IncidentType, `사건 유형. What kind of incident it tells of; ${words}.`, optional)
  incidentKind!: string | null;

  @OutputField(() => String, `경위. What is said to have happened, in words; ${words}.`, optional)
  narrative!: string | null;

  @OutputField(() => [String], '대상. Names of those whom it concerns, as far as its writer could read them.')
  people!: string[];

  @OutputField(() => ID, '가구. Id of the household, for those who decide; null for all others.', optional)
  householdId!: string | null;

  @OutputField(() => ReasonType, '반려 사유. Why it was declined, for those who decide.', optional)
  declineReason!: string | null;

  @OutputField(() => [DecisionType], '가능한 결정. What the viewer can decide about it now.')
  viewerCan!: string[];

  @OutputField(() => Int, '판 번호. Send it as `expectedVersion`.')
  version!: number;
}

export const IncomingReportConnection = connectionOf(IncomingReport, 'IncomingReport', '접수 대기');

@InputType({ description: '접수 승인. 어느 접수를 승인하는지 적습니다. Which report is accepted.' })
export class AcceptReportInput {
  @InputField(() => ID, '접수 대기. Id of the report.')
  incomingReportId!: string;

  @InputField(
    () => ID,
    '사례. The open case of the viewer’s own centre to which it is attached: the report is that centre’s then, and opens nothing to the one that received it. Where none is said, the centre that received it gets a case of its own.',
    { optional: true },
  )
  caseId?: string | null;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '접수 반려. 어느 접수를 왜 반려하는지 적습니다. Which report is declined, and why.',
})
export class DeclineReportInput {
  @InputField(() => ID, '접수 대기. Id of the report.')
  incomingReportId!: string;

  @InputField(() => ReasonType, '사유. Why.')
  reason!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

type RowKey = { district: string; id: string };
type Shown = Record<string, DataClass[]>;

/** What was told of reports, a line of the log for each; one line where it was nothing, since asking is logged, too. */
const entriesOf = (rows: FunctionRow[]) =>
  rows.length === 0
    ? [{}]
    : rows.map(({ $h, $k }) => ({
        householdId: String($h),
        shown: $k as Shown,
        bases: ['CONTROLLER' as const],
      }));

/** A report as this viewer may know of it, logged as what it shows; null where it is not for them. */
export const incomingReport = (context: Context, info: GraphQLResolveInfo, key: RowKey) =>
  context.reads.functions.one(context, info, 'incoming_report', key, (row) => entriesOf([row]));

const incomingReportPayload = payload<RowKey>(
  'IncomingReportPayload',
  '접수 결정 결과. 접수를 결정한 결과를 돌려줍니다. What deciding about a report answered.',
  {
    incomingReport: readField(
      () => IncomingReport,
      '접수 대기. The report as it is now.',
      (key, context, info) => incomingReport(context, info, key),
    ),
  },
);

const deciders = duty(...stepDuties.CONFER, ...unservedDeciders);

@Resolver()
export class IncomingReportResolver {
  @AllowedTo(duty(...stepDuties.RECEIVE, ...unservedDeciders))
  @Query(() => IncomingReportConnection, {
    nullable: true,
    description:
      '접수 대기 목록. 알려진 가구에 대한 접수를 최근 것부터 보여 줍니다. Reports on known households on one side of the viewer, newest first.',
  })
  incomingReports(
    @Arg('side', () => SideType, { description: '구분. 누구의 접수를 볼지 정합니다. Whose reports.' })
    side: string,
    @Arg('pending', () => Boolean, {
      nullable: true,
      description:
        '대기만. 아직 결정되지 않은 것만 받을지 정합니다. Whether only those about which nobody has decided.',
    })
    pending: boolean | null,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const values = [
      ['text::incoming_report_side', side],
      ['boolean', pending ?? false],
    ] as const;
    const asked = {
      name: 'incoming_reports_page',
      given: values,
      parts: 2,
      count: totalAsked(info),
      first: page.first,
      after: page.after,
    } as const;
    return context.reads.functions.page(context, info, asked, entriesOf);
  }
}

export const IncomingReportMutations = mutations({
  acceptReport: mutation({
    grant: deciders,
    description:
      '접수 승인. 우리 센터가 담당하는 가구에 대한 접수를 승인합니다. 접수자 본인은 승인할 수 없고, 승인하면 사례가 시작됩니다. Accepts a report on a household that the viewer’s centre serves: its case begins, and the centre that received it serves the household, too. Never by whoever wrote it; what a conference decides is written down here.',
    input: AcceptReportInput,
    answers: incomingReportPayload,
    run: (context, input, name) => decide(context, name, input, true, null, input.caseId),
  }),
  declineReport: mutation({
    grant: deciders,
    description:
      '접수 반려. 우리 센터가 담당하는 가구에 대한 접수를 반려합니다. 아무것도 열리지 않습니다. Declines a report on a household that the viewer’s centre serves: it opens nothing.',
    input: DeclineReportInput,
    answers: incomingReportPayload,
    run: (context, input, name) => decide(context, name, input, false, input.reason),
  }),
});

interface Decided {
  household: string;
  /** The version that is there where another was expected. */
  version?: number;
  /** How it stands where there is nothing to decide any more. */
  state?: string;
}

function decide(
  context: Context,
  name: string,
  input: AcceptReportInput | DeclineReportInput,
  accepts: boolean,
  reason: string | null,
  attachedTo: string | null = null,
): Promise<RowKey> {
  const about = idOf('IncomingReport', input.incomingReportId);
  const { district, id } = about;
  const caseId = attachedTo && idWithin('Case', attachedTo, district);
  return context.commands.run(context, { name, about, input }, async ({ sql, recorded }) => {
    const [row] = await sql`
      select hamkke.decide_report(${district}, ${id}, ${accepts}, ${reason},
        ${caseId}, ${input.expectedVersion}) as decided`;
    const { household, version, state } = row!.decided as Decided;
    if (version !== undefined) throw versionConflict(version);
    if (state) throw errorOf(caseFaults.REPORT_IS_DECIDED, { state });
    recorded(household, { [household]: ['SUMMARY'] });
    return { district: district!, id };
  });
}
