import type { RecordedRequest } from '#core/improvements/jobs.ts';
import { describeDifference } from '#core/proof/compare-responses.ts';
import { second } from '#core/time.ts';
import { count, type GateResult } from '../gate-sequence.ts';
import { compareOutcomes, type Equivalence, type ReplayOutcome, replay } from '../replay.ts';
import { type RunningService, startService } from '../service.ts';
import type { Session } from '../session.ts';

/** Time limit of the replay in milliseconds: with a slow base, a long list of requests would take minutes. */
const patience = 5 * second;

export interface RunningSides {
  readonly base: RunningService;
  readonly candidate: RunningService;
}

export interface EquivalenceEvidence {
  readonly equivalence: Equivalence | null;
  /** Both sides, still running, if the gate passed. */
  readonly sides: RunningSides | null;
}

/**
 * Does the candidate respond to the recorded requests as the base does? Where responses differ, a second run of the
 * base in its own process shows which responses differ from run to run anyway.
 */
export async function judgeEquivalence(session: Session): Promise<GateResult<EquivalenceEvidence>> {
  const { job, requests } = session;
  const { ignore } = job.manifest.replay;
  if (requests.length === 0) return unproven('No request was recorded: there is nothing to compare.');
  const [base, candidate] = await Promise.all([start(session, 'base'), start(session, 'candidate')]);
  if (typeof base === 'string') return unproven(`The base does not start: ${base}`);
  if (typeof candidate === 'string') return failed(`The candidate does not start: ${candidate}`, null);

  const [before = [], after = []] = await replay([base, candidate], requests, patience);
  const sent = requests.slice(0, before.length);
  const differ = sent.some((_, i) => describeDifference(before[i], after[i], ignore) !== null);
  const again = differ ? await replayOnFreshBase(session, sent) : before;
  if (typeof again === 'string') return unproven(`The base does not start a second time: ${again}`);
  const outcomes = { base: before, again, candidate: after };
  const { comparedEndpoints, ...equivalence } = compareOutcomes(sent, outcomes, ignore);
  const { compared, unstable, differences } = equivalence;
  if (differences.length > 0) {
    return failed(`Answers differ from the base's: ${differences.slice(0, 3).join('; ')}.`, equivalence);
  }
  if (base.ending() !== null) return unproven('The base ended while it was asked.', equivalence);
  if (!comparedEndpoints.has(job.endpoint)) {
    return unproven(`No response of ${job.endpoint} is the same in two runs of the base.`, equivalence);
  }
  const apart =
    unstable === 0 ? '' : `; ${unstable} left out, where the base itself responds differently each time`;
  const cut =
    sent.length < requests.length ? ` of ${requests.length} recorded, as many as there was time for` : '';
  const detail = `${count(compared, 'response')} compared${cut}, all the same${apart}.`;
  return { result: 'passed', detail, evidence: { equivalence, sides: { base, candidate } } };
}

async function replayOnFreshBase(
  session: Session,
  requests: readonly RecordedRequest[],
): Promise<ReplayOutcome[] | string> {
  const base = await start(session, 'base');
  if (typeof base === 'string') return base;
  const [outcomes = []] = await replay([base], requests);
  await base.stop();
  return outcomes;
}

async function start(
  { job, sandbox: boxes, trees }: Session,
  side: 'base' | 'candidate',
): Promise<RunningService | string> {
  const { commands, health } = job.manifest;
  try {
    return await startService(boxes, { tree: trees[side], line: commands.start, health });
  } catch (error) {
    return (error as Error).message;
  }
}

function failed(detail: string, equivalence: Equivalence | null): GateResult<EquivalenceEvidence> {
  return { result: 'failed', detail, evidence: { equivalence, sides: null } };
}

function unproven(detail: string, equivalence: Equivalence | null = null): GateResult<EquivalenceEvidence> {
  return { ...failed(detail, equivalence), inconclusive: true };
}
