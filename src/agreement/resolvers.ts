import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { caseWork } from '../access/duties.js';
import { duty } from '../access/grants.js';
import type { Context } from '../context.js';
import { agreements } from '../database/tables/agreement.js';
import { PageFromEitherEnd } from '../page.js';
import { AgreementFilter } from './filter.js';
import { AgreementConnection } from './types.js';

@Resolver()
export class AgreementResolver {
  @AllowedTo(duty(...caseWork))
  @Query(() => AgreementConnection, {
    nullable: true,
    description:
      '협약 목록. 우리 기관의 협약을, 동의를 관리하는 사람에게는 시·군·구의 협약도 끝나는 날 순으로 보여 줍니다. Agreements of the viewer’s organization, and for those who keep consents also those of their district, by the end of their term.',
  })
  agreements(
    @Arg('filter', () => AgreementFilter, {
      nullable: true,
      description: '조건. 어떤 협약을 받을지 정합니다. Which agreements.',
    })
    _filter: AgreementFilter,
    @Args(() => PageFromEitherEnd) _page: PageFromEitherEnd,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.ownList(context, info, {
      table: agreements,
      order: ['validUntil', 'id'],
    });
  }
}
