import { type Experiment, ExperimentInput } from '#core/experiments/experiment.ts';
import { noRatings } from '#core/experiments/ports.ts';

/** An experiment that has just started. */
export function anExperiment(fields: Partial<Experiment> = {}): Experiment {
  return {
    ...ExperimentInput.parse({ id: 'mini', taskType: 'code', variants: ['gpt', 'mini'] }),
    ratings: [noRatings, noRatings],
    outcome: null,
    reason: null,
    startedBy: 'user:operator',
    startedAt: 1_780_000_000_000,
    endedAt: null,
    lastEvent: null,
    ...fields,
  };
}
