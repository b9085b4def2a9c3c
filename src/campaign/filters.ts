import { ID, InputType } from 'type-graphql';
import { anyDay, dongCode, zoneCode } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { compares, filterField, isAnyOf } from '../access/filters.js';
import { duty } from '../access/grants.js';
import { outreachDuties, surveyors } from '../access/outreach.js';
import { idIn } from '../database/planner/identifiers.js';
import * as enums from '../database/tables/enums.js';

// Registered as the modules load: enums must be known before the schema is built.
const ListType = enumObject(enums.screeningList);
const OutcomeType = enumObject(enums.campaignLineOutcome);
const PromotionKindType = enumObject(enums.promotionKind);

/** Who is given campaigns and lines: which of them, the wall decides. */
export const campaignReaders = duty(...outreachDuties, ...surveyors);
const Narrow = filterField(campaignReaders);
const NarrowOfTeam = filterField(duty(...outreachDuties));

@InputType({
  description:
    '발굴조사 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
export class CampaignFilter {
  @Narrow(() => [ListType], '명단 유형. Any of these.', isAnyOf('list', 'screening_list'))
  lists?: (typeof enums.screeningList.enumValues)[number][] | null;

  @Narrow(anyDay, '기준일. Those whose period this day lies in.', {
    type: 'date',
    where: (t, value) => `${value} between ${t}.starts_on and ${t}.ends_on`,
  })
  runningOn?: string | null;
}

@InputType({
  description:
    '조사 명단 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
export class CampaignLineFilter {
  @Narrow(() => ID, '발굴조사. Lines of this campaign.', {
    ...compares('campaign_id', '=', 'uuid'),
    as: idIn('Campaign'),
  })
  campaign?: string | null;

  @Narrow(
    () => [OutcomeType],
    '결과. Any of these, as it was the last time.',
    isAnyOf('outcome', 'campaign_line_outcome'),
  )
  outcomes?: (typeof enums.campaignLineOutcome.enumValues)[number][] | null;

  @Narrow(dongCode, '행정동. Those of this dong, ten digits.', compares('dong', '=', 'text'))
  dong?: string | null;

  @Narrow(zoneCode, '구역. Those who live in this dong, tong or ban, as far as the list says it.', {
    type: 'text',
    where: (t, value) => `hamkke.zone_holds(array[${value}], ${t}.dong, ${t}.tong, ${t}.ban)`,
  })
  zone?: string | null;

  @Narrow(() => Boolean, '남음. Those to whom somebody still has to go, or the others.', {
    ...compares('open', '=', 'boolean'),
  })
  open?: boolean | null;

  @Narrow(() => Boolean, '접수. Those of which a report was made, or the others.', {
    type: 'boolean',
    where: (t, value) => `(${t}.taken_up_on is not null) = ${value}`,
  })
  takenUp?: boolean | null;
}

@InputType({
  description:
    '홍보 활동 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
export class PromotionFilter {
  @NarrowOfTeam(() => [PromotionKindType], '유형. Any of these.', isAnyOf('kind', 'promotion_kind'))
  kinds?: (typeof enums.promotionKind.enumValues)[number][] | null;

  @NarrowOfTeam(anyDay, '시작일. From this day on.', compares('took_place_on', '>=', 'date'))
  from?: string | null;

  @NarrowOfTeam(anyDay, '종료일. Until this day.', compares('took_place_on', '<=', 'date'))
  until?: string | null;
}
