import { ID, InputType } from 'type-graphql';
import { several, zoneCode } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import type { Duty } from '../access/duties.js';
import { duty } from '../database/tables/enums.js';
import { staffTexts } from './texts.js';

// Registered as the modules load: enums must be known before the schema is built.
const DutyType = enumObject(duty);

const optional = { optional: true };

@InputType({
  description:
    '직원 등록. 함께에서 일할 사람을 적습니다. 할 수 있는 일은 직위가 정합니다. A person who will work with Hamkke; what they may do is in their posts.',
})
export class AddStaffInput {
  @InputField(staffTexts.subject, '계정. What the token of the person names them by: its `sub`.')
  subject!: string;

  @InputField(staffTexts.name, '이름. Name of the person.')
  name!: string;

  @InputField(() => ID, '소속 기관. The home organization.')
  organizationId!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '직위. 사람이 일하는 자리를 적습니다. 시·군·구는 기관의 것입니다. A place of work of a person; its district is the organization’s.',
})
export class AddPostInput {
  @InputField(() => ID, '직원. Whose post it is.')
  staffId!: string;

  @InputField(() => ID, '근무 기관. Where it is: the home organization, or by dispatch another one.')
  organizationId!: string;

  @InputField(() => [DutyType], '직무. What it lets the person do, at least one.')
  duties!: Duty[];

  @InputField(
    several(zoneCode),
    '담당 구역. Codes of its zones, for duties of a zone: a dong, a tong (`1120055000-3`) or a ban (`1120055000-3-2`).',
    optional,
  )
  zones?: string[] | null;

  @InputField(staffTexts.title, '직위명. Its title.')
  title!: string;

  @InputField(
    () => Boolean,
    '주 직위 여부. Whether it is the primary one; the first post is unless said otherwise.',
    optional,
  )
  primary?: boolean | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '직위 변경. 직위에서 바꿀 것을 적으며, 적지 않은 것은 그대로 둡니다. What changes of a post; what is not given stays.',
})
export class ChangePostInput {
  @InputField(() => ID, '직위. Id of the post.')
  postId!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @InputField(() => [DutyType], '직무. All its duties from now on.', optional)
  duties?: Duty[] | null;

  @InputField(several(zoneCode), '담당 구역. All its zones from now on.', optional)
  zones?: string[] | null;

  @InputField(staffTexts.title, '직위명. Its title.', optional)
  title?: string | null;

  @InputField(() => Boolean, '활동 여부. Whether it can be acted in.', optional)
  active?: boolean | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '주 직위 변경. 어느 직위를 주 직위로 하는지 적습니다. Which post becomes the primary one.',
})
export class SetPrimaryPostInput {
  @InputField(() => ID, '직위. Id of the post.')
  postId!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '활동 여부 변경. 다음 요청부터 일할 수 있는지 적습니다. Whether a person may work with Hamkke from the next request on.',
})
export class SetStaffActiveInput {
  @InputField(() => ID, '직원. Id of the person.')
  staffId!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @InputField(() => Boolean, '활동 여부. Whether they are active.')
  active!: boolean;

  @IdempotencyKey
  idempotencyKey?: string | null;
}
