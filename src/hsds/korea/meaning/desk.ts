import { uuidv5 } from '../../../database/uuid.js';
import { Notes } from '../../import/mapping/repairs.js';
import type { ObjectName } from '../../objects.js';
import { closed, type Vocabulary, vocabularies } from './codes.js';
import type { Place, Regions } from './regions.js';

/** An object of HSDS that a record became. */
export interface Told {
  kind: ObjectName;
  value: Record<string, unknown>;
  /** Columns of ours that HSDS has no place for, by their property. */
  ours?: { districtId?: string | null; needDomain?: string | null; partnerKind?: string | null };
  /** The source keeps it from the public: it is so here, with all that stands in it. */
  confidential?: boolean;
  notes: Notes;
}

/** A record that is none. */
export interface Refused {
  kind: ObjectName;
  refused: string;
}

/** Who publishes a directory, where, and on which terms. */
export interface Publication {
  /** Its number at data.go.kr. */
  number: string;
  name: string;
  publisher: string;
  licence: string;
}

/** What several directories name, which is one record whoever names it. */
const shared = (...of: string[]) => uuidv5(['hsds-korea', ...of].join('/'));

/** The same dots, however they are written: 임신 · 출산 is 임신·출산. */
export const sameDots = (text: string) => text.replace(/\s*[·ㆍ‧・]\s*/g, '·');

/**
 * Keeps what records name beside themselves, terms and agencies, and hands each out once, before the record that names it
 * first.
 */
export class Desk {
  private told: Told[] = [];
  private readonly names = new Map<string, Map<string, string>>();

  /** @param known what was handed out already, also by an earlier run */
  constructor(
    readonly regions: Regions,
    readonly known: Set<string>,
  ) {}

  /** What must come before the record that was just read. */
  take(): Told[] {
    const told = this.told;
    this.told = [];
    return told;
  }

  /** The attribute of a record that says a term; of a vocabulary with codes, by its code or its name. */
  attribute(of: string, vocabulary: Vocabulary, said: string, value?: string, label?: string) {
    const text = sameDots(said);
    const code = this.codeOf(vocabulary, text) ?? text;
    const id = this.term(vocabulary, code);
    return {
      id: value === undefined ? `${of} ${vocabulary} ${code}` : `${of} ${vocabulary} ${code} ${value}`,
      taxonomy_term_id: id,
      link_type: vocabulary,
      ...(value === undefined ? {} : { value }),
      ...(label === undefined ? {} : { label }),
    };
  }

  /** The attributes of several terms, each once. */
  attributes(of: string, vocabulary: Vocabulary, names: readonly string[]) {
    const made = names.map((each) => this.attribute(of, vocabulary, each));
    return [...new Map(made.map((each) => [each.id, each])).values()];
  }

  /** Where a record comes from, under which number there, and on which terms it may be used. */
  source(of: string, { number, name, publisher, licence }: Publication) {
    const id = this.term('kr:source', number, {
      name,
      description: `${name}. ${publisher}. ${licence}`,
      term_uri: `https://www.data.go.kr/data/${number}/openapi.do`,
    });
    return { id: `${of} kr:source`, taxonomy_term_id: id, link_type: 'kr:source', value: of };
  }

  private codeOf(vocabulary: Vocabulary, text: string): string | undefined {
    const codes = closed[vocabulary];
    if (!codes) return undefined;
    if (text in codes) return text;
    let names = this.names.get(vocabulary);
    if (!names) {
      names = new Map(Object.entries(codes).map(([code, [korean]]) => [korean, code]));
      this.names.set(vocabulary, names);
    }
    return names.get(text);
  }

  private term(vocabulary: Vocabulary, code: string, more?: Record<string, string>): string {
    const taxonomy = shared(vocabulary);
    const [korean, english] = vocabularies[vocabulary];
    this.once(taxonomy, 'taxonomy', {
      name: vocabulary,
      description: `${korean}. ${english}`,
    });
    const id = shared(vocabulary, code);
    const [name = code, words] = closed[vocabulary]?.[code] ?? [];
    this.once(id, 'taxonomy_term', {
      taxonomy_id: taxonomy,
      taxonomy: vocabulary,
      code,
      name,
      description: words ? `${name}. ${words}` : `${korean}: ${name}`,
      language: 'ko',
      ...more,
    });
    return id;
  }

  /**
   * The organization of a name, which is the same in every directory: what is public of an agency is its name.
   *
   * @param more what else this directory says of it
   */
  organization(name: string, description: string, place?: Place | null, more: Told['value'] = {}): string {
    const id = shared('organization', name.replace(/\s+/g, ''));
    const ours = place?.district ? { districtId: place.district } : undefined;
    this.once(id, 'organization', { name, description, ...more }, ours);
    return id;
  }

  private once(id: string, kind: ObjectName, value: Told['value'], ours?: Told['ours']) {
    if (this.known.has(id)) return;
    this.known.add(id);
    this.told.push({ kind, value: { id, ...value }, notes: new Notes(), ...(ours && { ours }) });
  }
}

/** What is said of every agency, whose own words no directory has. */
export const agencyDescription = '공공데이터에 복지 서비스를 등록한 행정·공공기관입니다.';
