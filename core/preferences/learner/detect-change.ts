import { type ChangeEvidence, discounted, type TaskTaste } from './taste.ts';

/** A change is detected above this evidence: e^4.5, or 90:1. */
const alarm = 4.5;
/** The change to detect: the expected reward of a preferred model fell by this much. */
const drop = 0.25;
/** Below this expected reward a model is not liked, and cannot become liked less. */
const liked = 0.4;
/** The share of earlier rewards that still counts after a change. */
const remembered = 0.1;

/**
 * Page's CUSUM over the rewards of the preferred model: G = max(0, G + ln(q(r) / p(r))) with p the expected reward and
 * q = p - 0.25. On a detection all arms are discounted, and the model keeps the rewards since the evidence was last zero.
 *
 * @param expected reward of the rated model before this reward; `null` where it was not the preferred one.
 * @param weight of this reward (see `weightAt`).
 */
export function detectChange(
  task: TaskTaste,
  model: string,
  reward: number,
  expected: number | null,
  weight: number,
): TaskTaste {
  if (expected === null || expected <= liked) return task;
  const watch = next(task.change, reward, expected);
  if (watch.evidence <= alarm) return { ...task, change: watch };
  const { arms, change } = discounted(task, remembered);
  const since = { rewards: watch.rewards * weight, count: watch.count * weight };
  return { arms: new Map(arms).set(model, since), change };
}

function next(
  { evidence, rewards, count }: ChangeEvidence,
  reward: number,
  expected: number,
): ChangeEvidence {
  const before = Math.min(0.98, expected);
  const after = Math.max(0.02, before - drop);
  const gained = reward * Math.log(after / before) + (1 - reward) * Math.log((1 - after) / (1 - before));
  if (evidence + gained <= 0) return { evidence: 0, rewards: 0, count: 0 };
  return { evidence: evidence + gained, rewards: rewards + reward, count: count + 1 };
}
