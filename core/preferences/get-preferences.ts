import type { PreferenceStore } from './ports.ts';
import { type Preference, preferences } from './preferences.ts';
import { type TimePattern, timePattern } from './time-pattern.ts';

/** What is known of one user; both lists are empty for a user who has given no feedback. */
export interface UserPreferences {
  readonly userId: string;
  readonly preferences: readonly Preference[];
  readonly timePatterns: readonly TimePattern[];
  /** Milliseconds since 1970; `null` when nothing is known. */
  readonly updatedAt: number | null;
}

/** Which model the user likes best for what, how sure that is, and when the user does what. */
export async function getPreferences({
  userId,
  store,
}: {
  readonly userId: string;
  readonly store: PreferenceStore;
}): Promise<UserPreferences> {
  const profile = await store.profileOf(userId);
  if (!profile) return { userId, preferences: [], timePatterns: [], updatedAt: null };
  return {
    userId,
    preferences: preferences(profile),
    timePatterns: timePattern(profile),
    updatedAt: profile.updatedAt,
  };
}
