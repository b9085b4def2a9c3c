import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { enumObject } from '../../access/columns.js';
import { AllowedTo } from '../../access/decorators.js';
import { duty, open, signedIn } from '../../access/grants.js';
import { catalogueEditors } from '../../access/upkeep.js';
import type { Context } from '../../context.js';
import { cursorOf, parseCursor } from '../../database/planner/cursor.js';
import { districtOf } from '../../database/planner/identifiers.js';
import type { Page as Answered } from '../../database/planner/page.js';
import { totalAsked } from '../../database/planner/selection.js';
import {
  catalogueRecord,
  changeRequestSide,
  changeRequestState,
  verificationState,
} from '../../database/tables/enums.js';
import { Page } from '../../page.js';
import { DateScalar } from '../../scalars.js';
import { DuplicateProposalConnection } from './duplicates.js';
import { ChangeRequestConnection } from './requests.js';
import { type CatalogueChange, CatalogueFeed, VerificationDueConnection } from './types.js';

// Registered as the modules load: enums must be known before the schema is built.
const RecordType = enumObject(catalogueRecord);
const VerificationStateType = enumObject(verificationState);
const SideType = enumObject(changeRequestSide);
const RequestStateType = enumObject(changeRequestState);

/** That somebody asked what is to be done is a line of the log that names no household. */
const asking = () => [{}];
const arrayOf = (values: readonly string[] | null | undefined) => (values ? `{${values.join()}}` : null);

type FeedChange = CatalogueChange & { position: string };

@Resolver()
export class UpkeepResolver {
  @AllowedTo(open)
  @Query(() => CatalogueFeed, {
    nullable: true,
    description:
      '목록 변경 알림. 공개 자원목록에서 바뀐 것을 오래된 것부터 보여 줍니다. What changed in the public catalogue, oldest first; a cursor is good for as long as the server’s data are, and one that is not is refused with `startOver`.',
  })
  async catalogueChanges(
    @Args(() => Page) { first, after }: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CatalogueFeed> {
    const size = context.reads.pageSize(first);
    const [place] = after ? parseCursor(after, 1) : [null];
    const call = 'catalogue_changes($1::text::bigint, $2::int)';
    const answer = await context.reads.functions.called(context, info, call, [place, size + 1]);
    const { told, head } = answer as { told: FeedChange[]; head: number };
    const changes = told
      .slice(0, size)
      .map(({ position, ...each }) => ({ ...each, cursor: cursorOf([position]) }));
    return {
      changes,
      endCursor: changes.at(-1)?.cursor ?? after ?? null,
      latestCursor: cursorOf([String(head)]),
      hasMore: told.length > size,
    };
  }

  @AllowedTo(signedIn)
  @Query(() => VerificationDueConnection, {
    nullable: true,
    description:
      '확인할 기록. 확인 기한이 지났거나 다가온 기록을 급한 순으로, 그다음 한 번도 확인하지 않은 기록을 보여 줍니다. Records whose verification has ended or ends by a day, the soonest first, then those that nobody ever verified: an editor’s are those of the own district and of none, everybody else’s those of the own organization.',
  })
  verificationsDue(
    @Arg('before', () => DateScalar, {
      nullable: true,
      description:
        '기한. 언제까지 내다볼지 정합니다. 정하지 않으면 오늘부터 30일입니다. Last day to look ahead to; thirty days from today unless said otherwise.',
    })
    before: string | null,
    @Arg('record', () => RecordType, {
      nullable: true,
      description: '기록 유형. 이 종류의 기록만 받습니다. Only these.',
    })
    record: string | null,
    @Arg('district', () => String, {
      nullable: true,
      description: '시·군·구 코드. 이 시·군·구의 것만 받습니다. Only of this district.',
    })
    district: string | null,
    @Arg('states', () => [VerificationStateType], {
      nullable: true,
      description:
        '확인 상태. 이 상태 가운데 하나인 것만 받습니다. `totalCount`가 몇 건인지 알려 줍니다. Any of these; `totalCount` then tells how many there are.',
    })
    states: string[] | null,
    @Args(() => Page) { first, after }: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const given = [
      ['text::date', before ?? null],
      ['text::catalogue_record', record ?? null],
      ['text', district ? districtOf(district) : null],
      ['text::verification_state[]', arrayOf(states)],
    ] as const;
    const page = { parts: 2, first, after, count: totalAsked(info) };
    return context.reads.functions.page(
      context,
      info,
      { name: 'verifications_due_page', given, ...page },
      asking,
    );
  }

  @AllowedTo(signedIn)
  @Query(() => ChangeRequestConnection, {
    nullable: true,
    description:
      '정정 요청 목록. 우리 기관이 제안한 것은 최근 것부터, 결정할 것은 오래된 것부터 보여 줍니다. What the viewer’s organization proposed, the newest first; or what the viewer is to decide on, the oldest first.',
  })
  changeRequests(
    @Arg('side', () => SideType, { description: '요청 구분. 누구의 요청을 볼지 정합니다. Whose requests.' })
    side: string,
    @Arg('states', () => [RequestStateType], {
      nullable: true,
      description: '상태. 이 상태 가운데 하나인 것만 받습니다. Any of these.',
    })
    states: string[] | null,
    @Arg('unnoted', () => Boolean, {
      nullable: true,
      description:
        '확인하지 않은 결과만. 우리 기관의 요청 가운데 결정되었으나 확인하지 않은 것만 받습니다. Only those of the viewer’s organization that were decided and nobody took note of.',
    })
    unnoted: boolean | null,
    @Args(() => Page) { first, after }: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const given = [
      ['text::change_request_side', side],
      ['text::change_request_state[]', arrayOf(states)],
      ['boolean', unnoted ?? false],
    ] as const;
    const page = { parts: 2, first, after, count: totalAsked(info) };
    return context.reads.functions.page(
      context,
      info,
      { name: 'change_requests_page', given, ...page },
      asking,
    );
  }

  @AllowedTo(duty(...catalogueEditors))
  @Query(() => DuplicateProposalConnection, {
    nullable: true,
    description:
      '중복 후보. 편집하는 기록 가운데 하나일 수 있는 두 기록을 가능성이 큰 순으로 보여 줍니다. Pairs of records that the viewer edits and that may be one, the likeliest first. Records are compared that share a name, a telephone number or an address; what more than twenty records share says nothing.',
  })
  duplicateProposals(
    @Arg('record', () => RecordType, {
      description: '기록 유형. 어떤 종류의 기록을 볼지 정합니다. Of which kind.',
    })
    record: string,
    @Args(() => Page) { first, after }: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    const given = [['text::catalogue_record', record]] as const;
    const page = { parts: 3, first, after, count: totalAsked(info) };
    return context.reads.functions.page(context, info, { name: 'duplicates_page', given, ...page }, asking);
  }
}
