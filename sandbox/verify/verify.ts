import { join } from 'node:path';
import type { VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import type { VerifyJob } from '#core/improvements/jobs.ts';
import { minute } from '#core/time.ts';
import { readInput, readRequests } from '../inputs.ts';
import { type Limits, limitsOf } from '../isolation/limits.ts';
import type { Sandbox } from '../isolation/sandbox.ts';
import { writeLog, writeResult } from '../write-result.ts';
import { buildBase } from './build.ts';
import { inBoxes, type Places } from './in-boxes.ts';
import { testsOfBase } from './run-tests.ts';
import type { SharedSession } from './session.ts';
import { beginTrial, type Contender, finishTrial, leaveTrial, openTrial, reportOf } from './trial.ts';
import { whileTime } from './while-time.ts';

/** A job is ended after 14 minutes, and the candidate's report with it: rivals must not use up its time. */
const mostTime = 13 * minute;
/** What is left is enough for the candidate's services, which run for four minutes at most, and its calls. */
const timeToBegin = 7 * minute;

/**
 * Verifies a candidate and its rivals: runs the gates one after another on copies of base and candidate, and writes
 * `out/report.json`, `out/rival-1/report.json` and so on, and `out/log.txt`. All of the service's code runs in boxes; the gates
 * judge it from outside. What is cheap is tried on all before what is dear on any; the base's tests run once.
 *
 * @returns the candidate's report.
 * @throws Unavailable if no box can be made, InvalidInput if the job's files cannot be read.
 */
export async function verify(
  folder: string,
  job: VerifyJob,
  limits: Limits = limitsOf(job.manifest),
): Promise<VerificationReport> {
  return inBoxes(folder, { ...job, commit: job.baseCommit }, limits, (boxes, places) =>
    judge(folder, job, boxes, places),
  );
}

async function judge(
  folder: string,
  job: VerifyJob,
  sandbox: Sandbox,
  { work, source }: Places,
): Promise<VerificationReport> {
  const began = performance.now();
  const logged: string[] = [];
  const log = (title: string, output: string) => logged.push(`== ${title} ==\n${output.trimEnd()}\n`);
  const { manifest } = job;
  const requests = await readRequests(folder);
  const base = await buildBase({ sandbox, manifest, log }, source, join(work, 'base'));
  const contenders = await readContenders(folder, job, { base: base.tree, work });
  const baseTests = testsOfBase({ line: manifest.commands.test, sandbox, log }, base.tree);
  const shared: SharedSession = { job, sandbox, requests, log, base, baseTests, captures: new Map() };

  const begun = await whileTime(
    contenders.map((contender) => openTrial(shared, contender)),
    { run: beginTrial, leave: leaveTrial },
    began + timeToBegin,
  );
  const ended = await whileTime(begun, { run: finishTrial, leave: leaveTrial }, began + mostTime);
  await writeLog(folder, logged);
  const reports = ended.map(reportOf);
  for (const [i, report] of reports.entries())
    await writeResult(folder, i === 0 ? 'report.json' : `rival-${i}/report.json`, report);
  return reports[0] as VerificationReport;
}

/** The candidate, then its rivals. */
async function readContenders(
  folder: string,
  { candidateHash, rivals }: VerifyJob,
  { base, work }: { readonly base: string; readonly work: string },
): Promise<readonly Contender[]> {
  return Promise.all(
    [candidateHash, ...rivals].map(async (hash, i) => {
      const name = i === 0 ? 'candidate' : `rival-${i}`;
      const patch = await readInput(folder, `${name}.patch`);
      return { name, hash, patch, trees: { base, candidate: join(work, name) } };
    }),
  );
}
