import 'reflect-metadata';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { indexExtensions } from './access/extensionIndex.js';
import * as agreementMutations from './agreement/mutations.js';
import * as agreementQueries from './agreement/resolvers.js';
import * as applicationMutations from './application/mutations.js';
import * as applicationQueries from './application/resolvers.js';
import * as campaignMatches from './campaign/matches.js';
import * as campaignMutations from './campaign/mutations.js';
import * as campaignPromotionCounts from './campaign/promotionCounts.js';
import * as campaignQueries from './campaign/resolvers.js';
import * as caseAssignments from './case/assignments.js';
import * as caseDiscovery from './case/discovery.js';
import * as caseIncomingReports from './case/incomingReports.js';
import * as caseMatches from './case/matches.js';
import * as caseMutations from './case/mutations.js';
import * as caseNotes from './case/notes.js';
import * as caseOutcomes from './case/outcomes.js';
import * as caseReceipts from './case/receipts.js';
import * as caseReceivedReports from './case/receivedReports.js';
import * as caseQueries from './case/resolvers.js';
import * as caseWorklist from './case/worklist.js';
import * as catalogueEditingMutations from './catalogue/editing/mutations.js';
import * as catalogueQueries from './catalogue/resolvers.js';
import * as catalogueUpkeepDuplicateMutations from './catalogue/upkeep/duplicateMutations.js';
import * as catalogueUpkeepMutations from './catalogue/upkeep/mutations.js';
import * as catalogueUpkeepRequestMutations from './catalogue/upkeep/requestMutations.js';
import * as catalogueUpkeepQueries from './catalogue/upkeep/resolvers.js';
import * as changeMutations from './change/mutations.js';
import * as changeQueries from './change/resolvers.js';
import * as changeSubscription from './change/subscription.js';
import * as clockQueries from './clock/resolvers.js';
import { completeConnections } from './connection.js';
import * as consentMutations from './consent/mutations.js';
import * as consentProposals from './consent/proposals.js';
import * as consentQueries from './consent/resolvers.js';
import * as consultationMutations from './consultation/mutations.js';
import * as consultationQueries from './consultation/resolvers.js';
import { wireResolvers } from './database/planner/wireResolvers.js';
import * as eligibilityQueries from './eligibility/resolvers.js';
import * as emergencyMutations from './emergency/mutations.js';
import * as emergencyQueries from './emergency/resolvers.js';
import { withErrors } from './errorTypes.js';
import * as householdCounter from './household/counter.js';
import * as householdFacets from './household/facet/mutations.js';
import * as householdMembers from './household/members.js';
import * as householdMembership from './household/membership/mutations.js';
import * as householdRegistration from './household/registrationNumber/mutations.js';
import * as householdQueries from './household/resolvers.js';
import * as inboxQueries from './inbox/resolvers.js';
import * as logQueries from './log/resolvers.js';
import * as metricsQueries from './metrics/resolvers.js';
import * as nodes from './nodes.js';
import * as policyMutations from './policy/mutations.js';
import * as policyQueries from './policy/resolvers.js';
import * as referralMutations from './referral/mutations.js';
import * as referralQueries from './referral/resolvers.js';
import * as regionQueries from './region/resolvers.js';
import * as sponsorMutations from './sponsor/mutations.js';
import * as sponsorQueries from './sponsor/resolvers.js';
import * as staffMutations from './staff/mutations.js';
import * as staffQueries from './staff/resolvers.js';
import { readTextsAsSeen } from './text/input.js';
import * as viewerQueries from './viewer/resolvers.js';
import * as visitMutations from './visit/mutations.js';
import * as visitQueries from './visit/resolvers.js';
import * as zoneMutations from './zone/mutations.js';
import * as zoneQueries from './zone/resolvers.js';

const noBus = (): never => {
  throw new Error('Changes are told by the database');
};

type Class = new () => object;
const isClass = (each: unknown): each is Class =>
  typeof each === 'function' && /^class/.test(each.toString());

/** Every module that answers fields: a new one is a line here. */
const rooms: readonly object[] = [
  agreementMutations,
  agreementQueries,
  applicationMutations,
  applicationQueries,
  campaignMatches,
  campaignMutations,
  campaignPromotionCounts,
  campaignQueries,
  caseAssignments,
  caseDiscovery,
  caseIncomingReports,
  caseMatches,
  caseMutations,
  caseNotes,
  caseOutcomes,
  caseQueries,
  caseReceipts,
  caseReceivedReports,
  caseWorklist,
  catalogueQueries,
  catalogueUpkeepDuplicateMutations,
  catalogueEditingMutations,
  catalogueUpkeepMutations,
  catalogueUpkeepRequestMutations,
  catalogueUpkeepQueries,
  changeMutations,
  changeQueries,
  changeSubscription,
  clockQueries,
  consentMutations,
  consentProposals,
  consentQueries,
  eligibilityQueries,
  emergencyMutations,
  emergencyQueries,
  householdCounter,
  householdFacets,
  householdMembers,
  householdMembership,
  householdRegistration,
  householdQueries,
  inboxQueries,
  logQueries,
  metricsQueries,
  nodes,
  policyMutations,
  policyQueries,
  referralMutations,
  referralQueries,
  regionQueries,
  sponsorMutations,
  sponsorQueries,
  staffMutations,
  staffQueries,
  viewerQueries,
  consultationMutations,
  consultationQueries,
  visitMutations,
  visitQueries,
  zoneMutations,
  zoneQueries,
];

readTextsAsSeen();
indexExtensions();
completeConnections();

/** The one schema: every noun's resolvers, with planned fields reading what the statement returned. */
export const schema = wireResolvers(
  withErrors(
    buildSchemaSync({
      resolvers: rooms
        .flatMap((room): unknown[] => Object.values(room).flat())
        .filter(isClass) as NonEmptyArray<Class>,
      // Input is checked by scalars and by what reads it; class-validator is not used, so nothing is silently skipped.
      validate: false,
      // Apollo Server validates the schema as it starts, so it need not be introspected here for that.
      skipCheck: true,
      // Asked for by every schema with subscriptions. Ours read the feed in the database and use no other bus.
      pubSub: { publish: noBus, subscribe: noBus },
    }),
  ),
);
