import { type GraphQLInputObjectType, getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import type { ColumnExtension } from '../../src/access/columns.js';
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
  'CaseNote.body': 'Each step has it as its note.',
  'ReferralMessage.body': 'Each step of a referral has it as its message.',
  'Investigation.record': 'ReceiveReportInput calls it investigation.',
  'MemberUniqueId.maskedRegistrationNumber': 'RecordRegistrationNumberInput has the number.',
  'Screening.list': 'Lists are gone through in outreach, which has no mutations yet.',
  'Screening.screenedOn': 'Lists are gone through in outreach, which has no mutations yet.',
};

test('what people read of families they can write down, or it is said why not', () => {
  const inputs = new Set<string>();
  const walk = (type: GraphQLInputObjectType) => {
    for (const field of Object.values(type.getFields())) {
      inputs.add(field.name);
      const inner = getNamedType(field.type);
      if (isInputObjectType(inner)) walk(inner);
    }
  };
  for (const { args } of Object.values(schema.getMutationType()!.getFields()))
    for (const { type } of args) {
      const input = getNamedType(type);
      if (isInputObjectType(input)) walk(input);
    }
  const used = new Set<string>();
  const unwritten = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap(({ name, extensions }) => {
      const { column, grant } = extensions as Partial<ColumnExtension>;
      if (!column || name === 'id' || grant?.kind === 'open') return [];
      const reason = [`${type.name}.${name}`, name].find((each) => each in reasons);
      if (reason) used.add(reason);
      return inputs.has(name) || reason ? [] : [`${type.name}.${name}`];
    });
  });
  expect(unwritten).toEqual([]);
  // A reason that is needed no more goes.
  expect(Object.keys(reasons).filter((each) => !used.has(each))).toEqual([]);
});
