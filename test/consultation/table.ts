import { known, postId, staffId, subjectOf } from '../../src/demo/known.js';
import { consentRow, day, type Home, idOf, insert } from '../access/households.js';
import { asKeeper, type TestDatabase } from '../support/database.js';

// A family of Seongdong whom the specialist counsels, and the organizations that are asked.

export const district = known.districts.seongdong;
export const partners = {
  clinic: 'CLINIC',
  school: 'SCHOOL',
  lawyer: 'OTHER',
  accountant: 'OTHER',
} as const;
export type Partner = keyof typeof partners;
export const at = (partner: Partner) => idOf(`consulted ${partner}`);
export const workerOf = (partner: Partner) => `table-${partner}`;
export const specialist = 'consultation-specialist';

/** A family with a child that the specialist counsels, and four organizations under agreement, each with a worker. */
export async function setTable({ owner }: TestDatabase): Promise<{ home: Home; today: string }> {
  return asKeeper(owner, async (sql) => {
    const [row] = await sql`
      select m.household_id as id, hamkke.today()::text as today, array_agg(m.id order by m.ordinal) as members
      from members m join cases c using (district_id, household_id)
      where m.district_id = ${district} and c.center_id = ${known.organizations.dongCentre}
      group by 1 having count(*) = 3 order by 1 limit 1`;
    const home: Home = { district, id: String(row!.id), members: row!.members as string[] };
    const today = String(row!.today);
    const mother = home.members[1]!;
    await insert(sql, 'assignments', [
      {
        district_id: district,
        household_id: home.id,
        id: idOf('consulted'),
        post_id: postId(specialist),
        kind: 'CASE',
        from: '2024-05-01',
      },
    ]);
    for (const [partner, kind] of Object.entries(partners) as [Partner, string][]) {
      const organization = at(partner);
      await insert(sql, 'organizations', [
        { id: organization, name: partner, partner_kind: kind, district_id: district, description: partner },
      ]);
      const name = workerOf(partner);
      await insert(sql, 'staff', [
        { id: staffId(name), subject: subjectOf(name), name, home_organization_id: organization },
      ]);
      await insert(sql, 'posts', [
        {
          ...{ id: postId(name), staff_id: staffId(name), organization_id: organization },
          ...{ district_id: district, primary: true, duties: ['PARTNER_WORKER'], zones: [], title: name },
        },
      ]);
      await insert(sql, 'agreements', [
        {
          ...{ district_id: district, id: idOf(`agreed ${partner}`), organization_id: organization },
          ...{ title: partner, valid_from: day(today, -30), valid_until: day(today, 300) },
          ...{ auto_renews: false, notice_days: 30, purposes: ['CASE_MANAGEMENT'], sheltered: false },
          classes: ['SUMMARY', 'IDENTITY', 'CONTACT', 'HEALTH', 'EDUCATION', 'LEGAL', 'FINANCE'],
        },
      ]);
    }
    await sql`update member_identities set birth_date = ${day(today, -12_000)} where member_id = ${mother}`;
    const [{ head }] = (await sql`
      select head_id as head from household_summaries where household_id = ${home.id}`) as [{ head: string }];
    const consent = (partner: Partner, member: string, classes: string[], wide = false) =>
      consentRow({
        key: `table/${partner}`,
        home,
        organization: at(partner),
        agreement: idOf(`agreed ${partner}`),
        member,
        classes: classes as never,
        wide,
        from: day(today, -5),
        until: day(today, 200),
      });
    await insert(sql, 'consents', [
      consent('clinic', mother, ['IDENTITY', 'CONTACT', 'HEALTH']),
      consent('lawyer', mother, ['IDENTITY', 'CONTACT', 'LEGAL']),
      // The accountant may even know that there is a case.
      consent('accountant', head, ['SUMMARY', 'FINANCE'], true),
    ]);
    return { home, today };
  });
}
