import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver, registerEnumType } from 'type-graphql';
import { AllowedTo } from '../access/decorators.js';
import { filterOf, givenIn } from '../access/filters.js';
import { open } from '../access/grants.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import * as tables from '../database/tables/catalogue.js';
import { errorOf } from '../faults.js';
import { Page, PageFromEitherEnd } from '../page.js';
import { Sponsor, SponsorConnection } from '../sponsor/types.js';
import { catalogueFaults } from './faults.js';
import { OrganizationFilter, SponsorFilter, TaxonomyTermFilter } from './filters.js';
import { facetsSql, ServiceFacets } from './search/facets.js';
import { type ServiceOrder, servicesBy } from './search/rowSource.js';
import { PointInput, ServiceFilter } from './search/serviceFilter.js';
import { TaxonomyConnection, TaxonomyTermConnection } from './taxonomy.js';
import { UnitConnection } from './terms.js';
import { Organization, OrganizationConnection, Service, ServiceConnection } from './types.js';

const order = ['name', 'id'] as const;

const ServiceOrderType = { RELEVANCE: 'RELEVANCE', NAME: 'NAME', NEAREST: 'NEAREST' } as const;
registerEnumType(ServiceOrderType, {
  name: 'ServiceOrder',
  description: '서비스 순서. In which order services are listed.',
  valuesConfig: {
    RELEVANCE: {
      description:
        '맞는 정도. The name itself, its beginning, beginnings of its words, within it; then the agency’s name, then what is said of it; alike ones by name.',
    },
    NAME: { description: '가나다. By name.' },
    NEAREST: { description: '가까운 순. The nearest place first; services without a place come last.' },
  },
});

/** The public catalogue: whoever asks, with or without a token. Arguments reach the planner through `info`. */
@Resolver()
export class CatalogueResolver {
  @AllowedTo(open)
  @Query(() => ServiceConnection, {
    nullable: true,
    description:
      '서비스 목록. Services of the catalogue: the best match first where something is sought, the nearest first where `near` is given, by name otherwise.',
  })
  services(
    @Arg('filter', () => ServiceFilter, { nullable: true, description: '조건. Which services.' })
    filter: ServiceFilter | null,
    @Arg('orderBy', () => ServiceOrderType, { nullable: true, description: '순서. In which order.' })
    orderBy: ServiceOrder | null,
    @Arg('near', () => PointInput, {
      nullable: true,
      description: '기준점. Where distances are measured from.',
    })
    near: PointInput | null,
    @Args(() => Page) _page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const by = orderBy ?? (near ? 'NEAREST' : typeof filter?.search === 'string' ? 'RELEVANCE' : 'NAME');
    if (by === 'NEAREST' && !near) throw errorOf(catalogueFaults.NEAREST_NEEDS_A_POINT);
    const fields = filterOf(info.parentType.getFields()[info.fieldName]!);
    // What its own rows tell needs no finding, whose start costs more than such a page.
    const isPlain = givenIn(fields, filter).every(([, { of, where }]) => of || where);
    return context.reads.list(context, info, {
      ...{ table: tables.services, order },
      ...(by !== 'NAME' || near || !isPlain ? { found: servicesBy(by), variant: by } : {}),
    });
  }

  @AllowedTo(open)
  @Query(() => ServiceFacets, {
    nullable: true,
    description: '검색 결과의 갈래. How many services a filter finds, by need, district, language and more.',
  })
  serviceFacets(
    @Arg('filter', () => ServiceFilter, { nullable: true, description: '조건. Which services.' })
    _filter: ServiceFilter | null,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.figures(context, info, facetsSql);
  }

  @AllowedTo(open)
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

  @AllowedTo(open)
  @Query(() => OrganizationConnection, {
    nullable: true,
    description: '기관 목록. Organizations of the catalogue, by name.',
  })
  organizations(
    @Arg('filter', () => OrganizationFilter, { nullable: true, description: '조건. Which organizations.' })
    _filter: OrganizationFilter,
    @Args(() => PageFromEitherEnd) _page: PageFromEitherEnd,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.list(context, info, {
      table: tables.organizations,
      order,
    });
  }

  @AllowedTo(open)
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

  @AllowedTo(open)
  @Query(() => TaxonomyConnection, { nullable: true, description: '분류체계 목록. Taxonomies, by name.' })
  taxonomies(
    @Args(() => PageFromEitherEnd) _page: PageFromEitherEnd,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.list(context, info, { table: tables.taxonomies, order });
  }

  @AllowedTo(open)
  @Query(() => TaxonomyTermConnection, {
    nullable: true,
    description: '분류 용어 목록. Terms of all taxonomies, by name.',
  })
  taxonomyTerms(
    @Arg('filter', () => TaxonomyTermFilter, { nullable: true, description: '조건. Which terms.' })
    _filter: TaxonomyTermFilter,
    @Args(() => PageFromEitherEnd) _page: PageFromEitherEnd,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.list(context, info, {
      table: tables.taxonomyTerms,
      order,
    });
  }

  @AllowedTo(open)
  @Query(() => UnitConnection, {
    nullable: true,
    description: '단위 목록. What the room of services is counted in, by name.',
  })
  units(
    @Args(() => PageFromEitherEnd) _page: PageFromEitherEnd,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.list(context, info, { table: tables.units, order });
  }

  @AllowedTo(open)
  @Query(() => SponsorConnection, { nullable: true, description: '후원자 목록. Sponsors.' })
  sponsors(
    @Arg('filter', () => SponsorFilter, { nullable: true, description: '조건. Which sponsors.' })
    _filter: SponsorFilter,
    @Args(() => PageFromEitherEnd) _page: PageFromEitherEnd,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.list(context, info, {
      table: tables.sponsors,
      order: ['id'],
    });
  }

  @AllowedTo(open)
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
