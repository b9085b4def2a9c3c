/** A time of day that was read whole. */
export interface Time {
  /** Seconds from the beginning of its day. */
  seconds: number;
  /**
   * How it tells morning from evening: by a word, by an hour that only a clock of 24 has, as the standard writes it (HH:MM),
   * or not at all.
   */
  clock: 'word' | '24' | 'HH:MM' | 'unknown';
  /** Minutes from UTC, where it names its zone. */
  offset?: number;
}

/** Hours of a half of the day that a word may stand before, and what is added to those below 12. */
const halves: [RegExp, least: number, most: number, added: number][] = [
  [/^(am|오전)$/, 0, 11, 0],
  [/^(pm|오후)$/, 0, 11, 12],
  [/^새벽$/, 1, 6, 0],
  [/^아침$/, 5, 11, 0],
  [/^낮$/, 1, 5, 12],
  [/^저녁$/, 5, 11, 12],
  [/^밤$/, 6, 11, 12],
];
const zoned = /^(\d\d):(\d\d)(?::(\d\d)(?:\.0+)?)?\s?(?:(z|utc|gmt)|(kst)|([+-])(\d\d)(?::?(\d\d))?)$/;
const korean = /^(오전|오후|새벽|아침|낮|저녁|밤)?\s?(\d{1,2})시(?:\s?(?:(\d{1,2})분|(반)))?$/;
const digits =
  /^(?:(am|pm|오전|오후|새벽|아침|낮|저녁|밤)\s?)?(\d{1,2})(?:[:.](\d\d)(?::(\d\d)(?:\.0+)?)?)?(?:\s?(am|pm))?$/;
/** 1800 and 830am. */
const together = /^(\d{1,2})(\d\d)(?:\s?(am|pm))?$/;

/** A time of day in figures or words of Korean or English; null unless all of it is understood. */
export function readTime(said: string): Time | null {
  const text = said
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/(?<![a-z])([ap])\.? ?m\b\.?|(?<=\d ?)([ap])\.?$/g, (_, m?: string, a?: string) => `${m ?? a}m`);
  if (/^(12 ?)?noon$|^midday$|^정오$/.test(text)) return { seconds: 12 * 3600, clock: 'word' };
  if (/^(12 ?)?midnight$|^자정$/.test(text)) return { seconds: 24 * 3600, clock: 'word' };
  const zone = zoned.exec(text);
  if (zone) return inZone(zone);
  const [, half, hour, minutes, halfHour] = korean.exec(text) ?? [];
  if (hour) return timeOf(half, hour, halfHour ? '30' : (minutes ?? '00'), '00', 'unknown');
  const run = together.exec(text);
  if (run) return timeOf(run[3], run[1]!, run[2]!, '00', run[1]!.length === 2 ? 'HH:MM' : 'unknown');
  const written = digits.exec(text);
  if (!written || (written[1] && written[5])) return null;
  const word = written[1] ?? written[5];
  // A bare number may be anything.
  if (!word && written[3] === undefined) return null;
  const style = written[2]!.length === 2 ? 'HH:MM' : 'unknown';
  return timeOf(word, written[2]!, written[3] ?? '00', written[4] ?? '00', style);
}

function timeOf(
  word: string | undefined,
  hours: string,
  minutes: string,
  seconds: string,
  style: 'HH:MM' | 'unknown',
): Time | null {
  const hour = Number(hours);
  const within = Number(minutes) * 60 + Number(seconds);
  if (Number(minutes) > 59 || Number(seconds) > 59 || hour > 24 || (hour === 24 && within > 0)) return null;
  const time = (at: number, clock: Time['clock']) => ({ seconds: at * 3600 + within, clock });
  if (!word) return time(hour, hour > 12 || hour === 0 ? '24' : style);
  // Noon and midnight are twelve, of which half only some words tell: 오전 12시 is said of both.
  if (hour === 12) {
    const at = /^(pm|오후|낮)$/.test(word)
      ? 12
      : word === 'am'
        ? 0
        : word === '밤' && within === 0
          ? 24
          : null;
    return at === null ? null : time(at, 'word');
  }
  const [, least, most, added] = halves.find(([each]) => each.test(word))!;
  const small = hour > 12 ? hour - 12 : hour;
  // 18:00 PM says the same twice; 18:00 AM says two things.
  if (small < least || small > most || (hour > 12 && added === 0)) return null;
  return time(small + added, 'word');
}

function inZone([
  ,
  hours,
  minutes,
  seconds = '00',
  utc,
  kst,
  sign,
  more,
  rest = '00',
]: RegExpExecArray): Time | null {
  const time = timeOf(undefined, hours!, minutes!, seconds, 'HH:MM');
  const ahead = Number(more) * 60 + Number(rest);
  const offset = utc ? 0 : kst ? 9 * 60 : sign === '-' ? -ahead : ahead;
  if (!time || Math.abs(offset) > 14 * 60 || Number(rest) > 59) return null;
  return { ...time, clock: '24', offset };
}
