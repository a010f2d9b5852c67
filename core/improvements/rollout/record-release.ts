import { NotFound } from '../../errors.ts';
import { parseJson } from '../../validation.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, note } from '../improvement.ts';
import { jobFolder } from '../job-folder.ts';
import { ReleaseResult } from '../jobs.ts';

type RecordReleaseDependencies = Pick<ImprovementDependencies, 'improvements' | 'artifacts' | 'now'>;

interface Released {
  readonly improvement: Improvement;
  readonly release: ReleaseResult;
}

/**
 * Records what the release job merged before anything is started: whatever fails from here on, the merge must be
 * found and reverted.
 * @throws NotFound `artifact/unknown` when nothing was merged.
 */
export async function recordRelease(
  improvement: Improvement,
  { improvements, artifacts, now }: RecordReleaseDependencies,
): Promise<Released> {
  if (improvement.release) return { improvement, release: improvement.release };
  const text = await artifacts.read(`${jobFolder(improvement, 'release')}/out/release.json`);
  const release = parseJson(ReleaseResult, text, 'the release', 'release/invalid');
  const reason = `merged as ${release.merge.slice(0, 7)}`;
  const step = { type: 'released', actor: workflowActor, at: now(), reason };
  return { improvement: await improvements.save(note(improvement, step, { release })), release };
}

/** The improvement with its release recorded, if a job that failed later had already merged it. */
export async function withReleaseIfMerged(
  improvement: Improvement,
  needs: RecordReleaseDependencies,
): Promise<Improvement> {
  if (improvement.status !== 'deploying' || improvement.release) return improvement;
  try {
    return (await recordRelease(improvement, needs)).improvement;
  } catch (error) {
    if (error instanceof NotFound) return improvement;
    throw error;
  }
}
