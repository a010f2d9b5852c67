import type { Feedback } from '../feedback/feedback.ts';
import type { Activity, Profile, TimesOfDay } from './profile.ts';
import { timeOfDay } from './time-of-day.ts';

/** The number of latest activities that the prediction uses. */
const mostRecent = 24;

/**
 * The profile with a message as something that the user did when it first got feedback. Earlier feedback on a known message
 * may arrive late; then the activity moves to its time.
 */
export function withActivity(profile: Profile, previous: Feedback | null, feedback: Feedback): Profile {
  if (previous?.at === feedback.at && previous.timeZone === feedback.timeZone) return profile;
  return added(previous ? removed(profile, previous) : profile, feedback);
}

function added(profile: Profile, feedback: Feedback): Profile {
  const { taskType, at, timeZone } = feedback;
  const activity: Activity = { taskType, at };
  const recent = [...profile.recent, activity].toSorted((a, b) => a.at - b.at).slice(-mostRecent);
  return {
    ...profile,
    times: withTime(profile, feedback, 1),
    recent,
    timeZone: recent.at(-1) === activity ? timeZone : profile.timeZone,
  };
}

function removed(profile: Profile, feedback: Feedback): Profile {
  const { taskType, at } = feedback;
  const place = profile.recent.findIndex((activity) => activity.taskType === taskType && activity.at === at);
  return {
    ...profile,
    times: withTime(profile, feedback, -1),
    recent: profile.recent.filter((_, i) => i !== place),
  };
}

/** @param sign 1 or -1. */
function withTime({ times }: Profile, { taskType, at, timeZone }: Feedback, sign: number): Profile['times'] {
  const time = timeOfDay(at, timeZone);
  const { [time]: known = 0, ...others }: TimesOfDay = times.get(taskType) ?? {};
  const count = known + sign;
  return new Map(times).set(taskType, count > 0 ? { ...others, [time]: count } : others);
}
