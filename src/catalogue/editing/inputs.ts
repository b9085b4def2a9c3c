import { type ClassType, ID, InputType } from 'type-graphql';
import { anyInstant, districtCode, words } from '../../access/bounds.js';
import { enumObject } from '../../access/columns.js';
import { IdempotencyKey } from '../../access/commonFields.js';
import { InputField } from '../../access/decorators.js';
import { partnerKind } from '../../database/tables/enums.js';
import { type Declaration, location, organization, service, unit } from './declarations.js';

// The inputs of editors, made from the declarations.

// Registered as the modules load: enums must be known before the schema is built.
const PartnerKindType = enumObject(partnerKind);
const optional = { optional: true };

/** What an input has of a row: its own fields, and lists of what belongs to it. */
export type RowInput = { id?: string | null } & Record<string, unknown>;

/** What an editor says of a record, beside the fields of the record itself. */
export interface SaveInput extends Record<string, unknown> {
  organizationId?: string | null;
  serviceId?: string | null;
  locationId?: string | null;
  expectedLastModified?: string | null;
  removeIds?: string[] | null;
  taxonomyTermIds?: string[] | null;
  removeTaxonomyTermIds?: string[] | null;
  verified?: boolean | null;
  confidentialBecause?: string | null;
  evenIfAlike?: boolean | null;
  district?: string | null;
  partnerKind?: string | null;
  idempotencyKey?: string | null;
}

/** What is said of a new record alone. */
const kind = InputField(
  () => PartnerKindType,
  '기관 유형. What kind of partner a new one is; no public office, centre or police.',
  optional,
);
const alike = InputField(
  () => Boolean,
  '비슷해도 등록. Whether a new one is made although the district has one of that name or telephone number.',
  optional,
);

const hidden = InputField(
  words(1000),
  '비공개 사유. Makes a new record confidential from the beginning, and says why; the public never sees it.',
  optional,
);

const lastRead = InputField(
  anyInstant,
  '읽은 수정 시각. The `lastModified` that was read, needed to change a record; CONFLICT when somebody changed it since.',
  optional,
);

const made = new Map<Declaration, ClassType<RowInput>>();

/** Adds to an input what a declaration says of a row. */
function addFields(input: ClassType<object>, { fields, parts, references }: Declaration) {
  for (const { name, holds, description } of fields)
    InputField(holds, description, optional)(input.prototype, name);
  for (const [name, { type, description }] of Object.entries(references))
    InputField(() => ID, `${description} Id of a ${type}.`, optional)(input.prototype, name);
  for (const [name, { of, description }] of Object.entries(parts)) {
    const type = inputOf(of);
    InputField(
      () => [type],
      `${description} What is not named stays as it is.`,
      optional,
    )(input.prototype, name);
  }
}

/** The input of a row that belongs to a record; the same wherever such rows stand. */
function inputOf(declaration: Declaration): ClassType<RowInput> {
  const known = made.get(declaration);
  if (known) return known;
  const input = class {} as unknown as ClassType<RowInput>;
  made.set(declaration, input);
  InputType(`${declaration.type}Input`, {
    description: `${declaration.type} 입력. id가 있는 행은 고치고 없는 행은 더하며, 적지 않은 것은 그대로 두고 null은 지웁니다. A row with an id is changed, one without is added; a field that is left out stays as it is, and null takes it away.`,
  })(input);
  InputField(() => ID, '식별자. Which one; none for a new one.', optional)(input.prototype, 'id');
  addFields(input, declaration);
  return input;
}

function saving(declaration: Declaration, own: (input: object) => void): ClassType<SaveInput> {
  const input = class {} as unknown as ClassType<SaveInput>;
  const type = declaration.type.toLowerCase();
  InputType(`Save${declaration.type}Input`, {
    description: `${declaration.type} 등록·수정. \`${type}Id\`가 없으면 새 기록이고, 있으면 적지 않은 것은 그대로 두고 null은 지웁니다. A ${type} with what belongs to it: without \`${type}Id\` a new one; of one that is there, what is left out stays as it is, and null takes it away.`,
  })(input);
  const { prototype } = input;
  own(prototype as object);
  lastRead(prototype, 'expectedLastModified');
  addFields(input, declaration);
  InputField(
    () => [ID],
    '삭제할 부속 기록. Ids of what belongs to it and goes: phones, schedules, contacts …',
    optional,
  )(prototype, 'removeIds');
  InputField(
    () => [ID],
    '추가할 분류 용어. Terms of taxonomies that describe it.',
    optional,
  )(prototype, 'taxonomyTermIds');
  InputField(
    () => [ID],
    '뺄 분류 용어. Terms that do not describe it any more.',
    optional,
  )(prototype, 'removeTaxonomyTermIds');
  InputField(
    () => Boolean,
    '확인함. Whether the editor looked whether all of it is true, as `verifyRecord` says; not unless said.',
    optional,
  )(prototype, 'verified');
  hidden(prototype, 'confidentialBecause');
  IdempotencyKey(prototype, 'idempotencyKey');
  return input;
}

