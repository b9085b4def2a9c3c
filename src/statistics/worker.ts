import { parentPort } from 'node:worker_threads';
import { done, type Work } from './work.js';

// The thread in which files are made, one after the other: src/http/statistics/workshop.ts starts it.

let last: Promise<void> = Promise.resolve();
parentPort!.on('message', ({ nth, work }: { nth: number; work: Work }) => {
  last = last.then(async () => {
    const began = performance.now();
    const spent = () => performance.now() - began;
    try {
      const made = await done(work);
      parentPort!.postMessage({ nth, made, spent: spent() });
    } catch (error) {
      parentPort!.postMessage({ nth, error, spent: spent() });
    }
  });
});
