import * as tables from '../database/tables/index.js';
import { closed, type Vocabulary, vocabularies } from '../hsds/korea/meaning/codes.js';
import { recordId } from './random.js';
import type { Rows } from './rows.js';
import { service } from './services.js';

/** Whom services are for, as codes of Korea's directories say it: any term of one vocabulary, of each vocabulary. */
const conditions: Readonly<Record<string, Readonly<Partial<Record<Vocabulary, readonly string[]>>>>> = {
  'Emergency living support': { 'kr:income_band': ['JA0201', 'JA0202'] },
  'Basic livelihood application': { 'kr:income_band': ['JA0201'] },
  'Dental treatment support': { 'kr:income_band': ['JA0201'] },
  'One month of rent': { 'kr:income_band': ['JA0201', 'JA0202'], 'kr:household_kind': ['JA0412'] },
  'Move into public rental': { 'kr:household_kind': ['JA0412'] },
  'Mothers’ first day at work': { 'kr:sex': ['JA0102'], 'kr:personal_trait': ['JA0327'] },
  'School welfare support': { 'kr:personal_trait': ['JA0317', 'JA0318'] },
  'Personal assistance': { 'kr:personal_trait': ['JA0328'] },
  'Blanket laundry': { 'kr:life_stage': ['006'] },
  'Postpartum counselling': { 'kr:sex': ['JA0102'], 'kr:life_stage': ['007'] },
  'After-school care': { 'kr:target_group': ['050', '060'] },
  'Nursery care': { 'kr:household_kind': ['JA0403', 'JA0411'] },
  'Rent subsidy': { 'kr:income_band': ['JA0201'], 'kr:household_kind': ['JA0404', 'JA0412'] },
};

/** Adds what services ask of those who use them, with the vocabularies that say it. */
export function addConditions(rows: Rows): void {
  const added = new Set<string>();
  const once = (id: string, add: () => void) => {
    if (!added.has(id)) add();
    added.add(id);
  };
  for (const [english, asked] of Object.entries(conditions)) {
    const { id, key, organization } = service(english);
    for (const [vocabulary, codes] of Object.entries(asked) as [Vocabulary, readonly string[]][]) {
      const taxonomyId = recordId(`taxonomy/${vocabulary}`);
      once(taxonomyId, () => {
        const description = vocabularies[vocabulary].join('. ');
        rows.add(tables.taxonomies, { id: taxonomyId, name: vocabulary, description });
      });
      for (const code of codes) {
        const termId = recordId(`term/${vocabulary}/${code}`);
        const [name, words] = closed[vocabulary]![code]!;
        once(termId, () => {
          const description = `${name}. ${words}`;
          rows.add(tables.taxonomyTerms, { id: termId, taxonomyId, code, name, description });
        });
        rows.add(tables.attributes, {
          confidential: organization.confidential ?? false,
          id: recordId(`attribute/${organization.key}/${key}/${vocabulary}/${code}`),
          linkId: id,
          linkEntity: 'service',
          linkType: vocabulary,
          taxonomyTermId: termId,
        });
      }
    }
  }
}
