import type { Improvement } from './improvement.ts';
import type { Job } from './jobs.ts';

/** The key of a job's folder in the artifact store: the same inputs find the same folder again. */
export function jobFolder({ id, attempt, runs }: Improvement, job: Job['job']): string {
  return job === 'verify' ? `jobs/${id}/${attempt}/verify-${runs}` : `jobs/${id}/${attempt}/${job}`;
}
