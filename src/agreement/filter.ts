import { ID, InputType } from 'type-graphql';
import { anyDay } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { caseWork } from '../access/duties.js';
import { duty } from '../access/grants.js';
import { inputField } from '../access/see.js';
import type { Filter } from '../database/planner/filters.js';
import { idOf } from '../database/planner/identifiers.js';
import { agreementState } from '../database/tables/enums.js';

// Registered as the modules load: enums must be known before the schema is built.
const AgreementStateType = enumObject(agreementState);
const Given = inputField(duty(...caseWork));
const optional = { optional: true };

@InputType({ description: '협약 조건. Every condition that is given must hold.' })
export class AgreementFilter {
  @Given(() => [AgreementStateType], '상태. Any of these today.', optional)
  states?: (typeof agreementState.enumValues)[number][] | null;

  @Given(() => ID, '협약 기관. Agreements with this organization.', optional)
  organization?: string | null;

  @Given(
    anyDay,
    '통지 기한. Those that will renew unless somebody gives notice by this day, or that end by it.',
    optional,
  )
  dueBy?: string | null;
}

export const agreementFilter: Filter<AgreementFilter> = {
  states: (t, value) => `hamkke.agreement_state(${t}) = any(${value('agreement_state[]')})`,
  organization: (t, value) => `${t}.organization_id = ${value('uuid', (id) => idOf('Organization', id).id)}`,
  dueBy: (t, value) =>
    `coalesce(hamkke.agreement_notice_by(${t}), ${t}.last_day) between hamkke.today() and ${value('date')}`,
};
