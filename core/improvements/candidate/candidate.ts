import type { Finding } from '../../performance/findings/finding.ts';
import type { CallShapes } from '../base/base-report.ts';
import type { Usage } from './spending.ts';
import type { GateName } from './verification-report.ts';

/** A source file of the service at the base commit. */
export interface SourceFile {
  /** Relative to the service's root, `/` between folders. */
  readonly path: string;
  readonly text: string;
}

/** The result of the scan job: everything a generator may read. */
export interface Snapshot {
  readonly commit: string;
  /** The sources by the service's manifest: what a candidate may change, unless it is protected. */
  readonly files: readonly SourceFile[];
  /** For reading only: other code, tests, and what says how imports are resolved. Absent if the scan was made without it. */
  readonly context?: readonly SourceFile[] | undefined;
}

/** `agent`: a program of the operator's own. */
export type CandidateSource = 'rule' | 'model' | 'agent';

/** A change of source files, as a generator proposes it; it may add files. */
export interface Proposal {
  readonly source: CandidateSource;
  /** The name of the rule, the model or the agent. The track record is kept by author. */
  readonly author: string;
  /** An imperative sentence, the commit's first line: "Build the price list in one pass". */
  readonly title: string;
  /** Why it is faster and why the behavior is the same, for the reviewer. */
  readonly rationale: string;
  /** The file and the function that it is mainly about, as the source names it. */
  readonly path: string;
  readonly function: string;
  /** The whole files after the change. */
  readonly changes: readonly SourceFile[];
}

/** A proposal with a valid form. Its patch is what is tested, approved and committed. */
export interface Candidate extends Omit<Proposal, 'changes'> {
  readonly attempt: number;
  readonly baseCommit: string;
  /** SHA-256 of the patch, hexadecimal; the artifact store has the patch by it. */
  readonly hash: string;
  readonly linesChanged: number;
}

/** The outcome of an earlier attempt; a generator must not propose it again, unless it was only not chosen. */
export interface EarlierAttempt {
  readonly source: CandidateSource;
  readonly author: string;
  readonly path: string;
  readonly function: string;
  /** Of its patch, as a candidate's; null if it had no form that could be tested. */
  readonly hash: string | null;
  /** One sentence: why it was refused, rejected or rolled back. */
  readonly outcome: string;
  /** Absent if nothing was decided about the attempt, or if it ended before this was recorded. */
  readonly ended?: AttemptEnd;
}

/** What was decided about an attempt: what later choices learn from. */
export interface AttemptEnd {
  /**
   * A refused answer had no proper form, or was tried before: nothing of it was tested. What was not chosen was proven, and slower
   * than another candidate, or could not be judged beside one that was proven.
   */
  readonly decision: 'refused' | 'rejected' | 'not-chosen' | 'rolled-back';
  /** What rejected it; null for every other decision. */
  readonly by: GateName | 'approver' | null;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** An earlier attempt with its patch, a unified diff; empty if it had none, or it has expired. */
export interface TriedChange extends EarlierAttempt {
  readonly patch: string;
}

/** What a generator answered, and why that was refused. */
export interface RefusedAnswer {
  readonly text: string;
  /** One sentence. */
  readonly reason: string;
}

export interface GenerationRequest {
  readonly finding: Finding;
  readonly snapshot: Snapshot;
  readonly earlier: readonly TriedChange[];
  /** Counts the candidates that are asked for side by side, from 0: each request of them needs another idea. */
  readonly idea: number;
  /** The answer to correct; null in the first turn, and where the answer is not known. */
  readonly refused: RefusedAnswer | null;
  /** Called for each answer that was paid for, also if it is of no use. */
  count(usage: Usage): void;
  /** The share of an author's attempts that is expected to be promoted, in [0, 1]; absent if nothing is known of any. */
  expectedOf?(author: string): number;
  /** What functions of the endpoint are called with; absent if that was not captured. */
  readonly calls?: readonly CallShapes[] | undefined;
}

/** Port: writes a fix for a finding. */
export interface CandidateGenerator {
  readonly source: CandidateSource;
  /**
   * Proposes one change, or `null` when it has none for this finding.
   * @throws Unavailable when what it depends on does not answer as it should; InvalidInput when its answer is of no use, with
   *   the error's data `author`, and `answer` where it can be corrected.
   */
  propose(request: GenerationRequest): Promise<Proposal | null>;
}
