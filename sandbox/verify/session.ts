import type { RecordedRequest, VerifyJob } from '#core/improvements/jobs.ts';
import type { Sandbox } from '../isolation/sandbox.ts';
import type { ChangedFile } from '../patch/apply-patch.ts';

/** What the gates after `patch` work on. */
export interface Session {
  readonly job: VerifyJob;
  readonly sandbox: Sandbox;
  /** Folders; nothing that runs changes them. */
  readonly trees: { readonly base: string; readonly candidate: string };
  readonly changes: readonly ChangedFile[];
  readonly requests: readonly RecordedRequest[];
  /** Keeps what a command printed, for `out/log.txt`. */
  readonly log: (title: string, output: string) => void;
}
