import * as tables from '../database/tables/index.js';
import { after, at } from './days.js';
import { district } from './places.js';
import { recordId, rowId } from './random.js';
import type { Rows } from './rows.js';
import { sponsorId } from './sponsors.js';

type Entry = Pick<
  typeof tables.ledgerEntries.$inferInsert,
  'kind' | 'amount' | 'enteredOn' | 'allocationId' | 'domain' | 'reason'
>;
type Domain = NonNullable<Entry['domain']>;

/** The id of a pledge or a budget line of the demo data. */
export const accountId = (key: string) => recordId(`account/${key}`);

interface Linkage {
  district_id: string;
  id: string;
  household_id: string;
  data_class: (typeof tables.dataClass.enumValues)[number];
  subject_ids: string[];
  domain: Domain;
  funded_by: 'BUDGET_LINE' | 'PLEDGE' | 'PROVIDER';
  value_krw: number | null;
  linked_on: string;
}

/** An account that fills as what is done with it is told, in the order in which it is told. */
class Ledger {
  readonly entries: Entry[] = [];

  constructor(
    private readonly rows: Rows,
    readonly key: string,
    readonly districtId: string,
    readonly source: 'PLEDGE' | 'BUDGET_LINE',
    readonly unit = 'KRW',
  ) {}

  enter(kind: Entry['kind'], amount: number, enteredOn: string, more: Partial<Entry> = {}): this {
    this.entries.push({ kind, amount, enteredOn, ...more });
    return this;
  }

  /** Gives a linkage its worth, or so many units of what there is in kind, some of which may come back. */
  give(to: Linkage, amount = to.value_krw ?? 0, released = 0): void {
    const allocationId = rowId(`allocation/${this.key}/${to.id}`);
    this.rows.add(tables.allocations, {
      districtId: to.district_id,
      id: allocationId,
      householdId: to.household_id,
      linkageId: to.id,
      dataClass: to.data_class,
      subjectIds: to.subject_ids,
      accountId: accountId(this.key),
      source: this.source,
      unit: this.unit,
      amount,
      released,
      allocatedOn: to.linked_on,
    });
    this.enter('ALLOCATED', amount, to.linked_on, { allocationId, domain: to.domain });
    if (released)
      this.enter('RELEASED', released, to.linked_on, { allocationId, domain: to.domain, reason: 'REDUCED' });
  }

  /** Adds the account with the sums of its entries, and the entries. */
  add(): void {
    const sum = (...kinds: Entry['kind'][]) =>
      this.entries.filter(({ kind }) => kinds.includes(kind)).reduce((all, { amount }) => all + amount, 0);
    const key = { districtId: this.districtId, id: accountId(this.key) };
    this.rows.add(tables.ledgerAccounts, {
      ...key,
      source: this.source,
      unit: this.unit,
      entries: this.entries.length,
      committed: sum('PLEDGED', 'BUDGETED'),
      cancelled: sum('CANCELLED', 'BUDGET_CUT'),
      received: sum('RECEIVED'),
      refunded: sum('REFUNDED'),
      allocated: sum('ALLOCATED') - sum('RELEASED'),
    });
    this.entries.forEach((entry, nth) => {
      this.rows.add(tables.ledgerEntries, {
        ...entry,
        districtId: this.districtId,
        accountId: key.id,
        number: nth + 1,
        enteredAt: at(entry.enteredOn, '11:00'),
      });
    });
  }
}

