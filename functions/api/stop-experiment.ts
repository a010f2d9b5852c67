import { endExperiment } from '#core/experiments/end-experiment.ts';
import { experimentStore } from '../composition/experiment-store.ts';
import { endpoint } from './middleware/endpoint.ts';
import { experiments } from './routes/experiments.ts';
import { experimentView } from './views/experiment.ts';

/** Idempotent by itself, and an ended experiment keeps its outcome: no idempotency key is needed. */
export const handler = endpoint(experiments['stop-experiment'], async ({ caller, body, parameters }) => {
  const store = experimentStore();
  const experiment = await store.load(parameters.id ?? '');
  const actor = `user:${caller.id}`;
  if (experiment.outcome === null)
    await endExperiment(experiment, {
      outcome: 'stopped',
      reason: body.reason,
      actor,
      now: Date.now(),
      store,
    });
  return experimentView(await store.load(experiment.id));
});
