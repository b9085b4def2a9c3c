import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { AllowedTo } from '../access/decorators.js';
import { consentKeepers } from '../access/duties.js';
import { duty, signedIn } from '../access/grants.js';
import type { Context } from '../context.js';
import { idOf, idWithin } from '../database/planner/identifiers.js';
import { purpose as purposes } from '../database/tables/enums.js';
import { DateScalar } from '../scalars.js';
import type { PolicyValues } from './forms/score.js';
import { FormDefinition, formsBy } from './forms/types.js';
import { ReferralCenter } from './types.js';

// Registered as the modules load: enums must be known before the schema is built.
const PurposeType = enumObject(purposes);

@Resolver()
export class VisitResolver {
  @AllowedTo(signedIn)
  @Query(() => [FormDefinition], {
    nullable: true,
    description:
      '검사 도구 목록. 검사 도구와, 우리 시·군·구에서 그 점수가 어느 날 무엇을 뜻했는지 보여 줍니다. The screening forms, with what their scores mean in the viewer’s district on a day.',
  })
  async screeningForms(
    @Arg('day', () => DateScalar, {
      nullable: true,
      description: '기준일. 정하지 않으면 오늘입니다. Which day; today unless said otherwise.',
    })
    day: string | null | undefined,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const policies = await context.reads.functions.called(context, info, 'policy_values($1::date)', [
      day ?? null,
    ]);
    return policies && formsBy(policies as PolicyValues);
  }

  @AllowedTo(duty(...consentKeepers))
  @Query(() => [ReferralCenter], {
    nullable: true,
    description:
      '제안된 의뢰를 받을 기관. 어느 기관에 의뢰할 수 있고 무엇에 동의가 없는지 가구의 동의를 관리하는 사람에게 보여 줍니다. The organizations of the district to which a proposed referral could go, and which consents are missing for each; null for whoever does not keep the household’s consents.',
  })
  referralCenters(
    @Arg('household', () => ID, { description: '가구. 가구의 식별자입니다. Id of the household.' })
    household: string,
    @Arg('proposal', () => ID, { description: '의뢰 제안. 제안의 식별자입니다. Id of the proposal.' })
    proposal: string,
    @Arg('purpose', () => PurposeType, {
      nullable: true,
      description:
        '목적. 정하지 않으면 이 요청의 목적입니다. For what; the purpose of this request unless said otherwise.',
    })
    purpose: string | null | undefined,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const about = idOf('Household', household);
    return context.reads.functions.ofHousehold(context, info, 'referral_centers', about, [
      ['uuid', idWithin('ReferralProposal', proposal, about.district)],
      ['purpose', purpose ?? null],
    ]);
  }
}
