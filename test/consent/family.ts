import { expect } from 'vitest';
import { known } from '../../src/demo/known.js';
import { day } from '../access/households.js';
import type { App } from '../support/app.js';
import { asKeeper, type TestDatabase } from '../support/database.js';

// What every test of consent needs: a family of its own, and the commands by their names.

export const notices = ['RECIPIENT', 'PURPOSE', 'ITEMS', 'RETENTION', 'RIGHT_TO_REFUSE'];
export const { welfareCentre, clinic, police, shelter } = known.organizations;
export const district = known.districts.yongsan;
export const agreement = (id: string) => `Agreement:${district}:${id}`;
export const organization = (id: string) => `Organization:${id}`;

export interface ConsentNow {
  id: string;
  version: number;
  classes: string[];
  householdWide: boolean;
  validFrom: string;
  validUntil: string;
  withdrawnAt: string | null;
  steps: {
    step: string;
    version: number;
    method: string;
    notices: string[];
    classesBefore: string[] | null;
    classes: string[];
    askedBy: { id: string } | null;
  }[];
}
export const fields = `id version classes householdWide validFrom validUntil withdrawnAt
  steps { step version method notices classesBefore classes askedBy { id } organization { name } }`;

const types: Record<string, string> = {
  giveConsent: 'GiveConsentInput',
  narrowConsent: 'NarrowConsentInput',
  extendConsent: 'ExtendConsentInput',
  withdrawConsent: 'WithdrawConsentInput',
};

/** Sends a command of consent. */
export const send = (app: App, persona: string | null, name: string, input: Record<string, unknown>) =>
  app.ask<Record<string, { consent: ConsentNow | null } | null>>(
    persona,
    `mutation ($input: ${types[name]}!) { ${name}(input: $input) { consent { ${fields} } } }`,
    { input },
  );

/** Sends one that must succeed. */
export async function sent(app: App, name: string, input: Record<string, unknown>): Promise<ConsentNow> {
  const { data, errors } = await send(app, 'case-manager', name, input);
  expect(errors).toBeUndefined();
  return data![name]!.consent!;
}

export interface Person {
  age?: number;
  accused?: boolean;
}
export interface Family {
  id: string;
  members: string[];
}

/** A household of the centre with these people, its head first. */
export async function familyOf(app: App, today: string, people: readonly Person[]): Promise<Family> {
  const { data, errors } = await app.ask<{ receiveReport: { case: { household: FoundHousehold } } }>(
    'case-manager',
    `mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { case { household { id members { id } } } } }`,
    {
      input: {
        source: 'HOTLINE_129',
        emergency: false,
        responsibleDong: '1117090100',
        members: people.map(({ age, accused }, at) => ({
          name: `시험${at}`,
          ...(age === undefined ? {} : { birthDate: day(today, -Math.ceil(age * 365.25) - 30) }),
          allegedPerpetrator: accused ?? false,
        })),
      },
    },
  );
  expect(errors).toBeUndefined();
  const { id, members } = data!.receiveReport.case.household;
  return { id, members: members.map((each) => each.id) };
}
interface FoundHousehold {
  id: string;
  members: { id: string }[];
}

/** A consent to the welfare centre that nothing is wrong with. */
export const consentOf = (today: string, memberId: string, more: Record<string, unknown> = {}) => ({
  memberId,
  givenById: memberId,
  organizationId: organization(welfareCentre),
  agreementId: agreement(known.agreements.welfare),
  purpose: 'CASE_MANAGEMENT',
  classes: ['IDENTITY', 'HEALTH'],
  householdWide: false,
  validFrom: today,
  validUntil: day(today, 300),
  method: 'PAPER',
  notices,
  ...more,
});

export async function todayOf({ owner }: TestDatabase): Promise<string> {
  return asKeeper(owner, async (sql) => {
    const [row] = await sql`select hamkke.today()::text as today`;
    return row!.today as string;
  });
}

/** What somebody has of a household and its members: subject → classes. */
export async function grantedTo(app: App, persona: string, household: string) {
  const { data, errors } = await app.ask<{
    household: null | { id: string; access: Access; members: { id: string; access: Access }[] };
  }>(
    persona,
    'query ($id: ID!) { household(id: $id) { id access { granted } members { id access { granted } } } }',
    { id: household },
  );
  expect(errors).toBeUndefined();
  const found = data!.household;
  if (!found) return {};
  return Object.fromEntries(
    [found, ...found.members]
      .map(({ id, access }) => [id, [...access.granted].sort()] as const)
      .filter(([, granted]) => granted.length),
  );
}
interface Access {
  granted: string[];
}
