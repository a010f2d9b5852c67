import { NotFound } from '../errors.ts';
import type { Feedback } from '../preferences/feedback/feedback.ts';
import type { FeedbackChange } from '../preferences/profile/apply-feedback.ts';
import { endExperiment } from './end-experiment.ts';
import { type Experiment, parseVariantToken, type RatingCounts } from './experiment.ts';
import { judgeExperiment } from './judge-experiment.ts';
import { type ExperimentStore, noRatings } from './ports.ts';

interface CountRatingsContext {
  readonly store: ExperimentStore;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Counts feedback changes in the experiments that they belong to, and ends each experiment with enough evidence.
 * @param changes each change once.
 */
export async function countRatings(
  changes: readonly FeedbackChange[],
  { store, now }: CountRatingsContext,
): Promise<void> {
  for (const experiment of await addRatings(changes, store)) {
    const { outcome, reason } = judgeExperiment(experiment);
    if (outcome) await endExperiment(experiment, { outcome, reason, actor: 'system:learning', now, store });
  }
}

/** Subtracts deleted feedback from running experiments. */
export async function removeRatings(feedback: readonly Feedback[], store: ExperimentStore): Promise<void> {
  const changes = feedback.map((deleted) => ({ previous: deleted, feedback: { ...deleted, reward: null } }));
  await addRatings(changes, store);
}

type RatingChange = Pick<FeedbackChange, 'previous' | 'feedback'>;

/** @returns the experiments whose ratings changed, with the new ratings. */
async function addRatings(
  changes: readonly RatingChange[],
  store: ExperimentStore,
): Promise<readonly Experiment[]> {
  const changed: Experiment[] = [];
  for (const [id, counts] of countsByExperiment(changes)) {
    const experiment = await find(id, store);
    if (!experiment) continue;
    const [first, second] = experiment.variants;
    const updated = await store.addRatings(id, [
      counts.get(first) ?? noRatings,
      counts.get(second) ?? noRatings,
    ]);
    if (updated) changed.push(updated);
  }
  return changed;
}

/** Nothing has validated the experiment that feedback names: it may not exist. */
async function find(id: string, store: ExperimentStore): Promise<Experiment | null> {
  try {
    return await store.load(id);
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/** Counts by experiment, then by variant. */
function countsByExperiment(
  changes: readonly RatingChange[],
): ReadonlyMap<string, ReadonlyMap<string, RatingCounts>> {
  const counts = new Map<string, Map<string, RatingCounts>>();
  for (const change of changes)
    for (const [feedback, sign] of [
      [change.previous, -1],
      [change.feedback, 1],
    ] as const) {
      const { id, variant } = (feedback?.experiment && parseVariantToken(feedback.experiment)) || {};
      const { liked, disliked } = countsOf(feedback);
      if (id === undefined || variant === undefined || liked + disliked === 0) continue;
      const byVariant = counts.get(id) ?? new Map<string, RatingCounts>();
      const before = byVariant.get(variant) ?? noRatings;
      byVariant.set(variant, {
        liked: before.liked + sign * liked,
        disliked: before.disliked + sign * disliked,
      });
      counts.set(id, byVariant);
    }
  return counts;
}

function countsOf(feedback: Feedback | null): RatingCounts {
  const { reward = null } = feedback ?? {};
  return {
    liked: reward !== null && reward > 0.5 ? 1 : 0,
    disliked: reward !== null && reward < 0.5 ? 1 : 0,
  };
}
