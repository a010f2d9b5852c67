import type { LearningEventDraft } from '../events/learning-event.ts';
import type { Change, Improvement } from './improvement.ts';
import type { SeenRequest } from './jobs.ts';
import type { Status } from './status.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Opaque; null on the last page. */
  readonly cursor: string | null;
}

/** Port: the improvements' records. */
export interface ImprovementStore {
  /** @throws NotFound `improvement/unknown`. */
  load(id: string): Promise<Improvement>;
  /** Writes a new record with its first event; false, and nothing written, when the id exists. */
  create(improvement: Improvement, event: LearningEventDraft): Promise<boolean>;
  /**
   * Writes a change with its event, in one transaction.
   * @throws Stale when the record is no longer at the expected revision.
   */
  save(change: Change): Promise<Improvement>;
  /** Newest first. */
  list(query: ImprovementQuery): Promise<Page<Improvement>>;
}

export interface ImprovementQuery {
  readonly service?: string;
  readonly status?: Status;
  readonly limit: number;
  readonly cursor?: string;
}

/** Port: bodies too large for a record, and the folders of jobs. Keys have `/` between folders. */
export interface ArtifactStore {
  write(key: string, body: string | Uint8Array): Promise<void>;
  /** @throws NotFound `artifact/unknown`. */
  read(key: string): Promise<string>;
  copy(from: string, to: string): Promise<void>;
  exists(key: string): Promise<boolean>;
}

/** Port: starts executions of the improvement's state machine. */
export interface Workflow {
  /** Starts one under a name; starting the same name with the same input again changes nothing. */
  start(name: string, input: WorkflowInput): Promise<void>;
}

export interface WorkflowInput {
  readonly improvementId: string;
  readonly from: 'generate' | 'test' | 'deploy' | 'watch' | 'rollback';
  readonly until: 'generated' | 'tested' | 'applied';
  readonly reason: string;
  readonly actor: string;
}

/** Port: the running versions of a service and the share of the requests that each gets. */
export interface Fleet {
  /**
   * Has the version running, ready and warm, with no share of the requests; does nothing where it already is.
   * Answers the commit of the version that serves now, or another name of it where its commit is not known.
   * @throws Unavailable `fleet/not-ready` when the version does not become ready.
   */
  launch(service: string, commit: string): Promise<{ baseline: string }>;
  /**
   * Sends `weight` per cent to the version, the rest to the version that was there before it. Does nothing once the
   * version was withdrawn, so that a late look cannot undo a rollback.
   */
  shift(service: string, commit: string, weight: number): Promise<void>;
  /** Makes the version the only one and stops the one before it. Does nothing once the version was withdrawn. */
  promote(service: string, commit: string): Promise<void>;
  /** Sends everything to the version that was there before, at once. The withdrawn version stays up until `retire`. */
  withdraw(service: string, commit: string): Promise<void>;
  retire(service: string, commit: string): Promise<void>;
}

/** Port: what production asks of a service, for the sandbox to replay. */
export interface RequestLog {
  /** The latest requests, oldest first. */
  seenRequests(service: string): Promise<readonly SeenRequest[]>;
}

/** `no-data`: it has nothing to judge by. `unknown`: there is no alarm of that name. */
export type AlarmState = 'ok' | 'alarm' | 'no-data' | 'unknown';

/** Port: what the alarms of the services say at the moment. */
export interface AlarmStates {
  /** The state of each name, in the order in which they are asked for. */
  states(names: readonly string[]): Promise<readonly { readonly name: string; readonly state: AlarmState }[]>;
}
