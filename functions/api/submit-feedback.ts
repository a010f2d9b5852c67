import { recordFeedback } from '#core/preferences/record-feedback.ts';
import { count } from '../observability/metrics.ts';
import { stores } from '../stores.ts';
import { endpoint } from './pipeline/endpoint.ts';
import { preferences } from './routes/preferences.ts';

export const handler = endpoint(preferences['submit-feedback'], async ({ caller, body }) => {
  const { preferences: store, now } = stores();
  const { changed, feedback, preference } = await recordFeedback({
    userId: caller.id,
    input: body,
    now: now(),
    store,
  });
  if (changed !== 'unchanged') count('FeedbackRecorded');
  return { messageId: feedback.messageId, changed, reward: feedback.reward, preference };
});
