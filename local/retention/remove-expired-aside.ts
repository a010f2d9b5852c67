import { Worker } from 'node:worker_threads';
import type { ExpiredIn } from './remove-expired.ts';

/** Removes what has expired in a thread of its own: looking through a large database would delay the answers of the API. */
export function removeExpiredAside(request: ExpiredIn): Promise<void> {
  const worker = new Worker(new URL('./remove-expired-thread.ts', import.meta.url), { workerData: request });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });
}
