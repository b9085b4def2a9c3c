import { ID, ObjectType } from 'type-graphql';
import { basesIn, type DataClass, type Purpose } from '../access/classes.js';
import { enumObject } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import type { Contents } from '../accesslog/entries.js';
import { connectionOf } from '../connection.js';
import type { FunctionRow } from '../database/functionReads.js';
import { dataClass, purpose } from '../database/tables/enums.js';
import { DateScalar } from '../scalars.js';

@ObjectType({
  description:
    '이용자. 그 줄의 목적으로 인적사항이 열려 있는 사람입니다. Somebody whose IDENTITY is open for the purpose of the row.',
})
export class ClientMember {
  @OutputField(() => ID, '가구원. Id of the member.')
  memberId!: string;

  @OutputField(() => String, '이름. Full name.')
  name!: string;

  @OutputField(() => DateScalar, '생년월일. Birth date; null where it is not known.', { optional: true })
  birthDate!: string | null;
}

@ObjectType({
  description:
    '이용 가구. 한 목적으로 우리 기관에 열려 있는 가구입니다. A household that is open to the viewer’s organization for one purpose. Ask for it with that purpose in the header `Hamkke-Purpose`.',
})
export class Client {
  @OutputField(() => ID, '가구. 가구의 식별자입니다. Id of the household.')
  householdId!: string;

  @OutputField(
    () => enumObject(purpose),
    '목적. For what it is open; what is open for another is a row of its own.',
  )
  purpose!: Purpose;

  @OutputField(
    () => [enumObject(dataClass)],
    '열람 항목. The data classes that are open of the household or of a member.',
  )
  classes!: DataClass[];

  @OutputField(() => [ClientMember], '이용자. The members whose IDENTITY is open.')
  members!: ClientMember[];
}

export const ClientConnection = connectionOf(Client, 'Client', '이용 가구');

/** A line of the log for each row, under its own purpose; one line where there was none. */
export const clientsShown =
  (districtId: string) =>
  (rows: readonly FunctionRow[]): Contents[] =>
    rows.length === 0
      ? [{ districtId }]
      : rows.map(({ $h, $b, members, purpose: given }) => ({
          districtId,
          householdId: String($h),
          purpose: given as Purpose,
          shown: Object.fromEntries([
            [String($h), []],
            ...(members as ClientMember[]).map(({ memberId }) => [memberId.split(':')[2]!, ['IDENTITY']]),
          ]),
          bases: basesIn(Number($b)),
        }));
