import * as enums from '../database/tables/enums.js';

type PartnerKind = (typeof enums.partnerKind.enumValues)[number];
export type IntakeSource = (typeof enums.intakeSource.enumValues)[number];

/** Whoever they are: a neighbour or the person came to them. */
const heard: IntakeSource[] = ['NEIGHBOUR', 'SELF'];
const partner: IntakeSource[] = ['PARTNER', ...heard];
/** What anybody may say to an office or centre that receives reports, and what it does by itself. */
const received: IntakeSource[] = [
  'HOTLINE_129',
  'DONG_CENTER',
  'PARTNER',
  'SCHOOL',
  'HOUSING',
  'SURVEY',
  'EMERGENCY_APPLICATION',
  ...heard,
];
const universal: IntakeSource[] = ['UNIVERSAL_65', 'UNIVERSAL_BIRTH'];

/** As what a report of each kind of organization may come in (접수 경로); the database and descriptions read it, too. */
export const sourcesOf: Record<PartnerKind, readonly IntakeSource[]> = {
  DISTRICT_OFFICE: ['POLICE_112', ...received, ...universal],
  DONG_OFFICE: [...received, ...universal],
  CRISIS_CENTER: ['POLICE_112', ...received],
  POLICE: ['POLICE_112', ...heard],
  SCHOOL: ['SCHOOL', ...heard],
  CHILD_CARE: ['SCHOOL', ...partner],
  HOUSING_OFFICE: ['HOUSING', ...heard],
  WELFARE_CENTER: partner,
  COUNSELLING_CENTER: partner,
  CLINIC: partner,
  MENTAL_HEALTH_CENTER: partner,
  DEMENTIA_CENTER: partner,
  LEGAL_AID: partner,
  TAX_ADVISER: partner,
  SHELTER: partner,
  FOUNDATION: partner,
  COMPANY: partner,
  RESEARCH: partner,
  OTHER: partner,
};

/** The same for the database; an organization of no kind is a partner. */
export const sourceSql = () => `
set local role hamkke_keeper;
create or replace function hamkke.sources_of(partner_kind) returns intake_source[] immutable parallel safe language sql as $$ select case $1 ${Object.entries(
  sourcesOf,
)
  .map(([kind, sources]) => `when '${kind}' then '{${sources.join(',')}}'::intake_source[]`)
  .join(' ')} else '{${partner.join(',')}}'::intake_source[] end $$;
reset role;`;

/** Which source is whose, in words: each with the kinds of organization that may say so. */
export const sourcesInWords = enums.intakeSource.enumValues
  .map(
    (source) =>
      `${source} by ${enums.partnerKind.enumValues.filter((kind) => sourcesOf[kind].includes(source)).join(', ')}`,
  )
  .join('; ');
