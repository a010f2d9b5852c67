import { DomainError } from '#core/errors.ts';
import { applyToTree, type ChangedFile, checkHash } from '../../patch/apply-patch.ts';
import { changedLines } from '../../patch/changed-lines.ts';
import { makeCandidateTree } from '../../trees.ts';
import { buildCandidate } from '../build.ts';
import { count, type GateResult } from '../gate-sequence.ts';
import type { Session } from '../session.ts';

interface Patch {
  readonly patch: string;
  readonly hash: string;
}

/**
 * Is this the intended patch, does it change only allowed files, does it apply to the base commit, and can the service be built
 * with it? Makes the candidate's tree.
 */
export async function judgePatch(
  session: Session,
  patch: Patch,
): Promise<GateResult<readonly ChangedFile[]>> {
  const { job, sandbox, log, base, trees } = session;
  const applied = await apply(session, patch);
  if (applied.result === 'failed') return applied;
  if (base.failure !== null)
    return { ...failed(`The base cannot be built: ${base.failure}`), inconclusive: true };
  await makeCandidateTree(base.source, trees.candidate, applied.evidence);
  const failure = await buildCandidate({ sandbox, manifest: job.manifest, log }, trees.candidate, base);
  return failure === null ? applied : failed(`The candidate cannot be built: ${failure}`);
}

async function apply(
  { job, base }: Session,
  { patch, hash }: Patch,
): Promise<GateResult<readonly ChangedFile[]>> {
  try {
    checkHash(patch, hash);
    const changes = await applyToTree(patch, job.manifest, base.source);
    const lines = changes.reduce((sum, change) => sum + changedLines(change).length, 0);
    const detail = `The patch fits: ${count(changes.length, 'file')}, ${count(lines, 'new line')}.`;
    return { result: 'passed', detail, evidence: changes };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return failed(error.message);
  }
}

function failed(detail: string): GateResult<readonly ChangedFile[]> {
  return { result: 'failed', detail, evidence: [] };
}
