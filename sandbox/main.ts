/** `node sandbox/main.ts <job folder>`: does the job and exits with 0, or says in one sentence why not and exits with 1. */
import { resolve } from 'node:path';
import { DomainError } from '#core/errors.ts';
import { runJob } from './run-job.ts';

// Leaving by exit() lets everything that was opened clean up after itself.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node sandbox/main.ts <job folder>');
  process.exit(1);
}

try {
  await runJob(resolve(folder));
} catch (error) {
  console.error(error instanceof DomainError ? error.message : error);
  process.exit(1);
}
