import type { Sql } from 'postgres';
import { onceFor } from '../database/migrate.js';
import * as tables from '../database/tables/index.js';
import { masked } from '../uniqueid/number.js';
import type { UniqueIds } from '../uniqueid/uniqueIds.js';
import { addCampaigns } from './campaigns.js';
import { addCatalogue } from './catalogue.js';
import { addMapo } from './mapo.js';
import { addMoney } from './money.js';
import type { System } from './people.js';
import { district, districts, dongNames } from './places.js';
import { randomFor, seed } from './random.js';
import { Rows } from './rows.js';
import { addSeongdong } from './seongdong.js';
import { addSongsan } from './songsan.js';
import { addSponsors } from './sponsors.js';
import { addStaff } from './staff.js';
import { addSuwon } from './suwon.js';
import { addUpkeep } from './upkeep.js';
import { addYongsan } from './yongsan.js';

/** What is kept of a number where there is no key: what may be shown of it. */
const onlyMasked: System['seal'] = (_holder, number) => ({ maskedRegistrationNumber: masked(number) });

/** Makes the whole demo data set as of a day (YYYY-MM-DD): active consents count from it, published figures do not. */
export function demoRows(today: string, seal: System['seal'] = onlyMasked): Rows {
  const rows = new Rows();
  const named = { count: 0 };
  const system = (key: keyof typeof district, on: string): System => ({
    key: key === 'uijeongbu' ? 'songsan' : key,
    district: district[key],
    rows,
    random: randomFor(key),
    on,
    named,
    seal,
  });
  for (const each of districts) rows.add(tables.districts, each);
  for (const [code, name] of Object.entries(dongNames))
    rows.add(tables.dongCodes, {
      code,
      districtId: code.slice(0, 5),
      name: name.slice(name.lastIndexOf(' ') + 1),
      districtName: name.slice(0, name.lastIndexOf(' ')),
      validFrom: '2000-01-01',
      validUntil: null,
    });
  addCatalogue(rows, today);
  addSponsors(rows);
  addStaff(rows);
  addUpkeep(rows, today);
  addYongsan(system('yongsan', today));
  addSongsan(system('uijeongbu', '2019-07-01'));
  addSeongdong(system('seongdong', today));
  addSuwon(system('suwon', '2015-07-01'));
  addMapo(system('mapo', '2010-07-01'));
  addMoney(rows, today);
  addCampaigns(rows, today, seal);
  return rows;
}

/** Loads the five demo systems once, in one transaction; false when that had been done. */
export async function loadDemo(owner: Sql, uniqueIds: UniqueIds | null): Promise<boolean> {
  return onceFor(owner, 'demo', String(seed), () =>
    owner.begin(async (sql) => {
      // Row-level security is forced upon owners too: only the keeper may write.
      await sql`set local role hamkke_keeper`;
      const [{ today }] = await sql<[{ today: string }]>`select hamkke.today()::text as today`;
      await demoRows(today, uniqueIds ? (...of) => uniqueIds.seal(...of) : onlyMasked).insert(sql);
      await sql`select hamkke.keep_search(array(select id from services))`;
    }),
  );
}
