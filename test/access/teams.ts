import type { Purpose } from '../../src/access/classes.js';
import type { Desk } from './domain.js';
import type { Row, World } from './world.js';

// Whose the lists of campaigns are (docs/domain.md, section 9), said once more beside src/access/outreach.ts.

const goers = [
  ...['CENTER_HEAD', 'CASE_MANAGER', 'COUNSELLOR', 'CONSULTATION_SPECIALIST'],
  ...['VISITING_NURSE', 'NEIGHBOURHOOD_OFFICER', 'WELFARE_PLANNER'],
];
export const ofTeams = [
  'campaigns',
  'campaign_lines',
  'campaign_line_identities',
  'promotions',
  'rounds',
  'petitions',
];

/** Whether somebody goes to people for the organization of a row. */
export const isOfTeam = ({ duties, organization }: Desk, row: Row) =>
  row.organization_id === organization && duties.some((duty) => goers.includes(duty));

/** The campaigns that the viewer's organization surveys today, for a purpose. */
export function surveyed(world: World, { duties, organization, district }: Desk, purpose: Purpose) {
  if (!duties.includes('PARTNER_WORKER')) return new Set<unknown>();
  const { today } = world;
  const running = world
    .where('campaigns', 'partner_id', organization)
    .filter((row) => String(row.starts_on) <= today && today <= String(row.ends_on))
    .filter((row) => row.district_id === district);
  return new Set(
    running
      .filter((row) => {
        const agreement = world.one('agreements', 'id', row.agreement_id)!;
        const last = agreement.last_day === null ? today : String(agreement.last_day);
        return (
          String(agreement.valid_from) <= today &&
          today <= last &&
          (agreement.purposes as Purpose[]).includes(purpose) &&
          ['IDENTITY', 'CONTACT'].every((each) => (agreement.classes as string[]).includes(each))
        );
      })
      .map(({ id }) => id),
  );
}

/** Whether somebody may have a row of a campaign: of the team, or of the partner while it goes there. */
export function mayHaveOfTeam(desk: Desk, surveys: ReadonlySet<unknown>, table: string, row: Row): boolean {
  if (isOfTeam(desk, row)) return true;
  if (table === 'campaigns') return surveys.has(row.id);
  return table === 'campaign_lines' && surveys.has(row.campaign_id) && row.open === true;
}

/** How far a campaign is, by what became of its lines. */
export function countsOf(world: World, { id }: Row) {
  const lines = world.where('campaign_lines', 'campaign_id', id);
  const count = (holds: (row: Row) => unknown) => lines.filter(holds).length;
  const by = (outcome: string) => count((row) => row.outcome === outcome);
  return {
    lines: lines.length,
    open: count(({ open }) => open),
    screened: count(({ outcome, surveyed: filled }) => outcome === 'CONSULTED' || filled),
    ...{ consulted: by('CONSULTED'), absent: by('ABSENT'), refused: by('REFUSED'), moved: by('MOVED') },
    takenUp: count((row) => row.taken_up_on !== null),
    erased: count((row) => row.erased_at !== null),
  };
}

/** What came of a campaign, for whoever reaches every case of its centre. */
export function resultsOf(
  world: World,
  { id, organization_id: center }: Row,
  { duties, organization }: Desk,
) {
  if (organization !== center || !duties.some((duty) => ['CENTER_HEAD', 'CASE_MANAGER'].includes(duty)))
    return null;
  const cases = world
    .where('campaign_lines', 'campaign_id', id)
    .flatMap((row) => (row.report_id ? [world.one('intake_reports', 'id', row.report_id)?.case_id] : []))
    .flatMap((each) => world.where('cases', 'id', each))
    .filter((row) => row.track === 'CASE_MANAGED' && row.center_id === center);
  const ids = new Set(cases.map((row) => row.id));
  const told = world
    .all('linkages')
    .filter((row) => ids.has(row.case_id))
    .filter((row) => !['SAFE_LOCATION', 'INVESTIGATION'].includes(String(row.data_class)));
  return { selected: ids.size, linked: told.length };
}
