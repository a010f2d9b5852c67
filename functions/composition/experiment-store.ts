import { dynamoExperiments } from '#adapters/dynamodb/experiments.ts';
import { readEnvironment } from './environment.ts';
import { once } from './once.ts';
import { table } from './stores.ts';

/** The experiments. The running ones are cached as long as the population model is. */
export const experimentStore = once(() => {
  const { POPULATION_SECONDS } = readEnvironment('POPULATION_SECONDS');
  return dynamoExperiments(table(), { maxAge: POPULATION_SECONDS * 1_000 });
});
