import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, FieldResolver, Info, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { duty, inherited } from '../access/grants.js';
import { budgetKeepers, funders, pledgeKeepers } from '../access/money.js';
import { See } from '../access/see.js';
import { Sponsor } from '../catalogue/sponsors.js';
import type { Context } from '../context.js';
import { sponsors } from '../database/tables/catalogue.js';
import { allocations } from '../database/tables/money.js';
import { Allocation } from './allocation.js';
import * as commands from './commands.js';
import * as inputs from './inputs.js';
import { BudgetLine, Pledge } from './types.js';

const given = '입력. What is done, to what.';
type Key = commands.RowKey;

@ObjectType({ description: '후원자 등록 결과. What registering a sponsor answered.' })
export class SponsorPayload {
  @See(inherited)
  @Field(() => Sponsor, { nullable: true, description: '후원자. The sponsor.' })
  sponsor?: Sponsor | null;
}

@ObjectType({ description: '약정 결과. What a change of a pledge answered.' })
export class PledgePayload {
  @See(inherited)
  @Field(() => Pledge, { nullable: true, description: '후원약정. The pledge as it is now.' })
  pledge?: Pledge | null;
}

@ObjectType({ description: '예산 결과. What a change of a budget line answered.' })
export class BudgetLinePayload {
  @See(inherited)
  @Field(() => BudgetLine, { nullable: true, description: '예산 과목. The budget line as it is now.' })
  budgetLine?: BudgetLine | null;
}

@ObjectType({ description: '배분 결과. What allocating answered.' })
export class AllocationPayload {
  @See(inherited)
  @Field(() => Allocation, { nullable: true, description: '배분. The allocation as it is now.' })
  allocation?: Allocation | null;
}

@Resolver(() => SponsorPayload)
export class SponsorPayloadResolver {
  @See(inherited)
  @FieldResolver(() => Sponsor, { nullable: true })
  sponsor(@Root() { id }: Key, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return context.reads.shared(context, info, sponsors, id);
  }
}

@Resolver(() => PledgePayload)
export class PledgePayloadResolver {
  @See(inherited)
  @FieldResolver(() => Pledge, { nullable: true })
  pledge(@Root() { district, id }: Key, @Ctx() context: Context) {
    return context.reads.told.one(context, 'own_pledge', district, id);
  }
}

@Resolver(() => BudgetLinePayload)
export class BudgetLinePayloadResolver {
  @See(inherited)
  @FieldResolver(() => BudgetLine, { nullable: true })
  budgetLine(@Root() { district, id }: Key, @Ctx() context: Context) {
    return context.reads.told.one(context, 'own_budget_line', district, id);
  }
}

@Resolver(() => AllocationPayload)
export class AllocationPayloadResolver {
  @See(inherited)
  @FieldResolver(() => Allocation, { nullable: true })
  allocation(@Root() { district, id }: Key, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return context.reads.one(context, info, allocations, { type: 'Allocation', district, id });
  }
}

/** Money (후원·예산): everything is an entry of a ledger, and what was entered is never edited. */
@Resolver()
export class SponsorMutations {
  @See(duty(...pledgeKeepers))
  @Mutation(() => SponsorPayload, {
    nullable: true,
    description: '후원자 등록. Registers a sponsor; a citizen is anonymous unless they chose otherwise.',
  })
  registerSponsor(
    @Arg('input', () => inputs.RegisterSponsorInput, { description: given })
    input: inputs.RegisterSponsorInput,
    @Ctx() context: Context,
  ) {
    return commands.registerSponsor(context, input);
  }

  @See(duty(...pledgeKeepers))
  @Mutation(() => PledgePayload, {
    nullable: true,
    description: '후원약정 등록. Records what a sponsor promises to the viewer’s district.',
  })
  recordPledge(
    @Arg('input', () => inputs.RecordPledgeInput, { description: given }) input: inputs.RecordPledgeInput,
    @Ctx() context: Context,
  ) {
    return commands.recordPledge(context, input);
  }

  @See(duty(...pledgeKeepers))
  @Mutation(() => PledgePayload, {
    nullable: true,
    description: '입금·입고. Records what came in of a pledge, no more than was promised.',
  })
  recordReceipt(
    @Arg('input', () => inputs.PledgeEntryInput, { description: given }) input: inputs.PledgeEntryInput,
    @Ctx() context: Context,
  ) {
    return commands.enterOfPledge(context, 'recordReceipt', input);
  }

  @See(duty(...pledgeKeepers))
  @Mutation(() => PledgePayload, {
    nullable: true,
    description: '환급. Gives back to the sponsor what came in and is not allocated.',
  })
  refundPledge(
    @Arg('input', () => inputs.PledgeEntryInput, { description: given }) input: inputs.PledgeEntryInput,
    @Ctx() context: Context,
  ) {
    return commands.enterOfPledge(context, 'refundPledge', input);
  }

  @See(duty(...pledgeKeepers))
  @Mutation(() => PledgePayload, {
    nullable: true,
    description: '약정 취소. Cancels what has not come in of a pledge and is not allocated.',
  })
  cancelPledge(
    @Arg('input', () => inputs.PledgeEntryInput, { description: given }) input: inputs.PledgeEntryInput,
    @Ctx() context: Context,
  ) {
    return commands.enterOfPledge(context, 'cancelPledge', input);
  }

  @See(duty(...budgetKeepers))
  @Mutation(() => BudgetLinePayload, {
    nullable: true,
    description: '예산 편성. Opens a line of the viewer’s district’s budget.',
  })
  openBudgetLine(
    @Arg('input', () => inputs.OpenBudgetLineInput, { description: given })
    input: inputs.OpenBudgetLineInput,
    @Ctx() context: Context,
  ) {
    return commands.openBudgetLine(context, input);
  }

  @See(duty(...budgetKeepers))
  @Mutation(() => BudgetLinePayload, {
    nullable: true,
    description: '예산 조정. Adds to a budget line, or cuts it by no more than is left.',
  })
  adjustBudgetLine(
    @Arg('input', () => inputs.AdjustBudgetLineInput, { description: given })
    input: inputs.AdjustBudgetLineInput,
    @Ctx() context: Context,
  ) {
    return commands.adjustBudgetLine(context, input);
  }

  @See(duty(...funders))
  @Mutation(() => AllocationPayload, {
    nullable: true,
    description:
      '약정 배분. Gives a linkage something of a pledge: in its term, as it is earmarked, no more than is left.',
  })
  allocatePledge(
    @Arg('input', () => inputs.AllocatePledgeInput, { description: given })
    input: inputs.AllocatePledgeInput,
    @Ctx() context: Context,
  ) {
    return commands.allocate(context, input);
  }

  @See(duty(...funders))
  @Mutation(() => AllocationPayload, {
    nullable: true,
    description: '예산 배분. Gives a linkage something of a budget line of this year, no more than is left.',
  })
  allocateBudget(
    @Arg('input', () => inputs.AllocateBudgetInput, { description: given })
    input: inputs.AllocateBudgetInput,
    @Ctx() context: Context,
  ) {
    return commands.allocate(context, input);
  }

  @See(duty(...funders))
  @Mutation(() => AllocationPayload, {
    nullable: true,
    description:
      '배분 취소. Gives back an allocation or a part of it: an entry, after which it can be allocated again.',
  })
  releaseAllocation(
    @Arg('input', () => inputs.ReleaseAllocationInput, { description: given })
    input: inputs.ReleaseAllocationInput,
    @Ctx() context: Context,
  ) {
    return commands.releaseAllocation(context, input);
  }
}
