import { importFeedback } from '#core/preferences/feedback/import-feedback.ts';
import { feedbackStore } from '../composition/feedback-store.ts';
import { count } from '../observability/metrics.ts';
import { endpoint } from './middleware/endpoint.ts';
import { preferences } from './routes/preferences.ts';

/** Idempotent by itself: no idempotency key is needed. */
export const handler = endpoint(preferences['import-feedback'], async ({ body }) => {
  const results = await importFeedback({ items: body.items, now: Date.now(), store: feedbackStore() });
  const written = results.filter((result) => 'changed' in result && result.changed !== 'unchanged');
  count('FeedbackRecorded', written.length);
  return { results };
});
