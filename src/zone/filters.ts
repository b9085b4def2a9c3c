import { InputType } from 'type-graphql';
import { anyDay, zoneCode } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { compares, type FilterField, filterField, isAnyOf } from '../access/filters.js';
import { duty } from '../access/grants.js';
import { outreachDuties } from '../access/outreach.js';
import * as enums from '../database/tables/enums.js';

// Registered as the modules load: enums must be known before the schema is built.
const KindType = enumObject(enums.petitionKind);
const OutcomeType = enumObject(enums.petitionOutcome);

const Narrow = filterField(duty(...outreachDuties));
const inZone: FilterField = {
  type: 'text',
  where: (t, value) => `${value} = any(hamkke.zones_around(${t}.zone))`,
};

@InputType({
  description:
    '순찰 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
export class RoundFilter {
  @Narrow(zoneCode, '구역. In this dong, tong or ban, and in what lies in it.', inZone)
  zone?: string | null;

  @Narrow(anyDay, '시작일. From this day on.', compares('walked_on', '>=', 'date'))
  from?: string | null;

  @Narrow(anyDay, '종료일. Until this day.', compares('walked_on', '<=', 'date'))
  until?: string | null;
}

@InputType({
  description:
    '민원 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
export class PetitionFilter {
  @Narrow(zoneCode, '구역. In this dong, tong or ban, and in what lies in it.', inZone)
  zone?: string | null;

  @Narrow(() => Boolean, '대기. Those that wait still, or those that were settled.', {
    type: 'boolean',
    where: (t, value) => `(${t}.outcome is null) = ${value}`,
  })
  open?: boolean | null;

  @Narrow(() => [OutcomeType], '처리 결과. Any of these.', isAnyOf('outcome', 'petition_outcome'))
  outcomes?: (typeof enums.petitionOutcome.enumValues)[number][] | null;

  @Narrow(() => [KindType], '유형. Any of these.', isAnyOf('kind', 'petition_kind'))
  kinds?: (typeof enums.petitionKind.enumValues)[number][] | null;
}
