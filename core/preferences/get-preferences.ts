import {
  noHabits,
  type PredictedActivity,
  predictActivity,
  withActivity,
} from './activity/predict-activity.ts';
import { momentOf } from './activity/weekly-moment.ts';
import type { PopulationStore, ProfileStore } from './ports.ts';
import { type Preference, preferences } from './preferences.ts';
import { emptyProfile, type Profile } from './profile/profile.ts';
import { type StylePreference, stylePreferences } from './profile/styles.ts';
import { type TimePattern, timePattern } from './profile/time-pattern.ts';

/** The preferences of one user; the lists are empty for a user without feedback. */
export interface UserPreferences {
  readonly userId: string;
  readonly preferences: readonly Preference[];
  /** Preferences set by hand: they take precedence over learned ones. */
  readonly overrides: readonly { readonly taskType: string; readonly model: string }[];
  /** The styles of answers that the user prefers. */
  readonly styles: readonly StylePreference[];
  readonly timePatterns: readonly TimePattern[];
  /** The task types that the next message may be about, most probable first. */
  readonly nextActivity: readonly PredictedActivity[];
  /** Milliseconds since 1970; `null` when nothing is known. */
  readonly updatedAt: number | null;
}

export interface GetPreferences {
  readonly userId: string;
  /** The models on offer; if empty, those that the user has rated. */
  readonly models: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly profiles: Pick<ProfileStore, 'load'>;
  readonly populations: Pick<PopulationStore, 'population'>;
}

/** Reads a user's preferred models with confidence and explanation, the time patterns, and the predicted next activity. */
export async function getPreferences(request: GetPreferences): Promise<UserPreferences> {
  const { userId, models, now, profiles, populations } = request;
  const [known, population] = await Promise.all([profiles.load(userId), populations.population()]);
  const profile = known ?? emptyProfile(userId);
  return {
    userId,
    preferences: preferences({ profile, population, models, now }),
    overrides: [...profile.overrides].map(([taskType, model]) => ({ taskType, model })),
    styles: stylePreferences(profile, now),
    timePatterns: timePattern(profile),
    nextActivity: nextActivity(profile, now),
    updatedAt: profile.updatedAt || null,
  };
}

/** Task types of other users are not returned: a name may identify a user. */
const ofNobodyElse: ReadonlyMap<string, number> = new Map();

function nextActivity({ recent, timeZone }: Profile, now: number): readonly PredictedActivity[] {
  const habits = recent.reduce(
    (before, { taskType, at }) => withActivity(before, taskType, momentOf(at, timeZone), ofNobodyElse),
    noHabits,
  );
  return predictActivity(habits, momentOf(now, timeZone), ofNobodyElse);
}
