import { Int, ObjectType } from 'type-graphql';
import { columns } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import { duty, inherited } from '../access/grants.js';
import { campaignManagers, outreachDuties } from '../access/outreach.js';
import { Computed, Many, One } from '../access/relations.js';
import { Organization } from '../catalogue/types.js';
import { connectionOf } from '../connection.js';
import * as tables from '../database/tables/campaign.js';
import { Node } from '../node.js';

const id = [inherited, '고유 식별자. Stable identifier.'] as const;

@ObjectType({
  description:
    '조사 현황. 명단의 사람들이 어디까지 조사되었는지 셉니다. How far a campaign is: its lines by what became of them, erased ones included.',
})
export class CampaignCounts {
  @OutputField(() => Int, '명단. Lines of the list.')
  lines!: number;

  @OutputField(() => Int, '남은 명단. Lines that somebody still has to go to.')
  open!: number;

  @OutputField(() => Int, '발굴조사. Consulted or surveyed.')
  screened!: number;

  @OutputField(() => Int, '상담. Consulted.')
  consulted!: number;

  @OutputField(() => Int, '부재. Nobody was there the last time.')
  absent!: number;

  @OutputField(() => Int, '거부. Did not want it.')
  refused!: number;

  @OutputField(() => Int, '이사. Live there no more.')
  moved!: number;

  @OutputField(() => Int, '접수. Lines of which a report was made.')
  takenUp!: number;

  @OutputField(() => Int, '삭제. Lines whose people were erased.')
  erased!: number;
}

@ObjectType({
  description:
    '조사 성과. 명단에서 시작된 사례가 어떻게 되었는지 셉니다. What came of a campaign: cases at its centre that its lines led to.',
})
export class CampaignResults {
  @OutputField(() => Int, '선정. Cases that are managed because of it (CASE_MANAGED).')
  selected!: number;

  @OutputField(() => Int, '연계. Services that these cases were linked to.')
  linked!: number;
}

@ObjectType({
  description:
    '조사 대상자 신원. 이름 말고 신원을 아는 항목이며, 조사하는 협력기관에는 보이지 않습니다. What identifies somebody of a list beside the name; not for a partner that surveys.',
})
export class CampaignLineIdentity extends columns(tables.campaignLineIdentities, {
  birthDate: [inherited, '생년월일. Birth date, where the list says it.'],
}) {}

@ObjectType({
  implements: Node,
  description:
    '조사 명단. 명단의 한 사람이며, 접수로 이어지거나 기간이 지나면 이름과 연락처가 지워집니다. Somebody of the list of a campaign; name and contact leave it when a report is made or the days of keeping are over.',
})
export class CampaignLine extends columns(tables.campaignLines, {
  id,
  position: [inherited, '번호. Place in the list.'],
  dong: [inherited, '행정동. Ten-digit code of the dong where they live.'],
  tong: [inherited, '통. Number of the tong, where the list says it; null once it was taken up or erased.'],
  ban: [inherited, '반. Number of the ban of that tong.'],
  name: [inherited, '이름. Name; null once it was taken up or erased.'],
  phone: [inherited, '전화. Phone.'],
  address: [inherited, '주소. Address.'],
  outcome: [inherited, '결과. What became of going there; null while nobody was.'],
  outcomeOn: [inherited, '결과일. The day of it.'],
  surveyed: [inherited, '조사 여부. Whether the survey was filled in.'],
  tries: [inherited, '부재 횟수. How often nobody was there.'],
  remark: [inherited, '비고. What whoever goes next should know.'],
  takenUpOn: [inherited, '접수일. When a report was made of it.'],
  erasedAt: [inherited, '삭제 시각. When name and contact were erased.'],
  open: [inherited, '남음. Whether somebody still has to go there.'],
  version: [inherited, '판 번호. Counts its changes; send it as `expectedVersion`.'],
}) {
  @One(
    () => CampaignLineIdentity,
    { districtId: 'districtId', lineId: 'id' },
    {
      grant: inherited,
      description: '신원. For the team; null for a partner and once it was taken up or erased.',
    },
  )
  readonly identity!: CampaignLineIdentity | null;
}

@ObjectType({
  implements: Node,
  description:
    '발굴조사. 명단의 사람들을 기간 안에 찾아가는 조사입니다. A list of people who are gone to within a period, to find those in need.',
})
export class Campaign extends columns(tables.campaigns, {
  id,
  name: [inherited, '조사명. Name.'],
  list: [inherited, '명단 유형. What kind of list.'],
  reason: [inherited, '사유. Why these people are gone to.'],
  startsOn: [inherited, '시작일. First day.'],
  endsOn: [inherited, '종료일. Last day.'],
  version: [inherited, '판 번호. Counts its changes; send it as `expectedVersion`.'],
}) {
  @One(
    () => Organization,
    { id: 'organizationId' },
    { grant: inherited, description: '수행 기관. The centre or office whose people go there.' },
  )
  readonly organization!: Organization | null;

  @One(
    () => Organization,
    { id: 'partnerId' },
    { grant: inherited, description: '협력기관. The partner that surveys these people, if one does.' },
  )
  readonly partner!: Organization | null;

  @Computed(
    () => CampaignCounts,
    (t) => `hamkke.campaign_counts(${t})`,
    {
      grant: duty(...outreachDuties),
      description: '현황. How far it is, for its team; null for everybody else.',
    },
  )
  readonly counts!: CampaignCounts | null;

  @Computed(
    () => CampaignResults,
    (t) => `hamkke.campaign_results(${t})`,
    {
      grant: duty(...campaignManagers),
      description:
        '성과. What came of it, for those who reach every case of the centre; null for everybody else.',
    },
  )
  readonly results!: CampaignResults | null;

  @Many(() => CampaignLine, { districtId: 'districtId', campaignId: 'id' }, ['position', 'id'], {
    grant: inherited,
    description: '명단. Its people, in the order of the list.',
  })
  readonly lines!: CampaignLine[];
}

@ObjectType({
  implements: Node,
  description:
    '홍보 활동. 어려울 때 어디로 가면 되는지 알리는 활동입니다. What was done so that people know where to turn to.',
})
export class Promotion extends columns(tables.promotions, {
  id,
  kind: [inherited, '유형. What kind.'],
  tookPlaceOn: [inherited, '활동일. The day.'],
  activities: [inherited, '건수. How many activities of this kind.'],
  description: [inherited, '내용. What was done, in words.'],
}) {
  @One(
    () => Campaign,
    { districtId: 'districtId', id: 'campaignId' },
    { grant: inherited, description: '조사. The campaign that it belonged to, if any.' },
  )
  readonly campaign!: Campaign | null;
}

export const CampaignConnection = connectionOf(Campaign, 'Campaign', '발굴조사');
export const CampaignLineConnection = connectionOf(CampaignLine, 'CampaignLine', '조사 명단');
export const PromotionConnection = connectionOf(Promotion, 'Promotion', '홍보 활동');
