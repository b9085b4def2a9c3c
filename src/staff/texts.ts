import { line } from '../access/bounds.js';

/** What the texts of people and their posts may hold, whichever way they come. */
export const staffTexts = { subject: line(255), name: line(200), title: line(200) };
