import type { TableAccess } from './entities.ts';

/** What a function may do. `docs/permissions.md` is generated from the template that results from it. */
export interface FunctionAccess {
  readonly table?: TableAccess;
  /** Patterns of artifact keys. */
  readonly readsArtifacts?: readonly string[];
  readonly writesArtifacts?: readonly string[];
  /** May learn that an artifact does not exist; without this permission S3 answers 403 instead of 404. */
  readonly listsArtifacts?: true;
  /** Starts executions of the improvement state machine. */
  readonly startsWorkflow?: true;
  /** Reads whether the state machine can be reached. */
  readonly reachesWorkflow?: true;
  /** Reads or moves the Lambda aliases of managed services. */
  readonly aliases?: 'read' | 'move';
  /** Invokes single versions of managed services, past their aliases. */
  readonly invokesVersions?: true;
  /** Reads the states of all alarms, or all metrics; CloudWatch has no resource-level permissions for either. */
  readonly readsAlarms?: true;
  readonly readsMetrics?: true;
  /** Reads the model's API key and may call the model. */
  readonly callsModel?: true;
}

const idempotency: TableAccess = { idempotentResponses: ['PutItem', 'GetItem', 'DeleteItem'] };
/** An improvement record changes in one transaction with its learning event. */
const improvementWrite: TableAccess = { improvements: ['GetItem', 'PutItem'], events: ['PutItem'] };
const serviceLookup: TableAccess = { services: ['GetItem'] };
/** Collects metrics from CloudWatch and records how far the collection got. */
const metricCollection: TableAccess = {
  metrics: ['Query', 'BatchWriteItem'],
  collectionProgress: ['GetItem', 'PutItem'],
  lateHours: ['PutItem'],
};
const rolloutClaim: TableAccess = { rolloutClaims: ['PutItem', 'GetItem', 'DeleteItem'] };

/** An unreadable profile is rebuilt from the user's feedback, hence the query. */
const preferenceRead: FunctionAccess = {
  table: { users: ['GetItem', 'Query'], population: ['GetItem'] },
};
const preferenceOverride: FunctionAccess = {
  table: { users: ['GetItem', 'Query', 'PutItem'], events: ['PutItem'] },
};
const stageStart: FunctionAccess = { table: { ...idempotency, ...improvementWrite }, startsWorkflow: true };
const improvementList: FunctionAccess = { table: { improvementLists: ['Query'] } };
const performanceRead: FunctionAccess = {
  table: {
    ...serviceLookup,
    metrics: ['Query'],
    rollups: ['GetItem', 'Query'],
    collectionProgress: ['GetItem'],
    cpuProfiles: ['GetItem'],
  },
};

/**
 * The access of each function, by its path below `functions/`. No function may update or delete a learning event: writers
 * have only `PutItem` there.
 */
