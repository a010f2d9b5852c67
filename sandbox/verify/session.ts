import type { RecordedRequest, VerifyJob } from '#core/improvements/jobs.ts';
import type { Sandbox } from '../isolation/sandbox.ts';
import type { ChangedFile } from '../patch/apply-patch.ts';
import type { BuiltBase } from './build.ts';
import type { CapturedUses } from './calls/read-uses.ts';
import type { TestRun } from './run-tests.ts';

/** Shared input of the gates after `patch`. */
export interface Session extends SharedSession {
  /** Folders that no run changes. */
  readonly trees: { readonly base: string; readonly candidate: string };
  readonly changes: readonly ChangedFile[];
}

/** What the gates of all candidates of a job have in common. */
export interface SharedSession {
  readonly job: VerifyJob;
  readonly sandbox: Sandbox;
  readonly requests: readonly RecordedRequest[];
  /** Keeps a command's output for `out/log.txt`. */
  readonly log: (title: string, output: string) => void;
  /** The base, built once. */
  readonly base: BuiltBase;
  /** The tests on the base, which run once. */
  readonly baseTests: () => Promise<TestRun>;
  /** Calls of the base that were captured already, by what was captured: rivals often change the same functions. */
  readonly captures: Map<string, Promise<CapturedUses>>;
}
