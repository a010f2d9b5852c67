/** Where records of one kind are stored: their partitions, and the indexes when they are read through an index. */
interface EntityKeys {
  /** Patterns of the partition key, in the syntax of IAM's `StringLike`. */
  readonly keys: readonly string[];
  readonly index?: readonly ('gsi1' | 'gsi2')[];
}

/** The partitions of the learning table by the kind of record they hold; `docs/architecture.md` explains each. */
const partitions = {
  users: { keys: ['USER#*'] },
  population: { keys: ['POPULATION'] },
  experiments: { keys: ['EXPERIMENT#*'] },
  runningExperiments: { keys: ['EXPERIMENTS'] },
  batchStatistics: { keys: ['BATCHES'] },
  modelBudget: { keys: ['COUNT#*'] },
  idempotentResponses: { keys: ['IDEMPOTENCY#*'] },
  metrics: { keys: ['METRICS#*'] },
  cpuProfiles: { keys: ['PROFILE#*'] },
  services: { keys: ['SERVICE#*'] },
  collectionProgress: { keys: ['COLLECTED#*'] },
  rollups: { keys: ['ROLLUP#*'] },
  series: { keys: ['SERIES#*'] },
  lateHours: { keys: ['LATE#*'] },
  rolloutClaims: { keys: ['ROLLOUT#*'] },
  improvements: { keys: ['IMPROVEMENT#*'] },
  improvementLists: { keys: ['IMPROVEMENTS', 'IMPROVEMENTS#*'], index: ['gsi1', 'gsi2'] },
  events: { keys: ['EVENTS#*'] },
  eventDays: { keys: ['EVENTS#*'], index: ['gsi1'] },
} as const satisfies Record<string, EntityKeys>;

export type Entity = keyof typeof partitions;
export const entities: Readonly<Record<Entity, EntityKeys>> = partitions;

type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem';

/** The actions that a function may take on each kind of record. A transaction needs the actions of its parts. */
export type TableAccess = { readonly [Kind in Entity]?: readonly TableAction[] };
