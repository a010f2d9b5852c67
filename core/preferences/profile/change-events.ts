import type { LearningEventDraft } from '../../events/learning-event.ts';
import type { Population } from '../learner/population-model.ts';
import { type Preference, preferenceFor } from '../preferences.ts';
import type { Profile } from './profile.ts';

/** From this confidence on, a preference is written to the audit log: below it, any rating may change it. */
const sure = 0.8;

/**
 * The profile with its newly confident preferences at these task types, and a learning event for each that is new.
 * The impact is the difference in expected reward to the model preferred before, or to 0.5.
 */
export function withChangeEvents(
  population: Population,
  profile: Profile,
  taskTypes: Iterable<string>,
): { readonly profile: Profile; readonly events: readonly LearningEventDraft[] } {
  const announced = new Map(profile.announced);
  const events: LearningEventDraft[] = [];
  for (const taskType of new Set(taskTypes)) {
    const asked = { profile, population, models: [], now: profile.updatedAt };
    const preference = preferenceFor(asked, taskType);
    const before = announced.get(taskType);
    if (!preference || preference.confidence < sure || preference.model === before) continue;
    announced.set(taskType, preference.model);
    events.push(eventOf(profile.userId, preference, before));
  }
  return { profile: events.length > 0 ? { ...profile, announced } : profile, events };
}

function eventOf(userId: string, preference: Preference, before: string | undefined): LearningEventDraft {
  const { taskType, model, expected, confidence, ratings, alternatives, explanation } = preference;
  const left = alternatives.find((alternative) => alternative.model === before)?.expected ?? 0.5;
  return {
    type: 'preference.changed',
    subject: `user:${userId}`,
    actor: `user:${userId}`,
    before: before === undefined ? null : { taskType, model: before, expected: left },
    after: { taskType, model, expected, confidence, ratings },
    impact: Math.max(0, expected - left),
    reason: before === undefined ? `${explanation}.` : `${explanation}; before, it was ${before}.`,
  };
}
