import type { ArtifactStore } from '#core/improvements/ports.ts';
import { logger } from '../../observability/logger.ts';
import type { FailedBuild } from './failed-build.ts';

/** Characters. */
const longest = 300;

/**
 * The sentence in which a failed job said why, from `out/error.txt` in its folder; null where there is none, or none
 * that can be read: closing the improvement must not fail for the want of a better sentence.
 *
 * A job may have run a stranger's code beside it. What it says is cut to 300 characters in one line, and read from the
 * improvement's own folders alone.
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
    logger.warn("cannot read a job's reason", { improvementId, folder, error: error as Error });
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
