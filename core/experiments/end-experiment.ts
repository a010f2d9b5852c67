import type { Experiment, ExperimentOutcome } from './experiment.ts';
import type { ExperimentStore } from './ports.ts';

interface EndExperiment {
  readonly outcome: ExperimentOutcome;
  readonly reason: string;
  /** `kind:id` of the person or system that ends it. */
  readonly actor: string;
  readonly now: number;
  readonly store: ExperimentStore;
}

/** Ends a running experiment; an experiment that has ended does not change. */
export async function endExperiment(
  { id, taskType, lastEvent, variants }: Experiment,
  { outcome, reason, actor, now, store }: EndExperiment,
): Promise<void> {
  const ended = { id, taskType, outcome, reason, endedAt: now, lastEvent };
  await store.end(ended, {
    type: 'experiment.ended',
    subject: `experiment:${id}`,
    actor,
    before: { taskType, variants },
    after: { taskType, outcome },
    impact: outcome === 'first-better' || outcome === 'second-better' ? 1 : 0,
    reason,
  });
}
