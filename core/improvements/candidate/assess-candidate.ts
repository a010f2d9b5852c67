import { Conflict } from '../../errors.ts';
import type { Manifest } from '../../service/manifest.ts';
import { toAwaitingApproval, whyNotAutomatic } from '../approval/await-approval.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, moveTo } from '../improvement.ts';
import { chooseBest, gainOf, type JudgedCandidate, type ProvenCandidate } from './choose-best.ts';
import { confidenceIn } from './confidence.ts';
import { withOutcome, withRejected } from './earlier-attempts.ts';
import { readReports } from './read-reports.ts';
import { patience, secondsToNextRun, testingTime } from './testing-time.ts';
import { trackRecords } from './track-record.ts';

/** `again`: the run was void, and is repeated after a while; `next`: try another candidate; `ship`, `wait` (for approval) and `stop` end the stage. */
export type Assessment = 'ship' | 'wait' | 'again' | 'next' | 'stop';

interface NextStep {
  readonly decision: Assessment;
  /** To wait before `again`. */
  readonly seconds: number;
}

const ends = (decision: Assessment): NextStep => ({ decision, seconds: 0 });

type AssessCandidateDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'now'
>;

/**
 * Reads what the sandbox said of the candidate and its rivals, and decides, from this evidence alone, how the improvement
 * continues. The best of the proven ones becomes its candidate.
 */
export async function assessCandidate(id: string, needs: AssessCandidateDependencies): Promise<NextStep> {
  const { improvements, services, artifacts, now } = needs;
  const improvement = await improvements.load(id);
  const { manifest } = await services.load(improvement.service);
  if (improvement.status === 'tested') return settle(needs, improvement, manifest.policy);
  if (improvement.status !== 'testing') return ends(whatFollows(improvement));
  const judged = await readReports(improvement, artifacts);
  const [first] = judged;
  if (first === undefined)
    throw new Conflict(`improvement ${id} has no candidate.`, { code: 'improvement/no-candidate' });
  const foreign = judged.find(({ candidate, report }) => report.candidateHash !== candidate.hash);
  if (foreign) return give(needs, improvement, judged, 'the verification report is for another candidate');

  const [proven, ...others] = await provenAmong(judged, improvement, manifest.policy, needs);
  if (proven) {
    const best = chooseBest([proven, ...others]);
    const tested = await improvements.save(toTested(improvement, best, judged, now()));
    return settle(needs, tested, manifest.policy);
  }
  const testing = testingTime(improvement, now());
  if (judged.some(isVoid) && testing < patience.runs)
    return { decision: 'again', seconds: secondsToNextRun(testing) };
  return improvement.attempt - improvement.excused < manifest.policy.attempts
    ? another(needs, improvement, judged)
    : give(needs, improvement, judged, reasonOf(judged));
}

const isVoid = ({ report }: JudgedCandidate): boolean => report.outcome === 'void';
const reasonOf = (judged: readonly JudgedCandidate[]): string =>
  judged.map(({ report }) => report.reason).join('; ');

async function provenAmong(
  judged: readonly JudgedCandidate[],
  improvement: Improvement,
  policy: Manifest['policy'],
  { improvements }: Pick<AssessCandidateDependencies, 'improvements'>,
): Promise<readonly ProvenCandidate[]> {
  const passed = judged.filter(({ report }) => report.outcome === 'passed');
  if (passed.length === 0) return [];
  const recordOf = await trackRecords(improvements, improvement.service);
  return passed.map(({ candidate, report }) => {
    const confidence = confidenceIn(candidate, report, recordOf(candidate.author));
    const isAutomatic = whyNotAutomatic({ ...improvement, report, confidence }, policy) === null;
    return { candidate, report, confidence, isAutomatic };
  });
}

/** Others that did not fail stay on record with what they gained, or why they could not be judged; they may be proposed again. */
function toTested(
  improvement: Improvement,
  best: ProvenCandidate,
  judged: readonly JudgedCandidate[],
  at: number,
) {
  const { candidate, report, confidence } = best;
  const others = judged.filter((one) => one.candidate.hash !== candidate.hash);
  const failed = others.filter((one) => one.report.outcome === 'failed');
  const earlier = others
    .filter((one) => !failed.includes(one))
    .reduce(
      (list, other) =>
        withOutcome(list, other.candidate, notChosen(other, best), { decision: 'not-chosen', by: null, at }),
      withRejected(improvement.earlier, failed, at),
    );
  return moveTo(
    improvement,
    { to: 'tested', actor: workflowActor, at, reason: report.reason, impact: 0.2 },
    { candidate, rivals: [], report, confidence, earlier },
  );
}

const notChosen = (other: JudgedCandidate, best: JudgedCandidate): string =>
  isVoid(other)
    ? `not judged: ${other.report.reason}`
    : `proven, but not chosen: at least ${gainOf(other).toFixed(2)}x faster, where "${best.candidate.title}" is at least ${gainOf(best).toFixed(2)}x`;

async function settle(
  { improvements, now }: AssessCandidateDependencies,
  tested: Improvement,
  policy: Manifest['policy'],
): Promise<NextStep> {
  if (whyNotAutomatic(tested, policy) === null) return ends('ship');
  await improvements.save(toAwaitingApproval(tested, policy, now()));
  return ends('wait');
}

/** A repeated call finds the decision that was made. */
function whatFollows({ status }: Improvement): Assessment {
  if (status === 'generating') return 'next';
  return status === 'awaiting-approval' ? 'wait' : 'stop';
}

async function another(
  { improvements, now }: AssessCandidateDependencies,
  improvement: Improvement,
  judged: readonly JudgedCandidate[],
): Promise<NextStep> {
  await improvements.save(
    moveTo(
      improvement,
      { to: 'generating', actor: workflowActor, at: now(), reason: reasonOf(judged), impact: 0 },
      {
        attempt: improvement.attempt + 1,
        runs: 0,
        testingSince: null,
        candidate: null,
        rivals: [],
        earlier: withRejected(improvement.earlier, judged, now()),
      },
    ),
  );
  return ends('next');
}

async function give(
  { improvements, now }: AssessCandidateDependencies,
  improvement: Improvement,
  judged: readonly JudgedCandidate[],
  reason: string,
): Promise<NextStep> {
  await improvements.save(
    moveTo(
      improvement,
      // What could not be judged was not refused: it may be tried again.
      {
        to: judged.every(isVoid) ? 'failed' : 'rejected',
        actor: workflowActor,
        at: now(),
        reason,
        impact: 0,
      },
      { report: judged[0]?.report ?? null, earlier: withRejected(improvement.earlier, judged, now()) },
    ),
  );
  return ends('stop');
}
