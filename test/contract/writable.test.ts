import { type GraphQLInputObjectType, getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import type { ColumnExtension } from '../../src/access/columns.js';
import type { RelationExtension } from '../../src/access/relations.js';
import { schema } from '../../src/schema.js';

/** Why a field that people read is in no input: by the field's name, or by its type and name. */
const reasons: Readonly<Record<string, string>> = {
  version: 'It is counted by the database.',
  recordedAt: 'The database’s clock says it.',
  at: 'The database’s clock says it.',
  takenAt: 'The database’s clock says it.',
  writtenAt: 'The database’s clock says it.',
  createdAt: 'The database’s clock says it.',
  requestedAt: 'The database’s clock says it.',
  receivedAt: 'The database’s clock says it.',
  givenAt: 'The database’s clock says it.',
  withdrawnAt: 'The database’s clock says it.',
  takenBackAt: 'The database’s clock says it.',
  transferredAt: 'The database’s clock says it.',
  allocatedOn: 'It is the day on which it was allocated.',
  registeredOn: 'It is the day of the report that made the household.',
  openedOn: 'It is the day of the report that opened the case.',
  closedOn: 'It is the day of the closing step.',
  dataClass: 'It follows from the domain or from the facet.',
  step: 'Each step is a mutation.',
  stage: 'It follows from the steps.',
  state: 'It follows from the steps.',
  fromStage: 'It follows from the steps.',
  toStage: 'It follows from the steps.',
  fromState: 'It follows from the steps.',
  toState: 'It follows from the steps.',
  classesBefore: 'It is what stood there before.',
  validUntilBefore: 'It is what stood there before.',
  closureReason: 'CloseInput calls it reason.',
  declineReason: 'DeclineReferralInput calls it reason.',
  transferReason: 'TransferInput calls it reason.',
  givenUpBecause: 'GiveUpGoalInput calls it because.',
  waitlistPosition: 'It follows from the list.',
  waitlistUntil: 'It follows from the policy of the list.',
  released: 'Releasing an allocation is a mutation.',
  'Clock.startedOn': 'It begins with a step of the case.',
  'Clock.metOn': 'A step of the case meets it.',
  'Clock.stoppedOn': 'It stops when the case is closed.',
  'Clock.tier': 'It follows from the tier of the member.',
  'UniversalVisit.tries': 'It counts the answers.',
  'UniversalVisit.doneOn': 'AnswerUniversalVisitInput calls it answeredOn.',
  'FormResult.formVersion': 'ScreeningInput calls it version.',
  'FormResult.score': 'It follows from the answers.',
  'FormResult.risk': 'It follows from the answers.',
  'ReferralProposal.concern': 'It follows from the result.',
  'ReferralProposal.partnerKinds': 'It follows from the result.',
  'ReferralProposal.decidedAt': 'The database’s clock says it.',
  'EmergencyApplication.receivedOn': 'It is the day of the report.',
  'EmergencyApplication.visitedOn': 'It is the day of the consultation or visit on site.',
  'CaseNote.body': 'Each step has it as its note.',
  'ReferralMessage.body': 'Each step of a referral has it as its message.',
  'Investigation.record': 'ReceiveReportInput calls it investigation.',
  'MemberUniqueId.maskedRegistrationNumber': 'RecordRegistrationNumberInput has the number.',
  'Screening.list': 'It is that of the campaign.',
  'Screening.screenedOn': 'It is the day on which somebody of the list was consulted.',
  'CampaignLine.position': 'It is the order of the file.',
  'CampaignLine.dong': 'It comes with the file.',
  'CampaignLine.outcomeOn': 'RecordLineOutcomeInput calls it day.',
  'CampaignLine.tries': 'It is counted by the database.',
  'CampaignLine.takenUpOn': 'It is the day on which a report was made of it.',
  'CampaignLine.erasedAt': 'The database’s clock says it.',
  'CampaignLine.open': 'It follows from the outcome.',
  'IntakeOrigin.reporterKind': 'ReportDiscoveryInput calls it reporter.',
};

/** The fields of every input of a mutation, by the name of its type. */
const inputs = new Map<string, Set<string>>();
const walk = (type: GraphQLInputObjectType) => {
  if (inputs.has(type.name)) return;
  const fields = Object.values(type.getFields());
  inputs.set(type.name, new Set(fields.map(({ name }) => name)));
  for (const field of fields) {
    const inner = getNamedType(field.type);
    if (isInputObjectType(inner)) walk(inner);
  }
};
for (const { args } of Object.values(schema.getMutationType()!.getFields()))
  for (const { type } of args) {
    const input = getNamedType(type);
    if (isInputObjectType(input)) walk(input);
  }

/** The fields that nobody writes though they should; and that each reason is needed, since one that is needed no more goes. */
function unwritten(
  fields: readonly { type: string; name: string; isWritten: boolean }[],
  why: Readonly<Record<string, string>>,
) {
  const used = new Set<string>();
  const left = fields
    .filter(({ isWritten }) => !isWritten)
    .flatMap(({ type, name }) => {
      const reason = [`${type}.${name}`, type, name].find((each) => each in why);
      if (reason) used.add(reason);
      return reason ? [] : [`${type}.${name}`];
    });
  return { left, idle: Object.keys(why).filter((each) => !used.has(each)) };
}

const readFields = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .flatMap((type) =>
    Object.values(type.getFields()).map(({ name, extensions }) => ({
      type: type.name,
      name,
      ...(extensions as Partial<ColumnExtension & RelationExtension>),
    })),
  );

test('what people read of families they can write down, or it is said why not', () => {
  const names = new Set([...inputs.values()].flatMap((each) => [...each]));
  const fields = readFields
    .filter(({ column, grant, name }) => column && name !== 'id' && grant?.kind !== 'open')
    // A field of that name in an input of something else says nothing where a reason is given.
    .map(({ type, name }) => ({
      type,
      name,
      isWritten: names.has(name) && ![name, `${type}.${name}`].some((each) => each in reasons),
    }));
  expect(fields.length).toBeGreaterThan(100);
  expect(
    unwritten(fields, reasons),
    'Give each that is left an input of that name, or a reason here; take away each reason that is idle',
  ).toEqual({ left: [], idle: [] });
});

/** Why what everybody reads of the catalogue is in no input of its own type: by type and name, by type, or by name. */
const reasonsOfCatalogue: Readonly<Record<string, string>> = {
  lastModified: 'The database’s clock says it.',
  updated: 'The database’s clock says it, when room is confirmed.',
  metadata: 'It is the history of what was written.',
  Metadata: 'It is the history of what was written.',
  attributes: 'Terms are added by taxonomyTermIds; those of parts come with an import.',
  Attribute: 'Terms are added by taxonomyTermIds; labels and values come with an import.',
  Taxonomy: 'A taxonomy is its publisher’s: it comes with an import, whole.',
  TaxonomyTerm: 'A taxonomy is its publisher’s: it comes with an import, whole.',
  verification: 'VerifyRecordInput has it.',
  'Verification.verifiedAt': 'The database’s clock says it.',
  'Verification.duty': 'It is the verifier’s.',
  'Verification.organization': 'It is the verifier’s.',
  'Service.assuredDate': 'It is a source’s word for what VerifyRecordInput says here.',
  'Organization.services': 'SaveServiceInput says whose a service is.',
  'Organization.locations': 'SaveLocationInput says whose a location is.',
  'Program.organization': 'It stands in the input of its organization.',
  'Program.services': 'SaveServiceInput says of which program it is.',
  'Location.serviceAtLocations': 'They stand in the input of the service.',
  'ServiceAtLocation.service': 'It stands in the input of the service.',
  'Sponsorship.service': 'It stands in the input of the service.',
  'Sponsor.sponsorships': 'They stand in the input of the service.',
  District: 'Codes of districts come with the tables of the ministry.',
  Dong: 'Codes of dong come with the tables of the ministry.',
};

test('what everybody reads of the catalogue its editors can write, in an input of its type, or it is said why not', () => {
  const ownOf = (type: string) =>
    [...inputs].flatMap(([name, fields]) =>
      new RegExp(`^(Save|Register|Change)?${type}Input$`).test(name) ||
      (type === 'Verification' && name === 'VerifyRecordInput')
        ? [...fields]
        : [],
    );
  const fields = readFields
    .filter(({ column, relation, grant, name }) => {
      if (grant?.kind !== 'open' || name === 'id') return false;
      // The pages of a list beside it, and what is worked out from what is written.
      if (relation?.kind === 'computed') return false;
      return column || (relation && !(relation.kind === 'connection' && relation.beside));
    })
    .map(({ type, name }) => {
      const own = ownOf(type);
      return { type, name, isWritten: own.includes(name) || own.includes(`${name}Id`) };
    });
  expect(fields.length).toBeGreaterThan(150);
  expect(unwritten(fields, reasonsOfCatalogue)).toEqual({ left: [], idle: [] });
});
