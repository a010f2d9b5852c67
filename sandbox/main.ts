/**
 * `node sandbox/main.ts <job folder>`: runs the job and exits with 0. On failure, writes the reason in one sentence
 * to `out/error.txt` and, as its last line, to standard error, and exits with 1.
 */
import { resolve } from 'node:path';
import { DomainError } from '#core/errors.ts';
import { forgetFailureReason, keepFailureReason } from './failure-reason.ts';
import { takeGitToken } from './git/token.ts';
import { runJob } from './run-job.ts';
import { takeAgentSecrets } from './write/agent-secrets.ts';

const secrets = { gitToken: takeGitToken(process.env), agent: takeAgentSecrets(process.env) };

// exit() runs the exit handlers, which clean up open resources.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const [given] = process.argv.slice(2);
if (given === undefined) {
  console.error('Usage: node sandbox/main.ts <job folder>');
  process.exit(1);
}

const folder = resolve(given);
try {
  await forgetFailureReason(folder);
  await runJob(folder, secrets);
} catch (error) {
  // The stack of what nobody foresaw comes first: who started the job repeats the last line.
  if (!(error instanceof DomainError)) console.error(error);
  console.error(await keepFailureReason(folder, error));
  process.exit(1);
}
