import { ID, Int, ObjectType } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import { isOpen, isOpenCase } from '../access/steps.js';
import type { Draft } from '../database/planner/draft.js';
import { from } from '../database/planner/sql.js';
import { caseSteps, cases } from '../database/tables/case.js';
import { organizations } from '../database/tables/catalogue.js';
import { stage, visitTier } from '../database/tables/enums.js';
import { memberHealths } from '../database/tables/household.js';

// Registered as the modules load: enums must be known before the schema is built.
const StageType = enumObject(stage);

const TierType = enumObject(visitTier);

const optional = { optional: true };
const stuck = '멈춘 사례. Of them, open cases that had no step for the days that were asked for.';

@ObjectType({
  description: '단계별 사례. 한 단계에 사례가 몇 건인지 셉니다. How many cases stand at one stage.',
})
export class StageCount {
  @OutputField(() => StageType, '단계. The stage.')
  stage!: string;

  @OutputField(() => Int, '수. Cases.')
  count!: number;

  @OutputField(() => Int, stuck)
  stuck!: number;
}

@ObjectType({
  description: '팀별 사례. 한 팀이 맡은 사례가 몇 건인지 셉니다. How many cases one team is responsible for.',
})
export class TeamCount {
  @OutputField(() => ID, '담당 센터. Id of the team.')
  centerId!: string;

  @OutputField(() => String, '이름. Name of the team; null where nobody may know it.', optional)
  name!: string | null;

  @OutputField(() => [StageCount], '단계. By stage; stages without a case are not there.')
  stages!: StageCount[];
}

@ObjectType({
  description:
    '방문군별 가구원. 얼마나 자주 방문하는 가구원이 몇 명인지 셉니다. How many members are visited how often.',
})
export class TierCount {
  @OutputField(() => TierType, '방문군. The tier.')
  tier!: string;

  @OutputField(() => Int, '가구원 수. Members whose HEALTH the viewer has.')
  members!: number;

  @OutputField(() => Int, '가구 수. Households that have such a member: what `visitTiers` finds.')
  households!: number;
}

@ObjectType({
  description:
    '사례 현황판. 알 수 있는 사례가 몇 건인지 모아 보여 줍니다. How many cases there are that the viewer may know of.',
})
export class CaseBoard {
  @OutputField(() => Int, '진행 중. Cases that are neither closed nor followed up.')
  open!: number;

  @OutputField(() => Int, stuck)
  stuck!: number;

  @OutputField(() => [StageCount], '단계. By stage, in the order of the process.')
  stages!: StageCount[];

  @OutputField(() => [TeamCount], '팀. By team, the one with the most cases first.')
  teams!: TeamCount[];

  @OutputField(
    () => [TierCount],
    '방문군. By how often a nurse visits, the healthiest first; tiers without a member are not there.',
  )
  tiers!: TierCount[];
}

/** The days without a step after which a case counts as stuck, unless a request says others. */
export const usualStuckDays = 14;
/** The most days that a request may say. */
export const mostStuckDays = 3_650;

/** How many cases of one team stand at one stage. */
export interface Cell {
  centerId: string;
  name: string | null;
  stage: string;
  count: number;
  stuck: number;
}

/** What a board is made of. */
export interface Counted {
  cells: Cell[];
  tiers: TierCount[];
}

/** Counts of a district what the viewer may have, behind the walls of each row: only what is asked for. */
export function boardSql(draft: Draft, at: number, asked: ReadonlySet<string>): string {
  const cells = [...asked].some((field) => field !== 'tiers') ? cellsSql(draft, at) : `'[]'`;
  const tiers = asked.has('tiers') ? tiersSql(draft, at) : `'[]'`;
  return `select json_build_object('cells', (${cells}), 'tiers', (${tiers})) as answer`;
}

/** Members by tier. Their scope was opened with that of their households. */
function tiersSql(draft: Draft, at: number): string {
  const h = draft.alias();
  const district = draft.bind('text', (given) => given[at]!.$district);
  const counts = `select ${h}.visit_tier as tier, count(*) as members, count(distinct ${h}.household_id) as households from ${from(memberHealths, h)} where ${h}.district_id = ${district} and ${h}.visit_tier is not null${draft.wall(memberHealths, h)} group by 1`;
  return `select coalesce(json_agg(tiers order by tier), '[]') from (${counts}) tiers`;
}

/** Cases by team and stage. */
function cellsSql(draft: Draft, at: number): string {
  const [c, s, o] = [draft.alias(), draft.alias(), draft.alias()];
  const district = draft.bind('text', (given) => given[at]!.$district);
  const days = draft.bind('int', (given) => given[at]!.$days);
  const step = `select from ${from(caseSteps, s)} where ${s}.district_id = ${c}.district_id and ${s}.case_id = ${c}.id and ${s}.taken_at > now() - make_interval(days => ${days})${draft.wall(caseSteps, s)}`;
  const name = `(select ${o}.name from ${from(organizations, o)} where ${o}.id = cell.center_id${draft.wall(organizations, o)})`;
  return `select coalesce(json_agg(json_build_object('centerId', 'Organization:' || cell.center_id, 'name', ${name}, 'stage', cell.stage, 'count', cell.count, 'stuck', cell.stuck) order by cell.stage, cell.center_id), '[]') from (select ${c}.center_id, ${c}.stage, count(*) as count, count(*) filter (where ${isOpenCase(c)} and not exists (${step})) as stuck from ${from(cases, c)} where ${c}.district_id = ${district}${draft.wall(cases, c)} group by 1, 2) cell`;
}

const sum = (cells: readonly Cell[], of: 'count' | 'stuck') => cells.reduce((all, cell) => all + cell[of], 0);

/** The board of what was counted; cells come in the order of the process. */
export function boardOf({ cells, tiers }: Counted): CaseBoard {
  const stages = (some: readonly Cell[]) =>
    [...new Set(some.map((cell) => cell.stage))].map((each) => {
      const ofStage = some.filter((cell) => cell.stage === each);
      return { stage: each, count: sum(ofStage, 'count'), stuck: sum(ofStage, 'stuck') };
    });
  const teams = [...new Set(cells.map(({ centerId }) => centerId))].map((centerId) => {
    const ofTeam = cells.filter((cell) => cell.centerId === centerId);
    return { centerId, name: ofTeam[0]!.name, stages: stages(ofTeam), count: sum(ofTeam, 'count') };
  });
  return {
    open: sum(
      cells.filter((cell) => isOpen(cell.stage)),
      'count',
    ),
    stuck: sum(cells, 'stuck'),
    stages: stages(cells),
    teams: teams.sort((one, other) => other.count - one.count),
    tiers,
  };
}
