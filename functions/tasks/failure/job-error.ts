import type { ArtifactStore } from '#core/improvements/ports.ts';
import { logger } from '../../observability/logger.ts';
import type { FailedBuild } from './failed-build.ts';

/** Characters. */
const longest = 300;

/**
 * The reason that a failed job left in `out/error.txt` of its folder; null if there is none, or none that can be
 * read: ending the improvement must not fail because of that.
 *
 * The job may have run untrusted code. Its text is cut to 300 characters in one line, and read only from the
 * improvement's own folders.
 */
export async function jobError(
  build: FailedBuild,
  improvementId: string,
  artifacts: Pick<ArtifactStore, 'exists' | 'read'>,
): Promise<string | null> {
  const variables = build.Environment?.EnvironmentVariables ?? [];
  const folder = variables.find(({ Name }) => Name === 'JOB_FOLDER')?.Value ?? '';
  const [jobs, kind, owner, run, ...deeper] = folder.split('/');
  if (jobs !== 'jobs' || !kind || owner !== improvementId || !run || deeper.length > 0) return null;
  try {
    const key = `${folder}/out/error.txt`;
    if (!(await artifacts.exists(key))) return null;
    return inOneLine(await artifacts.read(key)) || null;
  } catch (error) {
    logger.warn("cannot read a failed job's reason", { improvementId, folder, error: error as Error });
    return null;
  }
}

function inOneLine(text: string): string {
  const words = text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .replace(/\.$/, '');
  return words.length > longest ? `${words.slice(0, longest - 1)}…` : words;
}
