import { asBadInput, faults, listed } from '../../faults.js';

/** Why the HSDS interface refuses a request. */
export const hsdsFaults = faults({
  PARAMETER_UNSUPPORTED: asBadInput(
    ({ name }) =>
      `"${name}" 조건은 지원하지 않습니다.\n"${name}" is not supported: use taxonomy_term_id, organization_id or search.`,
  ),
  PARAMETER_UNKNOWN: asBadInput(
    ({ names }) =>
      `이 주소에 없는 조건이 있습니다.\nA parameter that there is not here; there are: ${listed(names)}.`,
  ),
  PARAMETER_GIVEN_TWICE: asBadInput('한 번만 쓸 수 있습니다.\nThe parameter can be given once.'),
  PARAMETERS_EXCLUDE_EACH_OTHER: asBadInput(
    'minimal과 full은 함께 쓸 수 없습니다.\n"minimal" and "full" exclude each other.',
  ),
  PARAMETER_NOT_AMONG: asBadInput(
    ({ values }) => `${listed(values)} 가운데 하나입니다.\nThe parameter is one of ${listed(values)}.`,
  ),
  PARAMETER_NOT_A_UUID: asBadInput('UUID여야 합니다.\nThe parameter must be a UUID.'),
  PARAMETER_NOT_A_DATE: asBadInput(
    '날짜나 일시여야 합니다.\nThe parameter is a date or a date and time, such as 2026-01-31T00:00:00Z.',
  ),
  TOO_MANY_LINES: asBadInput(
    ({ many, most }) =>
      `찾은 기록이 ${many}건입니다. 줄 단위로는 ${most}건까지 내줍니다.\nThat finds ${many} records, of which lines are given up to ${most}: narrow it, or take all without "search".`,
  ),
});
