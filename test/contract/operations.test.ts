import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { operationFaults } from '../../src/contract/operations.js';
import { known, postId, staffId } from '../../src/demo/known.js';
import { preparedOperations } from '../../src/http/operations.js';
import { schema } from '../../src/schema.js';

test('every published operation runs as it stands, with its variables, within the limits', () => {
  expect(operationFaults(schema)).toEqual([]);
});

test('every published operation says in Korean and in English what it is for', () => {
  for (const { description } of preparedOperations()) {
    const [korean, english] = description.split('\n');
    expect(korean).toMatch(/[가-힣].*\.$/);
    expect(english).toMatch(/^[A-Z].*\.$/);
  }
});

test('the ids in the variables are ids of the demo data', () => {
  const ids = preparedOperations().flatMap(({ variables }) =>
    [...JSON.stringify(variables).matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)].map(([id]) => id),
  );
  const {
    families,
    agreements,
    services,
    organizations,
    pledges,
    sponsors,
    changeRequests,
    referrals,
    serviceRecords,
    consentProposals,
    emergencyApplications,
    visitTeams,
    campaigns,
    campaignLines,
    universalVisits,
    healthVisits,
    referralProposals,
    consultations,
    consultationQuestions,
    zoneSubstitutions,
    petitions,
  } = known;
  const demo = [
    ...Object.values(families).flatMap((each) => [
      each.id,
      each.caseId,
      each.reportId,
      ...[0, 1, 2].map(each.member),
    ]),
    families.a.consent('mother'),
    ...[
      'counsellor',
      'case-manager-2',
      'songsan-case-manager',
      'songsan-counsellor',
      'nurse',
      'neighbourhood-officer',
      'planner',
    ].map(postId),
    ...['catalogue-editor', 'police', 'apo-2'].map(staffId),
    ...[
      agreements,
      services,
      organizations,
      pledges,
      sponsors,
      changeRequests,
      referrals,
      serviceRecords,
      consentProposals,
      emergencyApplications,
      visitTeams,
      campaigns,
      campaignLines,
      universalVisits,
      healthVisits,
      referralProposals,
      consultations,
      consultationQuestions,
      zoneSubstitutions,
      petitions,
    ].flatMap((each) => Object.values<string>(each)),
  ];
  expect(ids.length).toBeGreaterThan(5);
  expect(ids.filter((id) => !demo.includes(id))).toEqual([]);
});

test('a wrong operation is told by its file and its fault', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hamkke-operations-'));
  try {
    writeFileSync(
      join(folder, 'one.graphql'),
      '# 하나.\nquery one($id: ID!) { household(id: $id) { nope } }\n',
    );
    writeFileSync(join(folder, 'one.json'), '{"other":1}');
    writeFileSync(join(folder, 'two.graphql'), 'query three { viewer { name } }\n');
    writeFileSync(join(folder, 'four.json'), '{}');
    const faults = operationFaults(schema, folder).join('\n');
    expect(faults).toContain('schema/operations/four.json holds the variables of no operation');
    expect(faults).toContain('schema/operations/one.graphql: Cannot query field "nope" on type "Household"');
    expect(faults).toContain('one.graphql: Variable "$id" of required type "ID!" was not provided');
    expect(faults).toContain('one.graphql: it takes no variable $other');
    expect(faults).toContain('three.graphql: the file and the operation in it must have one name');
    expect(faults).toContain('three.graphql: it must begin with a comment');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
