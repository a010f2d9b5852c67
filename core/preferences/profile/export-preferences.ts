import type { Feedback } from '../feedback/feedback.ts';
import { type GetPreferences, getPreferences, type UserPreferences } from '../get-preferences.ts';
import type { FeedbackStore, PageRequest } from '../ports.ts';

/** Everything kept about one user, one page of feedback at a time. */
export interface Export extends UserPreferences {
  readonly feedback: readonly Feedback[];
  /** Of the next page; `null` on the last. */
  readonly cursor: string | null;
}

/** @throws InvalidInput `page/invalid-cursor`. */
export async function exportPreferences({
  page,
  feedback,
  ...request
}: Omit<GetPreferences, 'models'> & {
  readonly page: PageRequest;
  readonly feedback: Pick<FeedbackStore, 'feedbackOf'>;
}): Promise<Export> {
  const [learned, { items, cursor = null }] = await Promise.all([
    getPreferences({ ...request, models: [] }),
    feedback.feedbackOf(request.userId, page),
  ]);
  return { ...learned, feedback: items, cursor };
}
