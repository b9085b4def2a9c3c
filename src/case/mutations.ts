import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, FieldResolver, Info, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { duty, inherited } from '../access/grants.js';
import { See } from '../access/see.js';
import { stepDuties } from '../access/steps.js';
import type { Context } from '../context.js';
import { cases, intakeReports } from '../database/tables/case.js';
import { badInput } from '../errors.js';
import { type CaseKey, takeStep } from './commands.js';
import { IncomingReport, incomingReport } from './incomingReports.js';
import * as inputs from './inputs.js';
import { type ReceivedKey, ReceiveReportInput, receiveReport } from './intake.js';
import { assess, link, plan } from './records.js';
import { transfer } from './transfer.js';
import { Case, IntakeReport } from './types.js';

const given = '입력. What is done, to what.';

@ObjectType({ description: '업무 결과. What a step answered.' })
export class CasePayload {
  @See(inherited)
  @Field(() => Case, {
    nullable: true,
    description: '사례. The case as it is now; null where the viewer may not know of it.',
  })
  case?: Case | null;
}

@ObjectType({ description: '접수 결과. What receiving a report answered.' })
export class ReceiveReportPayload {
  @See(inherited)
  @Field(() => Case, {
    nullable: true,
    description: '사례. The case that was opened; null for those who report and do not read.',
  })
  case?: Case | null;

  @See(inherited)
  @Field(() => IntakeReport, {
    nullable: true,
    description: '접수. The report; null for those who report and do not read.',
  })
  report?: IntakeReport | null;

  @See(inherited)
  @Field(() => IncomingReport, {
    nullable: true,
    description:
      '접수 대기. The report as it waits, where the household is known and not served by the centre that received it; null where it needs nobody’s decision.',
  })
  incomingReport?: IncomingReport | null;
}

@Resolver(() => CasePayload)
export class CasePayloadResolver {
  @See(inherited)
  @FieldResolver(() => Case, { nullable: true })
  case(@Root() { district, id }: CaseKey, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return context.reads.one(context, info, cases, { type: 'Case', district, id });
  }
}

@Resolver(() => ReceiveReportPayload)
export class ReceiveReportPayloadResolver {
  @See(inherited)
  @FieldResolver(() => Case, { nullable: true })
  case(@Root() { district, id }: CaseKey, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return context.reads.one(context, info, cases, { type: 'Case', district, id });
  }

  @See(inherited)
  @FieldResolver(() => IntakeReport, { nullable: true })
  report(
    @Root() { district, report }: ReceivedKey,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.one(context, info, intakeReports, { type: 'IntakeReport', district, id: report });
  }

  @See(inherited)
  @FieldResolver(() => IncomingReport, { nullable: true })
  incomingReport(
    @Root() { district, report, waits }: ReceivedKey,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return waits ? incomingReport(context, info, { district, id: report }) : null;
  }
}

/** One mutation a step of the process; which are legal and whose they are is said in access/steps.ts. */
@Resolver()
export class CaseMutations {
  @See(duty(...stepDuties.RECEIVE))
  @Mutation(() => ReceiveReportPayload, {
    nullable: true,
    description:
      '접수. Receives a report and opens a case with it; on a known household only when a case manager of the centre that serves it accepts it, unless that is the centre that received it.',
  })
  receiveReport(
    @Arg('input', () => ReceiveReportInput, { description: given }) input: ReceiveReportInput,
    @Ctx() context: Context,
  ) {
    return receiveReport(context, input);
  }

  @See(duty(...stepDuties.TRIAGE))
  @Mutation(() => CasePayload, {
    nullable: true,
    description: '사례분류. Says what a received case is about and how urgent it is.',
  })
  triageCase(
    @Arg('input', () => inputs.TriageInput, { description: given }) input: inputs.TriageInput,
    @Ctx() context: Context,
  ) {
    return takeStep(context, 'triageCase', 'TRIAGE', input, async () => ({
      emergency: input.emergency,
      level: input.level,
    }));
  }

  @See(duty(...stepDuties.CONSULT))
  @Mutation(() => CasePayload, {
    nullable: true,
    description: '초기상담. Records the first consultation with the household.',
  })
  recordConsultation(
    @Arg('input', () => inputs.StepInput, { description: given }) input: inputs.StepInput,
    @Ctx() context: Context,
  ) {
    return takeStep(context, 'recordConsultation', 'CONSULT', input);
  }

