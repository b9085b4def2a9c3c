import { randomUUID } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { locks } from '../database/locks.js';
import { logOperator } from '../database/operatorLog.js';
import * as enums from '../database/tables/enums.js';
import { StartError } from '../errors.js';

// A district begins: what no mutation can make, since nobody is there yet to send it.

type PartnerKind = (typeof enums.partnerKind.enumValues)[number];

/** An office, a centre or a police station of the district. */
export interface Office {
  name: string;
  kind: PartnerKind;
}

/** What an operator says of a district. */
export interface Beginning {
  /** Five digits. */
  district: string;
  /** The first is the district office, where the administrator works. */
  offices: readonly Office[];
  /** Who administers it first: the `sub` of their tokens, their name and the title of their post. */
  administrator: { subject: string; name: string; title: string };
  /** Of how its access log is reviewed; what is not said is as it is by default. */
  review?: { nightFrom?: string; nightUntil?: string; nightReads?: number; householdsADay?: number };
}

/** An office with its id, and whether it was there before. */
export type KnownOffice = Office & { id: string; before: boolean };

/** What was made, by name and id; with `before`, what an earlier run had made. */
export interface Begun {
  district: { id: string; name: string; units: string[] };
  offices: KnownOffice[];
  administrator: { staffId: string; postId: string };
  before: boolean;
}

/** Undoes all that a dry run did. */
class DryRun extends Error {}

/**
 * Makes a district with its offices and its first administrator, or with more offices where it has begun before and nobody
 * is named. In one transaction, which a dry run takes back.
 */
