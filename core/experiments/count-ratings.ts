import { NotFound } from '../errors.ts';
import type { Feedback } from '../preferences/feedback.ts';
import type { FeedbackChange } from '../preferences/take-in.ts';
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
 * Adds what changed in the feedback to the experiments that it is of, and ends those whose evidence is sure.
 * @param changes each once.
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

/** Takes feedback that is gone from the experiments that run. */
export async function removeRatings(feedback: readonly Feedback[], store: ExperimentStore): Promise<void> {
  const gone = feedback.map((each) => ({ previous: each, feedback: { ...each, reward: null } }));
  await addRatings(gone, store);
}

type RatingChange = Pick<FeedbackChange, 'previous' | 'feedback'>;

/** @returns those experiments that ratings were added to, as they are then. */
async function addRatings(
  changes: readonly RatingChange[],
  store: ExperimentStore,
): Promise<readonly Experiment[]> {
  const changed: Experiment[] = [];
  for (const [id, counts] of countsIn(changes)) {
    const known = await find(id, store);
    if (!known) continue;
    const [first, second] = known.variants;
    const added = await store.addRatings(id, [
      counts.get(first) ?? noRatings,
      counts.get(second) ?? noRatings,
    ]);
    if (added) changed.push(added);
  }
  return changed;
}

/** Nobody checks what feedback says of experiments before it comes here. */
async function find(id: string, store: ExperimentStore): Promise<Experiment | null> {
  try {
    return await store.load(id);
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/** By experiment, then by variant. */
function countsIn(changes: readonly RatingChange[]): ReadonlyMap<string, ReadonlyMap<string, RatingCounts>> {
  const counts = new Map<string, Map<string, RatingCounts>>();
  for (const { previous, feedback } of changes)
    for (const [said, sign] of [
      [previous, -1],
      [feedback, 1],
    ] as const) {
      const { id, variant } = (said?.experiment && parseVariantToken(said.experiment)) || {};
      const { liked, disliked } = ratingOf(said);
      if (id === undefined || variant === undefined || liked + disliked === 0) continue;
      const ofExperiment = counts.get(id) ?? new Map<string, RatingCounts>();
      const before = ofExperiment.get(variant) ?? noRatings;
      ofExperiment.set(variant, {
        liked: before.liked + sign * liked,
        disliked: before.disliked + sign * disliked,
      });
      counts.set(id, ofExperiment);
    }
  return counts;
}

function ratingOf(said: Feedback | null): RatingCounts {
  const { reward = null } = said ?? {};
  return {
    liked: reward !== null && reward > 0.5 ? 1 : 0,
    disliked: reward !== null && reward < 0.5 ? 1 : 0,
  };
}
