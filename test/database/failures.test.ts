import { describe, expect, test } from 'vitest';
import { clientError } from '../../src/database/failures.js';
import { HamkkeError } from '../../src/errors.js';

/** What `hamkke.refuse` raises, as the driver hands it over. */
const refusal = (message: string, values: object = {}) =>
  Object.assign(new Error(message), { code: 'HK400', detail: JSON.stringify(values) });

const told = (error: unknown) => {
  const { message, extensions } = clientError(error) as HamkkeError;
  return { message, extensions };
};

describe('a fault that the database names', () => {
  test('is its sentence to the client, with the values that it quotes', () => {
    expect(told(refusal('CONSENT_TOO_LONG', { days: 365 }))).toEqual({
      message: '동의 기간은 최대 365일입니다.\nA consent lasts at most 365 days.',
      extensions: { code: 'BAD_INPUT', reason: 'CONSENT_TOO_LONG' },
    });
    expect(told(refusal('PLEDGE_FOR_OTHER_DOMAINS', { domains: ['HOUSING', 'HEALTH'] })).message).toBe(
      '이 약정은 HOUSING, HEALTH에만 씁니다.\nThe pledge is for HOUSING, HEALTH only.',
    );
    expect(told(refusal('AVAILABLE_OUT_OF_RANGE', { maximum: null, field: 'input.available' }))).toEqual({
      message: '남은 자리는 0 이상 정원(-) 이하입니다.\n"available" is from 0 to the maximum.',
      extensions: {
        code: 'BAD_INPUT',
        reason: 'AVAILABLE_OUT_OF_RANGE',
        field: 'input.available',
        maximum: null,
      },
    });
  });

  test('tells the client those values beside its sentence that the fault names, and no other', () => {
    const values = { available: 3, unit: 'KRW', household: 'somebody’s' };
    expect(told(refusal('MORE_THAN_LEFT', values)).extensions).toEqual({
      code: 'CONFLICT',
      reason: 'MORE_THAN_LEFT',
      available: 3,
      unit: 'KRW',
    });
    expect(told(refusal('CHANGED_MEANWHILE', { currentVersion: 2 })).extensions).toEqual({
      code: 'CONFLICT',
      reason: 'CHANGED_MEANWHILE',
      currentVersion: 2,
    });
  });

  test('is no error for clients where this server does not know it, and stays one to log and mask', () => {
    const unknown = refusal('OF_A_LATER_VERSION');
    expect(clientError(unknown)).toBe(unknown);
  });
});
