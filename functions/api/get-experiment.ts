import { experimentStore } from '../composition/experiment-store.ts';
import { endpoint } from './middleware/endpoint.ts';
import { experiments } from './routes/experiments.ts';
import { experimentView } from './views/experiment.ts';

export const handler = endpoint(experiments['get-experiment'], async ({ parameters }) =>
  experimentView(await experimentStore().load(parameters.id ?? '')),
);
