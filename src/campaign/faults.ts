import { asBadInput, asConflict, faults, listed } from '../faults.js';
import { campaignLimits } from './limits.js';

const { longestCampaignDays, mostCampaignLines } = campaignLimits;

/** Why a campaign, a line of its list or a file of lines is refused. */
export const campaignFaults = faults({
  CAMPAIGN_ENDS_BEFORE_IT_BEGINS: asBadInput(
    '조사 종료일이 시작일보다 빠릅니다.\nThe campaign ends before it begins.',
    { field: 'input.endsOn' },
  ),
  CAMPAIGN_TOO_LONG: asBadInput(
    `조사 기간은 최대 ${longestCampaignDays}일입니다.\nA campaign lasts at most ${longestCampaignDays} days.`,
    { field: 'input.endsOn' },
  ),
  CAMPAIGN_HAS_ENDED: asConflict('이미 끝난 조사입니다.\nThe campaign has ended.'),
  CAMPAIGN_NOT_RUNNING: asConflict(
    ({ from, until }) =>
      `조사 기간(${from}~${until})이 아닙니다.\nThe campaign runs from ${from} to ${until}.`,
    ['from', 'until'],
  ),
  AGREEMENT_WITHOUT_SURVEY: asBadInput(
    '이름과 연락처를 포함하고 조사 기간에 유효한 협약이어야 합니다.\nA partner surveys under an agreement that covers IDENTITY and CONTACT and is in force when the campaign begins.',
    { field: 'input.agreementId' },
  ),
  OUTCOME_BEFORE_CAMPAIGN: asBadInput(
    ({ from }) => `조사 시작일(${from})부터 적을 수 있습니다.\nThe campaign began on ${from}.`,
    { field: 'input.day' },
  ),
  LINE_IS_CLOSED: asConflict(
    '이미 접수로 이어졌거나 삭제된 명단입니다.\nThe line was taken up or erased: nothing more is written there.',
  ),
  LINE_NOT_CONSULTED: asConflict(
    '상담하거나 조사한 사람만 접수로 이을 수 있습니다.\nOnly somebody who was consulted or surveyed is taken up: record that first.',
  ),
  CAMPAIGN_LIST_TOO_LONG: asBadInput(
    `명단은 최대 ${mostCampaignLines}명입니다.\nA list has at most ${mostCampaignLines} people.`,
  ),
  LIST_UNREADABLE: asBadInput(
    ({ why }) =>
      `CSV나 XLSX로 읽을 수 없는 파일입니다(${why}).\nThe file is neither CSV in UTF-8 or CP949 nor XLSX (${why}).`,
  ),
  LIST_WITHOUT_COLUMN: asBadInput(
    ({ columns, headers }) =>
      `필요한 열이 없습니다(${listed(columns)}).\nThe first row has no column for ${listed(columns)}: it says ${listed(headers)}.`,
    ['columns', 'headers'],
  ),
  LIST_COLUMN_UNKNOWN: asBadInput(
    ({ column }) => `없는 열입니다(${column}).\nThere is no column ${column}.`,
    ['column'],
  ),
  LIST_HAS_FAULTS: asBadInput(
    ({ count }) =>
      `잘못된 칸이 있어 아무것도 넣지 않았습니다(${count}곳).\nNothing was kept, since ${count} cells are wrong: "faults" names the first of them by row and column.`,
    ['count', 'faults'],
  ),
  LIST_ROW_TOO_LONG: asBadInput(
    '첫 줄보다 칸이 많습니다. 쉼표가 든 칸은 따옴표로 묶어 주십시오.\nThe row has more cells than the first one: put a cell that holds a comma in quotes.',
  ),
  LIST_CELL_UNREADABLE: asBadInput(
    '읽을 수 없는 글자가 있습니다.\nThe cell holds a letter that is neither UTF-8 nor CP949.',
  ),
  LIST_CELL_EMPTY: asBadInput('값이 비어 있습니다.\nThe cell is empty.'),
  LIST_DONG_UNKNOWN: asBadInput(
    '우리 시·군·구에 지금 있는 행정동의 이름이나 코드가 아닙니다.\nThe cell names no dong that the district has today, by name or code.',
  ),
  LIST_DAY_UNREADABLE: asBadInput(
    '날짜가 아닙니다. 1950-01-31처럼 적어 주십시오.\nThe cell is no day: write it as 1950-01-31.',
  ),
});
