import { type DomainError, InvalidInput } from '../../errors.ts';
import { awaitEvidence } from '../base/await-evidence.ts';
import { replayOf, whyNothingCanBeProven } from '../base/base-report.ts';
import { readBaseReport } from '../base/read-base-report.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, moveTo } from '../improvement.ts';
import type { EarlierAttempt, Proposal } from './candidate.ts';
import { makeCandidate } from './make-candidate.ts';
import { readSnapshot } from './read-snapshot.ts';

type GenerateCandidateDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'generators' | 'patches' | 'now'
>;

/**
 * Asks the generators in turn for a fix; the first whose proposal has a proper form wins. With none the improvement
 * is rejected. None is asked where the report on the base says that no change could be proven: then it is rejected, too, or
 * waits for more recorded requests if only these are lacking.
 * @throws Unavailable when a generator could not be asked; nothing has changed then, and the step may be repeated.
 */
export async function generateCandidate(
  id: string,
  needs: GenerateCandidateDependencies,
): Promise<{ decision: 'test' | 'stop' }> {
  const { improvements, services, artifacts, generators, patches, now } = needs;
  const improvement = await improvements.load(id);
  if (improvement.status !== 'generating') return { decision: improvement.candidate ? 'test' : 'stop' };

  const { manifest } = await services.load(improvement.service);
  const snapshot = await readSnapshot(artifacts, improvement);
  const baseReport = await readBaseReport(artifacts, improvement.service, snapshot.commit);
  const obstacle = baseReport && whyNothingCanBeProven(baseReport);
  if (obstacle) {
    await improvements.save(reject({ ...improvement, baseReport }, [], obstacle, now()));
    return { decision: 'stop' };
  }
  const replay = baseReport && replayOf(baseReport, improvement.endpoint);
  if (replay?.result === 'fails') {
    await improvements.save(awaitEvidence({ ...improvement, baseReport }, replay.detail, now()));
    return { decision: 'stop' };
  }

  const refused: EarlierAttempt[] = [];
  for (const generator of generators) {
    const earlier = [...improvement.earlier, ...refused];
    const proposal = await generator
      .propose({ finding: improvement.finding, snapshot, earlier })
      .catch(orRefusal);
    if (proposal === null) continue;
    try {
      if (proposal instanceof InvalidInput) throw proposal;
      const candidate = makeCandidate({
        proposal,
        snapshot,
        manifest,
        attempt: improvement.attempt,
        ...patches,
      });
      const reason = `${candidate.source} ${candidate.author}: ${candidate.title}`;
      await improvements.save(
        moveTo(
          improvement,
          { to: 'generated', actor: workflowActor, at: now(), reason, impact: 0.1 },
          { candidate, earlier, baseReport },
        ),
      );
      return { decision: 'test' };
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      refused.push(asAttempt(generator.source, proposal, error));
    }
  }
  const outcomes = refused.map(({ outcome }) => outcome).join('; ');
  const reason = outcomes || whyNoCandidate(improvement);
  await improvements.save(reject({ ...improvement, baseReport }, refused, reason, now()));
  return { decision: 'stop' };
}

/** A malformed answer of a generator counts as its attempt; no answer does not. */
function orRefusal(error: unknown): InvalidInput {
  if (error instanceof InvalidInput) return error;
  throw error;
}

function asAttempt(
  source: EarlierAttempt['source'],
  proposal: Proposal | InvalidInput,
  refusal: DomainError,
): EarlierAttempt {
  const known = proposal instanceof InvalidInput ? null : proposal;
  return {
    source,
    author: known?.author ?? source,
    path: known?.path ?? '',
    function: known?.function ?? '',
    patch: '',
    outcome: `refused: ${refusal.message}`,
  };
}

function reject(improvement: Improvement, refused: readonly EarlierAttempt[], reason: string, at: number) {
  return moveTo(
    improvement,
    { to: 'rejected', actor: workflowActor, at, reason, impact: 0 },
    { earlier: [...improvement.earlier, ...refused] },
  );
}

function whyNoCandidate({ attempt, earlier }: Improvement): string {
  const last = attempt > 1 ? earlier.at(-1) : undefined;
  if (last) return `there is no other candidate, and the last one was ${last.outcome}`;
  return 'no rule matches the hottest functions, and no model proposed a fix';
}
