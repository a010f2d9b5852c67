import { DomainError } from '#core/errors.ts';
import { type AgentSecrets, secretIn } from './agent-secrets.ts';
import type { AgentRun } from './run-agent.ts';

/** Of a shell: there is no such command, and it cannot be executed. */
const notFound = 127;
const notExecutable = 126;

/**
 * Why a run left nothing to judge, as one sentence; null if it left changes. It repeats nothing that the agent printed:
 * that may hold what no record should.
 */
export function whyNothingToJudge(
  { ending: { code, killed }, account, changes }: AgentRun,
  secrets: AgentSecrets,
): string | null {
  if (killed !== null) return `The agent was ended with all its processes; ${killed}.`;
  if (code === notFound)
    return "The agent's command was not found in its box; `readable` has to list the folder that it is installed in.";
  if (code === notExecutable) return "The agent's command cannot be executed in its box.";
  if (code !== 0) return `The agent ended with code ${code}; the log of its job has what it printed.`;
  if (changes instanceof DomainError) return changes.message;
  if (changes === null || changes.length === 0) return 'The agent changed nothing.';
  const texts = [account.title, account.rationale, ...changes.flatMap(({ path, text }) => [path, text])];
  const secret = secretIn(
    texts.filter((text) => text !== null),
    secrets,
  );
  return secret === null ? null : `The agent wrote the value of ${secret} into its answer.`;
}
