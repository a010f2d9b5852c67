import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BaseReport } from '#core/improvements/base/base-report.ts';
import type { Snapshot } from '#core/improvements/candidate/candidate.ts';
import type { VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import {
  type CheckBaseJob,
  Job,
  type ReleaseOutcome,
  type RevertResult,
  type VerifyJob,
} from '#core/improvements/jobs.ts';
import type { ServiceScan } from '#core/performance/findings/static-finding.ts';
import { aBaseReport, aReport } from '../report.ts';
import { baseline, merge, revert, snapshot } from './slow-shop.ts';

/** The output of each job of an improvement; a job that throws is a failed build. */
export interface Script {
  scan(): Snapshot | Promise<Snapshot>;
  checkBase(job: CheckBaseJob): BaseReport;
  verify(job: VerifyJob): VerificationReport | Promise<VerificationReport>;
  release(): ReleaseOutcome | Promise<ReleaseOutcome>;
  /** The service's deploy command, once the release is merged. */
  deploy(): void;
  revert(): RevertResult | Promise<RevertResult>;
}

const nothingFound: ServiceScan = {
  commit: baseline,
  findings: [],
  notListed: 0,
  files: 1,
  lines: 10,
  leftOut: [],
  failures: [],
};

const everythingWorks: Script = {
  scan: () => snapshot,
  checkBase: ({ commit }) => aBaseReport({ commit }),
  verify: ({ candidateHash, improvementId, baseCommit }) =>
    aReport({ candidateHash, improvementId, baseCommit }),
  release: () => ({ branch: 'ironclaw/prices', commit: 'c'.repeat(40), merge }),
  deploy: () => undefined,
  revert: () => ({ commit: revert }),
};

/** Stands in for CodeBuild: reads the job that the task prepared and writes the scripted output. */
export class ScriptedJobs {
  readonly #artifacts: string;
  readonly #scripts = new Map<string, Partial<Script>>();
  readonly #ran: string[] = [];

  constructor(artifacts: string) {
    this.#artifacts = artifacts;
  }

  follow(improvementId: string, service: string, script: Partial<Script>): void {
    this.#scripts.set(improvementId, script);
    this.#scripts.set(service, script);
  }

  /** The improvement's jobs, without checks of a base, which are the service's; as `attempt/job` or `attempt/verify-run`, in start order. */
  ranFor(improvementId: string): readonly string[] {
    return this.#ran
      .map((key) => key.split('/'))
      .filter(([, , id]) => id === improvementId)
      .map(([, job, , which = '']) => {
        const [attempt, run] = which.split('-');
        return run === undefined ? `${attempt}/${job}` : `${attempt}/${job}-${run}`;
      });
  }

  readonly build = async (key: string): Promise<void> => {
    this.#ran.push(key);
    const folder = join(this.#artifacts, key);
    const job = Job.parse(JSON.parse(await readFile(join(folder, 'job.json'), 'utf8')));
    const [, , owner = '', service = ''] = key.split('/');
    const script = { ...everythingWorks, ...this.#scripts.get(owner === 'base' ? service : owner) };
    await mkdir(join(folder, 'out'), { recursive: true });
    const write = (name: string, result: unknown) =>
      writeFile(join(folder, 'out', name), typeof result === 'string' ? result : JSON.stringify(result));
    switch (job.job) {
      case 'scan':
        await write('source.tar', `the tree of ${baseline}`);
        await write('static-findings.json', nothingFound);
        return write('snapshot.json', await script.scan());
      case 'check-base':
        return write('base-report.json', script.checkBase(job));
      case 'verify':
        return write('report.json', await script.verify(job));
      case 'release':
        await write('release.json', await script.release());
        return script.deploy();
      case 'revert':
        return write('revert.json', await script.revert());
    }
  };
}
