import { randomUUID } from 'node:crypto';
import { families, known } from '../../src/demo/known.js';
import type { Answered, App } from '../support/app.js';
import { asKeeper, type TestDatabase } from '../support/database.js';

export interface Balance {
  committed: number;
  cancelled: number;
  received: number;
  refunded: number;
  allocated: number;
  available: number;
}
export const balance = 'balance { committed cancelled received refunded allocated available }';
export const centreFamilies = [
  families.never,
  families.active,
  families.expired,
  families.withdrawn,
  families.narrowed,
  families.notYet,
];
type Family = (typeof centreFamilies)[number];

export const codeOf = (answer: Answered<unknown>) => answer.errors?.[0]?.extensions.code;
const yongsan = known.districts.yongsan;
const pledgeId = (id: string) => `Pledge:${yongsan}:${id}`;

/** Does with money what people do, over HTTP. */
export class Books {
  constructor(
    readonly app: App,
    private readonly database: TestDatabase,
  ) {}

  /** Any of the mutations about money, with a key of its own unless one is given. */
  send<Data = Record<string, Record<string, unknown>>>(
    persona: string,
    name: string,
    input: Record<string, unknown>,
  ): Promise<Answered<Data>> {
    const type = { recordReceipt: 'PledgeEntry', refundPledge: 'PledgeEntry', cancelPledge: 'PledgeEntry' }[
      name
    ];
    const answer = /Allocation|^allocate/.test(name)
      ? 'allocation { id amount released unit source dataClass allocatedOn }'
      : /Budget/.test(name)
        ? `budgetLine { id ${balance} }`
        : name === 'registerSponsor'
          ? 'sponsor { id publicName }'
          : `pledge { id state sponsorName ${balance} }`;
    return this.app.ask<Data>(
      persona,
      `mutation ($input: ${type ?? name[0]!.toUpperCase() + name.slice(1)}Input!) { ${name}(input: $input) { ${answer} } }`,
      { input: { idempotencyKey: randomUUID(), ...input } },
    );
  }

  /** A pledge of the company to Yongsan, from whose people the persona `sponsor` is. */
  async pledge(amount: number, more: Record<string, unknown> = {}): Promise<string> {
    const { data, errors } = await this.send('catalogue-editor', 'recordPledge', {
      sponsorId: `Sponsor:${known.sponsors.company}`,
      title: '시험 약정',
      kind: 'MONEY',
      amount,
      validFrom: '2024-01-01',
      ...more,
    });
    if (errors) throw new Error(JSON.stringify(errors));
    return String((data!.recordPledge as { pledge: { id: string } }).pledge.id);
  }

  /** A linkage of a family of the centre, as a case manager may record it. */
  async linkage(
    { districtId, id, caseId, member }: Family,
    {
      domain = 'HEALTH',
      fundedBy = 'PLEDGE',
      valueKrw = null as number | null,
      service = null as string | null,
    } = {},
  ): Promise<string> {
    const linkage = randomUUID();
    const dataClass = domain === 'DAILY_LIVING' ? 'FAMILY' : domain;
    const subject = ['FAMILY', 'FINANCE', 'HOUSING'].includes(dataClass) ? id : member(0);
    await asKeeper(
      this.database.owner,
      (
        sql,
      ) => sql`insert into linkages (district_id, id, household_id, case_id, data_class, subject_ids, domain, service_id,
          sector, funded_by, value_krw, linked_on)
        values (${districtId}, ${linkage}, ${id}, ${caseId}, ${dataClass}, array[${subject}]::uuid[], ${domain}, ${service},
          'PRIVATE', ${fundedBy}, ${valueKrw}, '2024-05-01')`,
    );
    return `Linkage:${districtId}:${linkage}`;
  }

  allocate(pledge: string, linkage: string, amount: number, more: Record<string, unknown> = {}) {
    return this.send<{ allocatePledge: { allocation: { id: string } } | null }>(
      'case-manager',
      'allocatePledge',
      {
        pledgeId: pledge,
        linkageId: linkage,
        amount,
        ...more,
      },
    );
  }

  async balanceOf(pledge: string, persona = 'portal'): Promise<Balance | undefined> {
    const { data } = await this.app.ask<{ pledges: { nodes: { id: string; balance: Balance }[] } }>(
      persona,
      `{ pledges(first: 100) { nodes { id ${balance} } } }`,
    );
    return data!.pledges.nodes.find(({ id }) => id === pledge)?.balance;
  }

  ledger(persona: string, account: string, first = 100, after: string | null = null) {
    return this.app.ask<{
      ledger: {
        totalCount: number;
        pageInfo: { endCursor: string };
        nodes: { number: number; kind: string; amount: number; domain: string | null }[];
      } | null;
    }>(
      persona,
      `query ($account: ID!, $first: Int, $after: String) { ledger(account: $account, first: $first, after: $after) {
        totalCount pageInfo { endCursor } nodes { number kind amount enteredOn domain enteredBy reason words } } }`,
      { account, first, after },
    );
  }

  /** Accounts and allocations whose sums are not those of their entries. */
  faults() {
    return asKeeper(this.database.owner, async (sql) => [
      ...(await sql`select * from hamkke.ledger_faults()`),
    ]);
  }

  /** How many rows of any ledger there are. */
  async rows() {
    return asKeeper(this.database.owner, async (sql) => {
      const [row] = await sql<[{ entries: number; allocations: number; counted: number }]>`
        select (select count(*)::int from ledger_entries) as entries,
          (select count(*)::int from allocations) as allocations,
          (select sum(entries)::int from ledger_accounts) as counted`;
      return { ...row };
    });
  }
}

export const nowhere = () => pledgeId(randomUUID());
