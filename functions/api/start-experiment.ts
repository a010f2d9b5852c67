import { startExperiment } from '#core/experiments/start-experiment.ts';
import { experimentStore } from '../composition/experiment-store.ts';
import { writeEndpoint } from './middleware/write-endpoint.ts';
import { experiments } from './routes/experiments.ts';
import { experimentView } from './views/experiment.ts';

export const handler = writeEndpoint(experiments['start-experiment'], async ({ caller, body }) =>
  experimentView(
    await startExperiment(body, { actor: `user:${caller.id}`, now: Date.now(), store: experimentStore() }),
  ),
);
