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
      '후원약정 목록. 후원자에게는 본인의 약정을, 다른 사람에게는 시·군·구의 약정을 최근 기간부터 보여 줍니다. A sponsor’s own pledges; for others those of their district, the newest term first.',
  })
  pledges(
    @Arg('open', () => Boolean, {
      nullable: true,
      description:
        '배분 가능한 것만. 오늘 배분할 수 있는 것만 받을지 정합니다. Whether only those that can be allocated today.',
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
    description:
      '예산 과목 목록. 우리 시·군·구의 예산 과목을 최근 연도부터 보여 줍니다. Budget lines of the viewer’s district, the newest year first.',
  })
  budgetLines(
    @Arg('year', () => Int, {
      nullable: true,
      description: '회계연도. 이 연도의 것만 받습니다. Only those of this year.',
    })
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
      '원장. 후원약정이나 예산 과목의 내역을 오래된 것부터 보여 줍니다. The entries of a pledge or a budget line, oldest first; null for an unknown one, and for one that is not the viewer’s to know.',
  })
  ledger(
    @Arg('account', () => ID, {
      description:
        '후원약정·예산 과목. 약정이나 예산 과목의 식별자입니다. Id of a pledge or of a budget line.',
    })
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
