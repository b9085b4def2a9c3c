import { formatNames } from '../../src/statistics/files.js';

// Who may count what. A number that the API works out is a look at rows, whoever was given the object that holds it.

/**
 * - `rows`: of rows that the reader has: counted under the condition by which rows are given
 * - `team`: of lists that the reader's own organization made, and of what came of these where the reader reaches it
 * - `log`: of lines of the log, for those who are shown the lines
 * - `account`: of entries of an account, for those who are shown the entries (docs/decisions.md, What a sponsor learns)
 * - `keeper`: of what rests on an agreement, for those whom `explainAccess` tells to whom each household is open, and why
 * - `statistics`: exact for the district's own statistics role, sums of what is published for everybody else
 * - `catalogue`: of what everybody may know, which is exact
 * - `none`: it counts no rows of households
 */
export type Counting = 'rows' | 'team' | 'log' | 'account' | 'keeper' | 'statistics' | 'catalogue' | 'none';

/** Those that people who have no rows are told something of. */
export const forOutsiders: readonly Counting[] = ['statistics', 'catalogue', 'none', 'account'];

const of = (type: string, ...fields: string[]) => fields.map((field) => `${type}.${field}`);

/** Every number of the schema that is no column of a row; what `totalCount` says is tried, not declared. */
const declared: Readonly<Record<Counting, readonly string[]>> = {
  rows: [
    ...of('CaseBoard', 'open', 'stuck'),
    ...of('StageCount', 'count', 'stuck'),
    ...of('TierCount', 'members', 'households'),
    // Of reads: whoever is told of a household's reads has its lines.
    ...['Provision.reads', 'ReviewTask.reads'],
  ],
  team: [
    ...of('CampaignCounts', 'lines', 'open', 'screened', 'consulted', 'absent', 'refused', 'moved'),
    ...of('CampaignCounts', 'takenUp', 'erased'),
    ...of('CampaignResults', 'selected', 'linked'),
    ...['PromotionCounts.activities', 'PromotionKindCount.activities'],
  ],
  log: of(
    'AccessReview',
    ...['households', 'reads', 'searches', 'refused', 'changes', 'logReads', 'emergencies'],
    ...['emergencyReads', 'nightReads', 'mostHouseholdsInADay', 'bulkDays'],
  ),
  account: [
    ...of('LedgerBalance', 'committed', 'cancelled', 'received', 'refunded', 'allocated', 'available'),
    ...of('LedgerEntry', 'number', 'amount'),
  ],
  keeper: of('RestingOn', 'consents', 'referrals'),
  statistics: [
    ...of('Figure', 'value', 'share'),
    ...['FigureTable.values', 'ComparedTable.values'],
    ...of('ComparedFigure', 'value', 'change', 'rate'),
    ...of('RatioFigure', 'numerator', 'denominator', 'value'),
    ...of('ReleaseCorrection', 'was', 'now'),
    ...of('CaseFunnel', 'screened', 'selected', 'linked', 'selectionRate', 'linkagesPerCase'),
  ],
  catalogue: [
    ...of('ServiceFacets', 'count', 'free', 'roomAvailable'),
    ...['NeedDomain', 'District', 'Language', 'TaxonomyTerm'].map((each) => `${each}Count.count`),
    ...of('ServiceCapacity', 'available', 'lastAvailable'),
  ],
  none: [
    ...['ServiceEdge.distanceMetres', 'DuplicateProposal.score', 'AgreementStanding.renewals'],
    ...of('HouseholdSummary', 'responsibleTong', 'responsibleBan'),
    ...of('WebhookDelivery', 'attempts', 'lastStatus'),
    ...['Emergency.minutes', 'BudgetLine.year', 'StatisticsRelease.number', 'Metrics.release'],
    ...['Metrics.typicalError', 'MissingFigure.place', 'MetricsRatios.release', 'PolicyVersion.value'],
    ...of('Policy', 'value', 'usual', 'least', 'most'),
    ...of('FormItem', 'number', 'least', 'most'),
    ...of('FormCutOffs', 'moderate', 'high'),
    ...['VisitTeam', 'ReportMatch', 'IncomingReport', 'ChangeRequest', 'ConsentProposal'].map(version),
    ...['StaffMember', 'Post', 'FormDefinition', 'ZoneSubstitution'].map(version),
  ],
};
function version(type: string) {
  return `${type}.version`;
}

export const countings: ReadonlyMap<string, Counting> = new Map(
  Object.entries(declared).flatMap(([counting, fields]) =>
    fields.map((field) => [field, counting as Counting] as const),
  ),
);

/**
 * Every address of the server but GraphQL's, with what to ask there: its answers are the same whatever work is done.
 * An empty list says that it tells of nothing that is counted.
 */
export const pages = (district: string): Readonly<Record<string, readonly string[]>> => ({
  'GET /healthz': ['/healthz'],
  'GET /readyz': ['/readyz'],
  'GET /schema.graphql': ['/schema.graphql'],
  'GET /hsds': ['/hsds'],
  'GET /hsds/': ['/hsds/'],
  'GET /hsds/profile': ['/hsds/profile'],
  'GET /hsds/profile/*': [],
  ...Object.fromEntries(
    ['organizations', 'services', 'service_at_locations', 'taxonomies', 'taxonomy_terms'].flatMap((each) => [
      [`GET /hsds/${each}`, [`/hsds/${each}`, `/hsds/${each}?per_page=3&page=2`]],
      [`GET /hsds/${each}/:id`, []],
    ]),
  ),
  'GET /statistics': ['/statistics'],
  'GET /statistics/': ['/statistics/'],
  'GET /statistics/releases.json': ['/statistics/releases.json'],
  'GET /statistics/dictionary.json': ['/statistics/dictionary.json'],
  'GET /statistics/:district': [`/statistics/${district}`, `/statistics/${district}?lang=en`],
  'GET /statistics/:district/releases.json': [`/statistics/${district}/releases.json`],
  'GET /statistics/:district/:number/manifest.json': [`/statistics/${district}/1/manifest.json`],
  'GET /statistics/:district/:file': formatNames.map((each) => `/statistics/${district}/1.${each}`),
  'GET /odata': ['/odata'],
  'GET /odata/*': ['Figures', 'Measures', 'Dimensions', 'Releases'].flatMap((set) => [
    `/odata/${set}?$top=1000${set === 'Figures' ? `&$filter=District eq '${district}'` : ''}`,
    `/odata/${set}/$count${set === 'Figures' ? `?$filter=District eq '${district}'` : ''}`,
  ]),
  // Of one referral, for whoever was sent its link.
  'GET /r/:token': [],
});
