import { randomUUID } from 'node:crypto';
import { ID, InputType } from 'type-graphql';
import { words } from '../access/bounds.js';
import { type DataClass, noteClasses } from '../access/classes.js';
import { enumObject } from '../access/columns.js';
import { common, ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import { noteWriters } from '../access/duties.js';
import { duty } from '../access/grants.js';
import type { Context } from '../context.js';
import type { Writing } from '../database/commands.js';
import { type GlobalId, idOf, idWithin } from '../database/planner/identifiers.js';
import { caseNotes } from '../database/tables/case.js';
import * as enums from '../database/tables/enums.js';
import { mutation, mutations, payload, rowField } from '../mutation.js';
import { required } from '../text/required.js';
import { addParticipants, type CaseKey, checkTime, contactOf } from './commands.js';
import { ContactFields, OfContact } from './inputs.js';
import { CaseNote } from './note/types.js';

// Registered as the modules load: enums must be known before the schema is built.
const DataClassType = enumObject(enums.dataClass);
const NoteKindType = enumObject(enums.noteKind);

@common(OfContact)
@InputType({
  description:
    '기록 작성. 누구의 어느 항목에 관해 무엇을 적는지 씁니다. What is noted, of which class, and of whom.',
})
class WriteNoteInput extends ContactFields {
  @InputField(() => ID, '사례. Id of the case; it may be at any stage.')
  caseId!: string;

  @InputField(words(10_000), '내용. What was said or seen, in words.')
  body!: string;

  @InputField(
    () => DataClassType,
    `개인정보 항목. The class of the note, one of those that the viewer writes of whom it concerns: ${noteClasses.join(', ')}. CASE_NOTE unless said otherwise.`,
    { optional: true },
  )
  dataClass?: DataClass | null;

  @InputField(() => NoteKindType, '유형. What it is written about; OTHER unless said otherwise.', {
    optional: true,
  })
  kind?: (typeof enums.noteKind.enumValues)[number] | null;

  @InputField(
    () => [ID],
    '기록 대상. Members whom it concerns; unless said otherwise everybody of whom the viewer may write it.',
    { optional: true },
  )
  memberIds?: string[] | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '기록 정정. 어느 기록을 어떻게 고치는지 적습니다. Which note is corrected, and how it reads then.',
})
class CorrectNoteInput {
  @InputField(() => ID, '기록. Id of the note.')
  noteId!: string;

  @InputField(words(10_000), '내용. The whole note as it should read.')
  body!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

/** What the database says of a note that was written or corrected. */
interface Noted {
  household: string;
  subjects: string[];
  class: DataClass;
  bases: Parameters<Writing['recorded']>[2][];
}

/** Has the database write or correct a note, and says for the log whose it is. */
async function change(
  writing: Writing,
  call: 'write_note' | 'correct_note',
  { district, id }: GlobalId,
  values: Record<string, unknown>,
): Promise<CaseKey> {
  const { sql, recorded } = writing;
  const all = { district_id: district, id, ...values };
  const [row] = await sql`select ${sql.unsafe(`hamkke.${call}`)}(${sql.json(all as never)}) as noted`;
  const noted = row!.noted as Noted;
  const shown = Object.fromEntries(noted.subjects.map((each) => [each, [noted.class]]));
  recorded(noted.household, shown, ...noted.bases);
  return { district: district!, id };
}

/** Writes a note into a case: also by those who take part in its work and take no steps with it. */
async function writeNote(context: Context, input: WriteNoteInput, name: string): Promise<CaseKey> {
  const about = idOf('Case', input.caseId);
  const body = required(input.body, 'input.body');
  const contact = contactOf(input);
  const memberIds = input.memberIds?.map((each) => idWithin('Member', each, about.district));
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const note = { ...about, type: 'CaseNote', id: randomUUID() };
    const key = await change(writing, 'write_note', note, {
      case_id: about.id,
      data_class: input.dataClass ?? 'CASE_NOTE',
      subject_ids: memberIds ?? null,
      kind: input.kind ?? 'OTHER',
      body,
      ...contact,
    });
    if (input.tookPlaceAt) {
      const [of] = await writing.sql`
        select household_id, opened_on::text as opened_on from cases
        where district_id = ${about.district} and id = ${about.id}`;
      await checkTime(
        writing.sql,
        {
          district: about.district!,
          householdId: String(of!.household_id),
          openedOn: String(of!.opened_on),
        },
        input.tookPlaceAt,
      );
    }
    await addParticipants(writing.sql, key, input.participants);
    return key;
  });
}

async function correctNote(context: Context, input: CorrectNoteInput, name: string): Promise<CaseKey> {
  const about = idOf('CaseNote', input.noteId);
  const body = required(input.body, 'input.body');
  return context.commands.run(context, { name, about, input }, (writing) =>
    change(writing, 'correct_note', about, { body, expected_version: input.expectedVersion }),
  );
}

const notePayload = payload<CaseKey>(
  'CaseNotePayload',
  '기록 결과. 기록을 쓰거나 고친 결과를 돌려줍니다. What a change of a note answered.',
  {
    note: rowField(() => CaseNote, caseNotes, '기록. The note as it reads now.'),
  },
);

/** Notes that are no step's, and corrections of every note. */
export const NoteMutations = mutations({
  writeNote: mutation({
    grant: duty(...noteWriters),
    description:
      '기록 작성. 사례에 기록을 씁니다. 방문간호사는 건강과 정신건강, 파견 경찰관은 동의받은 항목을 씁니다. Writes a note into a case, also of what a visit together saw: a nurse of HEALTH or MENTAL_HEALTH, a dispatched police officer of what the household consented to.',
    input: WriteNoteInput,
    answers: notePayload,
    run: writeNote,
  }),
  correctNote: mutation({
    grant: duty(...noteWriters),
    description:
      '기록 정정. 작성자나 담당 센터가 기록을 고칩니다. 고친 사실과 고치기 전 내용이 함께 보입니다. Corrects a note, by its author or the centre that is responsible; that it was corrected is seen, with what stood there before.',
    input: CorrectNoteInput,
    answers: notePayload,
    run: correctNote,
  }),
});
