import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Int, Query, Resolver } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { duty } from '../access/grants.js';
import { budgetReaders, pledgeReaders } from '../access/money.js';
import type { Context } from '../context.js';
import { parseId } from '../database/planner/identifiers.js';
import type { Page as Answered } from '../database/planner/page.js';
import { totalAsked } from '../database/planner/selection.js';
import { errorAbout } from '../faults.js';
import { Page } from '../page.js';
import { sponsorFaults } from './faults.js';
import { BudgetLineConnection, LedgerEntryConnection, PledgeConnection } from './types.js';

/** That somebody read the books, or was refused them, is a line of the log that names no household. */
const asking = (_shown: unknown, answered: unknown) => [{ allowed: answered !== null }];

@Resolver()
export class SponsorResolver {
  @AllowedTo(duty(...pledgeReaders))
  @Query(() => PledgeConnection, {
    nullable: true,
    description:
      '후원약정 목록. A sponsor’s own pledges; for others those of their district, the newest term first.',
  })
  pledges(
    @Arg('open', () => Boolean, {
      nullable: true,
      description: '배분 가능한 것만. Whether only those that can be allocated today.',
    })
    open: boolean | null,
    @Args(() => Page) { first, after }: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const given = [['boolean', open ?? false]] as const;
    const asked = { name: 'pledges_page', given, parts: 2, first, after, count: totalAsked(info) } as const;
    return context.reads.functions.page(context, info, asked, asking);
  }

  @AllowedTo(duty(...budgetReaders))
  @Query(() => BudgetLineConnection, {
    nullable: true,
    description: '예산 과목 목록. Budget lines of the viewer’s district, the newest year first.',
  })
  budgetLines(
    @Arg('year', () => Int, { nullable: true, description: '회계연도. Only those of this year.' })
    year: number | null,
    @Args(() => Page) { first, after }: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const given = [['int', year ?? null]] as const;
    const asked = {
      name: 'budget_lines_page',
      given,
      parts: 2,
      first,
      after,
      count: totalAsked(info),
    } as const;
    return context.reads.functions.page(context, info, asked, asking);
  }

  @AllowedTo(duty(...pledgeReaders))
  @Query(() => LedgerEntryConnection, {
    nullable: true,
    description:
      '원장. The entries of a pledge or a budget line, oldest first; null for an unknown one, and for one that is not the viewer’s to know.',
  })
  ledger(
    @Arg('account', () => ID, { description: '후원약정·예산 과목. Id of a pledge or of a budget line.' })
    account: string,
    @Args(() => Page) { first, after }: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const { type, district, id } = parseId(account);
    if (!['Pledge', 'BudgetLine'].includes(type) || district === null)
      throw errorAbout(account, sponsorFaults.NOT_A_SOURCE_OF_MONEY);
    const given = [
      ['text', district],
      ['uuid', id],
    ] as const;
    const asked = { name: 'ledger_page', given, parts: 1, first, after, count: totalAsked(info) } as const;
    return context.reads.functions.page(context, info, asked, asking);
  }
}
