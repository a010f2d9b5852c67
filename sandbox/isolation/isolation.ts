import type { VerifyJob } from '#core/improvements/jobs.ts';

export type Isolation = VerifyJob['isolation'];

/** What is to run: a shell line in a fresh, writable copy of `tree`. */
export interface CommandPlan {
  /** A folder that nothing below may change; every run gets its own copy of it. */
  readonly tree: string;
  /** A folder of this run alone, at the same path inside and outside, for what the command must hand out. */
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
  /** Where the copy of the tree is, as the command sees it. */
  readonly root: string;
  /** Folders on the machine's disk that the command can fill. */
  readonly writable: readonly string[];
  /** Ends what killing the first process did not end; may be called again and again. */
  readonly sweep: (seen: ReadonlyMap<number, string>) => void;
}

/** One way of holding a command: bubblewrap's, or none but the limits. */
export interface IsolationMethod {
  prepare(plan: CommandPlan): Promise<IsolatedCommand>;
}
