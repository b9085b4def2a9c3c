import { expect, test } from 'vitest';
import { serverLog } from '../../src/http/serverLog.js';

test('a warning is written at once, with all that came before it; other lines wait for each other', () => {
  const written: string[] = [];
  let waiting: string[] = [];
  const log = serverLog('info', {
    write: (line) => {
      waiting.push(JSON.parse(line).msg);
    },
    flush: () => {
      written.push(...waiting);
      waiting = [];
    },
  });
  log.info('one');
  log.debug('nothing');
  expect([written, waiting]).toEqual([[], ['one']]);
  log.warn('two');
  log.info('three');
  expect([written, waiting]).toEqual([['one', 'two'], ['three']]);
  log.error('four');
  expect([written, waiting]).toEqual([['one', 'two', 'three', 'four'], []]);
});
