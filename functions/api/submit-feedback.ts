import { recordFeedback } from '#core/preferences/record-feedback.ts';
import { count } from '../observability/metrics.ts';
import { stores } from '../stores.ts';
import { writeEndpoint } from './pipeline/write-endpoint.ts';
import { preferences } from './routes/preferences.ts';

export const handler = writeEndpoint(preferences['submit-feedback'], async ({ caller, body }) => {
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
