import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { consentKeepers } from '../access/duties.js';
import { duty } from '../access/grants.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import { consultations } from '../database/tables/consultation.js';
import { Consultation } from './types.js';

@Resolver()
export class ConsultationResolver {
  @AllowedTo(duty(...consentKeepers))
  @Query(() => Consultation, {
    nullable: true,
    description:
      '원스톱 상담. 상담 하나와 여러 기관에서 돌아온 답을 한눈에 보여 줍니다. 없거나 알 수 없으면 null입니다. One consultation with what has come back from everybody; null when there is none or the viewer may not know of it.',
  })
  consultation(
    @Arg('id', () => ID, { description: '식별자. 받을 것의 식별자입니다. Its id.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.one(context, info, consultations, idOf('Consultation', id));
  }
}
