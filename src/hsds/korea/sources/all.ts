import { bokjiroCentral, bokjiroLocal } from './bokjiro.js';
import type { Dataset } from './dataset.js';
import { facilities } from './facilities.js';
import { gov24 } from './gov24.js';

/** Korea's directories, those first whose names of agencies are the fullest. */
export const datasets: readonly Dataset[] = [gov24, bokjiroCentral, bokjiroLocal, facilities];
