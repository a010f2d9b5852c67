import type { RouteName } from '#functions/api/routes/all-routes.ts';

/** Units that DynamoDB takes at the least for one access, by the size that the record turned out to have. */
export interface UnitCosts {
  /** Half a unit for each begun 4 KB. */
  read(kind: string): number;
  /** A unit for each begun 4 KB. */
  readConsistently(kind: string): number;
  /** One read of all records of the kind together, as a query makes it. */
  query(kind: string): number;
  /** A unit for each begun KB; of all records of the kind. */
  write(kind: string): number;
  /** Twice that of the largest, for what is written all or nothing. An entry of an index costs half of it. */
  transact(kind: string): number;
}

const kilobyte = 1_024;

export function unitCostsOf(bytes: ReadonlyMap<string, readonly number[]>): UnitCosts {
  const sizes = (kind: string) => bytes.get(kind) ?? [];
  const largest = (kind: string) => Math.max(1, ...sizes(kind));
  const together = (kind: string) => sizes(kind).reduce((sum, size) => sum + size, 0);
  const readBlocks = (size: number) => Math.max(1, Math.ceil(size / (4 * kilobyte)));
  const write = (kind: string) =>
    sizes(kind).reduce((sum, size) => sum + Math.max(1, Math.ceil(size / kilobyte)), 0);
  return {
    read: (kind) => readBlocks(largest(kind)) / 2,
    readConsistently: (kind) => readBlocks(largest(kind)),
    query: (kind) => readBlocks(together(kind)) / 2,
    write,
    transact: (kind) => Math.max(1, Math.ceil(largest(kind) / kilobyte)) * 2,
  };
}

type MinimumUnits = (prices: UnitCosts) => number;

const nothing: MinimumUnits = () => 0;
const loads: MinimumUnits = ({ readConsistently }) => readConsistently('IMPROVEMENT');
/** The record keeps its places in both indexes; its event enters one. */
const amends: MinimumUnits = ({ readConsistently, transact }) =>
  readConsistently('IMPROVEMENT') + transact('IMPROVEMENT') * 2 + transact('EVENTS') * 1.5;
/** It leaves its place in one of the indexes besides, for another. */
const moves: MinimumUnits = (prices) => amends(prices) + prices.transact('IMPROVEMENT') / 2;
/**
 * The service, how far it was collected and rolled up, each of the two hours that one hour touches, four of the day before,
 * the memory of processes, how the service was for four days, and both hours of its calls.
 */
const looksBack: MinimumUnits = ({ read, query }) =>
  read('SERVICE') + 2 * 0.5 + query('METRICS') + 0.5 + 4 * 0.5 + 2 * 0.5 + 2 * 0.5;

/** The profile, and the event with its entry by day. */
const overrides: MinimumUnits = ({ readConsistently, transact }) =>
  readConsistently('PROFILE') + transact('PROFILE') + transact('EVENTS') * 1.5;

/** What each route cannot do without, for the request that the benchmark sends. */
export const minimumUnits: Readonly<Record<RouteName, MinimumUnits>> = {
  // One update of a record under a KB. What else it takes is the learner's, for many at once: `npm run bench -- ratings`.
  'submit-feedback': () => 1,
  // The population is read once a minute, and the first of these routes reads it.
  'get-preferences': ({ read }) => read('PROFILE') + read('POPULATION'),
  // So are the experiments that run.
  'recommend-model': ({ read }) => read('PROFILE') + read('EXPERIMENTS'),
  'override-preference': overrides,
  'override-for-user': overrides,
  'export-preferences': ({ read, readConsistently }) => read('PROFILE') + readConsistently('FEEDBACK'),
  // The feedback as it is now, and that there is no more of it; the one message with its count; then the profile and
  // the event with its entry by day: nothing had been learned of the user that would have to be counted.
  'forget-user': ({ readConsistently, transact }) =>
    readConsistently('FEEDBACK') +
    1 +
    transact('FEEDBACK') +
    transact('BATCHES') +
    readConsistently('PROFILE') +
    transact('PROFILE') +
    transact('EVENTS') * 1.5,
  // The record, which of them run, and the event with its entry by day.
  'start-experiment': ({ transact }) =>
    transact('EXPERIMENT') + transact('EXPERIMENTS') + transact('EVENTS') * 1.5,
  'get-experiment': ({ readConsistently }) => readConsistently('EXPERIMENT'),
  'stop-experiment': ({ readConsistently, transact }) =>
    readConsistently('EXPERIMENT') * 2 + transact('EXPERIMENT') + 2 + transact('EVENTS') * 1.5,
  // One part, and whether a profile is wanted.
  'record-metrics': ({ read, write }) => write('METRICS') + read('WANTED'),
  // One part: it is not asked whether a profile is wanted.
  'record-telemetry': () => 1,
  'performance-report': looksBack,
  // And which of them rest.
  'list-opportunities': (prices) => looksBack(prices) + 0.5,
  'list-improvements': ({ query }) => query('IMPROVEMENT'),
  'get-improvement': loads,
  'snooze-improvement': amends,
  'generate-improvement': amends,
  'test-improvement': amends,
  'deploy-improvement': loads,
  'roll-back-improvement': loads,
  'approve-improvement': amends,
  'reject-improvement': moves,
  'deployment-history': ({ query }) => query('IMPROVEMENT'),
  'list-events': ({ query }) => query('EVENTS'),
  // What the last refit counted, and every improvement.
  'get-stats': ({ read, query }) => read('POPULATION') + query('IMPROVEMENT'),
  'get-health': nothing,
  'get-openapi': nothing,
};
