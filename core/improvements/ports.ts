import type { LearningEventDraft } from '../events/learning-event.ts';
import type { AlarmInterval } from '../rollouts/canary-alarm.ts';
import type { MirrorEvidence, MirrorOptions } from '../rollouts/mirror.ts';
import type { AliasDeployment } from '../service/service.ts';
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

/** Port: the executions of the improvement's state machine. */
export interface Workflow {
  /** Starts one under a name; starting the same name again changes nothing unless its execution has failed. */
  start(name: string, input: WorkflowInput): Promise<void>;
  /** How the execution with this name is; the name that it was started under, or the one that it knows itself by. */
  stateOf(name: string): Promise<ExecutionState>;
}

/** `stopped`: by a person. `unknown`: it was never started, was lost with its process, or ended long ago. */
export type ExecutionState = 'running' | 'succeeded' | 'failed' | 'timed-out' | 'stopped' | 'unknown';

export interface WorkflowInput {
  readonly improvementId: string;
  readonly from: 'generate' | 'test' | 'deploy' | 'watch' | 'rollback';
  readonly until: 'generated' | 'tested' | 'applied';
  readonly reason: string;
  readonly actor: string;
}

/** The version that serves; the baseline, during a rollout. */
export interface Serving {
  /** Its commit, or another name of it if its commit is unknown; null if it cannot be known. */
  readonly version: string | null;
  /** What runs it: `process 4711`, `version 12 of function shop`; null if it cannot be known. */
  readonly runsAs: string | null;
}

/** Port: the running versions of a service and the share of the requests that each gets. */
export interface Fleet {
  serving(service: string): Promise<Serving>;
  /**
   * Starts the version and warms it up, without any share of the requests; does nothing if it already runs. Returns
   * the commit of the version that serves now, or another name of it if its commit is unknown.
   * @throws Unavailable `fleet/not-ready` when the version does not become ready.
   */
  launch(service: string, commit: string): Promise<{ baseline: string }>;
  /**
   * Sends `weight` percent of the requests to the version, the rest to the baseline. Does nothing once the version
   * was withdrawn, so that a late check cannot undo a rollback.
   */
  shift(service: string, commit: string, weight: number): Promise<void>;
  /** Makes the version the only one and stops the baseline. Does nothing once the version was withdrawn. */
  promote(service: string, commit: string): Promise<void>;
  /** Sends all requests to the baseline at once. The withdrawn version keeps running until `retire`. */
  withdraw(service: string, commit: string): Promise<void>;
  retire(service: string, commit: string): Promise<void>;
}

/** Port: compares a launched version with the baseline on copies of safe requests, before it gets any user's. */
export interface Mirror {
  /**
   * Begins to mirror requests, or continues; returns the evidence so far. It may begin again from nothing if the
   * program that mirrors was restarted. Mirroring ends once the version gets a share of the requests or is withdrawn.
   * @throws Unavailable if the version does not run.
   */
  compare(service: string, commit: string, options: MirrorOptions): Promise<MirrorEvidence>;
}

/** Port: a service's production requests, for the sandbox to replay. */
export interface RequestLog {
  /** The latest requests, oldest first. */
  seenRequests(service: string): Promise<readonly SeenRequest[]>;
}

/** Port: the calls of two versions behind a Lambda alias, as Lambda counts them. */
export interface AliasCalls {
  /**
   * The calls of each whole minute, oldest first. `versions` are commits; times in milliseconds since 1970.
   * @throws Unavailable if some of them cannot be read, or a version is unknown.
   */
  byMinute(
    alias: AliasDeployment,
    versions: { readonly baseline: string; readonly canary: string },
    time: { readonly from: number; readonly until: number },
  ): Promise<readonly AlarmInterval[]>;
}

/** `no-data`: the alarm has no measurements. `unknown`: there is no alarm with that name. */
export type AlarmState = 'ok' | 'alarm' | 'no-data' | 'unknown';

/** Port: the current states of the services' alarms. */
export interface AlarmStates {
  /** The state of each alarm, in the order of the names. */
  states(names: readonly string[]): Promise<readonly { readonly name: string; readonly state: AlarmState }[]>;
}
