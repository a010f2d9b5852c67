import type { Feedback } from './feedback.ts';
import { applyFeedback, defaultRate, emptyProfile, type Profile } from './profile.ts';

/**
 * The profile that a user's feedback amounts to: what it would be had every judgement been final from the start.
 *
 * @param feedback all of one user's, in any order. The positions it carries give the order.
 */
export function rebuildProfile(
  userId: string,
  feedback: readonly Feedback[],
  rate: number = defaultRate,
): Profile {
  return feedback
    .toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0))
    .reduce((profile, entry) => applyFeedback(profile, entry, null).profile, emptyProfile(userId, rate));
}
