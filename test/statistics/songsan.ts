import { generateKeyPairSync } from 'node:crypto';
import { publish } from '../../src/release/publish.js';
import { keyIdOf } from '../../src/seal/key.js';
import type { TestDatabase } from '../support/database.js';

/** The district of the demo whose year others may look at. */
export const songsan = '41150';

const { privateKey } = generateKeyPairSync('ed25519');
const key = { id: keyIdOf(privateKey), privateKey };

/** Publishes what Songsan has up to the end of a month. */
export const publishSongsan = ({ owner }: TestDatabase, lastMonth: string) =>
  publish(owner, key, songsan, lastMonth);
