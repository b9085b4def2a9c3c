import type { DataClass } from '../../access/classes.js';
import type { formScoring, healthConcern, partnerKind, screeningForm } from '../../database/tables/enums.js';
import type { PolicyKey } from '../../policy/limits.js';

export type FormKey = (typeof screeningForm.enumValues)[number];
export type Concern = (typeof healthConcern.enumValues)[number];
type PartnerKind = (typeof partnerKind.enumValues)[number];

/** From which value on a risk is moderate and high, as the district decided. */
export interface CutOffs {
  moderate: PolicyKey;
  high: PolicyKey;
}

/** One question, by its number alone where its words are under licence, or one measure. */
export interface FormItem {
  /** Korean and English; null where only the instrument itself has the words. */
  name: string | null;
  least: number;
  most: number;
  /** Whether a low answer is the worrying one, so that it counts from the other end. */
  reversed?: true;
  /** Whether any answer above the least makes the risk high, whatever the sum. */
  alarms?: true;
  /** Whether it is left out of the sum. */
  apart?: true;
  /** What it is judged by where each item is judged by itself. */
  cutOffs?: CutOffs;
}

/** A version of a form: never changed once results were written by it; a change is a new version. */
export interface FormDefinition {
  key: FormKey;
  version: number;
  name: string;
  /** What it is for, and where its scoring and its usual cut-offs come from. */
  about: string;
  source: string;
  dataClass: Extract<DataClass, 'HEALTH' | 'MENTAL_HEALTH'>;
  scoring: (typeof formScoring.enumValues)[number];
  items: readonly FormItem[];
  /** What the sum is judged by; none where items alarm by themselves. */
  cutOffs?: CutOffs;
  /** What a risk may point to, and who looks into that. */
  concern?: { concern: Concern; partnerKinds: readonly PartnerKind[] };
}

const cutOffsOf = <Key extends string>(key: Key) =>
  ({ moderate: `${key}_MODERATE`, high: `${key}_HIGH` }) as {
    moderate: `${Key}_MODERATE`;
    high: `${Key}_HIGH`;
  };

/** So many questions alike, each answered from 0 on, with what is different about some of them by number. */
const questions = (
  count: number,
  most: number,
  others: Readonly<Record<number, Partial<FormItem>>> = {},
): FormItem[] =>
  Array.from({ length: count }, (_, at) => ({ name: null, least: 0, most, ...others[at + 1] }));
const reversed = (numbers: readonly number[]) =>
  Object.fromEntries(numbers.map((number) => [number, { reversed: true } as const]));

const measured = (name: string, least: number, most: number, cutOffs?: CutOffs): FormItem => ({
  name,
  least,
  most,
  ...(cutOffs ? { cutOffs } : {}),
});

