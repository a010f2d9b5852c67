import { refitPopulation } from '#core/preferences/population/refit-population.ts';
import { readEnvironment } from '../composition/environment.ts';
import { preferenceStores } from '../composition/preference-stores.ts';
import { observed } from '../observability/observed.ts';

/** Refits the population model. */
export const handler = observed({
  read: () => readEnvironment('SETTLED_SECONDS'),
  about: () => ({}),
  run: ({ SETTLED_SECONDS }) => {
    const { profiles, populations, now } = preferenceStores();
    return refitPopulation({
      profiles,
      populations,
      now: now(),
      settled: SETTLED_SECONDS * 1_000,
      random: Math.random,
    });
  },
});
