import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createAgentGenerator } from '#adapters/agent/agent-generator.ts';
import { folderArtifacts } from '#adapters/folder/folder-artifacts.ts';
import { AgentSettings } from '#core/improvements/agent/agent-settings.ts';
import type { CandidateGenerator, GenerationRequest } from '#core/improvements/candidate/candidate.ts';
import { Manifest } from '#core/service/manifest.ts';
import { runJob } from '#sandbox/run-job.ts';
import { anImprovement } from '../../support/improvement.ts';
import {
  fastTotals,
  kioskText,
  makeKiosk,
  temporaryFolder,
  totalsFile,
} from '../../unit/sandbox/support/kiosk.ts';
import { hot, requestFor } from './requests.ts';

export const kioskManifest = Manifest.parse(JSON.parse(kioskText('ironclaw.json')));

export const kioskRequest: GenerationRequest = requestFor(
  [{ path: totalsFile, text: kioskText(totalsFile) }],
  [hot('totalsByProduct', totalsFile, 7)],
  [],
  'GET /totals',
);

/** Replaces the kiosk's slow function by a fast one. */
export const kioskFix = `cat > ${totalsFile} <<'END'\n${fastTotals}END\n`;

export interface KioskAgent extends CandidateGenerator {
  /** The folders of the jobs that it ran, in order. */
  readonly jobs: readonly string[];
  /** What it spent: the number of runs, and the dollars of each job. */
  readonly spent: { runs: number; readonly dollars: Map<string, number> };
  readonly artifacts: string;
}

/** A shell line as the agent of the kiosk, run by the real sandbox program in a real box. */
export function kioskAgent(command: string, settings: Partial<AgentSettings> = {}): KioskAgent {
  const root = temporaryFolder();
  const improvement = anImprovement({ status: 'generating', attempt: 1 });
  const scanned = join(root, `jobs/scan/${improvement.id}/1/out`);
  mkdirSync(scanned, { recursive: true });
  execFileSync('tar', ['-cf', join(scanned, 'source.tar'), '-C', makeKiosk(), '.']);
  const jobs: string[] = [];
  const spent = { runs: 0, dollars: new Map<string, number>() };
  const generator = createAgentGenerator({
    settings: AgentSettings.parse({ name: 'our-agent', command, seconds: 20, ...settings }),
    improvement,
    service: { manifest: kioskManifest, dependencies: null },
    artifacts: folderArtifacts(pathToFileURL(`${root}/`).href),
    budget: {
      begin: async () => {
        spent.runs += 1;
      },
      add: async (job, dollars) => void spent.dollars.set(job, dollars),
    },
    run: async (folder) => {
      jobs.push(folder);
      await runJob(join(root, folder), { gitToken: null, agent: {} });
    },
  });
  return { ...generator, jobs, spent, artifacts: root };
}
