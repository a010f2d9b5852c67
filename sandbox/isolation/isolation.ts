import type { VerifyJob } from '#core/improvements/jobs.ts';
import type { TreeWrites } from './tree-writes.ts';

export type Isolation = VerifyJob['isolation'];

/** A command to run: a shell command line in a fresh copy of `tree`. */
export interface CommandPlan {
  /** A folder that no run may change; every run gets its own copy. */
  readonly tree: string;
  /** The service's folder in it. */
  readonly directory: string;
  /** A folder of this run only, at the same path inside and outside, for files that the command must hand out. */
  readonly out: string;
  readonly command: string;
  /** What of the copy the command may write to; `null` for all of it. */
  readonly writes: TreeWrites | null;
  /** Its variables, by the path of the tree's copy as the command sees it. */
  readonly environment: (root: string) => Readonly<Record<string, string>>;
  /** More variables, which must not be seen in any list of processes. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** How to start it. */
export interface IsolatedCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Path of the tree's copy as the command sees it. */
  readonly root: string;
  /** Folders on the machine's disk to which the command can write. */
  readonly writable: readonly string[];
  /** Set where the command's files lie in memory. */
  readonly box?: BoxPlan;
  /** Ends processes that survived the first process; may be called repeatedly. */
  readonly sweep: (seen: ReadonlyMap<number, string>) => void;
}

/**
 * A box whose files lie in memory. It says on descriptor 3 that it is ready and waits there until it may begin; its filter
 * of system calls is read from descriptor 4.
 */
export interface BoxPlan {
  /** Paths of its writable file systems. */
  readonly mounts: readonly string[];
  /** File with the filter's program, or `null` on a machine that has none. */
  readonly filter: string | null;
}

/** One way to isolate a command: bubblewrap, a container user, or the limits only. */
export interface IsolationMethod {
  prepare(plan: CommandPlan): Promise<IsolatedCommand>;
}
