import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { dataClass, purpose } from '../database/tables/enums.js';
import type { DataClass, Purpose } from './classes.js';
import { enumObject } from './columns.js';
import { AllowedTo } from './decorators.js';
import { inherited } from './grants.js';

/** Why a class is withheld; see `hamkke.access_of`, which decides. */
export enum WithheldReason {
  NO_CONSENT = 'NO_CONSENT',
  CONSENT_EXPIRED = 'CONSENT_EXPIRED',
  CONSENT_WITHDRAWN = 'CONSENT_WITHDRAWN',
  CLASS_NOT_CONSENTED = 'CLASS_NOT_CONSENTED',
  ROLE = 'ROLE',
  AGREEMENT_ENDED = 'AGREEMENT_ENDED',
  NEVER_SHAREABLE = 'NEVER_SHAREABLE',
  NOT_IN_LISTS = 'NOT_IN_LISTS',
}
registerEnumType(WithheldReason, {
  name: 'WithheldReason',
  description: '비공개 사유. 왜 볼 수 없는지 구분합니다. Why a data class is withheld.',
  valuesConfig: {
    NO_CONSENT: { description: '동의 없음. Nobody consented to this organization for this purpose.' },
    CONSENT_EXPIRED: { description: '동의 기간 만료. The consent ran out.' },
    CONSENT_WITHDRAWN: { description: '동의 철회. The consent was withdrawn.' },
    CLASS_NOT_CONSENTED: {
      description:
        '동의 항목 아님. There is a consent, but this class is not in it, or the agreement does not cover it.',
    },
    ROLE: { description: '직무 범위 아님. The viewer’s duty does not include this class.' },
    AGREEMENT_ENDED: { description: '협약 종료. The agreement that the consent rests on is not in force.' },
    NEVER_SHAREABLE: { description: '공유 불가. This class can never be shared.' },
    NOT_IN_LISTS: {
      description:
        '목록·검색 제외. In no list and no search, whoever may know it: ask for the household by its id.',
    },
  },
});

const dataClasses = enumObject(dataClass);
const PurposeType = enumObject(purpose);

@ObjectType({
  description: '비공개 항목. 지금 볼 수 없는 항목입니다. A data class that the viewer does not have.',
})
export class Withheld {
  @AllowedTo(inherited)
  @Field(() => dataClasses, { description: '항목. 어느 항목인지 정합니다. The class.' })
  dataClass!: DataClass;

  @AllowedTo(inherited)
  @Field(() => WithheldReason, { description: '사유. Why it is withheld.' })
  reason!: WithheldReason;

  @AllowedTo(inherited)
  @Field(() => [PurposeType], {
    description:
      '다른 목적. Purposes for which the viewer has it: name one in `Hamkke-Purpose` where the work is for that.',
  })
  purposes!: Purpose[];
}

@ObjectType({
  description:
    '열람 범위. 모든 항목이 기록이 있든 없든 두 목록 가운데 하나에 있습니다. Every data class is in one of the two lists, whether or not anything is recorded.',
})
export class AccessSummary {
  @AllowedTo(inherited)
  @Field(() => [dataClasses], { description: '열람 항목. Classes that the viewer has here.' })
  granted!: DataClass[];

  @AllowedTo(inherited)
  @Field(() => [Withheld], {
    description: '비공개 항목. Classes that the viewer does not have here, and why.',
  })
  withheld!: Withheld[];
}
