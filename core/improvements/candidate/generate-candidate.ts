import { awaitEvidence } from '../base/await-evidence.ts';
import { replayOf, whyNothingCanBeProven } from '../base/base-report.ts';
import { readBaseReport } from '../base/read-base-report.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Change, type Improvement, moveTo } from '../improvement.ts';
import { byOutcomes } from '../outcomes/by-outcomes.ts';
import { askForCandidates, type Gathered } from './ask-for-candidates.ts';
import type { Candidate, EarlierAttempt, TriedChange } from './candidate.ts';
import { readSnapshot } from './read-snapshot.ts';
import { patchKey, readPatch } from './stored-patch.ts';
import { suggest } from './suggest.ts';
import { whyNoFix } from './why-no-fix.ts';

type GenerateCandidateDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'generators' | 'patches' | 'now'
>;

/**
 * Asks the generators, in the order that earlier outcomes suggest, for as many fixes as the policy wants to test against each
 * other. With none the improvement is rejected, with a suggestion for a person. None is asked where the report on the base says
 * that no change could be proven: then it is rejected, too, or waits for more recorded requests if only these are lacking.
 * @throws Unavailable when there is no fix and a generator could not be asked; nothing has changed then, and the step may be repeated.
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
  const asked = { ...improvement, baseReport };
  const ending = withoutProof(asked, now());
  if (ending) {
    await improvements.save(ending);
    return { decision: 'stop' };
  }

  const advised = await byOutcomes(generators, improvement.service, needs);
  const tried = await withPatches(improvement.earlier, artifacts);
  const question = { improvement: asked, manifest, patches, snapshot, earlier: tried };
  const gathered = await askForCandidates(advised, question);
  const { made, refused, spending } = gathered;
  const earlier = [...improvement.earlier, ...refused.map((one) => ended(one, now()))];
  const known = { ...asked, earlier, spending };
  const [first, ...others] = made;
  if (first !== undefined) {
    for (const { candidate, patch } of made) await artifacts.write(patchKey(candidate.hash), patch);
    const rivals = others.map(({ candidate }) => candidate);
    await improvements.save(accept({ ...known, rivals }, first.candidate, now()));
    return { decision: 'test' };
  }
  throwIfUnavailable(gathered);
  const why = whyNoFix({ improvement, manifest, snapshot, gathered, generators });
  const suggestion = await suggest(improvement, artifacts);
  const reason = suggestion === null ? why : `${why.replace(/\.$/, '')}. ${suggestion}`;
  await improvements.save(reject(known, reason, now()));
  return { decision: 'stop' };
}

/** How an improvement ends, or waits, of which no fix could be proven; null if one could. */
function withoutProof(improvement: Improvement, at: number): Change | null {
  const { baseReport, endpoint } = improvement;
  if (baseReport === null) return null;
  const obstacle = whyNothingCanBeProven(baseReport);
  if (obstacle) return reject(improvement, obstacle, at);
  const replay = replayOf(baseReport, endpoint);
  return replay?.result === 'fails' ? awaitEvidence(improvement, replay.detail, at) : null;
}

function throwIfUnavailable({ obstacles }: Pick<Gathered, 'obstacles'>): void {
  const unavailable = obstacles.find((one) => typeof one !== 'string');
  if (unavailable) throw unavailable;
}

async function withPatches(
  earlier: readonly EarlierAttempt[],
  artifacts: GenerateCandidateDependencies['artifacts'],
): Promise<readonly TriedChange[]> {
  return Promise.all(
    earlier.map(async (attempt) => {
      const patch = attempt.hash && (await readPatch(artifacts, attempt.hash));
      return { ...attempt, patch: patch ?? '' };
    }),
  );
}

/** As the record keeps it, without its patch. */
function ended(refused: TriedChange, at: number): EarlierAttempt {
  const { patch: _patch, ...attempt } = refused;
  return { ...attempt, ended: { decision: 'refused', by: null, at } };
}

function accept(improvement: Improvement, candidate: Candidate, at: number) {
  const all = [candidate, ...improvement.rivals];
  const reason = all.map(({ source, author, title }) => `${source} ${author}: ${title}`).join('; ');
  return moveTo(
    improvement,
    { to: 'generated', actor: workflowActor, at, reason, impact: 0.1 },
    { candidate },
  );
}

function reject(improvement: Improvement, reason: string, at: number) {
  return moveTo(improvement, { to: 'rejected', actor: workflowActor, at, reason, impact: 0 });
}
