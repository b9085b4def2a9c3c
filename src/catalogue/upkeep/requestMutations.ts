import { Arg, Ctx, Field, FieldResolver, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { duty, inherited, signedIn } from '../../access/grants.js';
import { See } from '../../access/see.js';
import { catalogueEditors } from '../../access/upkeep.js';
import type { Context } from '../../context.js';
import * as commands from './requestCommands.js';
import { ChangeRequest, ChangeRequestInput, DeclineChangeInput, ProposeChangeInput } from './requests.js';

const given = '입력. What is done, to what.';

@ObjectType({ description: '정정 요청 결과. What a step of a change request answered.' })
export class ChangeRequestPayload {
  @See(inherited)
  @Field(() => ChangeRequest, { nullable: true, description: '정정 요청. The request as it is now.' })
  changeRequest?: ChangeRequest | null;
}

@Resolver(() => ChangeRequestPayload)
export class ChangeRequestPayloadResolver {
  @See(inherited)
  @FieldResolver(() => ChangeRequest, { nullable: true })
  changeRequest(@Root() { id }: { id: string }, @Ctx() context: Context) {
    return context.reads.told.called(context, 'own_change_request($1::uuid)', [id]);
  }
}

/** What partners propose, and what editors say to it. */
@Resolver()
export class ChangeRequestMutations {
  @See(signedIn)
  @Mutation(() => ChangeRequestPayload, {
    nullable: true,
    description:
      '정정 제안. Proposes other values for fields of a record of the public catalogue, one’s own or another’s; an editor of its district decides.',
  })
  proposeChange(
    @Arg('input', () => ProposeChangeInput, { description: given }) input: ProposeChangeInput,
    @Ctx() context: Context,
  ) {
    return commands.proposeChange(context, input);
  }

  @See(duty(...catalogueEditors))
  @Mutation(() => ChangeRequestPayload, {
    nullable: true,
    description:
      '정정 반영. Writes what was proposed, unless a field is not any more what the proposer saw: then nothing is written.',
  })
  acceptChange(
    @Arg('input', () => ChangeRequestInput, { description: given }) input: ChangeRequestInput,
    @Ctx() context: Context,
  ) {
    return commands.acceptChange(context, input);
  }

  @See(duty(...catalogueEditors))
  @Mutation(() => ChangeRequestPayload, {
    nullable: true,
    description: '정정 반려. Declines what was proposed, for a reason that the proposer reads.',
  })
  declineChange(
    @Arg('input', () => DeclineChangeInput, { description: given }) input: DeclineChangeInput,
    @Ctx() context: Context,
  ) {
    return commands.settleChange(context, 'declineChange', input);
  }

  @See(signedIn)
  @Mutation(() => ChangeRequestPayload, {
    nullable: true,
    description: '정정 철회. Takes back what the viewer’s organization proposed and nobody has decided on.',
  })
  withdrawChange(
    @Arg('input', () => ChangeRequestInput, { description: given }) input: ChangeRequestInput,
    @Ctx() context: Context,
  ) {
    return commands.settleChange(context, 'withdrawChange', input);
  }

  @See(signedIn)
  @Mutation(() => ChangeRequestPayload, {
    nullable: true,
    description:
      '결과 확인. Takes note of what became of a request of the viewer’s organization: it is no news any more.',
  })
  noteOutcome(
    @Arg('input', () => ChangeRequestInput, { description: given }) input: ChangeRequestInput,
    @Ctx() context: Context,
  ) {
    return commands.settleChange(context, 'noteOutcome', input);
  }
}
