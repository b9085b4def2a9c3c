import 'reflect-metadata';
import { buildSchemaSync } from 'type-graphql';
import { finish } from './access/finish.js';
import { AssignmentMutations, AssignmentPayloadResolver } from './case/assignments.js';
import { CaseMutations, CasePayloadResolver, ReceiveReportPayloadResolver } from './case/mutations.js';
import { CaseResolver } from './case/resolvers.js';
import { CatalogueResolver } from './catalogue/resolvers.js';
import {
  ConsentMutations,
  ConsentPayloadResolver,
  GuardianshipPayloadResolver,
} from './consent/mutations.js';
import { ConsentResolver } from './consent/resolvers.js';
import {
  CompleteReviewPayloadResolver,
  DeclareEmergencyPayloadResolver,
  EmergencyMutations,
  EndEmergencyPayloadResolver,
} from './emergency/mutations.js';
import { EmergencyResolver } from './emergency/resolvers.js';
import { HouseholdResolver } from './household/resolvers.js';
import { LogResolver } from './log/resolvers.js';
import { MetricsResolver } from './metrics/resolvers.js';
import { NodeResolver } from './nodes.js';
import { StaffMutations, StaffPayloadResolver } from './staff/mutations.js';
import { StaffResolver } from './staff/resolvers.js';
import { ViewerResolver } from './viewer/resolvers.js';

/** The one schema: every noun's resolvers, with planned fields reading what the statement returned. */
export const schema = finish(
  buildSchemaSync({
    resolvers: [
      CatalogueResolver,
      HouseholdResolver,
      CaseResolver,
      CaseMutations,
      CasePayloadResolver,
      ReceiveReportPayloadResolver,
      EmergencyResolver,
      EmergencyMutations,
      DeclareEmergencyPayloadResolver,
      EndEmergencyPayloadResolver,
      CompleteReviewPayloadResolver,
      LogResolver,
      ConsentResolver,
      ConsentMutations,
      ConsentPayloadResolver,
      GuardianshipPayloadResolver,
      AssignmentMutations,
      AssignmentPayloadResolver,
      StaffResolver,
      StaffMutations,
      StaffPayloadResolver,
      ViewerResolver,
      MetricsResolver,
      NodeResolver,
    ],
    // Input is checked by scalars and by what reads it; class-validator is not used, so nothing is silently skipped.
    validate: false,
  }),
);
