import { ID, Int, ObjectType } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import { connectionOf } from '../connection.js';
import * as enums from '../database/tables/enums.js';
import { DateScalar, DateTimeScalar } from '../scalars.js';
import { consentLimits } from './limits.js';

// Registered as the modules load: enums must be known before the schema is built.
const StateType = enumObject(enums.consentProposalState);
const PurposeType = enumObject(enums.purpose);
const DataClassType = enumObject(enums.dataClass);
const MethodType = enumObject(enums.consentMethod);

const days = `${consentLimits.consentProposalDays} working days unless the district says otherwise; public holidays are counted as working days for now`;

@ObjectType({
  description:
    '동의 제안 접수증. 우리 창구에서 받은 동의가 어떻게 되었는지 알려 주며, 누구와 맞는지는 알려 주지 않습니다. What became of a consent that somebody signed at the partner’s desk: how it stands, and nothing of whom it was matched to.',
})
export class ConsentProposalReceipt {
  @OutputField(() => ID, '접수 번호. The number of the receipt.')
  id!: string;

  @OutputField(() => StateType, '상태. How it stands.')
  state!: string;

  @OutputField(() => DateTimeScalar, '제안 시각. When it was proposed.')
  proposedAt!: string;

  @OutputField(() => DateScalar, `확인 기한. Last day on which it can be confirmed: ${days}.`)
  lapsesOn!: string;
}

@ObjectType({
  description:
    '대조된 가구원. 이름과 생년월일로 보아 동의한 사람일 수 있는 가구원입니다. Somebody of whom a proposal may be, by name and birth date.',
})
export class MatchedMember {
  @OutputField(() => ID, '가구원. Id of the member.')
  memberId!: string;

  @OutputField(() => ID, '가구. 가구의 식별자입니다. Id of the household.')
  householdId!: string;

  @OutputField(() => String, '이름. The name as it is recorded.')
  name!: string;

  @OutputField(() => DateScalar, '생년월일. The birth date.')
  birthDate!: string;
}

@ObjectType({
  description:
    '동의 제안. 협력기관 창구에서 받아 지자체의 확인을 기다리는 동의입니다. 확인되기 전에는 아무것도 열지 않습니다. A consent that was signed at a partner’s desk and waits for the district: it opens nothing before somebody who writes down the household’s consents confirms it.',
})
export class ConsentProposal {
  @OutputField(() => ID, '고유 식별자. Stable identifier.')
  id!: string;

  @OutputField(() => DateTimeScalar, '제안 시각. When it was proposed.')
  proposedAt!: string;

  @OutputField(() => DateScalar, `확인 기한. Last day on which it can be confirmed: ${days}.`)
  lapsesOn!: string;

  @OutputField(
    () => ID,
    '제안 기관. Id of the organization at whose desk it was signed, and which it is given to.',
  )
  organizationId!: string;

  @OutputField(() => ID, '근거 협약. Id of the agreement that it rests on.')
  agreementId!: string;

  @OutputField(() => PurposeType, '목적. For what.')
  purpose!: string;

  @OutputField(() => [DataClassType], '항목. Which classes it opens.')
  classes!: string[];

  @OutputField(() => DateScalar, '시작일. First day.')
  validFrom!: string;

  @OutputField(() => DateScalar, '종료일. Last day.')
  validUntil!: string;

  @OutputField(() => MethodType, '동의 방법. How it was given.')
  method!: string;

  @OutputField(() => String, '이름. The name that the person gave.')
  name!: string;

  @OutputField(() => DateScalar, '생년월일. The birth date that the person gave.')
  birthDate!: string;

  @OutputField(
    () => [MatchedMember],
    '대조된 가구원. Whose consent it may be, of those whose consents the viewer writes down.',
  )
  members!: MatchedMember[];

  @OutputField(() => Int, '판 번호. Send it as `expectedVersion`.')
  version!: number;
}

/** A page of what a partner proposed. */
export const ReceiptConnection = connectionOf(
  ConsentProposalReceipt,
  'ConsentProposalReceipt',
  '동의 제안 접수증',
);
/** A page of what waits to be confirmed. */
export const ProposalConnection = connectionOf(ConsentProposal, 'ConsentProposal', '동의 제안');
