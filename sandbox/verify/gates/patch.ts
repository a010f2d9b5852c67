import { DomainError } from '#core/errors.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { applyToTree, type ChangedFile, checkHash } from '../../patch/apply-patch.ts';
import { changedLines } from '../../patch/changed-lines.ts';
import { count, type GateResult } from '../gate-sequence.ts';

/** Is this the intended patch, does it change only allowed files, and does it apply to the base commit? */
export async function judgePatch(
  manifest: Manifest,
  { patch, hash }: { readonly patch: string; readonly hash: string },
  base: string,
): Promise<GateResult<readonly ChangedFile[]>> {
  try {
    checkHash(patch, hash);
    const changes = await applyToTree(patch, manifest, base);
    const lines = changes.reduce((sum, change) => sum + changedLines(change).length, 0);
    const detail = `The patch fits: ${count(changes.length, 'file')}, ${count(lines, 'new line')}.`;
    return { result: 'passed', detail, evidence: changes };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { result: 'failed', detail: error.message, evidence: [] };
  }
}
