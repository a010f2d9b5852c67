import type { RecordedRequest, VerifyJob } from '#core/improvements/jobs.ts';
import type { Sandbox } from '../isolation/sandbox.ts';
import type { ChangedFile } from '../patch/apply-patch.ts';

/** Shared input of the gates after `patch`. */
export interface Session {
  readonly job: VerifyJob;
  readonly sandbox: Sandbox;
  /** Folders that no run changes. */
  readonly trees: { readonly base: string; readonly candidate: string };
  readonly changes: readonly ChangedFile[];
  readonly requests: readonly RecordedRequest[];
  /** Keeps a command's output for `out/log.txt`. */
  readonly log: (title: string, output: string) => void;
}
