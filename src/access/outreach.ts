import type * as enums from '../database/tables/enums.js';
import { maskOf } from './classes.js';
import { type Duty, dutiesWith } from './duties.js';

type ReporterKind = (typeof enums.discoveryReporterKind.enumValues)[number];
type IntakeSource = (typeof enums.intakeSource.enumValues)[number];

/** Who reports whom they worry about, by their own duty, and reads nothing but what became of the report. */
export const discoveryReporters: readonly Duty[] = ['DISCOVERY_REPORTER'];

/** As what a report of each kind of reporter comes in. */
export const sourceOfReporter: Record<ReporterKind, IntakeSource> = {
  SCHOOL: 'SCHOOL',
  NURSERY: 'SCHOOL',
  HOUSING_OFFICE: 'HOUSING',
  REALTOR: 'NEIGHBOUR',
  TONG_HEAD: 'NEIGHBOUR',
  HAPPY_MANAGER: 'NEIGHBOUR',
  METER_READER: 'NEIGHBOUR',
  NEIGHBOUR: 'NEIGHBOUR',
};

/** Who goes to the people of a list for the organization that runs the campaign, and so is given its lines. */
export const outreachDuties: readonly Duty[] = [
  'CENTER_HEAD',
  'CASE_MANAGER',
  'COUNSELLOR',
  'CONSULTATION_SPECIALIST',
  'VISITING_NURSE',
  'NEIGHBOURHOOD_OFFICER',
  'WELFARE_PLANNER',
];

/**
 * Of these, who begins a campaign, brings its list and has its results: those who may read a registration number, which a
 * list may hold, and who reach every case that a campaign of their centre leads to.
 */
export const campaignManagers: readonly Duty[] = dutiesWith('UNIQUE_ID');

/** Who surveys the people of a list at a partner under agreement. */
export const surveyors: readonly Duty[] = ['PARTNER_WORKER'];

/** What an agreement must cover before a partner surveys under it. */
export const surveyClasses = ['IDENTITY', 'CONTACT'] as const;

/** The same for the database, which decides. */
export const outreachSql = () => {
  const list = (name: string, duties: readonly Duty[]) => `
create or replace function hamkke.${name}() returns duty[] immutable parallel safe language sql
as $$ select '{${duties.join(',')}}'::duty[] $$;`;
  return `
set local role hamkke_keeper;${list('discovery_reporting_duties', discoveryReporters)}${list('outreach_duties', outreachDuties)}${list('campaign_managing_duties', campaignManagers)}${list('surveying_duties', surveyors)}
create or replace function hamkke.survey_mask() returns int immutable parallel safe language sql
as $$ select ${maskOf(surveyClasses)} $$;
reset role;`;
};
