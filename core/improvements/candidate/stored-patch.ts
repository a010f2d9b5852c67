import { NotFound } from '../../errors.ts';
import type { ArtifactStore } from '../ports.ts';

/** The key of a patch in the artifact store. Equal patches are one artifact, so that writing it again changes nothing. */
export const patchKey = (hash: string): string => `patches/${hash}.patch`;

/** The patch with this hash, or `null` if there is none any more. */
export async function readPatch(
  artifacts: Pick<ArtifactStore, 'read'>,
  hash: string,
): Promise<string | null> {
  try {
    return await artifacts.read(patchKey(hash));
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}
