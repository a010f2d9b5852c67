import { posix } from 'node:path';
import { InvalidInput } from '../../errors.ts';
import type { Manifest } from '../../service/manifest.ts';
import { protectionOf } from '../../service/protected-paths.ts';
import type { Candidate, Proposal, Snapshot } from './candidate.ts';

/** Tools to make a patch. */
export interface PatchTools {
  /** A unified diff with `a/` and `b/` prefixes, as `git apply` reads it. */
  diff(path: string, before: string, after: string): string;
  /** SHA-256, hexadecimal. */
  hash(text: string): string;
}

export interface CandidateParts extends PatchTools {
  readonly proposal: Proposal;
  readonly snapshot: Snapshot;
  readonly manifest: Pick<Manifest, 'sources' | 'protectedPaths'>;
  /** 1 for an improvement's first candidate. */
  readonly attempt: number;
}

/** More lines than a reviewer can judge at once. Added and removed lines count. */
const mostLinesChanged = 200;
/** A patch is part of a record, and lines may be long. */
const mostPatchBytes = 40_000;
/** Characters that a reviewer reads. */
const longestRationale = 4_000;

/**
 * Makes a candidate from a proposal, after checking its form.
 *
 * @throws InvalidInput `candidate/unknown-file`, `candidate/protected-path`, `candidate/empty`, `candidate/too-large` or
 *   `candidate/title`.
 */
export function makeCandidate(parts: CandidateParts): Candidate {
  const { proposal, snapshot, manifest, attempt } = parts;
  const { text, ...described } = proposal;
  const before = textBefore(proposal, snapshot);
  refuseProtected(proposal.path, manifest);
  if (!/^[^\p{Cc}]{1,100}$/u.test(proposal.title)) {
    refuse('title', 'The title must be one line of 1 to 100 characters.', proposal.path);
  }
  if (text === before) refuse('empty', `The proposal leaves ${proposal.path} as it is.`, proposal.path);
  const patch = parts.diff(proposal.path, before, text);
  const linesChanged = countChanges(patch);
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
  return {
    ...described,
    rationale,
    attempt,
    baseCommit: snapshot.commit,
    patch,
    hash: parts.hash(patch),
    linesChanged,
  };
}

function textBefore({ path }: Proposal, snapshot: Snapshot): string {
  const file = snapshot.files.find((file) => file.path === path);
  return file?.text ?? refuse('unknown-file', `The snapshot has no file ${path}.`, path);
}

function refuseProtected(path: string, manifest: CandidateParts['manifest']): void {
  if (path !== posix.normalize(path) || protectionOf(path, manifest.protectedPaths) !== null) {
    refuse('protected-path', `${path} is protected from being changed.`, path);
  }
  if (!manifest.sources.some((glob) => posix.matchesGlob(path, glob))) {
    refuse('protected-path', `${path} is not among the sources that a candidate may change.`, path);
  }
}

function countChanges(patch: string): number {
  const lines = patch.split('\n');
  const firstHunk = lines.findIndex((line) => line.startsWith('@@'));
  return lines.slice(firstHunk).filter((line) => /^[+-]/.test(line)).length;
}

function refuse(code: string, sentence: string, path: string): never {
  throw new InvalidInput(sentence, { code: `candidate/${code}`, fault: 'ours', data: { path } });
}
