import { posix } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import type { Manifest } from '../../service/manifest.ts';
import { protectionOf } from '../../service/protected-paths.ts';
import type { Candidate, Proposal, Snapshot, SourceFile } from './candidate.ts';

/** Tools to make a patch. */
export interface PatchTools {
  /**
   * A unified diff with `a/` and `b/` prefixes, as `git apply` reads it.
   * @param before null for a new file.
   */
  diff(path: string, before: string | null, after: string): string;
  /** The changed files in the style that they had before; `files` are those before the change. */
  format(changes: readonly SourceFile[], files: readonly SourceFile[]): Promise<readonly SourceFile[]>;
  /** SHA-256, hexadecimal. */
  hash(text: string): string;
}

/** A candidate with its patch, a unified diff with `a/` and `b/` prefixes. */
export interface PatchedCandidate {
  readonly candidate: Candidate;
  readonly patch: string;
}

export interface CandidateParts extends PatchTools {
  readonly proposal: Proposal;
  readonly snapshot: Snapshot;
  readonly manifest: Pick<Manifest, 'sources' | 'protectedPaths'>;
  /** 1 for an improvement's first candidate. */
  readonly attempt: number;
}

/** More than a reviewer can judge at once. Added and removed lines count, and lines may be long. */
const mostFiles = 5;
const mostLinesChanged = 200;
const mostPatchBytes = 40_000;
/** Characters that a reviewer reads. */
const longestRationale = 4_000;

/**
 * Makes a candidate and its patch from a proposal, after checking its form.
 *
 * @throws InvalidInput `candidate/protected-path`, `candidate/empty`, `candidate/too-large` or `candidate/title`.
 */
export function makeCandidate(parts: CandidateParts): PatchedCandidate {
  const { proposal, snapshot, attempt } = parts;
  const { changes, ...described } = proposal;
  if (!/^[^\p{Cc}]{1,100}$/u.test(proposal.title)) {
    refuse('title', 'The title must be one line of 1 to 100 characters.', proposal.path);
  }
  if (changes.length > mostFiles) {
    const sentence = `The proposal changes ${changes.length} files; a candidate may change ${mostFiles}.`;
    refuse('too-large', sentence, proposal.path);
  }
  const patches = changes.map((change) => diffOf(change, parts));
  const patch = patches.join('');
  const linesChanged = patches.reduce((sum, one) => sum + countChanges(one), 0);
  if (linesChanged > mostLinesChanged) {
    const sentence = `The proposal changes ${linesChanged} lines; a candidate may change ${mostLinesChanged}.`;
    refuse('too-large', sentence, proposal.path);
  }
  const bytes = new TextEncoder().encode(patch).length;
  if (bytes > mostPatchBytes) {
    const sentence = `The patch has ${bytes} bytes; a candidate's may have ${mostPatchBytes}.`;
    refuse('too-large', sentence, proposal.path);
  }
  const rationale = described.rationale.slice(0, longestRationale);
  const hash = parts.hash(patch);
  const candidate = { ...described, rationale, attempt, baseCommit: snapshot.commit, hash, linesChanged };
  return { candidate, patch };
}

function diffOf({ path, text }: SourceFile, { snapshot, manifest, diff }: CandidateParts): string {
  const before = snapshot.files.find((file) => file.path === path)?.text ?? null;
  refuseProtected(path, manifest);
  if (text === (before ?? '')) refuse('empty', `The proposal leaves ${path} as it is.`, path);
  return diff(path, before, text);
}

function refuseProtected(path: string, manifest: CandidateParts['manifest']): void {
  if (path !== posix.normalize(path) || protectionOf(path, manifest.protectedPaths) !== null) {
    refuse('protected-path', `${path} is protected from being changed.`, path);
  }
  if (!manifest.sources.some((glob) => posix.matchesGlob(path, glob))) {
    refuse('protected-path', `${path} is not among the sources that a candidate may change.`, path);
  }
}

/** @param patch of one file. */
function countChanges(patch: string): number {
  const lines = patch.split('\n');
  const firstHunk = lines.findIndex((line) => line.startsWith('@@'));
  return lines.slice(firstHunk).filter((line) => /^[+-]/.test(line)).length;
}

function refuse(code: string, sentence: string, path: string): never {
  throw new InvalidInput(sentence, { code: `candidate/${code}`, fault: 'ours', data: { path } });
}
