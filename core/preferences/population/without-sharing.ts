import { emptyStatistics } from '../learner/batch-statistics.ts';
import { unknownPopulation } from '../learner/population-model.ts';
import type { PopulationStore } from '../ports.ts';

/** A population store without sharing: only the numbers of messages and users are kept, and each profile is learned from its user alone. */
export function withoutSharing(store: PopulationStore): PopulationStore {
  return {
    population: async () => unknownPopulation,
    counts: () => store.counts(),
    addBatch: (batch) => store.addBatch({ ...batch, statistics: emptyStatistics(), users: [] }),
    loadRefit: () => store.loadRefit(),
    batchesBetween: (after, until) => store.batchesBetween(after, until),
    saveRefit: (state) => store.saveRefit(state),
  };
}
