import { join } from 'node:path';
import { VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import type { VerifyJob } from '#core/improvements/jobs.ts';
import { readInput, readRequests } from '../inputs.ts';
import { type Limits, limitsOf } from '../isolation/limits.ts';
import type { Sandbox } from '../isolation/sandbox.ts';
import { findRisks } from '../risks/find-risks.ts';
import { extractTar, makeCandidateTree } from '../trees.ts';
import { writeLog, writeResult } from '../write-result.ts';
import type { BenchmarkResult } from './benchmark.ts';
import { GateSequence, timed, type VerificationOutcome } from './gate-sequence.ts';
import { judgeCalls } from './gates/calls.ts';
import { judgeCommand } from './gates/command.ts';
import { judgeEquivalence } from './gates/equivalence.ts';
import { judgePatch } from './gates/patch.ts';
import { judgeGain, judgeNoise } from './gates/speed.ts';
import { judgeTests } from './gates/tests.ts';
import { inBoxes } from './in-boxes.ts';
import type { Session } from './session.ts';

/**
 * Verifies a candidate: runs the gates one after another on copies of base and candidate, and writes
 * `out/report.json` and `out/log.txt`. All of the service's code runs in boxes; the gates judge it from outside.
 *
 * @throws Unavailable if no box can be made, InvalidInput if the job's files cannot be read.
 */
export async function verify(
  folder: string,
  job: VerifyJob,
  limits: Limits = limitsOf(job.manifest),
): Promise<VerificationReport> {
  return inBoxes(folder, { ...job, commit: job.baseCommit }, limits, (boxes, work) =>
    judge(folder, job, boxes, work),
  );
}

async function judge(
  folder: string,
  job: VerifyJob,
  boxes: Sandbox,
  work: string,
): Promise<VerificationReport> {
  const began = performance.now();
  const logged: string[] = [];
  const log = (title: string, output: string) => logged.push(`== ${title} ==\n${output.trimEnd()}\n`);
  const patch = await readInput(folder, 'candidate.patch');
  const requests = await readRequests(folder);
  const trees = { base: join(work, 'base'), candidate: join(work, 'candidate') };
  await extractTar(join(folder, 'source.tar'), trees.base);

  const sequence = new GateSequence();
  const changes = await sequence.try('patch', () => timed(() => judgePatch(job, patch, trees.base)));
  const session: Session = { job, sandbox: boxes, trees, changes: changes ?? [], requests, log };
  const evidence = sequence.stopped ? noEvidence : await tryTheRest(sequence, session);

  const report = VerificationReport.parse({
    schema: 1,
    improvementId: job.improvementId,
    candidateHash: job.candidateHash,
    baseCommit: job.baseCommit,
    isolation: job.isolation,
    ...verdictOf(sequence, boxes),
    gates: sequence.gates,
    ...evidence,
    risks: findRisks(session.changes).slice(0, 50),
    seconds: (performance.now() - began) / 1_000,
  });
  await writeLog(folder, logged);
  await writeResult(folder, 'report.json', report);
  return report;
}

/** What was found while the machine killed something proves nothing against the candidate. */
function verdictOf({ verdict }: GateSequence, boxes: Sandbox): VerificationOutcome {
  if (verdict.outcome !== 'failed' || !boxes.wasDisturbed()) return verdict;
  const reason = `A process was killed by something outside of the sandbox, so this proves nothing: ${verdict.reason}`;
  return { outcome: 'void', reason };
}

type Evidence = Pick<
  VerificationReport,
  'tests' | 'coverage' | 'equivalence' | 'calls' | 'noise' | 'benchmark'
>;

const noEvidence: Evidence = {
  tests: null,
  coverage: null,
  equivalence: null,
  calls: null,
  noise: null,
  benchmark: null,
};

async function tryTheRest(sequence: GateSequence, session: Session): Promise<Evidence> {
  const { trees, changes } = session;
  await makeCandidateTree(trees.base, trees.candidate, changes);
  const [typecheck, lint] = await Promise.all([
    timed(() => judgeCommand(session, 'typecheck')),
    timed(() => judgeCommand(session, 'lint')),
  ]);
  await sequence.try('typecheck', async () => typecheck);
  await sequence.try('lint', async () => lint);
  const tested = await sequence.try('tests', () => timed(() => judgeTests(session)));
  const compared = await sequence.try('equivalence', () => timed(() => judgeEquivalence(session)));
  const calls = await sequence.try('calls', () => timed(() => judgeCalls(session)));
  const found = { ...noEvidence, ...tested, equivalence: compared?.equivalence ?? null, calls } as Evidence;
  const running = compared?.compared ?? null;
  if (running === null) return found;
  const measured = await sequence.try('noise', () => timed(() => judgeNoise(session, running)));
  if (!measured) return found;
  await sequence.try('benchmark', () => timed(() => judgeGain(measured)));
  return { ...found, ...speedFound(measured) };
}

function speedFound({ speed }: BenchmarkResult): Pick<Evidence, 'noise' | 'benchmark'> {
  if (speed === null) return { noise: null, benchmark: null };
  const { noise, gain, slower, ...measured } = speed;
  const parts = slower.slice(0, 10).map((part) => ({ ...part, what: part.what.slice(0, 200) }));
  return { noise, benchmark: { ...gain, ...measured, slower: parts } };
}
