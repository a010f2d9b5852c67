import { VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import { findRisks } from '../risks/find-risks.ts';
import type { BenchmarkResult } from './benchmark.ts';
import { GateSequence, timed, type VerificationOutcome } from './gate-sequence.ts';
import { judgeCalls } from './gates/calls.ts';
import { judgeCommand } from './gates/command.ts';
import { judgeEquivalence } from './gates/equivalence.ts';
import { judgePatch } from './gates/patch.ts';
import { judgeGain, judgeNoise } from './gates/speed.ts';
import { judgeTests } from './gates/tests.ts';
import { stopSides } from './replay.ts';
import type { Session, SharedSession } from './session.ts';

/** A candidate that is to be tried. */
export interface Contender {
  /** `candidate`, `rival-1`. */
  readonly name: string;
  readonly hash: string;
  readonly patch: string;
  readonly trees: Session['trees'];
}

/** A candidate on its way through the gates. */
export interface Trial {
  readonly contender: Contender;
  readonly session: Session;
  readonly sequence: GateSequence;
  readonly evidence: Evidence;
  readonly seconds: number;
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

export function openTrial(shared: SharedSession, contender: Contender): Trial {
  const { name, trees } = contender;
  const log: Session['log'] = (title, output) =>
    shared.log(name === 'candidate' ? title : `${name}: ${title}`, output);
  const session: Session = { ...shared, log, trees, changes: [] };
  return { contender, session, sequence: new GateSequence(), evidence: noEvidence, seconds: 0 };
}

/** A trial that breaks ends without a verdict, and those of the others go on. */
const alone =
  (step: (trial: Trial) => Promise<Trial>) =>
  async (trial: Trial): Promise<Trial> => {
    try {
      return await step(trial);
    } catch (error) {
      trial.sequence.abandon(`It could not be tested: ${(error as Error).message}`);
      return trial;
    }
  };

/** Tries the gates that need no running service. */
export const beginTrial = alone(async (trial) => {
  const { sequence, contender } = trial;
  const began = performance.now();
  const judged = await sequence.try('patch', () => timed(() => judgePatch(trial.session, contender)));
  const session: Session = { ...trial.session, changes: judged ?? [] };
  const tested = sequence.stopped ? null : await tryTests(sequence, session);
  const evidence = { ...noEvidence, ...tested } as Evidence;
  return { ...trial, session, evidence, seconds: (performance.now() - began) / 1_000 };
});

async function tryTests(sequence: GateSequence, session: Session) {
  const [typecheck, lint] = await Promise.all([
    timed(() => judgeCommand(session, 'typecheck')),
    timed(() => judgeCommand(session, 'lint')),
  ]);
  await sequence.try('typecheck', async () => typecheck);
  await sequence.try('lint', async () => lint);
  return sequence.try('tests', () => timed(() => judgeTests(session)));
}

/** Tries the gates that need the running service, unless one has failed already. */
export const finishTrial = alone(async (trial) => {
  const { sequence, session } = trial;
  if (sequence.stopped) return trial;
  const began = performance.now();
  const evidence = { ...trial.evidence, ...(await tryOnSides(sequence, session)) };
  return { ...trial, evidence, seconds: trial.seconds + (performance.now() - began) / 1_000 };
});

async function tryOnSides(sequence: GateSequence, session: Session): Promise<Partial<Evidence>> {
  const compared = await sequence.try('equivalence', () => timed(() => judgeEquivalence(session)));
  const running = compared?.compared ?? null;
  try {
    const calls = await sequence.try('calls', () => timed(() => judgeCalls(session)));
    const found = { equivalence: compared?.equivalence ?? null, calls };
    if (running === null) return found;
    const measured = await sequence.try('noise', () => timed(() => judgeNoise(session, running)));
    if (!measured) return found;
    await sequence.try('benchmark', () => timed(() => judgeGain(measured)));
    return { ...found, ...speedFound(measured) };
  } finally {
    if (running !== null) await stopSides(running.sides);
  }
}

function speedFound({ speed }: BenchmarkResult): Pick<Evidence, 'noise' | 'benchmark'> {
  if (speed === null) return { noise: null, benchmark: null };
  const { noise, gain, slower, ...measured } = speed;
  const parts = slower.slice(0, 10).map((part) => ({ ...part, what: part.what.slice(0, 200) }));
  return { noise, benchmark: { ...gain, ...measured, slower: parts } };
}

/** Leaves a candidate that no gate has rejected without a verdict, because there is no time for the gates that are left. */
export function leaveTrial(trial: Trial): Trial {
  trial.sequence.abandon('There was no time left to test it.');
  return trial;
}

/** What a candidate makes its processes write may spoil its own report, and no other. */
export function reportOf(trial: Trial): VerificationReport {
  try {
    return writeReport(trial, verdictOf(trial.sequence, trial.session.sandbox.wasDisturbed()));
  } catch (error) {
    const reason = `Its report could not be written: ${(error as Error).message}`.slice(0, 4_000);
    const session = { ...trial.session, changes: [] };
    return writeReport({ ...trial, session, evidence: noEvidence }, { outcome: 'void', reason });
  }
}

function writeReport(
  { contender, session, sequence, evidence, seconds }: Trial,
  verdict: VerificationOutcome,
): VerificationReport {
  const { job, changes } = session;
  return VerificationReport.parse({
    schema: 1,
    improvementId: job.improvementId,
    candidateHash: contender.hash,
    baseCommit: job.baseCommit,
    isolation: job.isolation,
    ...verdict,
    gates: sequence.gates,
    ...evidence,
    risks: findRisks(changes).slice(0, 50),
    seconds,
  });
}

/** What was found while the machine killed something proves nothing against the candidate. */
function verdictOf({ verdict }: GateSequence, wasDisturbed: boolean): VerificationOutcome {
  if (verdict.outcome !== 'failed' || !wasDisturbed) return verdict;
  const reason = `A process was killed by something outside of the sandbox, so this proves nothing: ${verdict.reason}`;
  return { outcome: 'void', reason };
}
