import { asBadInput, asNotFound, faults, listed } from '../faults.js';

/** Why files and feeds of published statistics are refused. */
export const statisticsFaults = faults({
  TYPE_NOT_ACCEPTED: asBadInput(
    ({ types }) =>
      `이 주소는 ${listed(types)} 형식으로만 답합니다.\nThis address answers as ${listed(types)} alone.`,
  ),
  ODATA_NOTHING_HERE: asNotFound(
    ({ names }) =>
      `없는 집합이나 항목입니다. 있는 집합: ${listed(names)}.\nThere is no such set or entry; the sets are: ${listed(names)}.`,
  ),
  ODATA_OPTION_UNSUPPORTED: asBadInput(
    ({ names }) =>
      `지원하지 않는 질의 옵션입니다. 쓸 수 있는 옵션: ${listed(names)}.\nA query option that is not supported here; there are: ${listed(names)}.`,
  ),
  ODATA_NOT_A_NUMBER: asBadInput(
    ({ most }) => `0에서 ${most}까지의 정수여야 합니다.\nThe option is a whole number from 0 to ${most}.`,
  ),
  ODATA_NOT_A_TRUTH: asBadInput('true나 false여야 합니다.\nThe option is true or false.'),
  ODATA_COLUMN_UNKNOWN: asBadInput(
    ({ names }) =>
      `없는 열입니다. 있는 열: ${listed(names)}.\nThere is no such column; there are: ${listed(names)}.`,
  ),
  ODATA_COLUMN_NOT_COMPARED: asBadInput(
    ({ names }) =>
      `그 열은 그렇게 비교할 수 없습니다. eq와 in으로 비교하는 열: ${listed(names)}.\nThat column is not compared so; columns that eq and in compare are: ${listed(names)}.`,
  ),
  ODATA_VALUE_UNKNOWN: asBadInput(
    ({ values }) =>
      `그 열에 없는 값입니다. 가능한 값: ${listed(values)}.\nThe column has no such value; it has: ${listed(values)}.`,
  ),
  ODATA_FILTER_UNREADABLE: asBadInput(
    ({ at }) =>
      `$filter의 ${at}번째 글자부터 읽을 수 없습니다. eq, in, ge, le, and, or와 괄호만 씁니다.\n$filter cannot be read from character ${at} on: it knows eq, in, ge, le, and, or and parentheses.`,
    ['at'],
  ),
  ODATA_FILTER_TOO_LARGE: asBadInput(
    ({ characters, comparisons, levels }) =>
      `$filter는 ${characters}자, 비교 ${comparisons}개, 괄호 ${levels}겹까지입니다.\n$filter has at most ${characters} characters, ${comparisons} comparisons and ${levels} levels of parentheses.`,
  ),
  ODATA_NEEDS_ONE_DISTRICT: asBadInput(
    "$count, $skip, $orderby는 시·군·구 하나에만 쓸 수 있습니다. $filter에 District eq '…'를 적어 주십시오.\n$count, $skip and $orderby need one district: write District eq '…' into $filter.",
  ),
  ODATA_RELEASE_STANDS_ALONE: asBadInput(
    'Release는 다른 조건과 and로만 묶을 수 있으며 한 번에 하나의 공표만 고릅니다.\nRelease is joined with other conditions by "and" alone, and chooses one release.',
  ),
  ODATA_PAGE_UNKNOWN: asBadInput(
    '쓸 수 없는 $skiptoken입니다.\nThat $skiptoken is not one of this feed: follow @odata.nextLink as it is.',
  ),
});
