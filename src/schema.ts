import 'reflect-metadata';
import { buildSchemaSync } from 'type-graphql';
import { finish } from './access/finish.js';
import { AgreementMutations, AgreementPayloadResolver } from './agreement/mutations.js';
import { AgreementResolver } from './agreement/resolvers.js';
import { AssignmentMutations, AssignmentPayloadResolver } from './case/assignments.js';
import { CaseMutations, CasePayloadResolver, ReceiveReportPayloadResolver } from './case/mutations.js';
import { CaseResolver } from './case/resolvers.js';
import { CatalogueResolver } from './catalogue/resolvers.js';
import { DuplicateMutations, MergeRecordsPayloadResolver } from './catalogue/upkeep/duplicateMutations.js';
import {
  ConfirmCapacityPayloadResolver,
  UpkeepMutations,
  VerifyRecordPayloadResolver,
} from './catalogue/upkeep/mutations.js';
import { ChangeRequestMutations, ChangeRequestPayloadResolver } from './catalogue/upkeep/requestMutations.js';
import { UpkeepResolver } from './catalogue/upkeep/resolvers.js';
import { WebhookMutations, WebhookPayloadResolver } from './change/mutations.js';
import { ChangeResolver } from './change/resolvers.js';
import { ChangeSubscription } from './change/subscription.js';
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
import { MemberPayloadResolver, RegistrationNumberMutations } from './household/registration.js';
import { HouseholdResolver } from './household/resolvers.js';
import { LogResolver } from './log/resolvers.js';
import { MetricsResolver } from './metrics/resolvers.js';
import { NodeResolver } from './nodes.js';
import { ReferralMutations, ReferralPayloadResolver } from './referral/mutations.js';
import { ReferralResolver } from './referral/resolvers.js';
import {
  AllocationPayloadResolver,
  BudgetLinePayloadResolver,
  PledgePayloadResolver,
  SponsorMutations,
  SponsorPayloadResolver,
} from './sponsor/mutations.js';
import { SponsorResolver } from './sponsor/resolvers.js';
import { StaffMutations, StaffPayloadResolver } from './staff/mutations.js';
import { StaffResolver } from './staff/resolvers.js';
import { ViewerResolver } from './viewer/resolvers.js';

const noBus = (): never => {
  throw new Error('Changes are told by the database');
};

/** The one schema: every noun's resolvers, with planned fields reading what the statement returned. */
export const schema = finish(
  buildSchemaSync({
    resolvers: [
      CatalogueResolver,
      UpkeepResolver,
      UpkeepMutations,
      ConfirmCapacityPayloadResolver,
      VerifyRecordPayloadResolver,
      ChangeRequestMutations,
      ChangeRequestPayloadResolver,
      DuplicateMutations,
      MergeRecordsPayloadResolver,
      HouseholdResolver,
      RegistrationNumberMutations,
      MemberPayloadResolver,
      CaseResolver,
      CaseMutations,
      CasePayloadResolver,
      ReceiveReportPayloadResolver,
      ChangeResolver,
      ChangeSubscription,
      WebhookMutations,
      WebhookPayloadResolver,
      ReferralResolver,
      ReferralMutations,
      ReferralPayloadResolver,
      EmergencyResolver,
      EmergencyMutations,
      DeclareEmergencyPayloadResolver,
      EndEmergencyPayloadResolver,
      CompleteReviewPayloadResolver,
      LogResolver,
      AgreementResolver,
      AgreementMutations,
      AgreementPayloadResolver,
      ConsentResolver,
      ConsentMutations,
      ConsentPayloadResolver,
      GuardianshipPayloadResolver,
      AssignmentMutations,
      AssignmentPayloadResolver,
      SponsorResolver,
      SponsorMutations,
      SponsorPayloadResolver,
      PledgePayloadResolver,
      BudgetLinePayloadResolver,
      AllocationPayloadResolver,
      StaffResolver,
      StaffMutations,
      StaffPayloadResolver,
      ViewerResolver,
      MetricsResolver,
      NodeResolver,
    ],
    // Input is checked by scalars and by what reads it; class-validator is not used, so nothing is silently skipped.
    validate: false,
    // Asked for by every schema with subscriptions. Ours read the feed in the database and use no other bus.
    pubSub: { publish: noBus, subscribe: noBus },
  }),
);
