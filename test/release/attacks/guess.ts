/** One attempt of an attacker: what there was to see, and the truth that it is about. */
export interface Attempt {
  seen: string;
  truth: number;
}

/**
 * The share of right guesses of the best attacker: one who knows how often each truth comes with each thing to see,
 * and says the likeliest. No attack of whatever kind guesses better from what it saw.
 */
export function bestGuess(attempts: readonly Attempt[]): number {
  const counts = new Map<string, Map<number, number>>();
  for (const { seen, truth } of attempts) {
    if (!counts.has(seen)) counts.set(seen, new Map());
    const of = counts.get(seen)!;
    of.set(truth, (of.get(truth) ?? 0) + 1);
  }
  const right = [...counts.values()].reduce((sum, of) => sum + Math.max(...of.values()), 0);
  return right / attempts.length;
}

/** A share as it is printed. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** How far an attack may be better than what one published number says: the threshold of the project. */
export const fivePoints = 0.05;
