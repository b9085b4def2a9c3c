import { parse } from 'csv-parse/sync';
import type { Notes } from '../../import/mapping/repairs.js';

interface Region {
  code: string;
  kind: string;
  province: string;
  name: string;
  parent: string;
  validFrom: string;
  validUntil: string;
  successors: string;
}

/** Where something is given or done. */
export interface Place {
  /** The province as it is called now; '' where it is not known. */
  province: string;
  /** The district as it is called now, without its province; '' for a whole province. */
  name: string;
  /** Five digits of the district; null for a whole province, or where it is not known. */
  district: string | null;
}

export const placeReasons = {
  replaced: 'A region that was abolished became the one that took its place',
  parted: 'A region that was abolished became several: it was kept as it was, and somebody should say which',
  ended: 'A region that was abolished has no successor in the list of codes: it was kept as it was',
  unknown: 'A region that the list of codes does not have: no district was set',
};

/** Codes and names of districts as of a day, with what became of those that were abolished. */
export class Regions {
  private readonly byCode = new Map<string, Region[]>();
  private readonly named = new Map<string, Region[]>();

  /** @param csv the codes that come with Hamkke  @param today the day, as 2026-07-01 */
  constructor(
    csv: string,
    private readonly today: string,
  ) {
    for (const each of parse(csv, { columns: true }) as Region[]) {
      push(this.byCode, each.code.slice(0, 5), each);
      if (each.kind !== 'OFFICE') push(this.named, nameOf(each), each);
    }
  }

  /** The place of a code of ten digits, or of five. */
  ofCode(code: string, notes: Notes): Place | null {
    const found = this.byCode.get(code.slice(0, 5));
    return this.settle(found, code, notes);
  }

  /** The place of a name such as 서울특별시 용산구, or of a province alone. */
  ofName(name: string, notes: Notes): Place | null {
    return this.settle(this.named.get(name.replace(/\s+/g, ' ').trim()), name, notes);
  }

  /** Whether a name is of a province or a district. */
  knows = (name: string): boolean => this.named.has(name);

  private settle(found: readonly Region[] | undefined, said: string, notes: Notes): Place | null {
    if (!found) {
      notes.noted(placeReasons.unknown, said);
      return null;
    }
    return this.placeOf(this.present(found), said, notes);
  }

  private placeOf(region: Region, said: string, notes: Notes, followed = 0): Place {
    if (!this.isValid(region) && followed < 5) {
      const next = region.successors ? region.successors.split(' ') : [];
      const after = next.length === 1 ? this.byCode.get(next[0]!) : undefined;
      if (after) {
        notes.repaired(placeReasons.replaced, said);
        return this.placeOf(this.present(after), said, notes, followed + 1);
      }
      notes.noted(next.length > 1 ? placeReasons.parted : placeReasons.ended, said);
    }
    // The gu of a large city are its units: the city is the district.
    const above = region.kind === 'UNIT' ? this.byCode.get(region.parent) : undefined;
    if (above) return this.placeOf(this.present(above), said, notes, followed + 1);
    if (region.kind !== 'PROVINCE')
      return { province: region.province, name: region.name, district: region.code.slice(0, 5) };
    // A province that is a district, too, is said by its name alone (Sejong).
    const same = this.named.get(`${region.province} ${region.province}`);
    return same
      ? this.placeOf(this.present(same), said, notes, followed + 1)
      : { province: region.province, name: '', district: null };
  }

  private isValid({ validFrom, validUntil }: Region): boolean {
    return validFrom <= this.today && (validUntil === '' || this.today < validUntil);
  }

  /** The one that is valid, or else the last. */
  private present(regions: readonly Region[]): Region {
    const last = [...regions].sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0]!;
    return regions.find((each) => this.isValid(each)) ?? last;
  }
}

const nameOf = ({ kind, province, name }: Region) => (kind === 'PROVINCE' ? province : `${province} ${name}`);

function push(map: Map<string, Region[]>, key: string, region: Region) {
  map.set(key, [...(map.get(key) ?? []), region]);
}
