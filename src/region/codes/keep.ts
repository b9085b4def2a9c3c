import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Sql } from 'postgres';
import { packageRoot } from '../../config.js';
import type { DongList } from './official.js';

/** The codes of provinces and districts that come with Hamkke: from the list of 2026-07-20 of the Ministry of the Interior. */
export const shippedDistrictCodes = () =>
  readFileSync(`${packageRoot}/src/region/codes/districts.csv`, 'utf8');

interface DistrictCode {
  code: string;
  kind: string;
  province: string;
  name: string;
  parent: string;
  validFrom: string;
  validUntil: string;
  successors: string;
}

/** Puts codes of districts in the place of what was said of them; those that are not named stay. */
export async function keepDistrictCodes(owner: Sql, csv: string): Promise<void> {
  const rows = (parse(csv, { columns: true }) as DistrictCode[]).map((each) => ({
    code: each.code,
    district_id: each.code.slice(0, 5),
    kind: each.kind,
    name: each.name,
    province_name: each.province,
    parent_id: each.parent || null,
    valid_from: each.validFrom,
    valid_until: each.validUntil || null,
    successors: each.successors ? each.successors.split(' ') : [],
  }));
  await owner`
    insert into district_codes select * from jsonb_populate_recordset(null::district_codes, ${JSON.stringify(rows)}::text::jsonb)
    on conflict (code, valid_from) do update set kind = excluded.kind, name = excluded.name,
      province_name = excluded.province_name, parent_id = excluded.parent_id, valid_until = excluded.valid_until,
      successors = excluded.successors`;
}

/** Keeps the dong of a list, all or none; how many were new and how many changed. */
export async function keepDongs(
  owner: Sql,
  { dongs }: DongList,
): Promise<{ added: number; changed: number }> {
  const rows = dongs.map(({ code, name, districtName, validFrom, validUntil }) => ({
    code,
    district_id: code.slice(0, 5),
    name,
    district_name: districtName,
    valid_from: validFrom,
    valid_until: validUntil,
  }));
  const kept = await owner<{ added: boolean }[]>`
    insert into dong_codes as d select * from jsonb_populate_recordset(null::dong_codes, ${JSON.stringify(rows)}::text::jsonb)
    on conflict (code, valid_from) do update set name = excluded.name, district_name = excluded.district_name,
      valid_until = excluded.valid_until
      where (d.name, d.district_name, d.valid_until)
        is distinct from (excluded.name, excluded.district_name, excluded.valid_until)
    returning d.xmax = 0 as added`;
  const added = kept.filter((each) => each.added).length;
  return { added, changed: kept.length - added };
}
