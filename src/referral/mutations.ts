import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, FieldResolver, Info, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { duty, inherited } from '../access/grants.js';
import { sideDuties } from '../access/referrals.js';
import { See } from '../access/see.js';
import type { Context } from '../context.js';
import { referrals } from '../database/tables/referral.js';
import { badInput } from '../errors.js';
import { DateTimeScalar } from '../scalars.js';
import { draftReferral, issueReferralLink, type ReferralKey, takeReferralStep } from './commands.js';
import * as inputs from './inputs.js';
import { Referral } from './types.js';

const given = '입력. What is done, to what.';

@ObjectType({ description: '의뢰 결과. What a step answered.' })
export class ReferralPayload {
  @See(inherited)
  @Field(() => Referral, { nullable: true, description: '의뢰. The referral as it is now.' })
  referral?: Referral | null;
}

@ObjectType({ description: '회신 링크. A link that answers once.' })
export class ReferralLinkPayload {
  @See(inherited)
  @Field(() => String, {
    description: '경로. Behind this server’s address; told once and never again, so pass it on now.',
  })
  path!: string;

  @See(inherited)
  @Field(() => DateTimeScalar, { description: '기한. Until when it can answer.' })
  expiresAt!: string;
}

@Resolver(() => ReferralPayload)
export class ReferralPayloadResolver {
  @See(inherited)
  @FieldResolver(() => Referral, { nullable: true })
  referral(@Root() { district, id }: ReferralKey, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return context.reads.one(context, info, referrals, { type: 'Referral', district, id });
  }
}

const sender = duty(...sideDuties.SENDER);
const recipient = duty(...sideDuties.RECIPIENT);

/** One mutation a step of a referral; which are possible and whose they are is said in access/referrals.ts. */
@Resolver()
export class ReferralMutations {
  @See(sender)
  @Mutation(() => ReferralPayload, {
    nullable: true,
    description: '의뢰 작성. Drafts a referral; nobody is asked yet.',
  })
  draftReferral(
    @Arg('input', () => inputs.DraftReferralInput, { description: given }) input: inputs.DraftReferralInput,
    @Ctx() context: Context,
  ) {
    return draftReferral(context, input);
  }

  @See(sender)
  @Mutation(() => ReferralPayload, {
    nullable: true,
    description: '의뢰. Sends a draft; refused where consents in force do not cover what it carries.',
  })
  requestReferral(
    @Arg('input', () => inputs.ReferralStepInput, { description: given }) input: inputs.ReferralStepInput,
    @Ctx() context: Context,
  ) {
    return takeReferralStep(context, 'requestReferral', 'REQUEST', input);
  }

  @See(recipient)
  @Mutation(() => ReferralPayload, { nullable: true, description: '의뢰 수락. Takes a referral on.' })
  acceptReferral(
    @Arg('input', () => inputs.ReferralStepInput, { description: given }) input: inputs.ReferralStepInput,
    @Ctx() context: Context,
  ) {
    return takeReferralStep(context, 'acceptReferral', 'ACCEPT', input);
  }

  @See(recipient)
  @Mutation(() => ReferralPayload, {
    nullable: true,
    description: '의뢰 거절. Declines a referral, with a reason; what it carried is withheld from then on.',
  })
  rejectReferral(
    @Arg('input', () => inputs.RejectReferralInput, { description: given }) input: inputs.RejectReferralInput,
    @Ctx() context: Context,
  ) {
    if (input.reason === 'OTHER' && !input.message?.trim())
      throw badInput('기타 사유는 내용을 적어 주십시오. The reason OTHER needs words in "message".');
    return takeReferralStep(context, 'rejectReferral', 'REJECT', input, { reason: input.reason });
  }

  @See(recipient)
  @Mutation(() => ReferralPayload, {
    nullable: true,
    description: '의뢰 대기. Puts a referral on the waiting list, or moves it there.',
  })
  waitlistReferral(
    @Arg('input', () => inputs.WaitlistReferralInput, { description: given })
    input: inputs.WaitlistReferralInput,
    @Ctx() context: Context,
  ) {
    const { position = null, until = null } = input;
    if (position !== null && (position < 1 || position > 100_000))
      throw badInput('대기 순번은 1 이상입니다. "position" is from 1 on.');
    return takeReferralStep(context, 'waitlistReferral', 'WAITLIST', input, { position, until });
  }

  @See(recipient)
  @Mutation(() => ReferralPayload, {
    nullable: true,
    description: '의뢰 개시. Says that the service of an accepted referral began.',
  })
  startReferral(
    @Arg('input', () => inputs.ReferralStepInput, { description: given }) input: inputs.ReferralStepInput,
    @Ctx() context: Context,
  ) {
    return takeReferralStep(context, 'startReferral', 'START', input);
  }

  @See(recipient)
  @Mutation(() => ReferralPayload, {
    nullable: true,
    description:
      '의뢰 완료. Says that the service was given; what the referral carried is withheld from then on.',
  })
  completeReferral(
    @Arg('input', () => inputs.ReferralStepInput, { description: given }) input: inputs.ReferralStepInput,
    @Ctx() context: Context,
  ) {
    return takeReferralStep(context, 'completeReferral', 'COMPLETE', input);
  }

  @See(sender)
  @Mutation(() => ReferralPayload, {
    nullable: true,
    description: '의뢰 취소. Takes a referral back; what it carried is withheld from then on.',
  })
  cancelReferral(
    @Arg('input', () => inputs.ReferralStepInput, { description: given }) input: inputs.ReferralStepInput,
    @Ctx() context: Context,
  ) {
    return takeReferralStep(context, 'cancelReferral', 'CANCEL', input);
  }

  @See(sender)
  @Mutation(() => ReferralLinkPayload, {
    nullable: true,
    description:
      '회신 링크 발급. Makes a link for a partner without an account: opening it shows the need domain and the sender and spends nothing, answering spends it. Earlier links of the referral end.',
  })
  issueReferralLink(
    @Arg('input', () => inputs.IssueReferralLinkInput, { description: given })
    input: inputs.IssueReferralLinkInput,
    @Ctx() context: Context,
  ) {
    return issueReferralLink(context, input);
  }
}
