import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { consentKeepers } from '../access/duties.js';
import { duty } from '../access/grants.js';
import { See } from '../access/see.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import { dataClass as dataClasses, purpose as purposes } from '../database/tables/enums.js';
import { Page } from '../page.js';
import { AccessExplanation, ProvisionConnection } from './provisions.js';

const DataClassType = enumObject(dataClasses);
const PurposeType = enumObject(purposes);

@Resolver()
export class ConsentResolver {
  @See(duty(...consentKeepers))
  @Query(() => ProvisionConnection, {
    nullable: true,
    description:
      '제공내역. To whom a household was shown, newest day first; null when there is none or the viewer does not keep its consents.',
  })
  provisions(
    @Arg('household', () => ID, { description: '가구. Id of the household.' }) household: string,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.told.pageOfHousehold(context, info, 'provisions', idOf('Household', household), {
      first: page.first ?? null,
      after: page.after ?? null,
      order: 4,
    });
  }

  @See(duty(...consentKeepers))
  @Query(() => AccessExplanation, {
    nullable: true,
    description:
      '열람 설명. Whether an organization would see a class of a household, and why; null when either is not there or the viewer does not keep its consents.',
  })
  explainAccess(
    @Arg('household', () => ID, { description: '가구. Id of the household.' }) household: string,
    @Arg('organization', () => ID, { description: '기관. Id of the organization.' }) organization: string,
    @Arg('dataClass', () => DataClassType, { description: '항목. The class.' }) dataClass: string,
    @Arg('purpose', () => PurposeType, {
      nullable: true,
      description: '목적. For what; the purpose of this request unless said otherwise.',
    })
    purpose: string | null | undefined,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.told.ofHousehold(context, info, 'explain_access', idOf('Household', household), [
      ['uuid', idOf('Organization', organization).id],
      ['data_class', dataClass],
      ['purpose', purpose ?? null],
    ]);
  }
}