/** Adds pledges (후원약정), budget lines (예산) and what was allocated (배분) to linkages that say so. */
export function addMoney(rows: Rows, today: string): void {
  const linkages = (rows.entries().find(([name]) => name === 'linkages')?.[1] ?? []) as unknown as Linkage[];
  // Family A stays as its story tells it.
  const familyA = rowId('yongsan/family-a');
  const funded = (districtId: string, source: Linkage['funded_by'], from = '', ...domains: Domain[]) =>
    linkages
      .filter((each) => each.district_id === districtId && each.funded_by === source)
      .filter((each) => each.household_id !== familyA && each.data_class !== 'SAFE_LOCATION')
      .filter((each) => domains.length === 0 || domains.includes(each.domain))
      .filter((each) => each.linked_on >= from)
      .sort((one, other) => (one.linked_on < other.linked_on ? -1 : one.linked_on > other.linked_on ? 1 : 0));
  const priced = (list: Linkage[], most: number) => list.filter((each) => each.value_krw).slice(0, most);

  const { yongsan, mapo, uijeongbu } = district;
  const since = after(today, -400);
  const company = new Ledger(rows, 'electronics', yongsan, 'PLEDGE');
  company.enter('PLEDGED', 20_000_000, since).enter('RECEIVED', 15_000_000, after(since, 10));
  priced(funded(yongsan, 'PLEDGE'), 8).forEach((each, nth) => {
    company.give(each, undefined, nth === 0 ? 10_000 : 0);
  });
  addPledge(rows, company, 'electronics', '함께전자 임직원 나눔 기금', { validFrom: since });

  const citizen = new Ledger(rows, 'citizen-1', yongsan, 'PLEDGE');
  citizen.enter('PLEDGED', 1_000_000, since).enter('RECEIVED', 300_000, after(since, 30));
  citizen.enter('CANCELLED', 200_000, after(since, 60));
  addPledge(rows, citizen, 'citizen-1', '이름 없는 이웃의 약정', { validFrom: since });

  const smile = new Ledger(rows, 'smile', mapo, 'PLEDGE');
  smile.enter('PLEDGED', 10_000_000, '2010-01-15').enter('RECEIVED', 10_000_000, '2010-01-20');
  for (const each of priced(funded(mapo, 'PLEDGE', '', 'HEALTH'), 12)) smile.give(each);
  smile.enter('REFUNDED', 500_000, '2011-12-20');
  addPledge(rows, smile, 'smile', '환한미소 치과·의료비 지정기탁', {
    validFrom: '2010-01-15',
    validUntil: '2011-12-31',
    domains: ['HEALTH'],
  });

  const bakery = new Ledger(rows, 'bakery', uijeongbu, 'PLEDGE', '상자');
  bakery.enter('PLEDGED', 300, '2019-01-02').enter('RECEIVED', 240, '2019-01-10');
  for (const each of funded(uijeongbu, 'PLEDGE', '2019-01-10', 'DAILY_LIVING').slice(0, 30))
    bakery.give(each, 2);
  addPledge(rows, bakery, 'bakery', '동네빵집연합 빵 나눔', {
    validFrom: '2019-01-02',
    validUntil: '2019-12-31',
    domains: ['DAILY_LIVING'],
    kind: 'IN_KIND',
  });

  const services = new Ledger(rows, 'mapo-2010', mapo, 'BUDGET_LINE');
  services.enter('BUDGETED', 40_000_000, '2010-01-04').enter('BUDGET_CUT', 5_000_000, '2010-09-01');
  for (const each of priced(funded(mapo, 'BUDGET_LINE'), 20)) services.give(each);
  addBudgetLine(rows, services, 2010, '희망복지129 서비스 비용');

  const emergency = new Ledger(rows, 'yongsan-now', yongsan, 'BUDGET_LINE');
  emergency.enter('BUDGETED', 50_000_000, `${today.slice(0, 4)}-01-02`);
  addBudgetLine(rows, emergency, Number(today.slice(0, 4)), '위기가정 긴급지원비');
}

function addPledge(
  rows: Rows,
  ledger: Ledger,
  sponsor: string,
  title: string,
  more: { validFrom: string; validUntil?: string; domains?: Domain[]; kind?: 'IN_KIND' },
) {
  ledger.add();
  rows.add(tables.pledges, {
    districtId: ledger.districtId,
    id: accountId(ledger.key),
    sponsorId: sponsorId(sponsor),
    title,
    kind: more.kind ?? 'MONEY',
    domains: more.domains ?? [],
    validFrom: more.validFrom,
    validUntil: more.validUntil ?? null,
    recordedAt: at(more.validFrom, '10:30'),
  });
}

function addBudgetLine(rows: Rows, ledger: Ledger, year: number, title: string) {
  ledger.add();
  rows.add(tables.budgetLines, {
    districtId: ledger.districtId,
    id: accountId(ledger.key),
    year,
    title,
    recordedAt: at(`${year}-01-02`, '10:30'),
  });
}
