import { expect, test } from 'vitest';
import { Turns } from '../../src/database/turns.js';
import { Rate, senderOf } from '../../src/http/rates.js';
import fc from '../support/property.js';

test('whoever asks whenever they may gets no more than the burst and what has come together since', () => {
  const pauses = fc.array(fc.record({ pause: fc.nat(3000), units: fc.integer({ min: 1, max: 20 }) }), {
    minLength: 1,
    maxLength: 200,
  });
  fc.assert(
    fc.property(
      pauses,
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 20 }),
      (asked, perSecond, seconds) => {
        let now = 0;
        const rate = new Rate(perSecond, seconds, () => now);
        const granted: [at: number, units: number][] = [];
        for (const { pause, units } of asked) {
          now += pause;
          const wait = rate.wait('somebody');
          if (wait === 0) {
            rate.spend('somebody', units);
            granted.push([now, units]);
            continue;
          }
          // Whoever waits as long as they are told is served then.
          expect(new Set([0]).has(rate.wait('another'))).toBe(true);
          now += wait + 1e-6;
          expect(rate.wait('somebody')).toBe(0);
        }
        for (let from = 0; from < granted.length; from++) {
          let units = 0;
          for (const [at, more] of granted.slice(from)) {
            // The last may cost more than there was left.
            expect(units).toBeLessThan(
              perSecond * seconds + ((at - granted[from]![0]) / 1000) * perSecond + 1e-3,
            );
            units += more;
          }
        }
      },
    ),
    { numRuns: 200, seed: 20_261_128 },
  );
});

test.each([
  [null, ''],
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2'],
  ['2001:db8:1:2::1', '2001:db8:1:2'],
  ['2001:0db8:0001:0002::2', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
])('%j pays as %j', (address, sender) => {
  expect(senderOf(address)).toBe(sender);
});

test('as many work at once as there are turns, the others in their order, and nobody past the end of the line', async () => {
  const turns = new Turns({ atOnce: 2, ofOne: 2, longest: 3, patienceMs: 60_000 });
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const all = Array.from({ length: 6 }, (_, at) =>
    turns.take('one', () => {
      begun.push(at);
      return new Promise<number>((done) => ends.push(() => done(at)));
    }),
  );
  await expect(all[5]).rejects.toMatchObject({ code: 'OVERLOADED' });
  expect(begun).toEqual([0, 1]);
  for (let at = 0; at < 5; at++) {
    ends[at]!();
    await expect(all[at]).resolves.toBe(at);
  }
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

test('one sender has no more turns than are for one, and whoever waits behind them has the others', async () => {
  const senders = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 40 });
  const bounds = fc.record({ atOnce: fc.integer({ min: 1, max: 4 }), ofOne: fc.integer({ min: 1, max: 4 }) });
  await fc.assert(
    fc.asyncProperty(senders, bounds, async (line, { atOnce, ofOne }) => {
      const turns = new Turns({ atOnce, ofOne, longest: 100, patienceMs: 60_000 });
      const working: string[] = [];
      const ends: (() => void)[] = [];
      const waiting = [...line];
      const all = line.map((sender) =>
        turns.take(sender, () => {
          working.push(sender);
          waiting.splice(waiting.indexOf(sender), 1);
          return new Promise<void>((done) => ends.push(done)).finally(() =>
            working.splice(working.indexOf(sender), 1),
          );
        }),
      );
      for (let left = line.length; left > 0; left--) {
        await new Promise((done) => setImmediate(done));
        const of = (sender: string) => working.filter((each) => each === sender).length;
        expect(working.length).toBeLessThanOrEqual(atOnce);
        expect(Math.max(...working.map(of))).toBeLessThanOrEqual(ofOne);
        // Nobody waits who may have a turn.
        if (working.length < atOnce) expect(waiting.filter((sender) => of(sender) < ofOne)).toEqual([]);
        ends.shift()!();
      }
      await Promise.all(all);
    }),
    { numRuns: 100, seed: 20_261_129 },
  );
});

test('a turn is passed on when the work fails, and by whoever has waited too long', async () => {
  const given = { atOnce: 1, ofOne: 1, longest: 3 };
  const turns = new Turns({ ...given, patienceMs: -1 });
  const late = turns.take('one', async () => 'done');
  await expect(late).rejects.toMatchObject({ code: 'OVERLOADED' });
  const patient = new Turns({ ...given, patienceMs: 60_000 });
  const spent: number[] = [];
  const failing = patient.take(
    'one',
    async () => Promise.reject(new Error('no')),
    (each) => spent.push(each),
  );
  const next = patient.take('one', async () => 'done');
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBe('done');
  expect(spent).toHaveLength(1);
});
