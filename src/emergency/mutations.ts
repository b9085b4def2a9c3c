import { ID } from 'type-graphql';
import { declarers, reviewers } from '../access/duties.js';
import { duty } from '../access/grants.js';
import { households } from '../database/tables/household.js';
import { Household } from '../household/types.js';
import { functionField, mutation, mutations, payload, rowField, valueField } from '../mutation.js';
import * as commands from './commands.js';
import { mostMinutes } from './limits.js';
import { Emergency, ReviewTask } from './types.js';

const declareEmergencyPayload = payload<commands.DeclaredKey>(
  'DeclareEmergencyPayload',
  '긴급열람 선언 결과. 긴급열람을 선언한 결과를 돌려줍니다. What declaring an emergency answered.',
  {
    emergency: functionField(() => Emergency, 'own_emergency', '긴급열람. The emergency, which is running.'),
    household: rowField<commands.DeclaredKey>(
      () => Household,
      households,
      '가구. The household; null where there is none with this id, which is told and reviewed alike.',
      ({ district, household }) => ({ district, id: household }),
    ),
  },
);
const endEmergencyPayload = payload(
  'EndEmergencyPayload',
  '긴급열람 종료 결과. 긴급열람을 끝낸 결과를 돌려줍니다. What ending an emergency answered.',
  {
    emergency: functionField(() => Emergency, 'own_emergency', '긴급열람. The emergency, which is over.'),
  },
);
const markNotificationReadPayload = payload(
  'MarkNotificationReadPayload',
  '알림 확인 결과. 알림을 읽었다고 적은 결과를 돌려줍니다. What marking a notification as read answered.',
  { notificationId: valueField(() => ID, '알림. The notification.') },
);
const completeReviewPayload = payload(
  'CompleteReviewPayload',
  '사후 점검 결과. 사후 점검을 마친 결과를 돌려줍니다. What completing a review answered.',
  {
    reviewTask: functionField(() => ReviewTask, 'review_task', '사후 점검. The review, completed.'),
  },
);

/** Break-glass (긴급열람): declared, ended, told and reviewed. Nothing of a household is changed on its basis. */
export const EmergencyMutations = mutations({
  declareEmergency: mutation({
    grant: duty(...declarers),
    description: `긴급열람 선언. 우리 시·군·구의 한 가구를 길어도 60분 동안 엽니다. 책임자에게 바로 알려지고, 책임자가 다음 근무일에 점검합니다. Opens one household of the own district to the viewer’s post for at most ${mostMinutes} minutes; the heads are notified at once and review it on the next working day.`,
    input: commands.DeclareEmergencyInput,
    answers: declareEmergencyPayload,
    run: commands.declareEmergency,
  }),
  endEmergency: mutation({
    grant: duty(...declarers),
    description:
      '긴급열람 종료. 본인의 긴급열람을 시간이 다 되기 전에 끝냅니다. Ends an emergency of the viewer’s own post before its time.',
    input: commands.EndEmergencyInput,
    answers: endEmergencyPayload,
    run: commands.endEmergency,
  }),
  markNotificationRead: mutation({
    grant: duty(...reviewers),
    description:
      '알림 확인. 본인 직위에 온 알림을 읽었다고 적습니다. Marks a notification of the viewer’s own post as read.',
    input: commands.MarkNotificationReadInput,
    answers: markNotificationReadPayload,
    run: async (context, input) => {
      const { district, id } = await commands.markNotificationRead(context, input);
      return { notificationId: `Notification:${district}:${id}` };
    },
  }),
  completeReview: mutation({
    grant: duty(...reviewers),
    description:
      '사후 점검 완료. 긴급열람을 점검한 결과를 한 번 기록합니다. Says, once, what the review of an emergency found.',
    input: commands.CompleteReviewInput,
    answers: completeReviewPayload,
    run: commands.completeReview,
  }),
});
