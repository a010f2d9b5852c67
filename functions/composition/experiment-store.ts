import { dynamoExperiments } from '#adapters/dynamodb/experiments.ts';
import { readEnvironment } from './environment.ts';
import { once } from './once.ts';
import { table } from './stores.ts';

/** The experiments. Which of them run is read as seldom as the population is. */
export const experimentStore = once(() => {
  const { POPULATION_SECONDS } = readEnvironment('POPULATION_SECONDS');
  return dynamoExperiments(table(), { maxAge: POPULATION_SECONDS * 1_000 });
});
