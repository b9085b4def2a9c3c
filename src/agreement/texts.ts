import { line } from '../access/bounds.js';

/** What the title of an agreement may hold, whichever way it comes. */
export const agreementTitle = line(200);
