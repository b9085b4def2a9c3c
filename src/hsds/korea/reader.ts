import { getTableName } from 'drizzle-orm';
import { foundIn } from '../import/mapping/map.js';
import { ObjectMapper } from '../import/mapping/objects.js';
import { ObjectsReader, type Reader } from '../import/staging/readers.js';
import type { FileTally, Stager } from '../import/staging/stager.js';
import { resource } from '../resources.js';
import type { Desk, Told } from './meaning/desk.js';
import type { RawRecord, Read } from './record.js';
import type { Beside, Dataset } from './sources/dataset.js';

/** A record with what other files say of it. */
export interface Joined extends Read {
  beside: Beside;
}

/** Turns records of a directory into objects of HSDS, and those into rows. */
export class RecordReader extends ObjectsReader implements Reader<Joined> {
  constructor(
    file: string,
    stager: Stager,
    private readonly dataset: Dataset,
    private readonly desk: Desk,
  ) {
    super(file, stager, new ObjectMapper(dataset.source));
  }

  async take({ line, record, beside }: Joined) {
    const told = this.dataset.convert(record, beside, this.desk);
    for (const each of this.desk.take()) await this.tell(each, line);
    for (const each of [record, beside.more, beside.conditions]) if (each) this.leaveOut(each);
    if ('refused' in told) return this.taken(this.mapper.refuse(told.kind, line, told.refused));
    await this.tell(told, line);
  }

  private async tell({ kind, value, ours = {}, confidential = false, notes }: Told, line: number) {
    const mapped = this.mapper.map(kind, value, line);
    const { table } = resource(kind);
    const own = mapped.rows.find((row) => row.table === table && row._whole);
    if (own) {
      for (const [property, said] of Object.entries(ours)) {
        own.values[property] = said;
        this.mapper.say(table, property);
      }
      const about = { row: own._row, line, entity: getTableName(table), id: own._ref };
      mapped.findings.push(...foundIn(notes, about));
    }
    if (confidential) for (const row of mapped.rows) row.values.confidential = true;
    await this.taken(mapped);
  }

  private leaveOut(record: RawRecord) {
    for (const [name, said] of Object.entries(record))
      if (said !== null && said !== '' && !this.dataset.fields.has(name)) this.mapper.unknown(name);
  }

  override tally(): FileTally {
    const tally = super.tally();
    return { ...tally, memory: { ...tally.memory, known: [...this.desk.known] } };
  }

  override resume(tally: FileTally) {
    super.resume(tally);
    for (const each of tally.memory.known) this.desk.known.add(each);
  }
}
