import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { AllowedTo } from '../access/decorators.js';
import { caseWork, consentKeepers, consentRecorders } from '../access/duties.js';
import { duty } from '../access/grants.js';
import type { Context } from '../context.js';
import type { FunctionRow } from '../database/functionReads.js';
import { districtOf, idOf } from '../database/planner/identifiers.js';
import type { Page as Answered } from '../database/planner/page.js';
import { totalAsked } from '../database/planner/selection.js';
import { dataClass as dataClasses, purpose as purposes } from '../database/tables/enums.js';
import { Page } from '../page.js';
import { DateScalar } from '../scalars.js';
import { ClientConnection, clientsShown } from './clients.js';
import { ConsentComingOfAgeConnection } from './comingOfAge.js';
import { ConsentEndingConnection } from './ending.js';
import { consentLimits } from './limits.js';
import { AccessExplanation, ProvisionConnection } from './provisions.js';

const DataClassType = enumObject(dataClasses);
const PurposeType = enumObject(purposes);

/** Whose birthdays a list told, a line of the log for each; one line where it told of nobody, since asking is logged, too. */
const birthdaysOf = (rows: FunctionRow[]) =>
  rows.length === 0
    ? [{}]
    : rows.map(({ $h, $m }) => ({
        householdId: String($h),
        shown: { [String($m)]: ['IDENTITY' as const] },
        bases: ['CONTROLLER' as const],
      }));

/** The households whose consents a list told of; one line where there was none. */
const endingOf = (rows: FunctionRow[]) => {
  const households = [...new Set(rows.map(({ $h }) => String($h)))];
  if (households.length === 0) return [{}];
  return households.map((household) => ({
    householdId: household,
    shown: { [household]: [] },
    bases: ['CONTROLLER' as const],
  }));
};

@Resolver()
export class ConsentResolver {
  @AllowedTo(duty(...consentKeepers))
  @Query(() => ProvisionConnection, {
    nullable: true,
    description:
      '제공내역. 가구의 정보를 누구에게 제공했는지 최근 날부터 보여 줍니다. To whom a household was shown, newest day first; null when there is none or the viewer does not keep its consents.',
  })
  provisions(
    @Arg('household', () => ID, { description: '가구. 가구의 식별자입니다. Id of the household.' })
    household: string,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.functions.pageOfHousehold(
      context,
      info,
      'provisions',
      idOf('Household', household),
      {
        first: page.first ?? null,
        after: page.after ?? null,
        order: 4,
      },
    );
  }

  @AllowedTo(duty(...consentRecorders))
  @Query(() => ConsentComingOfAgeConnection, {
    nullable: true,
    description: `14세 도래 동의. 다른 사람이 아이를 대신해 했고 14번째 생일에 끝나는 동의를 30일 전부터 보여 줍니다. 본인에게 다시 묻습니다. Consents that somebody else gave for a child and that end on its fourteenth birthday, from ${consentLimits.comingOfAgeDays} days before: the young person is asked anew. The first birthday at the top; those that ended stay while they would have run.`,
  })
  consentsComingOfAge(
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const asked = {
      name: 'consents_coming_of_age_page',
      given: [],
      parts: 2,
      count: totalAsked(info),
      first: page.first,
      after: page.after,
    } as const;
    return context.reads.functions.page(context, info, asked, birthdaysOf);
  }

  @AllowedTo(duty(...consentKeepers))
  @Query(() => ConsentEndingConnection, {
    nullable: true,
    description:
      '만료 예정 동의. 정한 날까지 끝나는 동의를 먼저 끝나는 순으로 보여 줍니다. Consents of the viewer’s district that end up to a day, the one that ends first at the top, of households whose consents the viewer keeps.',
  })
  consentsEnding(
    @Arg('until', () => DateScalar, {
      description: '기준일. 언제까지 끝나는 것을 볼지 정합니다. The last day that is looked at.',
    })
    until: string,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const asked = {
      name: 'consents_ending_page',
      given: [['date', until]],
      parts: 2,
      count: totalAsked(info),
      first: page.first,
      after: page.after,
    } as const;
    return context.reads.functions.page(context, info, asked, endingOf);
  }

  @AllowedTo(duty(...caseWork))
  @Query(() => ClientConnection, {
    nullable: true,
    description:
      '이용 가구 목록. 동의와 의뢰로 우리 기관에 열린 가구를 목적마다 한 줄씩 보여 줍니다. Households that consents and referrals open to the viewer’s organization, whatever the purpose of the request: a row for each purpose, with what that purpose alone opens.',
  })
  clients(
    @Arg('district', () => String, {
      nullable: true,
      description:
        '시·군·구 코드. 다섯 자리 코드이며, 정하지 않으면 본인의 시·군·구입니다. Five digits; the viewer’s own unless said otherwise.',
    })
    district: string | null,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const of = districtOf(district ?? context.viewer!.districtId);
    const asked = {
      name: 'clients_page',
      given: [['text', of]],
      parts: 2,
      count: totalAsked(info),
      first: page.first,
      after: page.after,
    } as const;
    return context.reads.functions.page(context, info, asked, clientsShown(of));
  }

  @AllowedTo(duty(...consentKeepers))
  @Query(() => AccessExplanation, {
    nullable: true,
    description:
      '열람 설명. 기관이 가구의 항목을 볼 수 있는지와 그 까닭을 알려 줍니다. Whether an organization would see a class of a household, and why; null when either is not there or the viewer does not keep its consents.',
  })
  explainAccess(
    @Arg('household', () => ID, { description: '가구. 가구의 식별자입니다. Id of the household.' })
    household: string,
    @Arg('organization', () => ID, { description: '기관. 기관의 식별자입니다. Id of the organization.' })
    organization: string,
    @Arg('dataClass', () => DataClassType, { description: '항목. 어느 항목인지 정합니다. The class.' })
    dataClass: string,
    @Arg('purpose', () => PurposeType, {
      nullable: true,
      description:
        '목적. 무엇을 위한 것인지 정합니다. 정하지 않으면 이 요청의 목적입니다. For what; the purpose of this request unless said otherwise.',
    })
    purpose: string | null | undefined,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.functions.ofHousehold(
      context,
      info,
      'explain_access',
      idOf('Household', household),
      [
        ['uuid', idOf('Organization', organization).id],
        ['data_class', dataClass],
        ['purpose', purpose ?? null],
      ],
    );
  }
}
