import { generateKeyPairSync } from 'node:crypto';
import { publish } from '../../src/release/publish.js';
import { keyIdOf } from '../../src/seal/key.js';
import type { TestDatabase } from '../support/database.js';

/** A district of the demo whose year 2019 has reports and linkages in every month. */
export const songsan = '41150';

const { privateKey } = generateKeyPairSync('ed25519');
const key = { id: keyIdOf(privateKey), privateKey };

/** One whose year 2010 has a list that was screened, and four dong. */
export const mapo = '11440';

/** Publishes what a district has up to the end of a month. */
export const publishOf = ({ owner }: TestDatabase, district: string, lastMonth: string) =>
  publish(owner, key, district, lastMonth);
