import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, InputType, Query, Resolver } from 'type-graphql';
import { anyDay, dongCode, line, zoneCode } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { AllowedTo } from '../access/decorators.js';
import { caseWork, dutiesWith } from '../access/duties.js';
import { compares, filterField, filterJson, filterOf, isAnyOf } from '../access/filters.js';
import { duty, scope } from '../access/grants.js';
import { isOpenCase } from '../access/steps.js';
import type { Context } from '../context.js';
import { districtOf, idIn, idOf } from '../database/planner/identifiers.js';
import { assignments, caseSteps, cases } from '../database/tables/case.js';
import { level, stage, track, visitTier } from '../database/tables/enums.js';
import {
  householdSummaries,
  households,
  memberContacts,
  memberHealths,
  memberIdentities,
} from '../database/tables/household.js';
import { errorOf } from '../faults.js';
import { Page } from '../page.js';
import { nameLetters } from '../text/alike.js';
import { uniqueIdFaults } from '../uniqueid/faults.js';
import { withoutKeys } from '../uniqueid/uniqueIds.js';
import { type HouseholdOrder, HouseholdOrderType, householdOrders } from './order.js';
import { Household, HouseholdConnection, inZone, Member } from './types.js';

// Registered as the modules load: enums must be known before the schema is built.
const StageType = enumObject(stage);
const TrackType = enumObject(track);
const LevelType = enumObject(level);
const VisitTierType = enumObject(visitTier);

const OfSummary = filterField(scope('SUMMARY'));
const OfIdentity = filterField(scope('IDENTITY'));
const OfContact = filterField(scope('CONTACT'));
const OfHealth = filterField(scope('HEALTH'));

const ofHousehold = { districtId: 'districtId', householdId: 'id' };
const itsSummary = { table: householdSummaries, on: ofHousehold };
const itsCases = { table: cases, on: ofHousehold };
const itsAssignments = { table: assignments, on: ofHousehold };
const itsNames = { table: memberIdentities, on: ofHousehold };
const itsContacts = { table: memberContacts, on: ofHousehold };
const itsHealths = { table: memberHealths, on: ofHousehold };

@InputType({
  description:
    '가구 조건. 주어진 조건을 모두 만족하는 것만 받으며, 조건마다 볼 수 있는 것만 살펴봅니다. Every condition that is given must hold; each looks only at what the viewer has.',
})
export class HouseholdFilter {
  @OfSummary(
    () => [StageType],
    '사례 단계. Has a case at any of these stages.',
    isAnyOf('stage', 'stage', itsCases),
  )
  stages?: string[] | null;

  @OfSummary(
    () => [TrackType],
    '개입 유형. Has a case on any of these tracks.',
    isAnyOf('track', 'track', itsCases),
  )
  tracks?: string[] | null;

  @OfSummary(
    () => [LevelType],
    '사례 수준. Has a case of any of these levels.',
    isAnyOf('level', 'level', itsCases),
  )
  levels?: string[] | null;

  @OfSummary(
    anyDay,
    '개시일부터. Has a case opened on this day or later.',
    compares('opened_on', '>=', 'date', itsCases),
  )
  openedFrom?: string | null;

  @OfSummary(
    anyDay,
    '개시일까지. Has a case opened on this day or earlier.',
    compares('opened_on', '<=', 'date', itsCases),
  )
  openedUntil?: string | null;

  @OfSummary(anyDay, '마지막 업무. Has an open case with which no step was taken on this day or later.', {
    type: 'date',
    of: itsCases,
    where: isOpenCase,
    lacks: {
      of: { table: caseSteps, on: { districtId: 'districtId', caseId: 'id' } },
      where: (s, value) => `${s}.taken_at >= ${value}::timestamp at time zone 'Asia/Seoul'`,
    },
  })
  lastStepBefore?: string | null;

  @OfSummary(() => ID, '담당 센터. Has a case for which this team is responsible.', {
    ...compares('center_id', '=', 'uuid', itsCases),
    as: idIn('Organization'),
  })
  center?: string | null;

  @OfSummary(
    () => Boolean,
    '내 담당. Those that are assigned to the viewer’s post today, or those that are not.',
    {
      type: 'boolean',
      of: itsAssignments,
      whose: (a) =>
        `${a}.post_id = (select (hamkke.viewer()).post) and ${a}.ended_at is null and (select hamkke.today()) between ${a}."from" and coalesce(${a}.until, 'infinity')`,
    },
  )
  assignedToMe?: boolean | null;

  @OfSummary(
    dongCode,
    '담당 행정동. Ten-digit code of the responsible dong.',
    compares('responsible_dong', '=', 'text', itsSummary),
  )
  responsibleDong?: string | null;

