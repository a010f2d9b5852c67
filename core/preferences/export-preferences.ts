import type { Feedback } from './feedback.ts';
import type { PageRequest, PreferenceStore } from './ports.ts';
import type { Profile } from './profile.ts';

/** All that is kept of one user, a page of feedback at a time. */
export interface Export {
  readonly userId: string;
  /** What was made of the feedback; `null` where there was none. */
  readonly profile: Profile | null;
  readonly feedback: readonly Feedback[];
  /** Of the next page; `null` on the last. */
  readonly cursor: string | null;
}

/** @throws InvalidInput `page/invalid-cursor`. */
export async function exportPreferences({
  userId,
  page,
  store,
}: {
  readonly userId: string;
  readonly page: PageRequest;
  readonly store: PreferenceStore;
}): Promise<Export> {
  const [profile, { items, cursor = null }] = await Promise.all([
    store.profileOf(userId),
    store.feedbackOf(userId, page),
  ]);
  return { userId, profile, feedback: items, cursor };
}
