import { getTableName, type Table } from 'drizzle-orm';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import { duty, inherited } from '../../access/grants.js';
import { See } from '../../access/see.js';
import { catalogueEditors } from '../../access/upkeep.js';
import type { Context } from '../../context.js';
import * as tables from '../../database/tables/catalogue.js';
import { Location, Organization, Service } from '../types.js';
import * as commands from './commands.js';
import * as types from './duplicates.js';

const given = '입력. What is done, to what.';

type Kept = { keptId: string };

/** The record that stayed, under the field of its own kind. */
function kept({ keptId }: Kept, type: Table, context: Context, info: GraphQLResolveInfo) {
  const { record, id } = commands.recordOf(keptId);
  return getTableName(type) === `${record.toLowerCase()}s`
    ? context.reads.shared(context, info, type, id)
    : null;
}

@Resolver(() => types.MergeRecordsPayload)
export class MergeRecordsPayloadResolver {
  @See(inherited)
  @FieldResolver(() => Organization, { nullable: true })
  organization(@Root() row: Kept, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return kept(row, tables.organizations, context, info);
  }

  @See(inherited)
  @FieldResolver(() => Service, { nullable: true })
  service(@Root() row: Kept, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return kept(row, tables.services, context, info);
  }

  @See(inherited)
  @FieldResolver(() => Location, { nullable: true })
  location(@Root() row: Kept, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return kept(row, tables.locations, context, info);
  }
}

/** Two records that are one, one that is two, and one that is no more: an editor's to say. */
@Resolver()
export class DuplicateMutations {
  @See(duty(...catalogueEditors))
  @Mutation(() => types.DismissDuplicatePayload, {
    nullable: true,
    description: '중복 아님. Says that two records are not one, so that they are not proposed again.',
  })
  dismissDuplicate(
    @Arg('input', () => types.DismissDuplicateInput, { description: given })
    input: types.DismissDuplicateInput,
    @Ctx() context: Context,
  ) {
    return commands.dismissDuplicate(context, input);
  }

  @See(duty(...catalogueEditors))
  @Mutation(() => types.MergeRecordsPayload, {
    nullable: true,
    description:
      '통합. Makes one record of two of a kind: whatever hangs on or names the second goes to the first, and the second’s id leads there for good. An organization with people, agreements, consents, referrals or cases is not merged away.',
  })
  mergeRecords(
    @Arg('input', () => types.MergeRecordsInput, { description: given }) input: types.MergeRecordsInput,
    @Ctx() context: Context,
  ) {
    return commands.mergeRecords(context, input);
  }

  @See(duty(...catalogueEditors))
  @Mutation(() => types.RemoveRecordPayload, {
    nullable: true,
    description:
      '삭제. Takes a record out of the catalogue. A service that cases, referrals or pledges name stays for those who look at them, as DEFUNCT; the feed tells of both as removed.',
  })
  removeRecord(
    @Arg('input', () => types.RemoveRecordInput, { description: given }) input: types.RemoveRecordInput,
    @Ctx() context: Context,
  ) {
    return commands.removeRecord(context, input);
  }
}
