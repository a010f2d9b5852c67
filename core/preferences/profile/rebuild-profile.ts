import type { Feedback } from '../feedback/feedback.ts';
import { unknownPopulation } from '../learner/population-model.ts';
import { applyFeedback } from './apply-feedback.ts';
import { emptyProfile, type Profile } from './profile.ts';

/**
 * Rebuilds a profile from the user's feedback, as if every rating had been final from the start: for a profile that
 * was damaged, or written by another version of this program. Announced preferences are announced again.
 *
 * @param feedback all of one user's, in any order.
 * @param kept the fields of the profile that can still be read.
 */
export function rebuildProfile(
  feedback: readonly Feedback[],
  kept: Pick<Profile, 'userId' | 'version' | 'sequence' | 'overrides' | 'forgottenAt' | 'lastEvent'>,
): Profile {
  const begin: Profile = { ...emptyProfile(kept.userId), forgottenAt: kept.forgottenAt };
  const learned = feedback
    .toSorted((a, b) => a.at - b.at)
    .reduce((profile, item, i) => {
      const change = { userId: kept.userId, sequence: String(i + 1), previous: null, feedback: item };
      return applyFeedback(unknownPopulation, profile, change).profile;
    }, begin);
  return { ...learned, ...kept };
}
