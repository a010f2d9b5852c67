import { emptyStatistics } from '../learner/batch-statistics.ts';
import { unknownPopulation } from '../learner/population-model.ts';
import type { PopulationStore } from '../ports.ts';

/** The store where each user is learned of alone: nothing is taught of everybody but how many they are. */
export function withoutSharing(store: PopulationStore): PopulationStore {
  return {
    population: async () => unknownPopulation,
    counts: () => store.counts(),
    addBatch: (teaching) => store.addBatch({ ...teaching, statistics: emptyStatistics(), users: [] }),
    loadRefit: () => store.loadRefit(),
    taughtBetween: (after, until) => store.taughtBetween(after, until),
    saveRefit: (state) => store.saveRefit(state),
  };
}
