import type { RouteName } from '#functions/api/routes/all-routes.ts';

/** Minimum units that DynamoDB takes for one access, computed from the observed sizes of the records. */
export interface UnitCosts {
  /** Half a unit for each 4 KB, rounded up. */
  read(kind: string): number;
  /** One unit for each 4 KB, rounded up. */
  readConsistently(kind: string): number;
  /** One query that reads all records of the kind. */
  query(kind: string): number;
  /** One unit for each KB, rounded up, for each record of the kind. */
  write(kind: string): number;
  /** A transactional write: twice the units of the largest record. An index entry costs half of that. */
  transact(kind: string): number;
}

const kilobyte = 1_024;

export function unitCostsOf(bytes: ReadonlyMap<string, readonly number[]>): UnitCosts {
  const sizes = (kind: string) => bytes.get(kind) ?? [];
  const largest = (kind: string) => Math.max(1, ...sizes(kind));
  const total = (kind: string) => sizes(kind).reduce((sum, size) => sum + size, 0);
  const readBlocks = (size: number) => Math.max(1, Math.ceil(size / (4 * kilobyte)));
  const write = (kind: string) =>
    sizes(kind).reduce((sum, size) => sum + Math.max(1, Math.ceil(size / kilobyte)), 0);
  return {
    read: (kind) => readBlocks(largest(kind)) / 2,
    readConsistently: (kind) => readBlocks(largest(kind)),
    query: (kind) => readBlocks(total(kind)) / 2,
    write,
    transact: (kind) => Math.max(1, Math.ceil(largest(kind) / kilobyte)) * 2,
  };
}

type MinimumUnits = (costs: UnitCosts) => number;

const nothing: MinimumUnits = () => 0;
const loadsImprovement: MinimumUnits = ({ readConsistently }) => readConsistently('IMPROVEMENT');
/** Writes the record, whose index entries keep their keys, and its event with one index entry. */
const changesImprovement: MinimumUnits = ({ readConsistently, transact }) =>
  readConsistently('IMPROVEMENT') + transact('IMPROVEMENT') * 2 + transact('EVENTS') * 1.5;
/** Also changes the key of one index entry. */
const changesStatus: MinimumUnits = (costs) => changesImprovement(costs) + costs.transact('IMPROVEMENT') / 2;
/**
 * Reads the service; the times until which it was collected and rolled up; both clock hours that one hour overlaps; four
 * hours of the day before; process memory; four days of indicators; and both hours of the services that it calls.
 */
const readsReport: MinimumUnits = ({ read, query }) =>
  read('SERVICE') + 2 * 0.5 + query('METRICS') + 0.5 + 4 * 0.5 + 2 * 0.5 + 2 * 0.5;

/** Reads and writes the profile, and writes the event with its index entry by day. */
const overridesPreference: MinimumUnits = ({ readConsistently, transact }) =>
  readConsistently('PROFILE') + transact('PROFILE') + transact('EVENTS') * 1.5;

/** The minimum for each route, for the request that the benchmark sends. */
export const minimumUnits: Readonly<Record<RouteName, MinimumUnits>> = {
  // One write of a record under 1 KB. The learner handles many ratings at once: see `npm run bench -- ratings`.
  'submit-feedback': () => 1,
  'import-feedback': () => 1,
  // The population is read once a minute; the first of these routes reads it.
  'get-preferences': ({ read }) => read('PROFILE') + read('POPULATION'),
  // The running experiments are read once a minute, too.
  'recommend-model': ({ read }) => read('PROFILE') + read('EXPERIMENTS'),
  'override-preference': overridesPreference,
  'override-for-user': overridesPreference,
  'export-preferences': ({ read, readConsistently }) => read('PROFILE') + readConsistently('FEEDBACK'),
  // Read the feedback, and then that none is left; delete the one message and write its count; then read and write the
  // profile, and write the event with its index entry by day. Nothing was learned about the user, so no more is counted.
  'forget-user': ({ readConsistently, transact }) =>
    readConsistently('FEEDBACK') +
    1 +
    transact('FEEDBACK') +
    transact('BATCHES') +
    readConsistently('PROFILE') +
    transact('PROFILE') +
    transact('EVENTS') * 1.5,
  // The record, the list of running experiments, and the event with its index entry by day.
  'start-experiment': ({ transact }) =>
    transact('EXPERIMENT') + transact('EXPERIMENTS') + transact('EVENTS') * 1.5,
  'get-experiment': ({ readConsistently }) => readConsistently('EXPERIMENT'),
  'stop-experiment': ({ readConsistently, transact }) =>
    readConsistently('EXPERIMENT') * 2 + transact('EXPERIMENT') + 2 + transact('EVENTS') * 1.5,
  // Write one window part, and read whether a profile is wanted.
  'record-metrics': ({ read, write }) => write('METRICS') + read('WANTED'),
  // Write one window part.
  'record-telemetry': () => 1,
  'performance-report': readsReport,
  // Also read which opportunities are snoozed.
  'list-opportunities': (costs) => readsReport(costs) + 0.5,
  'list-improvements': ({ query }) => query('IMPROVEMENT'),
  // The latest of all services, and those of one service in each of four statuses.
  'list-outcomes': ({ query }) => query('IMPROVEMENT') + 4 * 0.5,
  'get-improvement': loadsImprovement,
  'get-verdict': loadsImprovement,
  'snooze-improvement': changesImprovement,
  'generate-improvement': changesImprovement,
  'test-improvement': changesImprovement,
  'deploy-improvement': loadsImprovement,
  'roll-back-improvement': loadsImprovement,
  'approve-improvement': changesImprovement,
  'reject-improvement': changesStatus,
  'plan-rollout': ({ read, query }) => read('SERVICE') + query('METRICS'),
  'deployment-history': ({ query }) => query('IMPROVEMENT'),
  'list-events': ({ query }) => query('EVENTS'),
  'verify-audit': ({ query }) => query('EVENTS'),
  // The counts of the last refit, and all improvements.
  'get-stats': ({ read, query }) => read('POPULATION') + query('IMPROVEMENT'),
  'run-self-test': nothing,
  'get-health': nothing,
  // A record that does not exist.
  'get-readiness': () => 0.5,
  'get-openapi': nothing,
};
