/** A kind of record: the partitions that hold it, and the indexes that list it, where it is read from those. */
interface EntityKeys {
  /** Patterns of the partition key, as IAM's `StringLike` reads them. */
  readonly keys: readonly string[];
  readonly index?: readonly ('gsi1' | 'gsi2')[];
}

/** The learning table by what its partitions hold; `docs/architecture.md` has the same table for people. */
const partitions = {
  users: { keys: ['USER#*'] },
  population: { keys: ['POPULATION'] },
  experiments: { keys: ['EXPERIMENT#*'] },
  runningExperiments: { keys: ['EXPERIMENTS'] },
  batches: { keys: ['BATCHES'] },
  counts: { keys: ['COUNT#*'] },
  answers: { keys: ['IDEMPOTENCY#*'] },
  metrics: { keys: ['METRICS#*'] },
  profiles: { keys: ['PROFILE#*'] },
  services: { keys: ['SERVICE#*'] },
  collections: { keys: ['COLLECTED#*'] },
  histories: { keys: ['HISTORY#*'] },
  lateHours: { keys: ['LATE#*'] },
  rollouts: { keys: ['ROLLOUT#*'] },
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

/** What may be done with which records. Transactions need the actions of their parts. */
export type TableAccess = { readonly [Each in Entity]?: readonly TableAction[] };