/** Every version of every form. Instruments under licence are named and scored; their words are not here. */
export const forms: readonly FormDefinition[] = [
  {
    key: 'BLOOD_PRESSURE',
    version: 1,
    name: '혈압',
    about: '안정을 취한 뒤 잰 혈압입니다. Blood pressure at rest.',
    source: 'Korean Society of Hypertension, guideline 2022',
    dataClass: 'HEALTH',
    scoring: 'EACH',
    items: [
      measured('수축기 혈압(mmHg). Systolic pressure.', 50, 300, cutOffsOf('SYSTOLIC')),
      measured('이완기 혈압(mmHg). Diastolic pressure.', 20, 200, cutOffsOf('DIASTOLIC')),
    ],
  },
  {
    key: 'GLUCOSE_FASTING',
    version: 1,
    name: '공복혈당',
    about: '여덟 시간 넘게 먹지 않고 잰 혈당입니다. Glucose after eight hours without food.',
    source: 'Korean Diabetes Association, guideline 2023',
    dataClass: 'HEALTH',
    scoring: 'SUM',
    items: [measured('혈당(mg/dL). Glucose.', 20, 800)],
    cutOffs: cutOffsOf('GLUCOSE_FASTING'),
  },
  {
    key: 'GLUCOSE_RANDOM',
    version: 1,
    name: '식후혈당',
    about: '식사와 관계없이 잰 혈당입니다. Glucose at any time of the day.',
    source: 'Korean Diabetes Association, guideline 2023',
    dataClass: 'HEALTH',
    scoring: 'SUM',
    items: [measured('혈당(mg/dL). Glucose.', 20, 800)],
    cutOffs: cutOffsOf('GLUCOSE_RANDOM'),
  },
  {
    key: 'PHQ9',
    version: 1,
    name: '우울 선별도구(PHQ-9)',
    about:
      '지난 두 주의 우울을 묻습니다. 아홉째 문항에 해당하면 합계와 관계없이 위험이 높습니다. Depression in the past two weeks; any answer to the ninth item makes the risk high.',
    source: 'Kroenke, Spitzer and Williams 2001',
    dataClass: 'MENTAL_HEALTH',
    scoring: 'SUM',
    items: questions(9, 3, { 9: { alarms: true } }),
    cutOffs: cutOffsOf('PHQ9'),
    concern: { concern: 'DEPRESSION', partnerKinds: ['MENTAL_HEALTH_CENTER'] },
  },
  {
    key: 'GDS_SF',
    version: 1,
    name: '단축형 노인우울척도(GDS-SF)',
    about:
      '예면 1, 아니오면 0으로 적습니다. Depression in old age: 1 for yes, 0 for no; items that worry where they are denied are turned round by the score.',
    source: 'Sheikh and Yesavage 1986; Bae and Cho 2004',
    dataClass: 'MENTAL_HEALTH',
    scoring: 'SUM',
    items: questions(15, 1, reversed([1, 5, 7, 11, 13])),
    cutOffs: cutOffsOf('GDS_SF'),
    concern: { concern: 'DEPRESSION', partnerKinds: ['MENTAL_HEALTH_CENTER', 'DEMENTIA_CENTER'] },
  },
  {
    key: 'CIST',
    version: 1,
    name: '인지선별검사(CIST)',
    about:
      '총점과, 검사 지침의 나이·학력 기준에 못 미치는지를 적습니다. The total, and whether it is below the norm for their age and schooling, as the manual of the test has it.',
    source: 'National Institute of Dementia, manual of the CIST 2021',
    dataClass: 'MENTAL_HEALTH',
    scoring: 'SUM',
    items: [
      measured('총점. The total, from 0 to 30.', 0, 30),
      { name: '기준 미만(예 1, 아니오 0). Below the norm.', least: 0, most: 1, alarms: true, apart: true },
    ],
    concern: { concern: 'DEMENTIA', partnerKinds: ['DEMENTIA_CENTER'] },
  },
  {
    key: 'K_FRAIL',
    version: 1,
    name: '한국형 노쇠 설문(K-FRAIL)',
    about: '해당하면 1, 아니면 0으로 적습니다. Frailty: 1 for each that holds.',
    source: 'Morley, Malmstrom and Miller 2012; Jung and others 2016',
    dataClass: 'HEALTH',
    scoring: 'SUM',
    items: questions(5, 1),
    cutOffs: cutOffsOf('K_FRAIL'),
  },
  {
    key: 'EPDS',
    version: 1,
    name: '에든버러 산후우울척도(EPDS)',
    about:
      '고른 답이 위에서 몇째인지를 0부터 적습니다. 열째 문항에 해당하면 합계와 관계없이 위험이 높습니다. Depression after a birth: the place of the answer from the top, from 0 on; any sign of self-harm in the tenth item makes the risk high.',
    source: 'Cox, Holden and Sagovsky 1987',
    dataClass: 'MENTAL_HEALTH',
    scoring: 'SUM',
    items: questions(10, 3, {
      ...reversed([3, 5, 6, 7, 8, 9]),
      10: { reversed: true, alarms: true },
    }),
    cutOffs: cutOffsOf('EPDS'),
    concern: { concern: 'POSTPARTUM_DEPRESSION', partnerKinds: ['MENTAL_HEALTH_CENTER'] },
  },
];

/** A version of a form; undefined where there is none of it. */
export const formOf = (key: FormKey, version: number): FormDefinition | undefined =>
  forms.find((each) => each.key === key && each.version === version);

/** Whether results are still to be written by a version: of each form, by its newest. */
export const isCurrent = ({ key, version }: FormDefinition) =>
  !forms.some((other) => other.key === key && other.version > version);
