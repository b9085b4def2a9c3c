import { randomUUID } from 'node:crypto';
import { ID, InputType } from 'type-graphql';
import { words } from '../access/bounds.js';
import type { DataClass } from '../access/classes.js';
import { ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import { dutiesRecording } from '../access/duties.js';
import { duty } from '../access/grants.js';
import { notFound } from '../commonFaults.js';
import type { Context } from '../context.js';
import { versionConflict } from '../database/commands.js';
import { idOf } from '../database/planner/identifiers.js';
import { caseNotes } from '../database/tables/case.js';
import { errorOf } from '../faults.js';
import { mutation, mutations, payload, rowField } from '../mutation.js';
import { required } from '../text/required.js';
import { type CaseKey } from './commands.js';
import { caseFaults } from './faults.js';
import { CaseNote } from './types.js';

@InputType({ description: '기록 정정. Which note is corrected, and how it reads then.' })
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

/** Corrects a note: what it said before stays in its history, with who changed it. */
async function correctNote(context: Context, input: CorrectNoteInput, name: string): Promise<CaseKey> {
  const { district, id } = idOf('CaseNote', input.noteId);
  const body = required(input.body, 'input.body');
  const about = { type: 'CaseNote', district, id };
  return context.commands.run(context, { name, about, input }, async ({ sql, viewer, recorded }) => {
    // Locked only where the viewer may change it: hidden and unknown are the same.
    const [note] = await sql`
      select n.household_id, n.data_class, n.subject_ids, n.body, n.version, c.center_id from case_notes n
      join cases c on c.district_id = n.district_id and c.id = n.case_id
      where n.district_id = ${district} and n.id = ${id} for update of n`;
    if (!note) throw notFound('기록');
    // Whoever knows the household reads every note of it; what stands in them is of those who are responsible.
    if (note.center_id !== viewer.organizationId) throw errorOf(caseFaults.CASE_OF_OTHER_CENTER);
    if (note.version !== input.expectedVersion) throw versionConflict(Number(note.version));
    const key = { district: district!, id };
    if (note.body === body) return key;
    const version = Number(note.version) + 1;
    await sql`
      update case_notes set body = ${body}, version = ${version} where district_id = ${district} and id = ${id}`;
    await sql`insert into facet_changes ${sql({
      district_id: district!,
      id: randomUUID(),
      household_id: String(note.household_id),
      note_id: id,
      data_class: String(note.data_class),
      subject_ids: note.subject_ids as string[],
      version,
      post_id: viewer.postId,
      organization_id: viewer.organizationId,
      changes: sql.json([{ field: 'body', before: String(note.body), after: body }]),
    })}`;
    recorded(
      String(note.household_id),
      Object.fromEntries(
        (note.subject_ids as string[]).map((each) => [each, [note.data_class as DataClass]]),
      ),
    );
    return key;
  });
}

const notePayload = payload<CaseKey>('CaseNotePayload', '기록 결과. What a correction answered.', {
  note: rowField(() => CaseNote, caseNotes, '기록. The note as it reads now.'),
});

/** Corrections of notes. */
export const NoteMutations = mutations({
  correctNote: mutation({
    grant: duty(...dutiesRecording('CASE_NOTE')),
    description: '기록 정정. Corrects a note; that it was corrected is seen, with what stood there before.',
    input: CorrectNoteInput,
    answers: notePayload,
    run: correctNote,
  }),
});
