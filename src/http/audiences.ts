/** Who a prepared operation is mainly written for; each is in one place, whoever else may run it. */
const operationsOf = {
  everybody:
    'whoAmI colleagues nodeLookup serviceFinder serviceSearch serviceFacets serviceDetail organizationDetail ' +
    'servicesWithSponsors sponsorList taxonomyBrowse unitList districtList dongList changesSince catalogueChanges ' +
    'webhookHealth',
  partner:
    'clients referralInbox acceptReferral waitlistReferral startReferral recordService correctServiceRecord ' +
    'completeReferral referralProgress reportFamily reportDiscovery reportBy112 sentReports proposeConsent ownConsentProposals ' +
    'withdrawConsentProposal confirmCapacity proposeChange proposeRecord',
  worker:
    'sharedFamily householdView familyAtAGlance householdAccess eligibleServices householdList personAtCounter caseFile caseHistory caseBoard ' +
    'stuckCases memberHistory receivedReports incomingReports intakeReports receiveReport reportFrom129 closeReport ' +
    'reportMatches confirmReportMatch dismissReportMatch addMember recordDeparture recordHealth recordMonitoring ' +
    'writeNote moveHousehold moveMember splitHousehold mergeHouseholds assignable handOverCase draftReferral ' +
    'referralOutbox consentsOfHousehold giveConsent withdrawConsent consentsEnding consentProposals confirmConsent ' +
    'dismissConsentProposal declareEmergency notifications inbox openCases dueList receiveApplication applicationList ' +
    'agreeVisitDate triageCase recordConsultation assessCase decideConference planCase linkService visitTeamList ' +
    'saveVisitTeam campaignList campaignLines beginCampaign recordLineOutcome lineMatches selectLine recordPromotion ' +
    'promotionList ' +
    'zoneMorning recordRound takePetition settlePetition ' +
    'visitsDue memberVisits screeningFormList offerUniversalVisit answerUniversalVisit recordHealthVisit ' +
    'receiveResident assignCase recordScreening changeTier referralCenterList confirmReferralProposal dismissReferralProposal ' +
    'openConsultation addConsultationQuestion sendConsultation consultationView answerConsultationQuestion closeConsultation',
  portal:
    'staffList addStaff addPost dispatchStaff endStaff nameSubstitute endSubstitution handOverZones handOverCaseload agreementList concludeAgreement endAgreement ' +
    'budgetLineList pledgeList ledgerView explainAccess provisions whoSaw accessLog accessReview reviewTasks ' +
    'policyList setPolicy',
  reporting: 'figures figureTable funnel deadlinesMet visitsInTime measureList',
  editor:
    'changeRequestList acceptChange saveOrganization saveService saveUnit setConfidential verificationList ' +
    'verifyRecord duplicateList mergeRecords changeSponsor',
};

export type Audience = keyof typeof operationsOf;

const audiences = Object.keys(operationsOf) as Audience[];

/** The names of all operations that are for somebody, the most useful of each audience first. */
export const namesWithAudience = (): string[] =>
  audiences.flatMap((audience) => operationsOf[audience].split(' '));

const audienceOfName = new Map(
  audiences.flatMap((audience) => operationsOf[audience].split(' ').map((name) => [name, audience] as const)),
);

/** Whom an operation is for; null where nobody has said it. */
export const audienceOf = (name: string): Audience | null => audienceOfName.get(name) ?? null;

const places = new Map(namesWithAudience().map((name, place) => [name, place]));

/** The operations in the order in which their audiences name them; the others behind them, as they come. */
export const byAudience = <T extends { name: string }>(operations: readonly T[]): T[] =>
  operations.toSorted((a, b) => (places.get(a.name) ?? places.size) - (places.get(b.name) ?? places.size));
