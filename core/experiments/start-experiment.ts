import { Conflict } from '../errors.ts';
import type { Experiment, ExperimentInput } from './experiment.ts';
import { type ExperimentStore, noRatings } from './ports.ts';

/**
 * Starts an experiment: from now on, recommendations for its task type draw one of the variants. The same person who
 * starts the same one again, because the first response was lost, gets the one that is running.
 * @param actor `kind:id` of the person who starts it.
 * @throws Conflict `experiment/exists`, `experiment/task-taken`.
 */
export async function startExperiment(
  input: ExperimentInput,
  { actor, now, store }: { readonly actor: string; readonly now: number; readonly store: ExperimentStore },
): Promise<Experiment> {
  const experiment: Experiment = {
    ...input,
    ratings: [noRatings, noRatings],
    outcome: null,
    reason: null,
    startedBy: actor,
    startedAt: now,
    endedAt: null,
    lastEvent: null,
  };
  const { id, taskType, variants, share } = input;
  const event = {
    type: 'experiment.started',
    subject: `experiment:${id}`,
    actor,
    before: null,
    after: { taskType, variants, share },
    impact: share,
    reason: `For ${taskType}, ${variants[1]} is compared with ${variants[0]} and gets ${Math.round(share * 100)} % of the recommendations.`,
  };
  try {
    await store.start(experiment, event);
    return experiment;
  } catch (error) {
    if (!(error instanceof Conflict) || error.code !== 'experiment/exists') throw error;
    const existing = await store.load(id);
    if (existing.startedBy !== actor || !isSame(existing, input)) throw error;
    return existing;
  }
}

const isSame = (existing: Experiment, input: ExperimentInput): boolean =>
  Object.entries(input).every(
    ([name, value]) => JSON.stringify(existing[name as keyof ExperimentInput]) === JSON.stringify(value),
  );
