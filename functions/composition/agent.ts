import { createAgentGenerator } from '#adapters/agent/agent-generator.ts';
import { openJobRunner } from '#adapters/agent/run-job.ts';
import { dynamoAgentBudget } from '#adapters/dynamodb/agent-budget.ts';
import { Conflict } from '#core/errors.ts';
import { AgentSettings } from '#core/improvements/agent/agent-settings.ts';
import type { CandidateGenerator } from '#core/improvements/candidate/candidate.ts';
import type { ImprovementDependencies } from '#core/improvements/dependencies.ts';
import { parseJson } from '#core/validation.ts';
import { artifacts } from './artifacts.ts';
import { readEnvironment } from './environment.ts';
import { table } from './stores.ts';

/**
 * The operator's agent, for one improvement.
 * @param text its settings.
 * @throws Conflict `agent/no-runner` on AWS, where no job of its kind runs.
 */
export async function agentFor(
  improvementId: string,
  text: string,
  { improvements, services }: Pick<ImprovementDependencies, 'improvements' | 'services'>,
): Promise<CandidateGenerator> {
  const { JOBS_URL } = readEnvironment('JOBS_URL');
  if (!JOBS_URL)
    throw new Conflict("an operator's agent runs on one machine only; leave AGENT unset on AWS.", {
      code: 'agent/no-runner',
    });
  const settings = parseJson(AgentSettings, text, 'AGENT', 'agent/invalid');
  const improvement = await improvements.load(improvementId);
  return createAgentGenerator({
    settings,
    improvement,
    service: await services.load(improvement.service),
    artifacts: artifacts(),
    budget: dynamoAgentBudget(table(), { ...settings, now: Date.now }),
    run: openJobRunner(JOBS_URL),
  });
}
