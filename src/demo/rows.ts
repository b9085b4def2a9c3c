import { getTableColumns, getTableName } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { TransactionSql } from 'postgres';
import * as tables from '../database/tables/index.js';

/** Parents before their children. */
const order: readonly PgTable[] = [
  tables.districts,
  tables.dongCodes,
  tables.organizations,
  tables.programs,
  tables.services,
  tables.locations,
  tables.servicesAtLocation,
  tables.contacts,
  tables.phones,
  tables.addresses,
  tables.schedules,
  tables.languages,
  tables.accessibilities,
  tables.costOptions,
  tables.serviceAreas,
  tables.requiredDocuments,
  tables.funding,
  tables.urls,
  tables.organizationIdentifiers,
  tables.metadata,
  tables.metaTableDescriptions,
  tables.units,
  tables.serviceCapacities,
  tables.taxonomies,
  tables.taxonomyTerms,
  tables.attributes,
  tables.sponsors,
  tables.sponsorships,
  tables.staff,
  tables.posts,
  tables.verifications,
  tables.changeRequests,
  tables.duplicateDismissals,
  tables.recordRedirects,
  tables.catalogueChanges,
  tables.catalogueEdits,
  tables.concealments,
  tables.agreements,
  tables.agreementSteps,
  tables.consentPolicies,
  tables.districtPolicies,
  tables.visitTeams,
  tables.zoneSubstitutions,
  tables.rounds,
  tables.petitions,
  tables.households,
  tables.members,
  tables.memberIdentities,
  tables.memberContacts,
  tables.memberUniqueIds,
  tables.memberHealths,
  tables.memberMentalHealths,
  tables.memberEmployments,
  tables.memberEducations,
  tables.memberLegals,
  tables.memberSafeties,
  tables.memberSafeLocations,
  tables.householdSummaries,
  tables.householdHousings,
  tables.householdFinances,
  tables.householdFamilies,
  tables.facetChanges,
  tables.departures,
  tables.screenings,
  tables.cases,
  tables.caseSteps,
  tables.assignments,
  tables.intakeReports,
  tables.reportOrigins,
  tables.reportSafeties,
  tables.reportInvestigations,
  tables.clocks,
  tables.universalVisits,
  tables.healthVisits,
  tables.formResults,
  tables.tierDecisions,
  tables.emergencyApplications,
  tables.needs,
  tables.goals,
  tables.linkages,
  tables.ledgerAccounts,
  tables.pledges,
  tables.budgetLines,
  tables.allocations,
  tables.ledgerEntries,
  tables.caseNotes,
  tables.noteParticipants,
  tables.consents,
  tables.consentSteps,
  tables.consentProposals,
  tables.guardianships,
  tables.referrals,
  tables.referralProposals,
  tables.consultations,
  tables.consultationQuestions,
  tables.referralEvents,
  tables.referralMessages,
  tables.serviceRecords,
  tables.serviceRecordChanges,
  tables.emergencies,
  tables.incomingReports,
  tables.reportReceipts,
  tables.reportMatches,
  tables.campaigns,
  tables.campaignLines,
  tables.campaignLineIdentities,
  tables.campaignLineMatches,
  tables.promotions,
  tables.notifications,
  tables.reviewTasks,
  tables.reviewPolicies,
];

/** A row as JSON carries it: instants as text. */
type Row<T extends PgTable> = {
  [K in keyof T['$inferInsert']]: Date extends T['$inferInsert'][K]
    ? Exclude<T['$inferInsert'][K], Date> | string
    : T['$inferInsert'][K];
};

/** Rows on their way into the database. */
export class Rows {
  readonly #byTable = new Map<PgTable, Record<string, unknown>[]>();

  /** Keeps a row for its table. */
  add<T extends PgTable>(table: T, row: Row<T>): void {
    if (!order.includes(table))
      throw new Error(`No place in the order of loading for ${getTableName(table)}`);
    const rows = this.#byTable.get(table) ?? [];
    this.#byTable.set(table, rows);
    const columns = getTableColumns(table);
    const named: Record<string, unknown> = {};
    for (const [property, value] of Object.entries(row)) {
      const column = columns[property];
      if (!column) throw new Error(`No column ${property} in ${getTableName(table)}`);
      if (value !== undefined) named[toSnakeCase(column.name)] = value;
    }
    rows.push(named);
  }

  /** What was kept for each table, by the table's name, parents first. */
  entries(): [table: string, rows: Record<string, unknown>[]][] {
    return order.map((table) => [getTableName(table), this.#byTable.get(table) ?? []]);
  }

  /**
   * Inserts everything: one statement a table and set of columns, the rows as one JSON parameter, which costs less than
   * ten thousands of placeholders. What is there already stays, so that an interrupted first start can be repeated.
   */
  async insert(sql: TransactionSql): Promise<void> {
    for (const [name, rows] of this.entries())
      for (const [columns, alike] of byColumns(rows))
        await sql.unsafe(
          `insert into ${name} (${columns}) select ${columns}
           from json_populate_recordset(null::${name}, $1::text::json) on conflict do nothing`,
          [JSON.stringify(alike)],
        );
  }
}

/** Rows with the same columns go together: a column that a row leaves out must get its default. */
function byColumns(rows: Record<string, unknown>[]) {
  const groups = new Map<string, Record<string, unknown>[]>();
  for (const row of rows) {
    const columns = Object.keys(row)
      .sort()
      .map((column) => `"${column}"`)
      .join(', ');
    const group = groups.get(columns);
    if (group) group.push(row);
    else groups.set(columns, [row]);
  }
  return groups;
}
