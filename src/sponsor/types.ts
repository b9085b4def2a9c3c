import { ID, Int, ObjectType } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import { open } from '../access/grants.js';
import { One, Pages } from '../access/relations.js';
import { described } from '../catalogue/attributes.js';
import { Organization, Service } from '../catalogue/types.js';
import { connectionOf } from '../connection.js';
import { sponsors, sponsorships } from '../database/tables/catalogue.js';
import * as enums from '../database/tables/enums.js';
import { Node } from '../node.js';
import { AmountScalar, DateScalar } from '../scalars.js';

// Registered as the modules load: enums must be known before the schema is built.
const PledgeKindType = enumObject(enums.pledgeKind);
const PledgeStateType = enumObject(enums.pledgeState);
const EntryKindType = enumObject(enums.ledgerEntryKind);
const ReasonType = enumObject(enums.releaseReason);
const DomainType = enumObject(enums.needDomain);
const HouseholdTypeType = enumObject(enums.householdType);

const optional = { optional: true };
const words = (description: string) => ({ grant: open, description });

@ObjectType({
  implements: Node,
  description: '후원자. 돈이나 물품을 내는 사람이나 기관입니다. Who gives money or things.',
})
export class Sponsor extends described(sponsors, {
  id: '고유 식별자. Stable identifier.',
  kind: '후원자 유형. Company, foundation, group, academy or citizen.',
  publicName: '공개 이름. The name that the sponsor shows; null for an anonymous sponsor.',
  closedOn: '종료일. Last day on which it gives; null while it goes on.',
  lastModified: '최근 수정. When the record last changed.',
}) {
  @One(
    () => Organization,
    { id: 'organizationId' },
    words('기관. The organization, when the sponsor is one of the catalogue.'),
  )
  readonly organization!: Organization | null;

  @Pages(
    () => Sponsorship,
    { sponsorId: 'id' },
    ['since', 'id'],
    words('후원 내역. What the sponsor pays for, oldest first.'),
  )
  readonly sponsorships!: unknown;
}

@ObjectType({
  description: '후원 내역. 후원자가 서비스의 비용을 낸다는 기록입니다. That a sponsor pays for a service.',
})
export class Sponsorship extends described(sponsorships, {
  id: '고유 식별자. Stable identifier, to change it by.',
  since: '시작일. First day.',
  until: '종료일. Last day; null while it goes on.',
}) {
  @One(() => Sponsor, { id: 'sponsorId' }, words('후원자. Who pays.'))
  readonly sponsor!: Sponsor | null;

  @One(() => Service, { id: 'serviceId' }, words('서비스. What is paid for.'))
  readonly service!: Service | null;
}

export const SponsorConnection = connectionOf(Sponsor, 'Sponsor', '후원자');
export const SponsorshipConnection = connectionOf(Sponsorship, 'Sponsorship', '후원 내역');

@ObjectType({
  description:
    '잔액. 원장의 분개를 더한 값이며 원 단위까지 맞습니다. The sums of a ledger’s entries, to the won: all of them kept with the entries themselves.',
})
export class LedgerBalance {
  @OutputField(() => AmountScalar, '약정·편성액. What was pledged or budgeted in all.')
  committed!: number;

  @OutputField(() => AmountScalar, '취소·감액. What of it was cancelled or cut.')
  cancelled!: number;

  @OutputField(() => AmountScalar, '입금액. What came in of a pledge; 0 for a budget line.')
  received!: number;

  @OutputField(() => AmountScalar, '환급액. What went back to the sponsor.')
  refunded!: number;

  @OutputField(() => AmountScalar, '배분액. What linkages were given and have not given back.')
  allocated!: number;

  @OutputField(
    () => AmountScalar,
    '배분 가능액. What is left: committed less cancelled, refunded and allocated.',
  )
  available!: number;
}

@ObjectType({
  description:
    '후원약정. 후원자가 시·군·구에 무엇을 언제부터 언제까지 약속했는지 보여 줍니다. What a sponsor promised to a district: for what, from when to when.',
})
export class Pledge {
  @OutputField(() => ID, '고유 식별자. Stable identifier, and that of its ledger.')
  id!: string;

