import { Int, ObjectType } from 'type-graphql';
import { enumObject } from '../../access/columns.js';
import { OutputField } from '../../access/decorators.js';
import * as enums from '../../database/tables/enums.js';
import { type CutOffs, type FormDefinition as Definition, forms, isCurrent } from './definitions.js';
import type { PolicyValues } from './score.js';

// Registered as the modules load: enums must be known before the schema is built.
const FormType = enumObject(enums.screeningForm);
const ClassType = enumObject(enums.dataClass);
const ScoringType = enumObject(enums.formScoring);
const ConcernType = enumObject(enums.healthConcern);
const KindType = enumObject(enums.partnerKind);

const optional = { optional: true };

@ObjectType({ description: '기준값. 위험을 나누는 값입니다. From which value on a risk is higher.' })
export class FormCutOffs {
  @OutputField(() => Int, '중간 위험. From here on it is MODERATE.')
  moderate!: number;

  @OutputField(() => Int, '높은 위험. From here on it is HIGH.')
  high!: number;
}

@ObjectType({
  description: '문항. 검사 도구의 문항이나 재는 값입니다. A question of a form, or a measure.',
})
export class FormItem {
  @OutputField(() => Int, '번호. From 1 on, in the order in which answers are sent.')
  number!: number;

  @OutputField(
    () => String,
    '이름. What is measured; null where only the instrument itself has the words.',
    optional,
  )
  name!: string | null;

  @OutputField(() => Int, '최솟값. The least answer.')
  least!: number;

  @OutputField(() => Int, '최댓값. The greatest answer.')
  most!: number;

  @OutputField(() => Boolean, '역채점 여부. Whether it counts from the other end.')
  reversed!: boolean;

  @OutputField(() => Boolean, '경보 문항 여부. Whether any answer above the least makes the risk HIGH.')
  alarms!: boolean;

  @OutputField(() => Boolean, '합산 여부. Whether it is part of the sum.')
  summed!: boolean;

  @OutputField(() => FormCutOffs, '기준값. What it is judged by where each item is by itself.', optional)
  cutOffs!: FormCutOffs | null;
}

@ObjectType({
  description:
    '검사 도구. 무엇을 묻고 어떻게 채점하며 점수가 무엇을 뜻하는지 보여 줍니다. 저작권이 있는 문항의 글은 싣지 않습니다. A version of a screening form: what is asked, how it is scored and what that means in the viewer’s district. The words of instruments under licence are not here.',
})
export class FormDefinition {
  @OutputField(() => FormType, '검사 도구. Which form.')
  form!: string;

  @OutputField(() => Int, '판. Which version; it never changes.')
  version!: number;

  @OutputField(() => Boolean, '현재 판 여부. Whether it is the newest version.')
  current!: boolean;

  @OutputField(() => String, '이름. Its Korean name.')
  name!: string;

  @OutputField(() => String, '설명. What it is for and how answers are written, in Korean and English.')
  about!: string;

  @OutputField(() => String, '출처. Where its scoring and its usual cut-offs come from.')
  source!: string;

  @OutputField(() => ClassType, '개인정보 항목. Of which class its results are.')
  dataClass!: string;

  @OutputField(() => ScoringType, '채점 방식. How it is scored.')
  scoring!: string;

  @OutputField(() => [FormItem], '문항. Its items, in order.')
  items!: FormItem[];

  @OutputField(() => FormCutOffs, '기준값. What the sum is judged by; null where items are.', optional)
  cutOffs!: FormCutOffs | null;

  @OutputField(() => ConcernType, '위험. What a risk suggests a referral for; null for none.', optional)
  concern!: string | null;

  @OutputField(() => [KindType], '기관 유형. To what kinds of organization.')
  partnerKinds!: string[];
}

const cutOffsOn = (cutOffs: CutOffs | undefined, policies: PolicyValues): FormCutOffs | null =>
  cutOffs ? { moderate: policies[cutOffs.moderate], high: policies[cutOffs.high] } : null;

const infoOf = (form: Definition, policies: PolicyValues): FormDefinition => ({
  form: form.key,
  version: form.version,
  current: isCurrent(form),
  name: form.name,
  about: form.about,
  source: form.source,
  dataClass: form.dataClass,
  scoring: form.scoring,
  items: form.items.map(({ name, least, most, reversed, alarms, apart, cutOffs }, at) => ({
    number: at + 1,
    name,
    least,
    most,
    reversed: reversed ?? false,
    alarms: alarms ?? false,
    summed: form.scoring === 'SUM' && !apart,
    cutOffs: cutOffsOn(cutOffs, policies),
  })),
  cutOffs: cutOffsOn(form.cutOffs, policies),
  concern: form.concern?.concern ?? null,
  partnerKinds: [...(form.concern?.partnerKinds ?? [])],
});

/** Every version of every form, with what it means by a district's policies. */
export const formsBy = (policies: PolicyValues): FormDefinition[] =>
  forms.map((each) => infoOf(each, policies));
