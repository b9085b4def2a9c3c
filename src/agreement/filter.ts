import { Extensions, Field, ID, InputType } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { caseWork } from '../access/duties.js';
import { duty } from '../access/grants.js';
import type { Filter } from '../database/planner/filters.js';
import { idOf } from '../database/planner/identifiers.js';
import { agreementState } from '../database/tables/enums.js';
import { DateScalar } from '../scalars.js';

// Registered as the modules load: enums must be known before the schema is built.
const AgreementStateType = enumObject(agreementState);
const workers = duty(...caseWork);

@InputType({ description: '협약 조건. Every condition that is given must hold.' })
export class AgreementFilter {
  @Extensions({ grant: workers })
  @Field(() => [AgreementStateType], { nullable: true, description: '상태. Any of these today.' })
  states?: (typeof agreementState.enumValues)[number][] | null;

  @Extensions({ grant: workers })
  @Field(() => ID, { nullable: true, description: '협약 기관. Agreements with this organization.' })
  organization?: string | null;

  @Extensions({ grant: workers })
  @Field(() => DateScalar, {
    nullable: true,
    description:
      '통지 기한. Those that will renew unless somebody gives notice by this day, or that end by it.',
  })
  dueBy?: string | null;
}

export const agreementFilter: Filter<AgreementFilter> = {
  states: (t, value) => `hamkke.agreement_state(${t}) = any(${value('agreement_state[]')})`,
  organization: (t, value) => `${t}.organization_id = ${value('uuid', (id) => idOf('Organization', id).id)}`,
  dueBy: (t, value) =>
    `coalesce(hamkke.agreement_notice_by(${t}), ${t}.last_day) between hamkke.today() and ${value('date')}`,
};