  @OutputField(() => String, '시·군·구 코드. District that it was made to, five digits.')
  districtId!: string;

  @OutputField(() => ID, '후원자 식별자. The sponsor; null when confidential.', optional)
  sponsorId!: string | null;

  @OutputField(
    () => String,
    '후원자 이름. The name that the sponsor shows; null for an anonymous one.',
    optional,
  )
  sponsorName!: string | null;

  @OutputField(() => String, '약정명. What it is called.')
  title!: string;

  @OutputField(() => PledgeKindType, '약정 유형. Money, or in kind.')
  kind!: string;

  @OutputField(() => String, '단위. KRW, or what it is counted in.')
  unit!: string;

  @OutputField(() => PledgeStateType, '상태. How it stands today.')
  state!: string;

  @OutputField(
    () => [DomainType],
    '지정 욕구 영역. Needs that it may be used for; any where the list is empty.',
  )
  domains!: string[];

  @OutputField(() => ID, '지정 서비스. The one service that it may be used for; null for any.', optional)
  serviceId!: string | null;

  @OutputField(
    () => [HouseholdTypeType],
    '지정 가구 유형. Households that it may be used for; any where empty.',
  )
  householdTypes!: string[];

  @OutputField(() => DateScalar, '시작일. First day on which it may be allocated.')
  validFrom!: string;

  @OutputField(() => DateScalar, '종료일. Last day; null where none was said.', optional)
  validUntil!: string | null;

  @OutputField(() => LedgerBalance, '잔액. What of it came in, was allocated and is left.')
  balance!: LedgerBalance;
}

@ObjectType({
  description:
    '예산 과목. 시·군·구의 한 해 예산 가운데 한 줄입니다. A line of a district’s budget for the calendar’s year.',
})
export class BudgetLine {
  @OutputField(() => ID, '고유 식별자. Stable identifier, and that of its ledger.')
  id!: string;

  @OutputField(() => String, '시·군·구 코드. Whose budget it is, five digits.')
  districtId!: string;

  @OutputField(() => Int, '회계연도. The year that it may be used in.')
  year!: number;

  @OutputField(() => String, '과목명. What it is called.')
  title!: string;

  @OutputField(() => [DomainType], '욕구 영역. Needs that it may be used for; any where the list is empty.')
  domains!: string[];

  @OutputField(() => LedgerBalance, '잔액. What was budgeted, allocated and is left.')
  balance!: LedgerBalance;
}

@ObjectType({
  description:
    '원장 분개. 약정이나 예산 과목에 있었던 일 하나입니다. 어느 가구를 위한 배분인지는 말하지 않습니다. What happened with a pledge or a budget line. That of an allocation never says which household it was for.',
})
export class LedgerEntry {
  @OutputField(() => Int, '순번. Its number in the ledger, without gaps.')
  number!: number;

  @OutputField(() => EntryKindType, '유형. What happened.')
  kind!: string;

  @OutputField(() => AmountScalar, '금액 또는 수량. How much; the kind says which way.')
  amount!: number;

  @OutputField(() => DateScalar, '일자. The day in Seoul.')
  enteredOn!: string;

  @OutputField(
    () => DomainType,
    '욕구 영역. What an allocation was for; null where that could give a household away, being one of fewer than five that were given of it for that need.',
    optional,
  )
  domain!: string | null;

  @OutputField(() => String, '기록자. Who entered it; null for sponsors.', optional)
  enteredBy!: string | null;

  @OutputField(
    () => ReasonType,
    '배분 취소 사유. Why an allocation was given back; null for sponsors.',
    optional,
  )
  reason!: string | null;

  @OutputField(() => String, '적요. What was noted with it; null for sponsors.', optional)
  words!: string | null;
}

export const PledgeConnection = connectionOf(Pledge, 'Pledge', '후원약정');
export const BudgetLineConnection = connectionOf(BudgetLine, 'BudgetLine', '예산 과목');
export const LedgerEntryConnection = connectionOf(LedgerEntry, 'LedgerEntry', '원장 분개');