export async function beginDistrict(owner: Sql, wanted: Beginning, dryRun: boolean): Promise<Begun> {
  let begun: Begun | undefined;
  try {
    await owner.begin(async (sql) => {
      await sql`set local role hamkke_keeper`;
      begun = await begin(sql, wanted);
      if (dryRun) throw new DryRun();
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  }
  return begun!;
}

async function begin(sql: TransactionSql, wanted: Beginning): Promise<Begun> {
  // Two at once would each find that nobody has begun.
  await sql`select pg_advisory_xact_lock(${locks.rows})`;
  const district = await districtOf(sql, wanted.district);
  const there = await officesOf(sql, district.id);
  const begunWith = there.find(({ kind }) => kind === 'DISTRICT_OFFICE');
  if (begunWith) {
    const before = await asBegunBefore(sql, wanted, there);
    if (before) return { district, ...before, before: true };
    throw new StartError(
      `${district.name} has begun before, with the office ${begunWith.name}: nothing was changed. Its administrators add people; more offices are added by "offices" without an administrator.`,
    );
  }
  const { subject, name, title } = wanted.administrator;
  const [taken] = await sql`select from staff where subject = ${subject}`;
  if (taken)
    throw new StartError(`Somebody is registered with the subject ${subject} already: nothing was changed.`);
  await addDistrict(sql, district);
  const offices = await addOffices(sql, district.id, wanted.offices);
  const office = offices[0]!;
  const administrator = { staffId: randomUUID(), postId: randomUUID() };
  await sql`insert into staff ${sql({
    id: administrator.staffId,
    subject,
    name,
    home_organization_id: office.id,
  })}`;
  await sql`
    insert into posts (id, staff_id, organization_id, district_id, duties, title)
    values (${administrator.postId}, ${administrator.staffId}, ${office.id}, ${district.id}, '{PORTAL_ADMINISTRATOR}', ${title})`;
  await noteBeginning(sql, administrator, office.id);
  const { nightFrom, nightUntil, nightReads, householdsADay } = wanted.review ?? {};
  const policies = {
    night_from: nightFrom,
    night_until: nightUntil,
    night_reads: nightReads,
    households_a_day: householdsADay,
  };
  const said = Object.fromEntries(Object.entries(policies).filter(([, value]) => value !== undefined));
  await sql`insert into review_policies ${sql({ district_id: district.id, ...said } as Record<string, string>)}`;
  await logOperator(sql, {
    operation: 'setup',
    ...administrator,
    organizationId: office.id,
    districtId: district.id,
  });
  return { district, offices, administrator, before: false };
}

const officesOf = async (sql: TransactionSql, district: string) => {
  const rows = await sql<Omit<KnownOffice, 'before'>[]>`
    select id, name, partner_kind as kind from organizations
    where district_id = ${district} and partner_kind is not null order by id`;
  return rows.map((each): KnownOffice => ({ ...each, before: true }));
};

const same = (one: Office, other: Office) => one.name === other.name && one.kind === other.kind;

/** What an earlier run made, where it was told the same offices and the same account; null otherwise. */
async function asBegunBefore(sql: TransactionSql, wanted: Beginning, there: readonly KnownOffice[]) {
  const offices = wanted.offices.flatMap((each) => there.find((known) => same(known, each)) ?? []);
  if (offices.length < wanted.offices.length) return null;
  const [administrator] = await sql<Begun['administrator'][]>`
    select s.id as "staffId", p.id as "postId" from staff s join posts p on p.staff_id = s.id
      join staff_changes c on c.post_id = p.id and c.kind = 'POST_ADDED' and c.by_post_id = p.id
    where s.subject = ${wanted.administrator.subject} and p.organization_id = ${offices[0]!.id}`;
  return administrator ? { offices, administrator } : null;
}

interface District {
  id: string;
  name: string;
  units: string[];
}

/** The district of a code, as the official list has it today, with the units that a large city has. */
async function districtOf(sql: TransactionSql, code: string): Promise<District> {
  if (!/^\d{5}$/.test(code))
    throw new StartError(
      `A district is named by five digits of the official code, such as 11170: not by ${code}.`,
    );
  const rows = await sql<{ kind: string; name: string; successors: string[]; valid: boolean }[]>`
    select kind, name, successors,
      hamkke.today() >= valid_from and coalesce(hamkke.today() < valid_until, true) as valid
    from district_codes where district_id = ${code} order by valid_from desc`;
  const now = rows.find(({ valid }) => valid);
  if (!now) {
    const [was] = rows;
    if (!was) throw new StartError(`There is no district ${code} in the official list of codes.`);
    const next = was.successors.length > 0 ? ` It became ${was.successors.join(' and ')}.` : '';
    throw new StartError(`${was.name} (${code}) is no more.${next}`);
  }
  if (now.kind !== 'DISTRICT')
    throw new StartError(`${now.name} (${code}) is no basic local government (시·군·구): name one.`);
  const units = await sql<{ id: string }[]>`
    select district_id as id from district_codes where parent_id = ${code} and kind = 'UNIT'
      and hamkke.today() >= valid_from and coalesce(hamkke.today() < valid_until, true) order by 1`;
  return { id: code, name: now.name, units: units.map(({ id }) => id) };
}

/** The district, what is above it and the units below, each where it is not there. */
const addDistrict = (sql: TransactionSql, { id, units }: District) => sql`
  with recursive above as (
    select c.* from district_codes c where c.district_id = any(${[id, ...units]})
      and hamkke.today() >= c.valid_from and coalesce(hamkke.today() < c.valid_until, true)
    union
    select c.* from above a join district_codes c on c.district_id = a.parent_id
      and hamkke.today() >= c.valid_from and coalesce(hamkke.today() < c.valid_until, true)
  )
  insert into districts (id, name, parent_id) select district_id, name, parent_id from above
  on conflict (id) do nothing`;

/** Offices are public from the first moment: partners send to them. */
async function addOffices(sql: TransactionSql, district: string, offices: readonly Office[]) {
  const made = offices.map((each): KnownOffice => ({ ...each, id: randomUUID(), before: false }));
  for (const { id, name, kind } of made)
    await sql`
      insert into organizations (id, name, partner_kind, district_id, search_text)
      values (${id}, ${name}, ${kind}, ${district}, hamkke.search_text(array[${name}]::text[]))`;
  await sql`select hamkke.tell_catalogue('CHANGED', 'ORGANIZATION', ${made.map(({ id }) => id)}::uuid[])`;
  return made;
}

/** Of more offices nobody says in whose name they are added. */
const nobody = { staffId: null, postId: null };

/** More offices of a district that has begun; one that is there stays as it is, and under another kind it is refused. */
export async function addMoreOffices(
  owner: Sql,
  code: string,
  offices: readonly Office[],
  dryRun: boolean,
): Promise<KnownOffice[]> {
  let all: KnownOffice[] = [];
  try {
    await owner.begin(async (sql) => {
      await sql`set local role hamkke_keeper`;
      await sql`select pg_advisory_xact_lock(${locks.rows})`;
      const district = await districtOf(sql, code);
      const there = await officesOf(sql, code);
      if (!there.some(({ kind }) => kind === 'DISTRICT_OFFICE'))
        throw new StartError(`${district.name} has not begun: name its administrator, too.`);
      const before = there.filter((each) => offices.some((office) => same(office, each)));
      const more = offices.filter((each) => !before.some((office) => same(office, each)));
      const otherwise = there.find(({ name }) => more.some((each) => each.name === name));
      if (otherwise)
        throw new StartError(
          `${otherwise.name} is there already, as ${otherwise.kind}: nothing was changed.`,
        );
      const made = await addOffices(sql, code, more);
      all = [...before, ...made];
      for (const { id } of made)
        await logOperator(sql, {
          operation: 'setup',
          ...nobody,
          organizationId: id,
          districtId: code,
        });
      if (dryRun) throw new DryRun();
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  }
  return all;
}

/** The history of staff begins with its first line, by the person whom it is about: nobody else was there. */
const noteBeginning = (
  sql: TransactionSql,
  { staffId, postId }: Begun['administrator'],
  office: string,
) => sql`
  insert into staff_changes (id, staff_id, post_id, organization_id, kind, before, after, by_staff_id, by_post_id)
  select gen_random_uuid(), s.id, line.post, ${office}, line.kind, '{}', line.after, s.id, p.id
  from staff s join posts p on p.staff_id = s.id and p.id = ${postId}
    cross join lateral (values
      ('STAFF_ADDED'::staff_change_kind, null::uuid, jsonb_build_object('name', s.name, 'active', true)),
      ('POST_ADDED', p.id, hamkke.post_facts(p))) line (kind, post, after)
  where s.id = ${staffId}`;
