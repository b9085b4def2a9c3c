import { randomUUID } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { termDay } from '../../access/bounds.js';
import { newOrganizationSaid } from '../../catalogue/editing/commands.js';
import type { NewOrganization } from '../../catalogue/editing/inputs.js';
import {
  call,
  type Loaded,
  loadRows,
  type Outcome,
  organizationIdIn,
  refuseUnheld,
} from '../../database/fromFile/load.js';
import { type Columns, dayOf, type Row, wordsOf } from '../../database/fromFile/table.js';
import { dataClass, partnerKind, purpose } from '../../database/tables/enums.js';
import { usualNoticeDays } from '../limits.js';
import { agreementTitle } from '../texts.js';

// Partner organizations and the agreements with them, as the office that keeps them has them in a table.

/** What each column of the table is. */
export const agreementColumns = {
  names: {
    organization: ['organization', '기관', '기관명', '협약기관'],
    kind: ['kind', 'partnerkind', '기관유형', '유형'],
    phone: ['phone', '전화', '전화번호'],
    title: ['title', '협약명', '협약'],
    from: ['from', 'validfrom', '시작일', '협약시작일'],
    until: ['until', 'validuntil', '종료일', '협약종료일'],
    renews: ['renews', 'autorenews', '자동연장'],
    noticeDays: ['noticedays', '통지기간'],
    purposes: ['purposes', '목적'],
    classes: ['classes', '항목', '공유항목'],
  },
  needed: ['organization', 'title', 'from', 'until', 'purposes', 'classes'],
} as const satisfies Columns<string>;
export type AgreementRow = Row<keyof typeof agreementColumns.names>;
const counted = ['organizations', 'agreements'] as const;
type Counted = (typeof counted)[number];

const dated = { title: agreementTitle, from: termDay, until: termDay };

/** Concludes agreements as an administrator would; an agency that the catalogue does not have is entered with its own. */
export const loadAgreements = (
  owner: Sql,
  rows: readonly AgreementRow[],
  subject: string,
  options: { dryRun: boolean },
): Promise<Loaded<Counted>> =>
  loadRows(
    owner,
    rows,
    { subject, duty: 'PORTAL_ADMINISTRATOR', operation: 'import:agreements' },
    counted,
    add,
    options,
  );

async function add(sql: TransactionSql, row: AgreementRow): Promise<Outcome<Counted>> {
  const faults: string[] = [];
  const told = <T>(value: T | undefined, sentence: string): T | null => {
    if (value === undefined) faults.push(sentence);
    return value ?? null;
  };
  const [from, until] = [row.from, row.until].map((each) =>
    told(dayOf(each), `${each || 'Nothing'} is no day.`),
  );
  const purposes = codesIn(row.purposes, purpose.enumValues, 'purpose', faults);
  const classes = codesIn(row.classes, dataClass.enumValues, 'class', faults);
  const renews = told(truthOf(row.renews), `${row.renews} is neither 예 nor 아니오.`);
  const noticeDays = row.noticeDays === '' ? usualNoticeDays : Number(row.noticeDays);
  if (!/^\d{0,4}$/.test(row.noticeDays)) faults.push(`${row.noticeDays} is no number of days.`);
  if (row.organization === '') faults.push('organization is empty.');
  if (row.title === '') faults.push('title is empty.');
  const known = await organizationsNamed(sql, row.organization);
  if (known.length > 1)
    faults.push(`${row.organization} names ${known.length} organizations: write the id of one.`);
  const kind = partnerKind.enumValues.find((each) => each === row.kind);
  if (row.kind !== '' && !kind) faults.push(`${row.kind} is no kind of organization.`);
  const isId = organizationIdIn(row.organization) !== undefined;
  if (known.length === 0 && isId) faults.push(`${row.organization} is no organization of the catalogue.`);
  if (known.length === 0 && !isId && row.kind === '')
    faults.push(`${row.organization} is not in the catalogue: a new one needs its kind.`);
  if (faults.length > 0) return { wrong: faults.join(' ') };
  refuseUnheld({ title: row.title, from: from!, until: until! }, dated);

  const [organization] = known;
  if (organization !== undefined) {
    const [there] = await sql`
      select from agreements where district_id = (hamkke.viewer()).district and organization_id = ${organization}
        and title = ${row.title} and valid_from = ${from!} and valid_until = ${until!}`;
    if (there) return 'unchanged';
  }
  const fresh = organization === undefined ? newOrganization(row, kind!) : null;
  await call(sql, 'conclude_agreement', {
    id: randomUUID(),
    step_id: randomUUID(),
    organization_id: organization ?? null,
    new_organization: fresh && newOrganizationSaid(fresh, 'organization'),
    title: row.title,
    valid_from: from,
    valid_until: until,
    auto_renews: renews,
    notice_days: noticeDays,
    purposes,
    classes,
  });
  return { added: { organizations: fresh ? 1 : 0, agreements: 1 } };
}

const newOrganization = ({ organization, phone }: AgreementRow, kind: string) =>
  ({
    name: organization,
    partnerKind: kind,
    ...(phone === '' ? {} : { phones: [{ number: phone }] }),
  }) as NewOrganization;

function truthOf(text: string): boolean | undefined {
  if (text === '') return false;
  if (/^(y|yes|true|1|o|예|여)$/i.test(text)) return true;
  return /^(n|no|false|0|x|아니오|부)$/i.test(text) ? false : undefined;
}

/** The codes of a cell, once each; what is none of them is a fault. */
function codesIn(cell: string, codes: readonly string[], what: string, faults: string[]): string[] {
  const given = [...new Set(wordsOf(cell))];
  for (const each of given) if (!codes.includes(each)) faults.push(`${each} is no ${what}.`);
  if (given.length === 0) faults.push(`There is no ${what}: ${codes.join(', ')}.`);
  return given;
}

/** Organizations by their id, or by their whole name: those of the public catalogue. */
async function organizationsNamed(sql: TransactionSql, named: string): Promise<string[]> {
  const id = organizationIdIn(named);
  const rows = await sql<{ id: string }[]>`
    select o.id from organizations o where not o.confidential
      and ${id ? sql`o.id = ${id}` : sql`o.name = ${named}`}`;
  return rows.map((each) => each.id);
}
