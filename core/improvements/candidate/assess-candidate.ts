import type { Manifest } from '../../service/manifest.ts';
import { parseJson } from '../../validation.ts';
import { toAwaitingApproval, whyNotAutomatic } from '../approval/await-approval.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, moveTo } from '../improvement.ts';
import { jobFolder } from '../job-folder.ts';
import { confidenceIn } from './confidence.ts';
import { patience, secondsToNextRun, testingTime } from './testing-time.ts';
import { trackRecord } from './track-record.ts';
import { VerificationReport } from './verification-report.ts';

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

/** Reads the verification report and decides, from its evidence alone, how the improvement continues. */
export async function assessCandidate(id: string, needs: AssessCandidateDependencies): Promise<NextStep> {
  const { improvements, services, artifacts, now } = needs;
  const improvement = await improvements.load(id);
  const { manifest } = await services.load(improvement.service);
  if (improvement.status === 'tested') return settle(needs, improvement, manifest.policy);
  if (improvement.status !== 'testing') return ends(whatFollows(improvement));
  const folder = jobFolder(improvement, 'verify');
  const report = parseJson(
    VerificationReport,
    await artifacts.read(`${folder}/out/report.json`),
    'the report',
    'report/invalid',
  );
  const { candidate } = improvement;

  if (!candidate || report.candidateHash !== candidate.hash)
    return give(needs, improvement, report, 'the verification report is for another candidate');
  const testing = testingTime(improvement, now());
  if (report.outcome === 'void' && testing < patience.runs)
    return { decision: 'again', seconds: secondsToNextRun(testing) };
  if (report.outcome !== 'passed') {
    return improvement.attempt - improvement.excused < manifest.policy.attempts
      ? another(needs, improvement, report)
      : give(needs, improvement, report, report.reason);
  }

  const history = await trackRecord(improvements, improvement.service, candidate.author);
  const confidence = confidenceIn(candidate, report, history);
  const tested = await improvements.save(
    moveTo(
      improvement,
      { to: 'tested', actor: workflowActor, at: now(), reason: report.reason, impact: 0.2 },
      { report, confidence },
    ),
  );
  return settle(needs, tested, manifest.policy);
}

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
  report: VerificationReport,
): Promise<NextStep> {
  await improvements.save(
    moveTo(
      improvement,
      { to: 'generating', actor: workflowActor, at: now(), reason: report.reason, impact: 0 },
      {
        attempt: improvement.attempt + 1,
        runs: 0,
        testingSince: null,
        candidate: null,
        earlier: withOutcome(improvement, `rejected in the sandbox: ${report.reason}`),
      },
    ),
  );
  return ends('next');
}

async function give(
  { improvements, now }: AssessCandidateDependencies,
  improvement: Improvement,
  report: VerificationReport,
  reason: string,
): Promise<NextStep> {
  await improvements.save(
    moveTo(
      improvement,
      // What could not be judged was not refused: it may be tried again.
      {
        to: report.outcome === 'void' ? 'failed' : 'rejected',
        actor: workflowActor,
        at: now(),
        reason,
        impact: 0,
      },
      { report, earlier: withOutcome(improvement, `rejected in the sandbox: ${reason}`) },
    ),
  );
  return ends('stop');
}

/** The earlier attempts, with the current candidate added. */
export function withOutcome({ candidate, earlier }: Improvement, outcome: string): Improvement['earlier'] {
  if (!candidate) return earlier;
  const { source, author, path, function: name, hash } = candidate;
  return [...earlier, { source, author, path, function: name, hash, outcome }];
}
