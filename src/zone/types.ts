import { ID, Int, ObjectType } from 'type-graphql';
import { columns } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import { inherited } from '../access/grants.js';
import { Computed } from '../access/relations.js';
import { connectionOf } from '../connection.js';
import * as tables from '../database/tables/zone.js';
import { Node } from '../node.js';
import { DateScalar } from '../scalars.js';

const id = [inherited, '고유 식별자. Stable identifier.'] as const;
const zone = [inherited, '구역. Code of the dong, tong or ban.'] as const;
const optional = { optional: true };

@ObjectType({
  description:
    '대직. 자리를 비운 동료의 구역을 기간 동안 맡는 것입니다. That somebody answers for the zones of a colleague who is away.',
})
export class ZoneSubstitution {
  @OutputField(() => ID, '고유 식별자. Stable identifier.')
  id!: string;

  @OutputField(() => ID, '비운 직위. Post of whoever is away.')
  postId!: string;

  @OutputField(() => String, '비운 사람. Their name; null where the post is nobody’s any more.', optional)
  name!: string | null;

  @OutputField(() => [String], '구역. The zones of that post as they are now.')
  zones!: string[];

  @OutputField(() => ID, '대직 직위. Post of whoever stands in.')
  substituteId!: string;

  @OutputField(() => String, '대직자. Their name; null where the post is nobody’s any more.', optional)
  substituteName!: string | null;

  @OutputField(() => DateScalar, '시작일. First day.')
  from!: string;

  @OutputField(() => DateScalar, '종료일. Last day.')
  until!: string;

  @OutputField(() => Int, '판 번호. Counts its changes; send it as `expectedVersion`.')
  version!: number;
}

@ObjectType({
  implements: Node,
  description:
    '순찰. 담당자가 구역을 돌아본 기록이며, 만난 사람은 수만 셉니다. That an officer went round a zone; whom they met is counted, and named nowhere.',
})
export class Round extends columns(tables.rounds, {
  id,
  zone,
  walkedOn: [inherited, '순찰일. The day.'],
  doors: [inherited, '방문 세대 수. At how many doors they were.'],
  people: [inherited, '만난 사람 수. How many people they met.'],
  seen: [inherited, '본 것. What was seen, in words and without names.'],
  recordedAt: [inherited, '기록 시각. When this was recorded.'],
}) {
  @Computed(
    () => String,
    (t) => `hamkke.name_at_post(${t}.post_id)`,
    { grant: inherited, description: '담당자. Who went.' },
    optional,
  )
  readonly author!: string | null;
}

@ObjectType({
  implements: Node,
  description:
    '민원. 구역에서 받은 요청이며, 누가 요청했는지는 적지 않습니다. What was asked of the office for a neighbourhood; who asked is not in it.',
})
export class Petition extends columns(tables.petitions, {
  id,
  zone,
  kind: [inherited, '유형. What it is about.'],
  takenOn: [inherited, '받은 날. Day on which it was taken.'],
  words: [inherited, '내용. What was asked, in words and without names.'],
  reference: [
    inherited,
    '민원 번호. Its number in the office’s system of civil petitions, where whoever asked is found.',
  ],
  outcome: [inherited, '처리 결과. What became of it; null while it waits.'],
  settledOn: [inherited, '처리일. The day of that.'],
  settlement: [inherited, '처리 내용. What was done, or to whom it was passed on.'],
  recordedAt: [inherited, '기록 시각. When this was recorded.'],
  version: [inherited, '판 번호. Counts its changes; send it as `expectedVersion`.'],
}) {
  @Computed(
    () => String,
    (t) => `hamkke.name_at_post(${t}.post_id)`,
    { grant: inherited, description: '받은 사람. Who took it.' },
    optional,
  )
  readonly takenBy!: string | null;

  @Computed(
    () => String,
    (t) => `hamkke.name_at_post(${t}.settled_by_id)`,
    { grant: inherited, description: '처리한 사람. Who settled it; null while it waits.' },
    optional,
  )
  readonly settledBy!: string | null;
}

export const RoundConnection = connectionOf(Round, 'Round', '순찰');
export const PetitionConnection = connectionOf(Petition, 'Petition', '민원');
