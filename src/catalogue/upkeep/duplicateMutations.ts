import type { Table } from 'drizzle-orm';
import { type ClassType, ID } from 'type-graphql';
import { duty } from '../../access/grants.js';
import { rulesOf } from '../../access/records.js';
import { catalogueEditors } from '../../access/upkeep.js';
import * as tables from '../../database/tables/catalogue.js';
import { mutation, mutations, payload, readField, valueField } from '../../mutation.js';
import { Location, Organization, Service } from '../types.js';
import * as commands from './commands.js';
import * as types from './duplicates.js';

interface Merged {
  keptId: string;
}

/** The record that stayed, under the field of its own kind. */
const keptField = (type: () => ClassType<object>, table: Table, description: string) =>
  readField<Merged>(type, description, ({ keptId }, context, info) => {
    const { record, id } = commands.recordOf(keptId);
    return rulesOf(table).node!.toUpperCase() === record
      ? context.reads.shared(context, info, table, id)
      : null;
  });

const dismissDuplicatePayload = payload(
  'DismissDuplicatePayload',
  '중복 아님 결과. 중복이 아니라고 적은 결과를 돌려줍니다. What dismissing answered.',
  {
    recordIds: valueField(() => [ID], '두 기록. The two records, which are not proposed again.'),
  },
);
const mergeRecordsPayload = payload<Merged>(
  'MergeRecordsPayload',
  '통합 결과. 두 기록을 합친 결과를 돌려줍니다. What merging answered.',
  {
    keptId: valueField(() => ID, '남은 기록. The record that stayed.'),
    organization: keptField(
      () => Organization,
      tables.organizations,
      '남은 기관. As it is now, if it is one.',
    ),
    service: keptField(() => Service, tables.services, '남은 서비스. As it is now, if it is one.'),
    location: keptField(() => Location, tables.locations, '남은 장소. As it is now, if it is one.'),
    mergedId: valueField(() => ID, '합친 기록. The id that leads there from now on.'),
  },
);
const removeRecordPayload = payload(
  'RemoveRecordPayload',
  '삭제 결과. 기록을 삭제한 결과를 돌려줍니다. What removing answered.',
  {
    recordId: valueField(() => ID, '삭제한 기록. The id that the feed tells of as removed.'),
  },
);

/** Two records that are one, one that is two, and one that is no more: an editor's to say. */
export const DuplicateMutations = mutations({
  dismissDuplicate: mutation({
    grant: duty(...catalogueEditors),
    description:
      '중복 아님. 두 기록이 서로 다르다고 적어, 다시 중복 후보로 오르지 않게 합니다. Says that two records are not one, so that they are not proposed again.',
    input: types.DismissDuplicateInput,
    answers: dismissDuplicatePayload,
    run: commands.dismissDuplicate,
  }),
  mergeRecords: mutation({
    grant: duty(...catalogueEditors),
    description:
      '통합. 같은 종류의 두 기록을 하나로 합칩니다. 둘째 기록의 식별자는 첫째 기록으로 이어집니다. Makes one record of two of a kind: whatever hangs on or names the second goes to the first, and the second’s id leads there for good. An organization with people, agreements, consents, referrals or cases is not merged away.',
    input: types.MergeRecordsInput,
    answers: mergeRecordsPayload,
    run: commands.mergeRecords,
  }),
  removeRecord: mutation({
    grant: duty(...catalogueEditors),
    description:
      '삭제. 자원목록에서 기록을 뺍니다. 사례나 의뢰가 가리키는 서비스는 DEFUNCT로 남습니다. Takes a record out of the catalogue. A service that cases, referrals or pledges name stays for those who look at them, as DEFUNCT; the feed tells of both as removed.',
    input: types.RemoveRecordInput,
    answers: removeRecordPayload,
    run: commands.removeRecord,
  }),
});
