import type { TransactionSql } from 'postgres';
import { families, known, postId } from '../../src/demo/known.js';
import { asKeeper, type TestDatabase } from '../support/database.js';
import { leaveNoDanger } from './danger.js';
import { consentRow, copyHousehold, day, type Home, idOf, insert } from './households.js';
import { type Row, readWorld, type World } from './world.js';

// One household twice, alike in all but SAFETY and what follows from it, under the same ids: with an accused head and a
// 112 call, and with neither. Whoever has no SAFETY must be answered the same of both.

export type Variant = 'danger' | 'peace';

const { yongsan, seongdong } = known.districts;
const { centre, police, welfareCentre, clinic, dongCentre, mapoOffice, suwonCentre } = known.organizations;
const { welfare, clinic: withClinic, police: withPolice } = known.agreements;

/** Families of a database as one variant: at the centre, and in the zone of those who visit. */
export async function makeWorld(database: TestDatabase, variant: Variant): Promise<Home[]> {
  const world = await readWorld(database.owner);
  const homes = await asKeeper(database.owner, async (sql) => {
    const atCentre = await copyHousehold(sql, world, families.a.id, { key: 'two worlds', district: yongsan });
    const visited = await copyHousehold(sql, world, families.a.id, {
      key: 'two worlds, visited',
      district: seongdong,
      center: dongCentre,
      dong: known.dongs.seongdong[0],
    });
    const homes = [atCentre, visited];
    const ids = homes.map(({ id }) => id);
    await sql`delete from assignments where household_id = any(${ids}::uuid[])`;
    await sql`delete from guardianships where household_id = any(${ids}::uuid[])`;
    await insert(sql, 'assignments', [
      {
        ...keyOf(visited),
        id: idOf('two worlds/visits'),
        post_id: postId('nurse'),
        kind: 'VISIT',
        from: '2024-05-01',
      },
    ]);
    for (const home of homes) await addTransfer(sql, home);
    await insert(sql, 'consents', consentsOf(world, atCentre, variant));
    await insert(sql, 'referrals', [referralOf(world, atCentre)]);
    if (variant === 'danger') await addDangers(sql, world, atCentre);
    return homes;
  });
  if (variant === 'peace') await makePeace(database, homes);
  return homes;
}

const keyOf = ({ district, id }: Home) => ({ district_id: district, household_id: id });

const addTransfer = (sql: TransactionSql, home: Home) =>
  sql`insert into case_transfers (district_id, id, household_id, case_id, to_district_id, to_center_id, to_case_id,
      transfer_reason, classes, transferred_at, post_id)
    select c.district_id, ${idOf(`two worlds/transfer/${home.id}`)}, c.household_id, c.id, '11440', ${mapoOffice},
      ${`Case:11440:${idOf('two worlds/went')}`}, 'HOUSEHOLD_MOVED', '{SUMMARY,IDENTITY}', '2024-05-01T00:00:00Z',
      ${postId('head')}
    from cases c where c.household_id = ${home.id} order by c.id limit 1`;

/** Where the head is accused, another adult opens the household, and the district speaks for the child. */
function consentsOf({ today }: World, home: Home, variant: Variant): Row[] {
  const [father, mother, child] = home.members as [string, string, string];
  const opener = variant === 'danger' ? mother : father;
  const shared = { home, from: day(today, -5), until: day(today, 100) };
  const given = (key: string, organization: string, agreement: string, more: Partial<Row>) => ({
    ...consentRow({
      ...shared,
      key: `two worlds/${key}`,
      organization,
      agreement,
      member: mother,
      classes: [],
    }),
    ...more,
  });
  const wide = (key: string, to: string, agreement: string, classes: string[], more: Partial<Row> = {}) =>
    given(key, to, agreement, {
      member_id: opener,
      given_by_id: opener,
      household_wide: true,
      classes,
      ...more,
    });
  return [
    wide('wide', welfareCentre, welfare, ['SUMMARY', 'HOUSING']),
    given('mother', welfareCentre, welfare, { classes: ['IDENTITY', 'HEALTH'] }),
    given('child', welfareCentre, welfare, {
      member_id: child,
      given_by_id: variant === 'danger' ? null : mother,
      classes: ['IDENTITY'],
    }),
    wide('police', police, withPolice, ['SUMMARY']),
    wide('clinic', clinic, withClinic, ['SUMMARY'], { purpose: 'SERVICE_PROVISION' }),
    given('clinic, mother', clinic, withClinic, {
      classes: ['IDENTITY', 'HEALTH'],
      purpose: 'SERVICE_PROVISION',
    }),
  ];
}

function referralOf({ today }: World, home: Home): Row {
  const mother = home.members[1]!;
  return {
    ...keyOf(home),
    id: idOf('two worlds/referral'),
    sender_id: centre,
    recipient_id: clinic,
    data_class: 'HEALTH',
    subject_ids: [mother],
    sent: true,
    post_id: postId('case-manager'),
    domain: 'HEALTH',
    purpose: 'SERVICE_PROVISION',
    classes: ['SUMMARY', 'IDENTITY', 'HEALTH'],
    member_ids: [mother],
    consent_ids: ['clinic', 'clinic, mother'].map((key) => idOf(`consent/two worlds/${key}`)),
    state: 'ACCEPTED',
    created_at: '2026-01-05T01:00:00Z',
    requested_at: '2026-01-05T01:00:00Z',
    expires_at: `${day(today, 10)}T03:00:00Z`,
    version: 2,
  };
}

/** What there is beside family A's own: that the district speaks for the child, and a request about the violence. */
async function addDangers(sql: TransactionSql, world: World, home: Home) {
  const [, mother, child] = home.members as [string, string, string];
  await insert(sql, 'guardianships', [
    {
      ...keyOf(home),
      id: idOf('two worlds/guardianship'),
      data_class: 'SAFETY',
      subject_ids: [child],
      member_id: child,
      guardian_id: null,
      kind: 'DISTRICT_LEGAL_BASIS',
      legal_basis: '시험',
      from: day(world.today, -100),
      until: null,
      version: 1,
      recorded_at: 'now',
    },
  ]);
  await insert(sql, 'referrals', [
    {
      ...referralOf(world, home),
      id: idOf('two worlds/referral of danger'),
      recipient_id: suwonCentre,
      data_class: 'SAFETY',
      subject_ids: [mother],
      domain: 'SAFETY',
      classes: [],
      consent_ids: [],
    },
  ]);
}

/** Takes all danger away; the same report came by another way. */
async function makePeace(database: TestDatabase, homes: readonly Home[]) {
  const origins = await asKeeper(
    database.owner,
    (sql) =>
      sql`select district_id, report_id, household_id, emergency, sender_id from report_origins
        where household_id = any(${homes.map(({ id }) => id)}::uuid[])`,
  );
  await leaveNoDanger(
    database,
    homes.map(({ id }) => id),
  );
  await asKeeper(database.owner, (sql) =>
    insert(
      sql,
      'report_origins',
      origins.map((each) => ({
        ...each,
        data_class: 'SUMMARY',
        subject_ids: [each.household_id],
        source: 'PARTNER',
      })),
    ),
  );
}
