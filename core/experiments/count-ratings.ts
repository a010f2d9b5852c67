import { NotFound } from '../errors.ts';
import type { Feedback } from '../preferences/feedback/feedback.ts';
import { endExperiment } from './end-experiment.ts';
import { type Experiment, parseVariantToken, type RatingCounts } from './experiment.ts';
import { judgeExperiment } from './judge-experiment.ts';
import { type CountedChange, type ExperimentStore, noRatings } from './ports.ts';

/** One message's feedback before and after a write; `null` if there was none, and after a deletion. */
export interface RatingChange {
  /** Identifies the change among all others. */
  readonly sequence: string;
  readonly previous: Feedback | null;
  readonly feedback: Feedback | null;
}

interface CountRatingsContext {
  readonly store: ExperimentStore;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Counts feedback changes in the experiments that they belong to, and ends each experiment with enough evidence. The
 * changes may be delivered again, in any batches: each counts once. A call that failed is completed by the next one.
 */
export async function countRatings(
  changes: readonly RatingChange[],
  { store, now }: CountRatingsContext,
): Promise<void> {
  for (const [id, ofExperiment] of changesByExperiment(changes)) {
    const known = await find(id, store);
    const counted = known ? ofExperiment.flatMap((change) => countsOf(change, known) ?? []) : [];
    if (counted.length === 0) continue;
    const experiment = await store.addRatings(id, counted);
    if (!experiment) continue;
    const { outcome, reason } = judgeExperiment(experiment);
    if (outcome) await endExperiment(experiment, { outcome, reason, actor: 'system:learning', now, store });
  }
}

function changesByExperiment(changes: readonly RatingChange[]): ReadonlyMap<string, readonly RatingChange[]> {
  const byId = new Map<string, RatingChange[]>();
  for (const change of changes) {
    const ids = [change.previous, change.feedback].flatMap((feedback) => tokenOf(feedback)?.id ?? []);
    for (const id of new Set(ids)) byId.set(id, [...(byId.get(id) ?? []), change]);
  }
  return byId;
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

/** `null` if the change adds nothing to this experiment. */
function countsOf(
  { sequence, previous, feedback }: RatingChange,
  { id, variants: [first, second] }: Experiment,
): CountedChange | null {
  const countsFor = (variant: string): RatingCounts => {
    const before = ratingOf(previous, id, variant);
    const after = ratingOf(feedback, id, variant);
    return { liked: after.liked - before.liked, disliked: after.disliked - before.disliked };
  };
  const ratings = [countsFor(first), countsFor(second)] as const;
  return ratings.some(({ liked, disliked }) => liked !== 0 || disliked !== 0) ? { sequence, ratings } : null;
}

/** The one rating of a message, if it is of this variant. */
function ratingOf(feedback: Feedback | null, id: string, variant: string): RatingCounts {
  const token = tokenOf(feedback);
  const { reward = null } = feedback ?? {};
  if (reward === null || token?.id !== id || token.variant !== variant) return noRatings;
  return { liked: reward > 0.5 ? 1 : 0, disliked: reward < 0.5 ? 1 : 0 };
}

const tokenOf = (feedback: Feedback | null) =>
  feedback?.experiment === undefined ? null : parseVariantToken(feedback.experiment);
