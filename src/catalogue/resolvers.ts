import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { open } from '../access/grants.js';
import { See } from '../access/see.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import * as tables from '../database/tables/catalogue.js';
import { Page } from '../page.js';
import {
  OrganizationFilter,
  organizationFilter,
  ServiceFilter,
  SponsorFilter,
  serviceFilter,
  sponsorFilter,
  TaxonomyTermFilter,
  taxonomyTermFilter,
} from './filters.js';
import { Sponsor, SponsorConnection } from './sponsors.js';
import { TaxonomyConnection, TaxonomyTermConnection } from './taxonomy.js';
import { Organization, OrganizationConnection, Service, ServiceConnection } from './types.js';

const order = ['name', 'id'] as const;

/** The public catalogue: whoever asks, with or without a token. Arguments reach the planner through `info`. */
@Resolver()
export class CatalogueResolver {
  @See(open)
  @Query(() => ServiceConnection, { description: '서비스 목록. Services of the catalogue, by name.' })
  services(
    @Arg('filter', () => ServiceFilter, { nullable: true, description: '조건. Which services.' })
    _filter: ServiceFilter,
    @Args(() => Page) _page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.list(context, info, { table: tables.services, order, filter: serviceFilter });
  }

  @See(open)
  @Query(() => Service, {
    nullable: true,
    description: '서비스. One service; null when there is none with this id.',
  })
  service(
    @Arg('id', () => ID, { description: '식별자. Its id.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.shared(context, info, tables.services, idOf('Service', id).id);
  }

  @See(open)
  @Query(() => OrganizationConnection, { description: '기관 목록. Organizations of the catalogue, by name.' })
  organizations(
    @Arg('filter', () => OrganizationFilter, { nullable: true, description: '조건. Which organizations.' })
    _filter: OrganizationFilter,
    @Args(() => Page) _page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.list(context, info, {
      table: tables.organizations,
      order,
      filter: organizationFilter,
    });
  }

  @See(open)
  @Query(() => Organization, {
    nullable: true,
    description: '기관. One organization; null when there is none with this id.',
  })
  organization(
    @Arg('id', () => ID, { description: '식별자. Its id.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.shared(context, info, tables.organizations, idOf('Organization', id).id);
  }

  @See(open)
  @Query(() => TaxonomyConnection, { description: '분류체계 목록. Taxonomies, by name.' })
  taxonomies(@Args(() => Page) _page: Page, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return context.reads.list(context, info, { table: tables.taxonomies, order, filter: {} });
  }

  @See(open)
  @Query(() => TaxonomyTermConnection, { description: '분류 용어 목록. Terms of all taxonomies, by name.' })
  taxonomyTerms(
    @Arg('filter', () => TaxonomyTermFilter, { nullable: true, description: '조건. Which terms.' })
    _filter: TaxonomyTermFilter,
    @Args(() => Page) _page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.list(context, info, {
      table: tables.taxonomyTerms,
      order,
      filter: taxonomyTermFilter,
    });
  }

  @See(open)
  @Query(() => SponsorConnection, { description: '후원자 목록. Sponsors.' })
  sponsors(
    @Arg('filter', () => SponsorFilter, { nullable: true, description: '조건. Which sponsors.' })
    _filter: SponsorFilter,
    @Args(() => Page) _page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.list(context, info, {
      table: tables.sponsors,
      order: ['id'],
      filter: sponsorFilter,
    });
  }

  @See(open)
  @Query(() => Sponsor, {
    nullable: true,
    description: '후원자. One sponsor; null when there is none with this id.',
  })
  sponsor(
    @Arg('id', () => ID, { description: '식별자. Its id.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.shared(context, info, tables.sponsors, idOf('Sponsor', id).id);
  }
}
