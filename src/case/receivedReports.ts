import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, ID, Info, ObjectType, Query, Resolver } from 'type-graphql';
import type { DataClass } from '../access/classes.js';
import { enumObject } from '../access/columns.js';
import { AllowedTo, OutputField } from '../access/decorators.js';
import { receivers } from '../access/duties.js';
import { duty } from '../access/grants.js';
import { stepDuties } from '../access/steps.js';
import { connectionOf } from '../connection.js';
import type { Context } from '../context.js';
import type { Page as Answered } from '../database/planner/page.js';
import { totalAsked } from '../database/planner/selection.js';
import * as enums from '../database/tables/enums.js';
import { Page } from '../page.js';
import { DateScalar, DateTimeScalar } from '../scalars.js';

// Registered as the modules load: enums must be known before the schema is built.
const SourceType = enumObject(enums.intakeSource);
const IncidentType = enumObject(enums.incidentKind);
const SexType = enumObject(enums.sex);

const optional = { optional: true };

@ObjectType({
  description:
    '접수된 사람. 접수에 적힌 그대로의 사람입니다. Somebody whom a report names, as it names them.',
})
export class ReportedPerson {
  @OutputField(() => String, '이름. Name as it was given.')
  name!: string;

  @OutputField(() => DateScalar, '생년월일. Birth date, where it was given.', optional)
  birthDate!: string | null;

  @OutputField(() => SexType, '성별. Sex, where it was given.', optional)
  sex!: string | null;

  @OutputField(() => String, '관계. Relation to the head, where it was given.', optional)
  relation!: string | null;

  @OutputField(() => String, '전화. Phone, where it was given.', optional)
  phone!: string | null;

  @OutputField(() => String, '주소. Home address, where it was given.', optional)
  homeAddress!: string | null;
}

@ObjectType({
  description:
    '받은 접수. 누군가 살펴보기 전까지 받은 사람이 볼 수 있는 접수이며, 적은 말과 사람만 담습니다. A report for those who received it, until somebody looks into it: its own words and people, and nothing else of the household.',
})
export class ReceivedReport {
  @OutputField(() => ID, '접수. 접수의 식별자입니다. Id of the report.')
  id!: string;

  @OutputField(() => DateTimeScalar, '접수 시각. When it was received.')
  receivedAt!: string;

  @OutputField(() => SourceType, '접수 경로. How it came in.')
  source!: string;

  @OutputField(() => Boolean, '긴급 여부. Whether it is an emergency.')
  emergency!: boolean;

  @OutputField(() => IncidentType, '사건 유형. What kind of incident it tells of.', optional)
  incidentKind!: string | null;

  @OutputField(() => String, '경위. What is said to have happened, in words.', optional)
  narrative!: string | null;

  @OutputField(
    () => [ReportedPerson],
    '대상. The people of a new household; of a known one those whom it concerns, as far as its writer could read their names.',
  )
  people!: ReportedPerson[];
}

const ReceivedReportConnection = connectionOf(ReceivedReport, 'ReceivedReport', '받은 접수');

@Resolver()
export class ReceivedReportResolver {
  @AllowedTo(duty(...stepDuties.TRIAGE, ...receivers))
  @Query(() => ReceivedReportConnection, {
    nullable: true,
    description:
      '받은 접수 목록. 아직 아무도 살펴보지 않은 접수를 최근 것부터 보여 줍니다. Reports that nobody has looked into, newest first: of the centre for those who triage there, and what they received themselves for a visiting nurse and the portal, where calls of 129 come in, too.',
  })
  receivedReports(
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const asked = {
      name: 'received_reports_page',
      given: [],
      parts: 2,
      count: totalAsked(info),
      first: page.first,
      after: page.after,
    } as const;
    return context.reads.functions.page(context, info, asked, (rows) =>
      rows.length === 0
        ? [{}]
        : rows.map(({ $h, $k }) => ({
            householdId: String($h),
            shown: $k as Record<string, DataClass[]>,
            bases: ['CONTROLLER' as const],
          })),
    );
  }
}
