import { describe, expect, test } from 'vitest';
import { policyRules } from '../../src/policy/limits.js';
import { type FormDefinition, formOf, forms } from '../../src/visit/forms/definitions.js';
import { judge, type PolicyValues, riskOf, tierOf, worst } from '../../src/visit/forms/score.js';
import fc from '../support/property.js';

const usual = Object.fromEntries(
  Object.entries(policyRules).map(([key, { usual: value }]) => [key, value]),
) as PolicyValues;
const risks = ['LOW', 'MODERATE', 'HIGH'] as const;
const answersTo = ({ items }: FormDefinition) =>
  fc.tuple(...items.map(({ least, most }) => fc.integer({ min: least, max: most })));
const anyForm = fc
  .constantFrom(...forms)
  .chain((form) => answersTo(form).map((answers) => ({ form, answers })));
const summed = (form: FormDefinition) => form.items.filter(({ apart }) => !apart);

describe('laws of scores', () => {
  test('a score lies between the least and the most that its items can add up to', () => {
    fc.assert(
      fc.property(anyForm, ({ form, answers }) => {
        const { score } = judge(form, answers, usual);
        if (form.scoring === 'EACH') return score === null;
        const bound = (which: 'least' | 'most') => summed(form).reduce((sum, item) => sum + item[which], 0);
        return score! >= bound('least') && score! <= bound('most');
      }),
    );
  });

  test('a greater answer makes score and risk no smaller, and of a reversed item no greater', () => {
    fc.assert(
      fc.property(anyForm, fc.nat(), ({ form, answers }, nth) => {
        const place = nth % form.items.length;
        const item = form.items[place]!;
        if (answers[place] === item.most) return true;
        const more = answers.map((each, at) => (at === place ? each + 1 : each));
        const [one, other] = [answers, more].map((each) => judge(form, each, usual));
        const [low, high] = item.reversed ? [other!, one!] : [one!, other!];
        return (low.score ?? 0) <= (high.score ?? 0) && risks.indexOf(low.risk) <= risks.indexOf(high.risk);
      }),
    );
  });

  test('a district that sets its cut-offs lower finds no lower risk', () => {
    fc.assert(
      fc.property(anyForm, fc.integer({ min: 1, max: 30 }), ({ form, answers }, lower) => {
        const strict = Object.fromEntries(
          Object.entries(usual).map(([key, value]) => [key, value - lower]),
        ) as PolicyValues;
        const [before, after] = [usual, strict].map((each) => risks.indexOf(judge(form, answers, each).risk));
        return after! >= before!;
      }),
    );
  });

  test('a tier stands for one risk, and the worst of several decides', () => {
    for (const risk of risks) expect(riskOf(tierOf(risk))).toBe(risk);
    expect(worst([])).toBe('LOW');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...risks), { minLength: 1 }), (some) => {
        const high = worst(some);
        return some.includes(high) && some.every((each) => risks.indexOf(each) <= risks.indexOf(high));
      }),
    );
  });
});

test('each instrument scores as it was published', () => {
  const by = (key: FormDefinition['key'], answers: number[]) => judge(formOf(key, 1)!, answers, usual);
  const all = (count: number, value: number) => Array(count).fill(value) as number[];
  expect(by('PHQ9', [3, 3, 3, 1, 0, 0, 0, 0, 0])).toEqual({ score: 10, risk: 'MODERATE' });
  expect(by('PHQ9', [3, 3, 3, 0, 0, 0, 0, 0, 0])).toEqual({ score: 9, risk: 'LOW' });
  expect(by('PHQ9', [0, 0, 0, 0, 0, 0, 0, 0, 1])).toEqual({ score: 1, risk: 'HIGH' });
  // Whoever says no to all is content with nothing: five items worry where they are denied.
  expect(by('GDS_SF', all(15, 0))).toEqual({ score: 5, risk: 'LOW' });
  expect(by('GDS_SF', all(15, 1))).toEqual({ score: 10, risk: 'HIGH' });
  // The first answer from the top: three items count from the top, seven from the bottom.
  expect(by('EPDS', all(10, 0))).toEqual({ score: 21, risk: 'HIGH' });
  expect(by('EPDS', [0, 0, 3, 0, 3, 3, 3, 3, 3, 3])).toEqual({ score: 0, risk: 'LOW' });
  expect(by('EPDS', [0, 0, 3, 0, 3, 3, 3, 3, 3, 2])).toEqual({ score: 1, risk: 'HIGH' });
  expect(by('K_FRAIL', [1, 1, 1, 0, 0])).toEqual({ score: 3, risk: 'HIGH' });
  expect(by('CIST', [28, 0])).toEqual({ score: 28, risk: 'LOW' });
  expect(by('CIST', [19, 1])).toEqual({ score: 19, risk: 'HIGH' });
  expect(by('BLOOD_PRESSURE', [139, 100])).toEqual({ score: null, risk: 'HIGH' });
  expect(by('BLOOD_PRESSURE', [140, 80])).toEqual({ score: null, risk: 'MODERATE' });
  expect(by('GLUCOSE_FASTING', [126])).toEqual({ score: 126, risk: 'HIGH' });
});

test('a version of a form is there once, and a form keeps its class and what it points to', () => {
  expect(new Set(forms.map(({ key, version }) => `${key} ${version}`)).size).toBe(forms.length);
  for (const form of forms) {
    const first = forms.find(({ key }) => key === form.key)!;
    expect([form.key, form.dataClass, form.concern?.concern]).toEqual([
      first.key,
      first.dataClass,
      first.concern?.concern,
    ]);
    expect(form.cutOffs || form.items.some(({ alarms, cutOffs }) => alarms || cutOffs)).toBeTruthy();
  }
});