export const functionAccess = {
  'api/submit-feedback': { table: { ...idempotency, users: ['PutItem'] } },
  'api/import-feedback': { table: { users: ['PutItem'] } },
  'api/get-preferences': preferenceRead,
  'api/recommend-model': {
    table: { ...preferenceRead.table, runningExperiments: ['GetItem'] },
  },
  'api/override-preference': preferenceOverride,
  'api/override-for-user': preferenceOverride,
  'api/export-preferences': preferenceRead,
  'api/forget-user': {
    table: {
      users: ['Query', 'GetItem', 'PutItem', 'DeleteItem'],
      batchStatistics: ['PutItem'],
      events: ['PutItem'],
    },
  },
  'api/start-experiment': {
    table: {
      ...idempotency,
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
      ...idempotency,
      metrics: ['BatchWriteItem', 'UpdateItem'],
      lateHours: ['PutItem'],
      cpuProfiles: ['BatchWriteItem', 'GetItem', 'PutItem'],
    },
  },
  'api/record-telemetry': {
    table: {
      metrics: ['BatchWriteItem', 'UpdateItem', 'PutItem'],
      // The latest point of a cumulative series, and the count of new ones.
      series: ['BatchGetItem', 'PutItem', 'UpdateItem'],
      lateHours: ['PutItem'],
    },
  },
  'api/performance-report': performanceRead,
  'api/list-opportunities': {
    table: { ...performanceRead.table, improvementLists: ['Query'] },
    // A service that was never scanned has none.
    readsArtifacts: ['services/*/static-findings.json'],
    listsArtifacts: true,
  },
  'api/list-improvements': improvementList,
  'api/list-outcomes': improvementList,
  'api/get-improvement': {
    table: { improvements: ['GetItem'] },
    readsArtifacts: ['patches/*'],
    listsArtifacts: true,
  },
  'api/get-verdict': { table: { improvements: ['GetItem'] }, readsArtifacts: ['verdicts/*'] },
  'api/snooze-improvement': { table: { ...idempotency, ...improvementWrite } },
  'api/generate-improvement': stageStart,
  'api/test-improvement': stageStart,
  'api/deploy-improvement': stageStart,
  'api/roll-back-improvement': stageStart,
  'api/approve-improvement': stageStart,
  'api/reject-improvement': { table: { ...idempotency, ...improvementWrite } },
  'api/plan-rollout': { table: { ...serviceLookup, metrics: ['Query'] } },
  'api/deployment-history': improvementList,
  'api/list-events': { table: { events: ['Query'], eventDays: ['Query'] } },
  'api/verify-audit': { table: { events: ['Query'], eventDays: ['Query'] } },
  'api/get-stats': { table: { improvementLists: ['Query'], population: ['GetItem'] } },
  'api/run-self-test': {},
  'api/get-health': {},
  'api/get-readiness': { table: serviceLookup, reachesWorkflow: true },
  'api/get-openapi': {},

  'tasks/begin-generating': {
    table: { ...improvementWrite, ...serviceLookup },
    writesArtifacts: ['jobs/scan/*'],
  },
  'tasks/begin-base-check': {
    table: { improvements: ['GetItem'], ...serviceLookup, metrics: ['Query'] },
    readsArtifacts: ['jobs/scan/*', 'jobs/verify/base/*', 'services/*'],
    writesArtifacts: ['jobs/verify/base/*', 'services/*/static-findings.json'],
    listsArtifacts: true,
  },
  'tasks/generate': {
    // Earlier outcomes say which generator is asked first.
    table: {
      ...improvementWrite,
      ...serviceLookup,
      improvementLists: ['Query'],
      modelBudget: ['UpdateItem'],
    },
    // A commit that could not be checked has no such file.
    readsArtifacts: ['jobs/answers/*', 'jobs/scan/*', 'jobs/verify/base/*', 'patches/*'],
    writesArtifacts: ['jobs/answers/*', 'patches/*'],
    listsArtifacts: true,
    callsModel: true,
  },
  'tasks/begin-testing': {
    table: { ...improvementWrite, ...serviceLookup, metrics: ['Query'] },
    // A run that proved nothing is repeated without what it did reject.
    readsArtifacts: ['jobs/scan/*', 'jobs/verify/*', 'patches/*', 'services/*'],
    writesArtifacts: ['jobs/verify/*'],
    listsArtifacts: true,
  },
  'tasks/assess': {
    table: { ...improvementWrite, ...serviceLookup, improvementLists: ['Query'] },
    readsArtifacts: ['jobs/verify/*'],
  },
  'tasks/begin-deploying': {
    // The measurements say which version a pipeline has deployed.
    table: {
      ...improvementWrite,
      ...serviceLookup,
      ...rolloutClaim,
      metrics: ['Query'],
      improvementLists: ['Query'],
    },
    readsArtifacts: ['patches/*'],
    writesArtifacts: ['jobs/release/*'],
    aliases: 'read',
    readsAlarms: true,
  },
  'tasks/start-rollout': {
    table: { ...improvementWrite, ...serviceLookup, metrics: ['Query'], rolloutClaims: ['DeleteItem'] },
    readsArtifacts: ['jobs/release/*'],
    aliases: 'move',
  },
  'tasks/watch': {
    table: { ...improvementWrite, ...serviceLookup, ...metricCollection },
    // The stored requests, which are mirrored.
    readsArtifacts: ['services/*'],
    writesArtifacts: ['verdicts/*'],
    listsArtifacts: true,
    aliases: 'move',
    invokesVersions: true,
    readsMetrics: true,
  },
  'tasks/complete-rollout': {
    table: { ...improvementWrite, ...serviceLookup, metrics: ['Query'], rolloutClaims: ['DeleteItem'] },
    aliases: 'move',
  },
  'tasks/begin-rollback': {
    table: { ...improvementWrite, ...serviceLookup, ...rolloutClaim },
    writesArtifacts: ['jobs/revert/*'],
    aliases: 'move',
  },
  'tasks/finish-rollback': {
    table: { ...improvementWrite, ...serviceLookup, metrics: ['Query'], rolloutClaims: ['DeleteItem'] },
    readsArtifacts: ['jobs/revert/*'],
    aliases: 'move',
  },
  'tasks/fail': {
    table: { ...improvementWrite, rolloutClaims: ['DeleteItem'] },
    // The error of a failed job, and the commit that a release merged before it failed; either may be missing.
    readsArtifacts: ['jobs/*/out/error.txt', 'jobs/release/*/out/release.json'],
    listsArtifacts: true,
  },

  'schedule/analyze': {
    table: {
      ...serviceLookup,
      improvements: ['PutItem'],
      events: ['PutItem'],
      improvementLists: ['Query'],
      ...metricCollection,
      rollups: ['GetItem', 'Query', 'PutItem', 'BatchWriteItem'],
      lateHours: ['Query', 'PutItem', 'DeleteItem'],
      cpuProfiles: ['GetItem', 'PutItem'],
    },
    startsWorkflow: true,
    aliases: 'read',
    readsMetrics: true,
  },
  'schedule/reconcile': {
    table: {
      improvements: ['PutItem'],
      events: ['PutItem'],
      improvementLists: ['Query'],
      rolloutClaims: ['DeleteItem'],
    },
    // What a release had merged before its execution was lost; it may be missing.
    readsArtifacts: ['jobs/release/*/out/release.json'],
    listsArtifacts: true,
    startsWorkflow: true,
  },
  'schedule/refit': {
    table: {
      users: ['BatchGetItem', 'Query'],
      population: ['BatchGetItem', 'PutItem'],
      batchStatistics: ['Query'],
    },
  },
  'schedule/self-test': {},
  'stream/update-profiles': {
    table: {
      users: ['GetItem', 'PutItem', 'Query'],
      population: ['GetItem'],
      batchStatistics: ['PutItem'],
      experiments: ['GetItem', 'UpdateItem', 'PutItem'],
      runningExperiments: ['UpdateItem'],
      events: ['PutItem'],
    },
  },
  'alarms/roll-back': {
    // That an alarm was about both versions is on record.
    table: { ...serviceLookup, improvements: ['PutItem'], events: ['PutItem'], improvementLists: ['Query'] },
    startsWorkflow: true,
    aliases: 'read',
    readsMetrics: true,
  },
} as const satisfies Readonly<Record<string, FunctionAccess>>;

export type FunctionEntry = keyof typeof functionAccess;
