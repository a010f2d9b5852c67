import type { Improvement } from './improvement.ts';
import type { Job } from './jobs.ts';

/**
 * The key of a job's folder in the artifact store: the same inputs find the same folder again. Each kind of job has
 * one prefix, which is what a role's permissions can name.
 */
export function jobFolder({ id, attempt, runs }: Improvement, job: Job['job']): string {
  return `jobs/${job}/${id}/${job === 'verify' ? `${attempt}-${runs}` : attempt}`;
}
