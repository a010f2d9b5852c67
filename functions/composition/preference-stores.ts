import { dynamoPopulation } from '#adapters/dynamodb/preferences/population.ts';
import { dynamoProfiles } from '#adapters/dynamodb/preferences/profiles.ts';
import { withoutSharing } from '#core/preferences/population/without-sharing.ts';
import { cacheProfiles } from '#core/preferences/profile/cache-profiles.ts';
import { readEnvironment } from './environment.ts';
import { once } from './once.ts';
import { table } from './stores.ts';

/** The profiles and the population model. */
export const preferenceStores = once(() => {
  const { LEARN_FROM_OTHERS, POPULATION_SECONDS } = readEnvironment(
    'LEARN_FROM_OTHERS',
    'POPULATION_SECONDS',
  );
  const profiles = dynamoProfiles(table());
  const populations = dynamoPopulation(table(), { maxAge: POPULATION_SECONDS * 1_000 });
  return {
    profiles,
    /** With a cache, for repeated updates. */
    remembered: cacheProfiles(profiles),
    populations: LEARN_FROM_OTHERS ? populations : withoutSharing(populations),
    now: Date.now,
  };
});
