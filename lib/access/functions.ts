import type { TableAccess } from './entities.ts';

/** What a function may do; `docs/permissions.md` is made from the template that comes of it. */
export interface FunctionAccess {
  readonly table?: TableAccess;
  /** Artifacts, by patterns of their keys. */
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  /** Asks whether an artifact is there; without it S3 answers "forbidden" for one that is not. */
  readonly lists?: true;
  /** Starts executions of the improvement's state machine. */
  readonly starts?: true;
  /** Reads, or moves, the aliases of the services that are rolled out by them. */
  readonly aliases?: 'read' | 'move';
  /** Reads the states of alarms, or metrics; CloudWatch knows no resource for either. */
  readonly alarms?: true;
  readonly measures?: true;
  /** Reads the key of the model. */
  readonly model?: true;
}

const answersOnce: TableAccess = { answers: ['PutItem', 'GetItem', 'DeleteItem'] };
/** A record of an improvement changes together with its learning event. */
const changesImprovement: TableAccess = { improvements: ['GetItem', 'PutItem'], events: ['PutItem'] };
const knowsService: TableAccess = { services: ['GetItem'] };
/** Brings in what CloudWatch measured, and marks how far it came. */
const collects: TableAccess = {
  metrics: ['Query', 'BatchWriteItem'],
  collections: ['GetItem', 'PutItem'],
  lateHours: ['PutItem'],
};
const holdsTraffic: TableAccess = { rollouts: ['PutItem', 'GetItem', 'DeleteItem'] };

/** A profile that cannot be read is learned again from the user's feedback. */
const readsPreferences: FunctionAccess = {
  table: { users: ['GetItem', 'Query'], population: ['GetItem'] },
};
const overridesPreference: FunctionAccess = {
  table: { users: ['GetItem', 'Query', 'PutItem'], events: ['PutItem'] },
};
const startsStage: FunctionAccess = { table: { ...answersOnce, ...changesImprovement }, starts: true };
const listsImprovements: FunctionAccess = { table: { improvementLists: ['Query'] } };
const readsPerformance: FunctionAccess = {
  table: {
    ...knowsService,
    metrics: ['Query'],
    histories: ['GetItem', 'Query'],
    collections: ['GetItem'],
    profiles: ['GetItem'],
  },
};

