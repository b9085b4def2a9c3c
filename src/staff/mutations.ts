import { randomUUID } from 'node:crypto';
import { administrators } from '../access/appointments.js';
import { duty } from '../access/grants.js';
import type { Context } from '../context.js';
import { idOf } from '../database/planner/identifiers.js';
import { mutation, mutations, payload, readField } from '../mutation.js';
import { required } from '../text/required.js';
import * as inputs from './inputs.js';
import { StaffMember } from './types.js';

type Key = { id: string };

const staffPayload = payload<Key>(
  'StaffPayload',
  '인사 결과. 직원의 기록을 바꾼 결과를 돌려줍니다. What a change of somebody’s record answered.',
  {
    staffMember: readField(
      () => StaffMember,
      '직원. The person as they are now.',
      ({ id }, context, info) =>
        context.reads.functions.called(context, info, 'staff_member($1::uuid)', [id]),
    ),
  },
);

/**
 * Changes of the staff, each by one function of the database, which decides who may give what to whom (see
 * access/appointments.ts), and leaves the line of the history.
 */
export const StaffMutations = mutations(
  {
    addStaff: mutation({
      grant: duty(...administrators),
      description:
        '직원 등록. 기관에 직원을 등록합니다. 직위를 주기 전에는 아무것도 할 수 없습니다. Adds a person at home in an organization; without a post they can do nothing yet.',
      input: inputs.AddStaffInput,
      answers: staffPayload,
      run: (context, input, name) => {
        const id = randomUUID();
        const person = {
          id,
          subject: required(input.subject, 'input.subject'),
          name: required(input.name, 'input.name'),
          organization_id: idOf('Organization', input.organizationId).id,
        };
        return change(context, name, input, 'add_staff', person, id);
      },
    }),
    addPost: mutation({
      grant: duty(...administrators),
      description:
        '직위 부여. 소속 기관의 직위를 직원에게 줍니다. Gives a person a post at their home organization.',
      input: inputs.AddPostInput,
      answers: staffPayload,
      run: (context, input, name) => addPost(context, name, input, false),
    }),
    dispatch: mutation({
      grant: duty(...administrators),
      description:
        '파견. 소속이 아닌 다른 기관의 직위를 직원에게 줍니다. Gives a person a post at another organization than their home one.',
      input: inputs.AddPostInput,
      answers: staffPayload,
      run: (context, input, name) => addPost(context, name, input, true),
    }),
    changePost: mutation({
      grant: duty(...administrators),
      description:
        '직위 변경. 직위의 직무, 담당 구역, 이름을 바꾸거나 직위를 끝냅니다. 다음 요청부터 적용됩니다. Changes a post’s duties, zones or title, or ends it; from the next request on.',
      input: inputs.ChangePostInput,
      answers: staffPayload,
      run: (context, input, name) => {
        const post = {
          id: idOf('Post', input.postId).id,
          expected_version: input.expectedVersion,
          duties: input.duties ? unique(input.duties) : null,
          zones: input.zones ? unique(input.zones) : null,
          title: input.title ? required(input.title, 'input.title') : null,
          active: input.active ?? null,
        };
        return change(context, name, input, 'change_post', post);
      },
    }),
    setPrimaryPost: mutation({
      grant: duty(...administrators),
      description:
        '주 직위 변경. 요청이 직위를 말하지 않을 때 쓸 주 직위를 바꿉니다. Makes a post the one in which a person acts where a request names none, in place of the one before.',
      input: inputs.SetPrimaryPostInput,
      answers: staffPayload,
      run: (context, input, name) => {
        const post = { id: idOf('Post', input.postId).id, expected_version: input.expectedVersion };
        return change(context, name, input, 'set_primary_post', post);
      },
    }),
    setStaffActive: mutation({
      grant: duty(...administrators),
      description:
        '활동 여부 변경. 직원이 일할 수 있게 하거나 멈춥니다. 다음 요청부터 적용됩니다. Lets a person work with Hamkke or stops them, from the next request on.',
      input: inputs.SetStaffActiveInput,
      answers: staffPayload,
      run: (context, input, name) => {
        const { id } = idOf('StaffMember', input.staffId);
        const person = { id, active: input.active, expected_version: input.expectedVersion };
        return change(context, name, input, 'set_staff_active', person, id);
      },
    }),
  },
  '입력. 누구에게 무엇을 할지 적습니다. What is done, to whom.',
);

function addPost(context: Context, name: string, input: inputs.AddPostInput, dispatched: boolean) {
  const staff = idOf('StaffMember', input.staffId).id;
  const post = {
    id: randomUUID(),
    staff_id: staff,
    organization_id: idOf('Organization', input.organizationId).id,
    duties: unique(input.duties),
    zones: unique(input.zones ?? []),
    title: required(input.title, 'input.title'),
    primary: input.primary ?? null,
    dispatched,
  };
  return change(context, name, input, 'add_post', post, staff);
}

/** @param id whose record it is, where the function does not answer that */
function change(
  context: Context,
  name: string,
  input: { idempotencyKey?: string | null },
  procedure: 'add_staff' | 'add_post' | 'change_post' | 'set_primary_post' | 'set_staff_active',
  values: object,
  id?: string,
): Promise<Key> {
  const about = { district: context.viewer!.districtId };
  return context.commands.run(context, { name, about, input }, async ({ sql }) => {
    const [row] =
      await sql`select ${sql.unsafe(`hamkke.${procedure}`)}(${sql.json(values as never)}) as staff`;
    return { id: id ?? String(row?.staff) };
  });
}

const unique = <T>(values: readonly T[]) => [...new Set(values)];
