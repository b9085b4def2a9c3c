import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, FieldResolver, Info, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { consentRecorders, consentTakers } from '../access/duties.js';
import { duty, inherited } from '../access/grants.js';
import { See } from '../access/see.js';
import type { Context } from '../context.js';
import { consents, guardianships } from '../database/tables/consent.js';
import * as commands from './commands.js';
import * as inputs from './inputs.js';
import { Consent, Guardianship } from './types.js';

const given = '입력. What is done, to what.';
const recorders = duty(...consentRecorders);
const takers = duty(...consentTakers);

@ObjectType({ description: '동의 결과. What recording a consent answered.' })
export class ConsentPayload {
  @See(inherited)
  @Field(() => Consent, {
    nullable: true,
    description: '동의. The consent as it is now; null where the viewer may not know of it.',
  })
  consent?: Consent | null;
}

@ObjectType({ description: '후견 결과. What recording a guardianship answered.' })
export class GuardianshipPayload {
  @See(inherited)
  @Field(() => Guardianship, {
    nullable: true,
    description: '후견. The guardianship as it is now; null where the viewer may not know of it.',
  })
  guardianship?: Guardianship | null;
}

@Resolver(() => ConsentPayload)
export class ConsentPayloadResolver {
  @See(inherited)
  @FieldResolver(() => Consent, { nullable: true })
  consent(@Root() key: commands.RowKey, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return context.reads.one(context, info, consents, { type: 'Consent', ...key });
  }
}

@Resolver(() => GuardianshipPayload)
export class GuardianshipPayloadResolver {
  @See(inherited)
  @FieldResolver(() => Guardianship, { nullable: true })
  guardianship(@Root() key: commands.RowKey, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return context.reads.one(context, info, guardianships, { type: 'Guardianship', ...key });
  }
}

/** Consent (DOMAIN section 5), written down by those who keep the household's. */
@Resolver()
export class ConsentMutations {
  @See(recorders)
  @Mutation(() => ConsentPayload, {
    nullable: true,
    description:
      '동의 기록. Records a consent that a member or the guardian of a child gave; BAD_INPUT says what is missing.',
  })
  giveConsent(
    @Arg('input', () => inputs.GiveConsentInput, { description: given }) input: inputs.GiveConsentInput,
    @Ctx() context: Context,
  ) {
    return commands.giveConsent(context, input);
  }

  @See(takers)
  @Mutation(() => ConsentPayload, {
    nullable: true,
    description:
      '동의 축소. Takes classes or days out of a consent, from the next request on; the recipient may record it too.',
  })
  narrowConsent(
    @Arg('input', () => inputs.NarrowConsentInput, { description: given }) input: inputs.NarrowConsentInput,
    @Ctx() context: Context,
  ) {
    return commands.narrowConsent(context, input);
  }

  @See(recorders)
  @Mutation(() => ConsentPayload, {
    nullable: true,
    description: '동의 연장. Records that a consent was given anew, for longer, after all notices.',
  })
  extendConsent(
    @Arg('input', () => inputs.ExtendConsentInput, { description: given }) input: inputs.ExtendConsentInput,
    @Ctx() context: Context,
  ) {
    return commands.extendConsent(context, input);
  }

  @See(takers)
  @Mutation(() => ConsentPayload, {
    nullable: true,
    description:
      '동의 철회. Withdraws a consent: the recipient has nothing by it from the next request on, and may record it too.',
  })
  withdrawConsent(
    @Arg('input', () => inputs.WithdrawConsentInput, { description: given })
    input: inputs.WithdrawConsentInput,
    @Ctx() context: Context,
  ) {
    return commands.withdrawConsent(context, input);
  }

  @See(recorders)
  @Mutation(() => GuardianshipPayload, {
    nullable: true,
    description:
      '후견 기록. Records who speaks for a child: from then on only recorded guardians consent for it, in earlier consents too.',
  })
  recordGuardianship(
    @Arg('input', () => inputs.RecordGuardianshipInput, { description: given })
    input: inputs.RecordGuardianshipInput,
    @Ctx() context: Context,
  ) {
    return commands.recordGuardianship(context, input);
  }

  @See(recorders)
  @Mutation(() => GuardianshipPayload, {
    nullable: true,
    description: '후견 종료. Records the last day on which somebody speaks for a child.',
  })
  endGuardianship(
    @Arg('input', () => inputs.EndGuardianshipInput, { description: given })
    input: inputs.EndGuardianshipInput,
    @Ctx() context: Context,
  ) {
    return commands.endGuardianship(context, input);
  }
}