export const SaveOrganizationInput = saving(organization, (input) => {
  InputField(() => ID, '기관. Which one; none for a new one.', optional)(input, 'organizationId');
  InputField(
    districtCode,
    '시·군·구 코드. District of a new one, five digits; the viewer’s unless said otherwise.',
    optional,
  )(input, 'district');
  kind(input, 'partnerKind');
  alike(input, 'evenIfAlike');
});
export const SaveServiceInput = saving(service, (input) => {
  InputField(() => ID, '서비스. Which one; none for a new one.', optional)(input, 'serviceId');
  InputField(() => ID, '제공 기관. Who gives a new one.', optional)(input, 'organizationId');
});
export const SaveLocationInput = saving(location, (input) => {
  InputField(() => ID, '장소. Which one; none for a new one.', optional)(input, 'locationId');
  InputField(() => ID, '기관. Whose place a new one is.', optional)(input, 'organizationId');
});

/** What an editor says of a unit. */
export interface SaveUnitInput extends Record<string, unknown> {
  unitId?: string | null;
  expectedLastModified?: string | null;
  idempotencyKey?: string | null;
}

function savingUnit(): ClassType<SaveUnitInput> {
  const input = class {} as unknown as ClassType<SaveUnitInput>;
  const prototype = input.prototype as object;
  InputType('SaveUnitInput', {
    description:
      'Unit 등록·수정. `unitId`가 없으면 새 단위이고, 있으면 적지 않은 것은 그대로 두고 null은 지웁니다. What room is counted in: without `unitId` a new one; of one that is there, what is left out stays as it is, and null takes it away.',
  })(input);
  InputField(() => ID, '단위. Which one; none for a new one.', optional)(prototype, 'unitId');
  lastRead(prototype, 'expectedLastModified');
  addFields(input, unit);
  IdempotencyKey(prototype, 'idempotencyKey');
  return input;
}
export const SaveUnitInput = savingUnit();

/** What is said of an organization that is not there yet, where something else is said with it. */
export interface NewOrganization extends Record<string, unknown> {
  partnerKind?: string | null;
  evenIfAlike?: boolean | null;
  confidentialBecause?: string | null;
}

function newOrganization(): ClassType<NewOrganization> {
  const input = class {} as unknown as ClassType<NewOrganization>;
  InputType('NewOrganizationInput', {
    description:
      '새 기관. 자원목록에 아직 없는 기관과 그에 속한 것을 적습니다. An organization that the catalogue does not have yet, with what belongs to it.',
  })(input);
  kind(input.prototype, 'partnerKind');
  alike(input.prototype, 'evenIfAlike');
  hidden(input.prototype, 'confidentialBecause');
  addFields(input, organization);
  return input;
}
export const NewOrganizationInput = newOrganization();

const proposed = (declaration: Declaration, description: string, own: (input: object) => void) => {
  const input = class {} as unknown as ClassType<SaveInput>;
  InputType(`Proposed${declaration.type}Input`, { description })(input);
  own(input.prototype as object);
  addFields(input, declaration);
  return input;
};
const whose = (input: object) =>
  InputField(
    () => ID,
    '기관. Whose it is; the viewer’s organization unless said otherwise.',
    optional,
  )(input, 'organizationId');
const ProposedOrganizationInput = proposed(
  organization,
  '새 기관 제안. 어떤 기관인지 적습니다. What the organization is.',
  (input) => kind(input, 'partnerKind'),
);
const ProposedServiceInput = proposed(
  service,
  '새 서비스 제안. 어떤 서비스인지 적습니다. What the service is.',
  whose,
);
const ProposedLocationInput = proposed(
  location,
  '새 장소 제안. 어떤 장소인지 적습니다. What the location is.',
  whose,
);

@InputType({
  description:
    '새 기록 제안. 자원목록에 있어야 할 기록 하나와 까닭을 적습니다. A record that should be in the catalogue, one at a time, and why.',
})
export class ProposeRecordInput {
  @InputField(() => ProposedOrganizationInput, '기관. A new organization of the viewer’s district.', optional)
  organization?: SaveInput | null;

  @InputField(() => ProposedServiceInput, '서비스. A new service.', optional)
  service?: SaveInput | null;

  @InputField(() => ProposedLocationInput, '장소. A new location.', optional)
  location?: SaveInput | null;

  @InputField(words(1000), '이유. How it is known, for whoever decides; nothing of any household.')
  reason!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '비공개 설정. 기록을 이제부터 숨길지 말지와 까닭을 적습니다. Whether a record is confidential from now on, and why.',
})
export class SetConfidentialInput {
  @InputField(() => ID, '기록. An organization, a service or a location.')
  recordId!: string;

  @InputField(
    () => Boolean,
    '비공개. Whether nobody finds it any more, with all that tells of it; false makes public what an editor made confidential.',
  )
  confidential!: boolean;

  @InputField(words(1000), '이유. Why, for whoever must know later; it is never public.')
  reason!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}
