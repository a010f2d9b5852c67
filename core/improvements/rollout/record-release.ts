import { NotFound } from '../../errors.ts';
import { parseJson } from '../../validation.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, note } from '../improvement.ts';
import { jobFolder } from '../job-folder.ts';
import { ReleaseOutcome, type ReleaseResult } from '../jobs.ts';

type RecordReleaseDependencies = Pick<ImprovementDependencies, 'improvements' | 'artifacts' | 'now'>;

interface Released {
  readonly improvement: Improvement;
  readonly release: ReleaseResult;
}

/**
 * Records what the release job merged before anything is started: whatever fails from here on, the merge must be
 * found and reverted.
 * @returns null if the branch had moved, so that nothing was merged.
 * @throws NotFound `artifact/unknown` when nothing was merged.
 */
export async function recordRelease(
  improvement: Improvement,
  { improvements, artifacts, now }: RecordReleaseDependencies,
): Promise<Released | null> {
  if (improvement.release) return { improvement, release: improvement.release };
  const text = await artifacts.read(`${jobFolder(improvement, 'release')}/out/release.json`);
  const outcome = parseJson(ReleaseOutcome, text, 'the release', 'release/invalid');
  if ('movedTo' in outcome) return null;
  const { backup: commit = null, ...release } = outcome;
  const reason = `merged as ${release.merge.slice(0, 7)}`;
  const step = { type: 'released', actor: workflowActor, at: now(), reason };
  const backup = improvement.backup && { ...improvement.backup, commit };
  return { improvement: await improvements.save(note(improvement, step, { release, backup })), release };
}

/** The improvement with its release recorded, if a job that failed later had already merged it. */
export async function withReleaseIfMerged(
  improvement: Improvement,
  needs: RecordReleaseDependencies,
): Promise<Improvement> {
  if (improvement.status !== 'deploying' || improvement.release) return improvement;
  try {
    return (await recordRelease(improvement, needs))?.improvement ?? improvement;
  } catch (error) {
    if (error instanceof NotFound) return improvement;
    throw error;
  }
}
