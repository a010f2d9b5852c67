import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '#core/events/canonical-json.ts';
import type { AgentSettings } from '#core/improvements/agent/agent-settings.ts';
import { Written, writtenFile } from '#core/improvements/agent/written.ts';
import type { GenerationRequest } from '#core/improvements/candidate/candidate.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import { jobFolder } from '#core/improvements/job-folder.ts';
import type { WriteJob } from '#core/improvements/jobs.ts';
import type { ArtifactStore } from '#core/improvements/ports.ts';
import type { Service } from '#core/service/service.ts';
import { parseJson } from '#core/validation.ts';
import type { AgentBudget } from './agent-budget.ts';
import type { RunJob } from './run-job.ts';
import { taskText } from './task.ts';

export interface AgentDependencies {
  readonly settings: AgentSettings;
  readonly improvement: Improvement;
  readonly service: Pick<Service, 'manifest' | 'dependencies'>;
  readonly artifacts: ArtifactStore;
  readonly budget: AgentBudget;
  readonly run: RunJob;
}

/**
 * What the agent left for a request. The job's folder is named after the inputs: where the result is there already, because
 * nobody heard of it, nothing is run and nothing is counted again.
 *
 * @throws Unavailable if the job failed; Conflict `agent/budget-spent`.
 */
export async function writtenFor(request: GenerationRequest, needs: AgentDependencies): Promise<Written> {
  const { improvement, artifacts, budget, run } = needs;
  const job = jobOf(needs);
  const task = { commit: request.snapshot.commit, finding: request.finding, earlier: request.earlier };
  // Outcomes may order the hottest functions otherwise when the step is repeated: the finding on record stays.
  const identity = { job, task: { ...task, finding: improvement.finding } };
  const folder = `jobs/write/${improvement.id}/${improvement.attempt}-${shortHash(identity)}`;
  const result = `${folder}/${writtenFile}`;
  if (!(await artifacts.exists(result))) {
    await artifacts.copy(`${jobFolder(improvement, 'scan')}/out/source.tar`, `${folder}/source.tar`);
    await artifacts.write(`${folder}/task.md`, taskText(request));
    await artifacts.write(`${folder}/task.json`, JSON.stringify(task, null, 2));
    await artifacts.write(`${folder}/job.json`, JSON.stringify(job));
    await budget.begin();
    await run(folder);
  }
  const written = parseJson(Written, await artifacts.read(result), "the agent's result", 'agent/invalid');
  if (written.dollars !== null) await budget.add(folder, written.dollars);
  return written;
}

function jobOf({ service, settings }: AgentDependencies): WriteJob {
  const { command, hosts, variables, readable, seconds } = settings;
  return {
    job: 'write',
    agent: { command, hosts, variables, readable, seconds },
    limits: service.manifest.limits,
    dependencies: service.dependencies,
  };
}

const shortHash = (value: object): string =>
  createHash('sha256')
    .update(canonicalJson(value as Json))
    .digest('hex')
    .slice(0, 12);