/** By entry, below `functions/`. Nobody may update or delete a learning event: no entry has more than `PutItem` there. */
export const functionAccess = {
  'api/submit-feedback': { table: { ...answersOnce, users: ['UpdateItem'] } },
  'api/get-preferences': readsPreferences,
  'api/recommend-model': {
    table: { ...readsPreferences.table, runningExperiments: ['GetItem'] },
  },
  'api/override-preference': overridesPreference,
  'api/override-for-user': overridesPreference,
  'api/export-preferences': readsPreferences,
  'api/forget-user': {
    table: {
      users: ['Query', 'GetItem', 'PutItem', 'DeleteItem'],
      batches: ['PutItem'],
      experiments: ['GetItem', 'UpdateItem'],
      events: ['PutItem'],
    },
  },
  'api/start-experiment': {
    table: {
      ...answersOnce,
      experiments: ['PutItem', 'GetItem'],
      runningExperiments: ['UpdateItem'],
      events: ['PutItem'],
    },
  },
  'api/get-experiment': { table: { experiments: ['GetItem'] } },
  'api/stop-experiment': {
    table: {
      experiments: ['GetItem', 'UpdateItem'],
      runningExperiments: ['UpdateItem'],
      events: ['PutItem'],
    },
  },
  'api/record-metrics': {
    table: {
      ...answersOnce,
      metrics: ['BatchWriteItem'],
      lateHours: ['PutItem'],
      profiles: ['BatchWriteItem', 'GetItem', 'PutItem'],
    },
  },
  'api/record-telemetry': { table: { metrics: ['BatchWriteItem'], lateHours: ['PutItem'] } },
  'api/performance-report': readsPerformance,
  'api/list-opportunities': {
    table: { ...readsPerformance.table, improvementLists: ['Query'] },
  },
  'api/list-improvements': listsImprovements,
  'api/get-improvement': { table: { improvements: ['GetItem'] } },
  'api/snooze-improvement': { table: { ...answersOnce, ...changesImprovement } },
  'api/generate-improvement': startsStage,
  'api/test-improvement': startsStage,
  'api/deploy-improvement': startsStage,
  'api/roll-back-improvement': startsStage,
  'api/approve-improvement': startsStage,
  'api/reject-improvement': { table: { ...answersOnce, ...changesImprovement } },
  'api/deployment-history': listsImprovements,
  'api/list-events': { table: { events: ['Query'], eventDays: ['Query'] } },
  'api/get-stats': { table: { improvementLists: ['Query'], population: ['GetItem'] } },
  'api/get-health': {},
  'api/get-openapi': {},

  'tasks/begin-generating': {
    table: { ...changesImprovement, ...knowsService },
    writes: ['jobs/scan/*'],
  },
  'tasks/generate': {
    table: { ...changesImprovement, ...knowsService, counts: ['UpdateItem'] },
    reads: ['jobs/scan/*'],
    model: true,
  },
  'tasks/begin-testing': {
    table: { ...changesImprovement, ...knowsService, metrics: ['Query'] },
    reads: ['jobs/scan/*', 'services/*'],
    writes: ['jobs/verify/*'],
    lists: true,
  },
  'tasks/assess': {
    table: { ...changesImprovement, ...knowsService, improvementLists: ['Query'] },
    reads: ['jobs/verify/*'],
  },
  'tasks/begin-deploying': {
    table: { ...changesImprovement, ...knowsService, ...holdsTraffic },
    writes: ['jobs/release/*'],
    alarms: true,
  },
  'tasks/start-rollout': {
    table: { ...changesImprovement, ...knowsService, metrics: ['Query'] },
    reads: ['jobs/release/*'],
    aliases: 'move',
  },
  'tasks/watch': {
    table: { ...changesImprovement, ...knowsService, ...collects },
    aliases: 'move',
    measures: true,
  },
  'tasks/complete-rollout': {
    table: { ...changesImprovement, ...knowsService, metrics: ['Query'], rollouts: ['DeleteItem'] },
    aliases: 'move',
  },
  'tasks/begin-rollback': {
    table: { ...changesImprovement, ...knowsService, ...holdsTraffic },
    writes: ['jobs/revert/*'],
    aliases: 'move',
  },
  'tasks/finish-rollback': {
    table: { ...changesImprovement, ...knowsService, metrics: ['Query'], rollouts: ['DeleteItem'] },
    reads: ['jobs/revert/*'],
    aliases: 'move',
  },
  'tasks/fail': {
    table: { ...changesImprovement, rollouts: ['DeleteItem'] },
    // Why a job failed, and what a release had merged before that; whether there is either.
    reads: ['jobs/*/out/error.txt', 'jobs/release/*/out/release.json'],
    lists: true,
  },

  'schedule/analyze': {
    table: {
      ...knowsService,
      improvements: ['PutItem'],
      events: ['PutItem'],
      improvementLists: ['Query'],
      ...collects,
      histories: ['GetItem', 'Query', 'PutItem', 'BatchWriteItem'],
      lateHours: ['Query', 'PutItem', 'DeleteItem'],
      profiles: ['GetItem', 'PutItem'],
    },
    starts: true,
    aliases: 'read',
    measures: true,
  },
  'schedule/refit': {
    table: {
      users: ['BatchGetItem', 'Query'],
      population: ['BatchGetItem', 'PutItem'],
      batches: ['Query'],
    },
  },
  'stream/update-profiles': {
    table: {
      users: ['GetItem', 'PutItem', 'Query'],
      population: ['GetItem'],
      batches: ['PutItem'],
      experiments: ['GetItem', 'UpdateItem'],
      runningExperiments: ['UpdateItem'],
      events: ['PutItem'],
    },
  },
  'alarms/roll-back': {
    table: { ...knowsService, improvementLists: ['Query'] },
    starts: true,
  },
} as const satisfies Readonly<Record<string, FunctionAccess>>;

export type FunctionEntry = keyof typeof functionAccess;
