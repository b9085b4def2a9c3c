import { parseKeys } from '../../src/uniqueid/keys.js';
import { UniqueIds } from '../../src/uniqueid/uniqueIds.js';

/** The keys that the demo data of this run was sealed with. */
export const uniqueIds = new UniqueIds(
  parseKeys(process.env.HAMKKE_TEST_UNIQUE_ID_KEYS ?? '', 'the keys of this run'),
  true,
);
