import { dynamoPopulation } from '#adapters/dynamodb/preferences/population.ts';
import { dynamoProfiles } from '#adapters/dynamodb/preferences/profiles.ts';
import { withoutSharing } from '#core/preferences/population/without-sharing.ts';
import { cacheProfiles } from '#core/preferences/profile/cache-profiles.ts';
import { readEnvironment } from './environment.ts';
import { once } from './once.ts';
import { table } from './stores.ts';

/** What was learned of what users said. */
export const preferenceStores = once(() => {
  const { LEARN_FROM_OTHERS, POPULATION_SECONDS } = readEnvironment(
    'LEARN_FROM_OTHERS',
    'POPULATION_SECONDS',
  );
  const profiles = dynamoProfiles(table());
  const populations = dynamoPopulation(table(), { maxAge: POPULATION_SECONDS * 1_000 });
  return {
    profiles,
    /** For whoever changes them one after the other. */
    remembered: cacheProfiles(profiles),
    populations: LEARN_FROM_OTHERS ? populations : withoutSharing(populations),
    now: Date.now,
  };
});
