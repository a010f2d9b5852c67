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

/** Copies the patch with this hash to a key of a job. @throws NotFound `patch/not-kept` for a person. */
export async function copyPatch(
  artifacts: Pick<ArtifactStore, 'copy'>,
  hash: string,
  target: string,
): Promise<void> {
  try {
    await artifacts.copy(patchKey(hash), target);
  } catch (cause) {
    if (!(cause instanceof NotFound)) throw cause;
    const why = 'it has expired, or an older version of Ironclaw Learning wrote it';
    throw new NotFound(`the candidate's patch is not kept any more (${why}): generate the fix again.`, {
      code: 'patch/not-kept',
      data: { hash },
      cause,
    });
  }
}
