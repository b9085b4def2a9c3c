import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, FieldResolver, Info, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { inherited, signedIn } from '../../access/grants.js';
import { See } from '../../access/see.js';
import type { Context } from '../../context.js';
import { services, verifications } from '../../database/tables/catalogue.js';
import { Service } from '../types.js';
import * as commands from './commands.js';
import * as inputs from './inputs.js';
import { Verification } from './verification.js';

const given = '입력. What is done, to what.';
type Key = { id: string };

@ObjectType({ description: '여유 확인 결과. What confirming room answered.' })
export class ConfirmCapacityPayload {
  @See(inherited)
  @Field(() => Service, { nullable: true, description: '서비스. The service as it is now.' })
  service?: Service | null;
}

@Resolver(() => ConfirmCapacityPayload)
export class ConfirmCapacityPayloadResolver {
  @See(inherited)
  @FieldResolver(() => Service, { nullable: true })
  service(@Root() { id }: Key, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return context.reads.shared(context, info, services, id);
  }
}

@ObjectType({ description: '정보 확인 결과. What verifying a record answered.' })
export class VerifyRecordPayload {
  @See(inherited)
  @Field(() => Verification, { nullable: true, description: '정보 확인. The verification as it is now.' })
  verification?: Verification | null;
}

@Resolver(() => VerifyRecordPayload)
export class VerifyRecordPayloadResolver {
  @See(inherited)
  @FieldResolver(() => Verification, { nullable: true })
  verification(@Root() { id }: Key, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return context.reads.shared(context, info, verifications, id);
  }
}

/** Keeping the catalogue true: by those whose records they are, and by its editors. */
@Resolver()
export class UpkeepMutations {
  @See(signedIn)
  @Mutation(() => ConfirmCapacityPayload, {
    nullable: true,
    description:
      '여유 확인. Confirms how much room a service has, for its organization’s own people and editors of its district; it is unknown again when nobody confirms it for a time.',
  })
  confirmCapacity(
    @Arg('input', () => inputs.ConfirmCapacityInput, { description: given })
    input: inputs.ConfirmCapacityInput,
    @Ctx() context: Context,
  ) {
    return commands.confirmCapacity(context, input);
  }

  @See(signedIn)
  @Mutation(() => VerifyRecordPayload, {
    nullable: true,
    description:
      '정보 확인. Says that an organization, a service or a location was looked at and is true, for its organization’s own people and editors of its district.',
  })
  verifyRecord(
    @Arg('input', () => inputs.VerifyRecordInput, { description: given }) input: inputs.VerifyRecordInput,
    @Ctx() context: Context,
  ) {
    return commands.verifyRecord(context, input);
  }
}
