import type { Table } from 'drizzle-orm';
import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { caseWork } from './access/duties.js';
import { duty, open } from './access/grants.js';
import { permits, refusal } from './access/permits.js';
import { protectionOf } from './access/protections.js';
import { See } from './access/see.js';
import type { Context } from './context.js';
import { parseId } from './database/planner/identifiers.js';
import * as tables from './database/tables/index.js';
import { badInput } from './errors.js';
import { Node } from './node.js';

/** Every type that has an id, and the table that it is a row of. */
const nodes: Readonly<Record<string, Table>> = {
  Household: tables.households,
  Member: tables.members,
  Case: tables.cases,
  CaseStepTaken: tables.caseSteps,
  IntakeReport: tables.intakeReports,
  Need: tables.needs,
  Goal: tables.goals,
  Linkage: tables.linkages,
  Allocation: tables.allocations,
  CaseNote: tables.caseNotes,
  Agreement: tables.agreements,
  Consent: tables.consents,
  Referral: tables.referrals,
  Guardianship: tables.guardianships,
  Screening: tables.screenings,
  Assignment: tables.assignments,
  Organization: tables.organizations,
  Service: tables.services,
  Program: tables.programs,
  Location: tables.locations,
  ServiceAtLocation: tables.servicesAtLocation,
  Taxonomy: tables.taxonomies,
  TaxonomyTerm: tables.taxonomyTerms,
  Sponsor: tables.sponsors,
};

@Resolver()
export class NodeResolver {
  @See(open)
  @Query(() => Node, {
    nullable: true,
    description:
      '식별자로 찾기. Whatever has this id; null when there is nothing or the viewer may not know of it.',
  })
  async node(
    @Arg('id', () => ID, { description: '식별자. The id of anything.' }) text: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const id = parseId(text);
    const table = nodes[id.type];
    const type = info.schema.getType(id.type) as GraphQLObjectType | undefined;
    if (!table || !type) throw badInput('알 수 없는 종류의 식별자입니다. That id is of no type of this API.');
    const shared = protectionOf(table).kind === 'catalogue';
    if (shared !== (id.district === null))
      throw badInput('형식이 맞지 않는 식별자입니다. That is not an identifier of this API.');
    const works = duty(...caseWork);
    if (!shared && !permits(works, undefined, context, '')) {
      await context.reads.refused(context, info, { id: text });
      throw refusal(context);
    }
    const row = shared
      ? await context.reads.shared(context, info, table, id.id, type)
      : await context.reads.one(context, info, table, id, type);
    return row ? { ...(row as object), $type: type.name } : null;
  }
}
