import { unknownPopulation } from './learner/population.ts';
import { emptyTally } from './learner/tally.ts';
import type { PopulationStore } from './ports.ts';

/** The store where each user is learned of alone: nothing is taught of everybody but how many they are. */
export function alone(store: PopulationStore): PopulationStore {
  return {
    population: async () => unknownPopulation,
    counts: () => store.counts(),
    teach: (teaching) => store.teach({ ...teaching, tally: emptyTally(), users: [] }),
    loadRefit: () => store.loadRefit(),
    taughtBetween: (after, until) => store.taughtBetween(after, until),
    saveRefit: (state) => store.saveRefit(state),
  };
}