  @OfSummary(
    zoneCode,
    '구역. Lives in this dong, tong or ban; by tong and ban those of whom the viewer may have the address.',
    { type: 'text', of: itsSummary, where: inZone },
  )
  zone?: string | null;

  @OfIdentity(line(100), '가구원 이름. Part of the name of a member whose IDENTITY the viewer has.', {
    of: itsNames,
    as: nameLetters,
    where: (i, value) => `strpos(hamkke.name_letters(${i}.name), ${value}) > 0`,
  })
  memberName?: string | null;

  @OfContact(line(60), '가구원 전화. Whole telephone number of a member whose CONTACT the viewer has.', {
    of: itsContacts,
    where: (c, value) => `regexp_replace(${c}.phone, '[^0-9]', '', 'g') = any(hamkke.phone_digits(${value}))`,
  })
  memberPhone?: string | null;

  @OfHealth(
    () => [VisitTierType],
    '방문군. Any of these tiers of a member whose HEALTH the viewer has.',
    isAnyOf('visit_tier', 'visit_tier', itsHealths),
  )
  visitTiers?: string[] | null;
}

@Resolver()
export class HouseholdResolver {
  @AllowedTo(duty(...caseWork))
  @Query(() => HouseholdConnection, {
    nullable: true,
    description:
      '가구 목록. 알 수 있는 가구를 따로 정하지 않으면 최근에 등록된 순으로 보여 줍니다. Households that the viewer may know of, newest first unless said otherwise.',
  })
  households(
    @Arg('filter', () => HouseholdFilter, {
      nullable: true,
      description: '조건. 어떤 가구를 받을지 정합니다. Which households.',
    })
    filter: HouseholdFilter | null,
    @Arg('orderBy', () => HouseholdOrderType, {
      nullable: true,
      description: '순서. 어떤 순서로 받을지 정합니다. In which order.',
    })
    orderBy: HouseholdOrder | null,
    @Arg('district', () => String, {
      nullable: true,
      description:
        '시·군·구 코드. 다섯 자리 코드이며, 정하지 않으면 본인의 시·군·구입니다. Five digits; the viewer’s own unless said otherwise.',
    })
    district: string | null,
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const fields = filterOf(info.parentType.getFields()[info.fieldName]!);
    const { memberName: name, memberPhone: phone, visitTiers: tiers, zone } = filterJson(fields, filter);
    // Of a whole dong nothing is looked for that is of its people.
    const part = String(zone ?? '').includes('-') ? zone : undefined;
    const ofMembers = Object.entries({ name, phone, tiers, zone: part }).filter(
      ([, value]) => value !== undefined,
    );
    return context.reads.page(context, info, {
      table: households,
      opening: 'page',
      sortedBy: householdOrders[orderBy ?? 'NEWEST_FIRST'],
      // The function opens the members too by whom their households are found.
      which: [ofMembers.length > 0 ? JSON.stringify(Object.fromEntries(ofMembers)) : null],
      district: districtOf(district ?? context.viewer!.districtId),
      filter: filter ?? {},
      first: page.first ?? null,
      after: page.after ?? null,
    });
  }

  @AllowedTo(duty(...caseWork))
  @Query(() => Household, {
    nullable: true,
    description:
      '가구. 가구 하나를 보여 줍니다. 없거나 알 수 없으면 null입니다. One household; null when there is none or the viewer may not know of it.',
  })
  household(
    @Arg('id', () => ID, { description: '식별자. 받을 것의 식별자입니다. Its id.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.one(context, info, households, idOf('Household', id));
  }

  @AllowedTo(duty(...dutiesWith('UNIQUE_ID')))
  @Query(() => Member, {
    nullable: true,
    description:
      '주민등록번호로 찾기. 주민등록번호로 가구원을 찾습니다. 번호는 변수에 담아 POST로 보냅니다. The member who has a registration number; null when there is none or the viewer does not have their UNIQUE_ID. Send the number as a variable, by POST.',
  })
  memberByRegistrationNumber(
    @Arg('number', () => String, {
      description:
        '주민등록번호. 열세 자리를 모두 적으며, 줄표는 있어도 없어도 됩니다. All thirteen digits, with or without a hyphen.',
    })
    number: string,
    @Arg('district', () => String, {
      nullable: true,
      description:
        '시·군·구 코드. 다섯 자리 코드이며, 정하지 않으면 본인의 시·군·구입니다. Five digits; the viewer’s own unless said otherwise.',
    })
    district: string | null,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    if (context.request.intake.inAddress) throw errorOf(uniqueIdFaults.REGISTRATION_NUMBER_IN_ADDRESS);
    const index = (context.uniqueIds ?? withoutKeys).indexOf(number);
    return context.reads.byNumber(context, info, districtOf(district ?? context.viewer!.districtId), index);
  }
}
