import type { VerifyJob } from '#core/improvements/jobs.ts';

export type Isolation = VerifyJob['isolation'];

/** A command to run: a shell command line in a fresh, writable copy of `tree`. */
export interface CommandPlan {
  /** A folder that no run may change; every run gets its own copy. */
  readonly tree: string;
  /** A folder of this run only, at the same path inside and outside, for files that the command must hand out. */
  readonly out: string;
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
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
  /** Ends processes that survived the first process; may be called repeatedly. */
  readonly sweep: (seen: ReadonlyMap<number, string>) => void;
}

/** One way to isolate a command: bubblewrap, a container user, or the limits only. */
export interface IsolationMethod {
  prepare(plan: CommandPlan): Promise<IsolatedCommand>;
}
