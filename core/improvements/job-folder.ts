import type { Improvement } from './improvement.ts';
import type { Job } from './jobs.ts';

/**
 * The key of a job's folder in the artifact store: the same inputs give the same folder. Each kind of job has one
 * prefix, so that a role's permissions can name it.
 */
export function jobFolder(
  { id, attempt, runs }: Improvement,
  job: Exclude<Job['job'], 'check-base' | 'write'>,
): string {
  return `jobs/${job}/${id}/${job === 'verify' ? `${attempt}-${runs}` : attempt}`;
}
