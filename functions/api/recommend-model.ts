import { NotFound } from '#core/errors.ts';
import { recommendInExperiment } from '#core/experiments/recommend-in-experiment.ts';
import { experimentStore } from '../composition/experiment-store.ts';
import { preferenceStores } from '../composition/preference-stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { preferences } from './routes/preferences.ts';

export const handler = endpoint(preferences['recommend-model'], async ({ caller, query }) => {
  const { taskType, models = [] } = query;
  const { profiles, populations, now } = preferenceStores();
  const recommendation = await recommendInExperiment({
    userId: caller.id,
    taskType,
    models,
    random: Math.random(),
    draw: Math.random(),
    now: now(),
    profiles,
    populations,
    experiments: experimentStore(),
  });
  if (recommendation) return recommendation;
  throw new NotFound(
    `this user has no feedback on ${taskType} yet; name the models to choose from in the query, as models=a,b.`,
    {
      code: 'recommendation/no-models',
    },
  );
});
