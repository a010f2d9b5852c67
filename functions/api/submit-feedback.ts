import { recordFeedback } from '#core/preferences/record-feedback.ts';
import { stores } from '../stores.ts';
import { endpoint } from './pipeline/endpoint.ts';

export const handler = endpoint('submit-feedback', async ({ caller, body }) => {
  const { preferences: store, now } = stores();
  const { changed, feedback, preference } = await recordFeedback({
    userId: caller.id,
    input: body,
    now: now(),
    store,
  });
  return { messageId: feedback.messageId, changed, reward: feedback.reward, preference };
});
