import type { LearningEventDraft } from '../events/learning-event.ts';
import type { Feedback } from './feedback.ts';
import { type Preference, preferenceFor } from './preferences.ts';
import type { Profile } from './profile.ts';

/**
 * The learning event of a feedback after which the user prefers another model for its task type; `null` when the
 * preferred model stayed. Its impact is how far the new model's mean lies above the old one's, or above neutral.
 */
export function preferenceChanged(
  before: Profile,
  after: Profile,
  feedback: Feedback,
): LearningEventDraft | null {
  const { userId, taskType } = feedback;
  const was = preferenceFor(before, taskType);
  const is = preferenceFor(after, taskType);
  if (!is || is.model === was?.model) return null;
  const left = was ? (after.cells[taskType]?.[was.model]?.mean ?? was.mean) : 0.5;
  return {
    type: 'preference.changed',
    subject: `user:${userId}`,
    actor: `user:${userId}`,
    before: was && stateOf(was),
    after: stateOf(is),
    impact: Math.max(0, is.mean - left),
    reason: was
      ? `After ${nameOf(feedback)}, ${is.model} (${is.mean.toFixed(2)}) is preferred to ${was.model} (${left.toFixed(2)}) for ${taskType}.`
      : `After ${nameOf(feedback)}, ${is.model} is the first model known for ${taskType}.`,
  };
}

const stateOf = ({ taskType, model, mean, count, confidence }: Preference) => ({
  taskType,
  model,
  mean,
  count,
  confidence,
});

function nameOf({ kind, rating, messageId, model }: Feedback): string {
  const judgement = kind === 'rating' ? `${rating} of 5 stars` : kind;
  return `${judgement} for message ${messageId} by ${model}`;
}
