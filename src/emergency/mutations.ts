import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, FieldResolver, ID, Info, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { declarers, reviewers } from '../access/duties.js';
import { duty, inherited } from '../access/grants.js';
import { See } from '../access/see.js';
import type { Context } from '../context.js';
import { households } from '../database/tables/household.js';
import { Household } from '../household/types.js';
import * as commands from './commands.js';
import { Emergency, ReviewTask } from './types.js';

const given = '입력. What is done, to what.';

@ObjectType({ description: '긴급열람 선언 결과. What declaring an emergency answered.' })
export class DeclareEmergencyPayload {
  @See(inherited)
  @Field(() => Emergency, { nullable: true, description: '긴급열람. The emergency, which is running.' })
  emergency?: Emergency | null;

  @See(inherited)
  @Field(() => Household, {
    nullable: true,
    description:
      '가구. The household; null where there is none with this id, which is told and reviewed alike.',
  })
  household?: Household | null;
}

@ObjectType({ description: '긴급열람 종료 결과. What ending an emergency answered.' })
export class EndEmergencyPayload {
  @See(inherited)
  @Field(() => Emergency, { nullable: true, description: '긴급열람. The emergency, which is over.' })
  emergency?: Emergency | null;
}

@ObjectType({ description: '알림 확인 결과. What marking a notification as read answered.' })
export class MarkNotificationReadPayload {
  @See(inherited)
  @Field(() => ID, { description: '알림. The notification.' })
  notificationId!: string;
}

@ObjectType({ description: '사후 점검 결과. What completing a review answered.' })
export class CompleteReviewPayload {
  @See(inherited)
  @Field(() => ReviewTask, { nullable: true, description: '사후 점검. The review, completed.' })
  reviewTask?: ReviewTask | null;
}

@Resolver(() => DeclareEmergencyPayload)
export class DeclareEmergencyPayloadResolver {
  @See(inherited)
  @FieldResolver(() => Emergency, { nullable: true })
  emergency(@Root() { district, id }: commands.DeclaredKey, @Ctx() context: Context) {
    return context.reads.told.one(context, 'own_emergency', district, id);
  }

  @See(inherited)
  @FieldResolver(() => Household, { nullable: true })
  household(
    @Root() { district, household }: commands.DeclaredKey,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.one(context, info, households, { type: 'Household', district, id: household });
  }
}

@Resolver(() => EndEmergencyPayload)
export class EndEmergencyPayloadResolver {
  @See(inherited)
  @FieldResolver(() => Emergency, { nullable: true })
  emergency(@Root() { district, id }: commands.RowKey, @Ctx() context: Context) {
    return context.reads.told.one(context, 'own_emergency', district, id);
  }
}

@Resolver(() => CompleteReviewPayload)
export class CompleteReviewPayloadResolver {
  @See(inherited)
  @FieldResolver(() => ReviewTask, { nullable: true })
  reviewTask(@Root() { district, id }: commands.RowKey, @Ctx() context: Context) {
    return context.reads.told.one(context, 'review_task', district, id);
  }
}

/** Break-glass (긴급열람): declared, ended, told and reviewed. Nothing of a household is changed on its basis. */
@Resolver()
export class EmergencyMutations {
  @See(duty(...declarers))
  @Mutation(() => DeclareEmergencyPayload, {
    nullable: true,
    description:
      '긴급열람 선언. Opens one household of the own district to the viewer’s post for at most 60 minutes; the heads are notified at once and review it on the next working day.',
  })
  declareEmergency(
    @Arg('input', () => commands.DeclareEmergencyInput, { description: given })
    input: commands.DeclareEmergencyInput,
    @Ctx() context: Context,
  ) {
    return commands.declareEmergency(context, input);
  }

  @See(duty(...declarers))
  @Mutation(() => EndEmergencyPayload, {
    nullable: true,
    description: '긴급열람 종료. Ends an emergency of the viewer’s own post before its time.',
  })
  endEmergency(
    @Arg('input', () => commands.EndEmergencyInput, { description: given }) input: commands.EndEmergencyInput,
    @Ctx() context: Context,
  ) {
    return commands.endEmergency(context, input);
  }

  @See(duty(...reviewers))
  @Mutation(() => MarkNotificationReadPayload, {
    nullable: true,
    description: '알림 확인. Marks a notification of the viewer’s own post as read.',
  })
  async markNotificationRead(
    @Arg('input', () => commands.MarkNotificationReadInput, { description: given })
    input: commands.MarkNotificationReadInput,
    @Ctx() context: Context,
  ) {
    const { district, id } = await commands.markNotificationRead(context, input);
    return { notificationId: `Notification:${district}:${id}` };
  }

  @See(duty(...reviewers))
  @Mutation(() => CompleteReviewPayload, {
    nullable: true,
    description: '사후 점검 완료. Says, once, what the review of an emergency found.',
  })
  completeReview(
    @Arg('input', () => commands.CompleteReviewInput, { description: given })
    input: commands.CompleteReviewInput,
    @Ctx() context: Context,
  ) {
    return commands.completeReview(context, input);
  }
}
