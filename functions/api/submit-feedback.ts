import { recordFeedback } from '#core/preferences/feedback/record-feedback.ts';
import { feedbackStore } from '../composition/feedback-store.ts';
import { count } from '../observability/metrics.ts';
import { writeEndpoint } from './middleware/write-endpoint.ts';
import { preferences } from './routes/preferences.ts';

export const handler = writeEndpoint(preferences['submit-feedback'], async ({ caller, body }) => {
  const { changed, feedback } = await recordFeedback({
    userId: caller.id,
    input: body,
    now: Date.now(),
    store: feedbackStore(),
  });
  if (changed !== 'unchanged') count('FeedbackRecorded');
  return { messageId: feedback.messageId, changed, reward: feedback.reward };
});