  @See(duty(...stepDuties.VISIT))
  @Mutation(() => CasePayload, { nullable: true, description: '현장방문. Records a visit at home.' })
  recordVisit(
    @Arg('input', () => inputs.StepInput, { description: given }) input: inputs.StepInput,
    @Ctx() context: Context,
  ) {
    return takeStep(context, 'recordVisit', 'VISIT', input);
  }

  @See(duty(...stepDuties.ASSESS))
  @Mutation(() => CasePayload, {
    nullable: true,
    description: '욕구·위기도 조사. Records the needs that the survey found.',
  })
  assessCase(
    @Arg('input', () => inputs.AssessInput, { description: given }) input: inputs.AssessInput,
    @Ctx() context: Context,
  ) {
    return takeStep(context, 'assessCase', 'ASSESS', input, (taken) => assess(taken, input));
  }

  @See(duty(...stepDuties.CONFER))
  @Mutation(() => CasePayload, {
    nullable: true,
    description: '사례회의. Records the track and level that the conference decided.',
  })
  decideConference(
    @Arg('input', () => inputs.ConferInput, { description: given }) input: inputs.ConferInput,
    @Ctx() context: Context,
  ) {
    return takeStep(context, 'decideConference', 'CONFER', input, async () => ({
      track: input.track,
      level: input.level,
    }));
  }

  @See(duty(...stepDuties.PLAN))
  @Mutation(() => CasePayload, {
    nullable: true,
    description: '서비스 제공계획. Records the goals that were agreed.',
  })
  planCase(
    @Arg('input', () => inputs.PlanInput, { description: given }) input: inputs.PlanInput,
    @Ctx() context: Context,
  ) {
    return takeStep(context, 'planCase', 'PLAN', input, (taken) => plan(taken, input));
  }

  @See(duty(...stepDuties.LINK))
  @Mutation(() => CasePayload, {
    nullable: true,
    description:
      '서비스 연계. Records a service that was linked; an emergency may be linked before its conference.',
  })
  linkService(
    @Arg('input', () => inputs.LinkInput, { description: given }) input: inputs.LinkInput,
    @Ctx() context: Context,
  ) {
    return takeStep(context, 'linkService', 'LINK', input, (taken) => link(taken, input));
  }

  @See(duty(...stepDuties.MONITOR))
  @Mutation(() => CasePayload, { nullable: true, description: '점검. Records how it goes.' })
  recordMonitoring(
    @Arg('input', () => inputs.StepInput, { description: given }) input: inputs.StepInput,
    @Ctx() context: Context,
  ) {
    return takeStep(context, 'recordMonitoring', 'MONITOR', input);
  }

  @See(duty(...stepDuties.CLOSE))
  @Mutation(() => CasePayload, { nullable: true, description: '종결. Closes the case.' })
  closeCase(
    @Arg('input', () => inputs.CloseInput, { description: given }) input: inputs.CloseInput,
    @Ctx() context: Context,
  ) {
    if (input.reason === 'TRANSFERRED')
      throw badInput('이관은 transferCase로 합니다. A case is transferred by "transferCase".');
    return takeStep(context, 'closeCase', 'CLOSE', input, async () => ({ closureReason: input.reason }));
  }

  @See(duty(...stepDuties.TRANSFER))
  @Mutation(() => CasePayload, {
    nullable: true,
    description:
      '이관. Closes the case and opens a copy at a centre of another district, with what may go there: see `transfers`. Registration numbers stay, whatever was consented to: the centre there asks for them anew.',
  })
  transferCase(
    @Arg('input', () => inputs.TransferInput, { description: given }) input: inputs.TransferInput,
    @Ctx() context: Context,
  ) {
    return takeStep(context, 'transferCase', 'TRANSFER', input, (taken) => transfer(taken, input));
  }

  @See(duty(...stepDuties.FOLLOW_UP))
  @Mutation(() => CasePayload, {
    nullable: true,
    description: '사후관리. Records how it went on after the case was closed.',
  })
  recordFollowUp(
    @Arg('input', () => inputs.StepInput, { description: given }) input: inputs.StepInput,
    @Ctx() context: Context,
  ) {
    return takeStep(context, 'recordFollowUp', 'FOLLOW_UP', input);
  }

  @See(duty(...stepDuties.REOPEN))
  @Mutation(() => CasePayload, {
    nullable: true,
    description: '재개. Opens a closed case again, at the survey.',
  })
  reopenCase(
    @Arg('input', () => inputs.StepInput, { description: given }) input: inputs.StepInput,
    @Ctx() context: Context,
  ) {
    return takeStep(context, 'reopenCase', 'REOPEN', input);
  }
}
