import { fewestRequestsTo } from '#core/improvements/candidate/enough-requests.ts';
import type { VerifyJob } from '#core/improvements/jobs.ts';
import type { ComparedSides } from '../benchmark.ts';
import { type Equivalence, equivalenceIn } from '../equivalence-evidence.ts';
import { whyMostFail } from '../failing-requests.ts';
import { count, type GateResult } from '../gate-sequence.ts';
import { candidatePatience, replayOnSides, type Sides } from '../replay.ts';
import { type ComparedRequest, ResponseComparison } from '../response-comparison.ts';
import { type RunningService, startService } from '../service.ts';
import type { Session } from '../session.ts';

export interface EquivalenceEvidence {
  readonly equivalence: Equivalence | null;
  /** All sides, still running, if the gate passed. */
  readonly compared: ComparedSides | null;
}

interface ComparedTrees extends Pick<Session, 'sandbox' | 'trees' | 'requests'> {
  readonly job: Pick<VerifyJob, 'manifest' | 'endpoint' | 'recorded'>;
}

/** Does the candidate respond to the recorded requests as the base does, wherever the base repeats itself? */
export async function judgeEquivalence(session: ComparedTrees): Promise<GateResult<EquivalenceEvidence>> {
  const { requests } = session;
  if (requests.length === 0) return unproven('No request was recorded: there is nothing to compare.');
  const [base, candidate, again] = await Promise.all([
    start(session, 'base'),
    start(session, 'candidate'),
    start(session, 'base'),
  ]);
  const judged =
    typeof base === 'string'
      ? unproven(`The base does not start: ${base}`)
      : typeof again === 'string'
        ? unproven(`The base does not start a second time: ${again}`)
        : typeof candidate === 'string'
          ? failed(`The candidate does not start: ${candidate}`, null)
          : await judgeSides({ base, candidate, again }, session);
  if (judged.evidence.compared === null)
    for (const side of [base, candidate, again]) if (typeof side !== 'string') await side.stop();
  return judged;
}

async function judgeSides(
  sides: Sides,
  { job, requests }: ComparedTrees,
): Promise<GateResult<EquivalenceEvidence>> {
  const { base, again } = sides;
  const ofTarget = requests.filter(({ endpoint }) => endpoint === job.endpoint);
  const enough = fewestRequestsTo(job.endpoint, ofTarget);
  const { rounds, isCut } = await replayOnSides(sides, { requests, target: job.endpoint, enough });
  const comparison = new ResponseComparison(job.manifest.replay.ignore);
  for (const round of rounds) comparison.add(round);
  const compared = comparison.requests;
  const equivalence = equivalenceIn(compared, requests, job);

  const { differences } = comparison;
  if (differences.length > 0) {
    return failed(`Responses differ from the base's: ${differences.slice(0, 3).join('; ')}.`, equivalence);
  }
  const gap =
    base.ending() !== null || again.ending() !== null
      ? 'The base ended while it was asked.'
      : isCut
        ? `The candidate took more than ${candidatePatience / 1_000} s for ${count(rounds.length, 'response')}: the others could not be compared.`
        : lackIn(compared, job.endpoint, enough);
  if (gap !== null) return unproven(gap, equivalence);
  const evidence = { equivalence, compared: { sides, comparison } };
  return { result: 'passed', detail: summaryOf(equivalence, job.endpoint), evidence };
}

/** What is lacking to prove anything; that most requests fail is said first, because it explains the rest. */
function lackIn(compared: readonly ComparedRequest[], target: string, enough: number): string | null {
  const failing = whyMostFail(compared, target);
  if (failing?.isRefusal) return failing.why;
  const shortage = shortageOf(compared, target, enough);
  return failing === null || shortage === null ? shortage : `${failing.why} ${shortage}`;
}

/** An error is no example of what the endpoint does. */
function shortageOf(compared: readonly ComparedRequest[], target: string, enough: number): string | null {
  const ofTarget = compared.filter(({ request }) => request.endpoint === target);
  const stable = ofTarget.filter(({ isStable }) => isStable);
  const good = stable.filter(({ status }) => status !== null && status < 400);
  if (good.length >= enough) return null;
  const unstable = ofTarget.length - stable.length;
  const why = [
    `${count(ofTarget.length, 'distinct request')} sent`,
    unstable > 0 ? `${unstable} with responses that the base does not repeat (see "replay.ignore")` : '',
    good.length < stable.length
      ? `${stable.length - good.length} to which the base responds with an error`
      : '',
  ];
  return (
    `Too little of ${target} could be compared: ${count(good.length, 'successful response')}, and ${enough} are needed ` +
    `(${why.filter(Boolean).join(', ')}).`
  );
}

function summaryOf(
  { compared, requests, endpoints, shapes, unstable, leftOut }: Equivalence,
  target: string,
): string {
  const apart = unstable === 0 ? '' : `; ${unstable} set aside, which the base does not repeat`;
  const rest = leftOut === 0 ? '' : `; ${leftOut} of the recorded requests left out`;
  return (
    `${count(compared, 'response')} to ${count(requests, 'request')} of ${count(endpoints, 'endpoint')} compared, ` +
    `${shapes.compared} of ${count(shapes.recorded, 'shape')} of ${target}, all identical${apart}${rest}.`
  );
}

async function start(
  { job, sandbox, trees }: ComparedTrees,
  side: 'base' | 'candidate',
): Promise<RunningService | string> {
  const { commands, health, replay } = job.manifest;
  const { headers } = replay;
  try {
    return await startService(sandbox, { tree: trees[side], line: commands.start, health, headers });
  } catch (error) {
    return (error as Error).message;
  }
}

function failed(detail: string, equivalence: Equivalence | null): GateResult<EquivalenceEvidence> {
  return { result: 'failed', detail, evidence: { equivalence, compared: null } };
}

function unproven(detail: string, equivalence: Equivalence | null = null): GateResult<EquivalenceEvidence> {
  return { ...failed(detail, equivalence), inconclusive: true };
}
