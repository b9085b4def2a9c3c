import { administrators } from '../access/appointments.js';
import { zonedDuties } from '../access/duties.js';
import { duty } from '../access/grants.js';
import { outreachDuties } from '../access/outreach.js';
import * as tables from '../database/tables/zone.js';
import { mutation, mutations, payload, readField, rowField } from '../mutation.js';
import { StaffMember } from '../staff/types.js';
import * as commands from './commands.js';
import * as inputs from './inputs.js';
import { Petition, Round, ZoneSubstitution } from './types.js';

const substitutionPayload = payload<object>(
  'ZoneSubstitutionPayload',
  '대직 결과. 대직을 정하거나 끝낸 결과를 돌려줍니다. What naming a substitute or ending it answered.',
  {
    zoneSubstitutions: readField(
      () => [ZoneSubstitution],
      '대직. Who stands in for whom as it is now, as the query of that name has it.',
      (_, context, info) => context.reads.functions.called(context, info, 'zone_substitutions()'),
    ),
  },
);
const person = (description: string, whose: (handed: commands.HandedOver) => string) =>
  readField<commands.HandedOver>(
    () => StaffMember,
    description,
    (handed, context, info) =>
      context.reads.functions.called(context, info, 'staff_member($1::uuid)', [whose(handed)]),
  );
const handOverPayload = payload<commands.HandedOver>(
  'HandOverZonesPayload',
  '구역 인계 결과. 구역을 인계한 결과를 돌려줍니다. What handing zones over answered.',
  {
    from: person('넘긴 사람. Whose zones they were.', ({ given }) => given),
    to: person('받은 사람. Whose they are now.', ({ taken }) => taken),
  },
);
const roundPayload = payload(
  'RoundPayload',
  '순찰 결과. 순찰을 적은 결과를 돌려줍니다. What recording a round answered.',
  { round: rowField(() => Round, tables.rounds, '순찰. As it was recorded.') },
);
const petitionPayload = payload(
  'PetitionPayload',
  '민원 결과. 민원을 받거나 처리한 결과를 돌려줍니다. What taking or settling a petition answered.',
  { petition: rowField(() => Petition, tables.petitions, '민원. The petition as it is now.') },
);

/** Zones of tong and ban (담당구역): who stands in for whom, whose they become, and what is done there. */
export const ZoneMutations = mutations({
  nameSubstitute: mutation({
    grant: duty(...administrators),
    description:
      '대직 지정. 자리를 비운 담당자의 구역을 기간 동안 동료에게 맡기며, 그 직위가 끝나면 대직도 끝납니다. Lets a colleague answer for the zones of somebody who is away, from the first day to the last, and no longer than the other’s post lasts.',
    input: inputs.NameSubstituteInput,
    answers: substitutionPayload,
    run: commands.nameSubstitute,
  }),
  endSubstitution: mutation({
    grant: duty(...administrators),
    description:
      '대직 종료. 대직을 예정보다 먼저 끝냅니다. 다음 요청부터 적용됩니다. Ends a substitution before its last day; from the next request on.',
    input: inputs.EndSubstitutionInput,
    answers: substitutionPayload,
    run: commands.endSubstitution,
  }),
  handOverZones: mutation({
    grant: duty(...administrators),
    description:
      '구역 인계. 구역을 한 직위에서 다른 직위로 옮기며, 예정된 방문도 함께 갑니다. 이미 한 일은 한 사람의 것으로 남습니다. 구역을 모두 넘긴 직위도 직무는 그대로입니다. Hands zones over from one post to another: visits that are assigned or agreed there go along, what was done stays with who did it. Visits to whom the other is going already stay. A post without zones keeps its duty.',
    input: inputs.HandOverZonesInput,
    answers: handOverPayload,
    run: commands.handOverZones,
  }),
  recordRound: mutation({
    grant: duty(...zonedDuties),
    description:
      '순찰 기록. 담당 구역이나 대직 중인 구역을 돌아본 것을 적습니다. Records that the viewer went round a zone of theirs, or one that they stand in for.',
    input: inputs.RecordRoundInput,
    answers: roundPayload,
    run: commands.recordRound,
  }),
  takePetition: mutation({
    grant: duty(...outreachDuties),
    description:
      '민원 접수. 구역에 관한 민원을 받습니다. 구역 담당자와 대직자의 할 일에 오르며, 담당자가 없으면 기관장의 할 일에 오릅니다. Takes a petition about a zone: it waits in the inbox of whoever answers for the zone or stands in, and where nobody does, of the head.',
    input: inputs.TakePetitionInput,
    answers: petitionPayload,
    run: commands.takePetition,
  }),
  settlePetition: mutation({
    grant: duty(...new Set(['CENTER_HEAD' as const, ...zonedDuties])),
    description:
      '민원 처리. 민원을 해결했거나 담당 기관에 넘겼다고 적습니다. Says that a petition was resolved, or passed on to whoever is responsible: by whoever answers for the zone, or the head.',
    input: inputs.SettlePetitionInput,
    answers: petitionPayload,
    run: commands.settlePetition,
  }),
});
