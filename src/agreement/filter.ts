import { ID, InputType } from 'type-graphql';
import { anyDay } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { caseWork } from '../access/duties.js';
import { filterField } from '../access/filters.js';
import { duty } from '../access/grants.js';
import { idIn } from '../database/planner/identifiers.js';
import { agreementState } from '../database/tables/enums.js';

// Registered as the modules load: enums must be known before the schema is built.
const AgreementStateType = enumObject(agreementState);
const Narrow = filterField(duty(...caseWork));

@InputType({
  description:
    '협약 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
export class AgreementFilter {
  @Narrow(() => [AgreementStateType], '상태. Any of these today.', {
    type: 'agreement_state[]',
    where: (t, value) => `hamkke.agreement_state(${t}) = any(${value})`,
  })
  states?: (typeof agreementState.enumValues)[number][] | null;

  @Narrow(() => ID, '협약 기관. Agreements with this organization.', {
    type: 'uuid',
    as: idIn('Organization'),
    where: (t, value) => `${t}.organization_id = ${value}`,
  })
  organization?: string | null;

  @Narrow(
    anyDay,
    '통지 기한. Those that will renew unless somebody gives notice by this day, or that end by it.',
    {
      type: 'date',
      where: (t, value) =>
        `coalesce(hamkke.agreement_notice_by(${t}), ${t}.last_day) between hamkke.today() and ${value}`,
    },
  )
  dueBy?: string | null;
}
