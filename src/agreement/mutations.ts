import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, FieldResolver, Info, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { agreementKeepers, agreementNoticers } from '../access/agreements.js';
import { duty, inherited } from '../access/grants.js';
import { See } from '../access/see.js';
import type { Context } from '../context.js';
import { agreements } from '../database/tables/agreement.js';
import * as commands from './commands.js';
import * as inputs from './inputs.js';
import { Agreement } from './types.js';

const given = '입력. What is done, to what.';

@ObjectType({ description: '협약 결과. What a change of an agreement answered.' })
export class AgreementPayload {
  @See(inherited)
  @Field(() => Agreement, { nullable: true, description: '협약. The agreement as it is now.' })
  agreement?: Agreement | null;
}

@Resolver(() => AgreementPayload)
export class AgreementPayloadResolver {
  @See(inherited)
  @FieldResolver(() => Agreement, { nullable: true })
  agreement(@Root() key: commands.RowKey, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return context.reads.one(context, info, agreements, { type: 'Agreement', ...key });
  }
}

/** Agreements (협약): what a district shares with an organization at most, and until when. */
@Resolver()
export class AgreementMutations {
  @See(duty(...agreementKeepers))
  @Mutation(() => AgreementPayload, {
    nullable: true,
    description: '협약 체결. Concludes an agreement of the viewer’s district with an organization.',
  })
  concludeAgreement(
    @Arg('input', () => inputs.ConcludeAgreementInput, { description: given })
    input: inputs.ConcludeAgreementInput,
    @Ctx() context: Context,
  ) {
    return commands.concludeAgreement(context, input);
  }

  @See(duty(...agreementKeepers))
  @Mutation(() => AgreementPayload, {
    nullable: true,
    description:
      '협약 변경. Changes what an agreement says; what it no longer covers is closed on the next request.',
  })
  amendAgreement(
    @Arg('input', () => inputs.AmendAgreementInput, { description: given }) input: inputs.AmendAgreementInput,
    @Ctx() context: Context,
  ) {
    return commands.amendAgreement(context, input);
  }

  @See(duty(...agreementNoticers))
  @Mutation(() => AgreementPayload, {
    nullable: true,
    description: '종료 통지. Keeps an agreement from renewing, by either side.',
  })
  giveAgreementNotice(
    @Arg('input', () => inputs.GiveAgreementNoticeInput, { description: given })
    input: inputs.GiveAgreementNoticeInput,
    @Ctx() context: Context,
  ) {
    return commands.giveAgreementNotice(context, input);
  }

  @See(duty(...agreementNoticers))
  @Mutation(() => AgreementPayload, {
    nullable: true,
    description: '통지 철회. Takes a notice back, by the side that gave it, while the agreement is in force.',
  })
  withdrawAgreementNotice(
    @Arg('input', () => inputs.WithdrawAgreementNoticeInput, { description: given })
    input: inputs.WithdrawAgreementNoticeInput,
    @Ctx() context: Context,
  ) {
    return commands.withdrawAgreementNotice(context, input);
  }

  @See(duty(...agreementKeepers))
  @Mutation(() => AgreementPayload, {
    nullable: true,
    description:
      '협약 해지. Ends an agreement: access that rests on it ends at midnight in Seoul, or at once, and open referrals are revoked.',
  })
  endAgreement(
    @Arg('input', () => inputs.EndAgreementInput, { description: given }) input: inputs.EndAgreementInput,
    @Ctx() context: Context,
  ) {
    return commands.endAgreement(context, input);
  }
}
