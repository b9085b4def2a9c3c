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
  description: '서비스 순서. 서비스를 어떤 순서로 보여 줄지 정합니다. In which order services are listed.',
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
      '서비스 목록. 자원목록의 서비스를 찾는 말에 잘 맞는 순, 가까운 순, 또는 이름순으로 보여 줍니다. Services of the catalogue: the best match first where something is sought, the nearest first where `near` is given, by name otherwise.',
  })
  services(
    @Arg('filter', () => ServiceFilter, {
      nullable: true,
      description: '조건. 어떤 서비스를 셀지 정합니다. Which services.',
    })
    filter: ServiceFilter | null,
    @Arg('orderBy', () => ServiceOrderType, {
      nullable: true,
      description: '순서. 어떤 순서로 받을지 정합니다. In which order.',
    })
    orderBy: ServiceOrder | null,
    @Arg('near', () => PointInput, {
      nullable: true,
      description: '기준점. 거리를 재는 기준이 되는 곳입니다. Where distances are measured from.',
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
    description:
      '검색 결과의 갈래. 조건에 맞는 서비스가 욕구, 시·군·구, 언어 등에 따라 몇 개인지 보여 줍니다. How many services a filter finds, by need, district, language and more.',
  })
  serviceFacets(
    @Arg('filter', () => ServiceFilter, {
      nullable: true,
      description: '조건. 어떤 서비스를 셀지 정합니다. Which services.',
    })
    _filter: ServiceFilter | null,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.figures(context, info, facetsSql);
  }

  @AllowedTo(open)
  @Query(() => Service, {
    nullable: true,
    description:
      '서비스. 서비스 하나를 보여 줍니다. 없으면 null입니다. One service; null when there is none with this id.',
  })
  service(
    @Arg('id', () => ID, { description: '식별자. 받을 것의 식별자입니다. Its id.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.shared(context, info, tables.services, idOf('Service', id).id);
  }

  @AllowedTo(open)
  @Query(() => OrganizationConnection, {
    nullable: true,
    description:
      '기관 목록. 자원목록의 기관을 이름순으로 보여 줍니다. Organizations of the catalogue, by name.',
  })
  organizations(
    @Arg('filter', () => OrganizationFilter, {
      nullable: true,
      description: '조건. 어떤 기관을 받을지 정합니다. Which organizations.',
    })
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
    description:
      '기관. 기관 하나를 보여 줍니다. 없으면 null입니다. One organization; null when there is none with this id.',
  })
  organization(
    @Arg('id', () => ID, { description: '식별자. 받을 것의 식별자입니다. Its id.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.shared(context, info, tables.organizations, idOf('Organization', id).id);
  }

  @AllowedTo(open)
  @Query(() => TaxonomyConnection, {
    nullable: true,
    description: '분류체계 목록. 분류체계를 이름순으로 보여 줍니다. Taxonomies, by name.',
  })
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
    description:
      '분류 용어 목록. 모든 분류체계의 용어를 이름순으로 보여 줍니다. Terms of all taxonomies, by name.',
  })
  taxonomyTerms(
    @Arg('filter', () => TaxonomyTermFilter, {
      nullable: true,
      description: '조건. 어떤 용어를 받을지 정합니다. Which terms.',
    })
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
    description:
      '단위 목록. 서비스의 자리를 세는 단위를 이름순으로 보여 줍니다. What the room of services is counted in, by name.',
  })
  units(
    @Args(() => PageFromEitherEnd) _page: PageFromEitherEnd,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.list(context, info, { table: tables.units, order });
  }

  @AllowedTo(open)
  @Query(() => SponsorConnection, {
    nullable: true,
    description: '후원자 목록. 후원자를 보여 줍니다. Sponsors.',
  })
  sponsors(
    @Arg('filter', () => SponsorFilter, {
      nullable: true,
      description: '조건. 어떤 후원자를 받을지 정합니다. Which sponsors.',
    })
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
    description:
      '후원자. 후원자 하나를 보여 줍니다. 없으면 null입니다. One sponsor; null when there is none with this id.',
  })
  sponsor(
    @Arg('id', () => ID, { description: '식별자. 받을 것의 식별자입니다. Its id.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reads.shared(context, info, tables.sponsors, idOf('Sponsor', id).id);
  }
}
