import { awaitEvidence } from '../base/await-evidence.ts';
import { replayOf, whyNothingCanBeProven } from '../base/base-report.ts';
import { readBaseReport } from '../base/read-base-report.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, moveTo } from '../improvement.ts';
import { askGenerator } from './ask-generator.ts';
import type { Candidate, EarlierAttempt, TriedChange } from './candidate.ts';
import { readSnapshot } from './read-snapshot.ts';
import { patchKey, readPatch } from './stored-patch.ts';

/** A generator whose proposal is refused is told why, and asked again. */
const mostAsks = 3;

type GenerateCandidateDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'generators' | 'patches' | 'now'
>;

/**
 * Asks the generators in turn for a fix; the first new proposal with a proper form wins. With none the improvement
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

  const tried = await withPatches(improvement.earlier, artifacts);
  const refused: TriedChange[] = [];
  for (const generator of generators)
    for (let asks = 0; asks < mostAsks; asks += 1) {
      const earlier = [...tried, ...refused];
      const answer = await askGenerator(generator, { improvement, earlier, snapshot, manifest, patches });
      if (answer === null) break;
      if ('candidate' in answer) {
        const { candidate, patch } = answer;
        await artifacts.write(patchKey(candidate.hash), patch);
        const known = [...improvement.earlier, ...refused.map(withoutPatch)];
        await improvements.save(accept({ ...improvement, baseReport, earlier: known }, candidate, now()));
        return { decision: 'test' };
      }
      refused.push(answer.refused);
    }
  const outcomes = refused.map(({ outcome }) => outcome).join('; ');
  const reason = outcomes || whyNoCandidate(improvement);
  await improvements.save(reject({ ...improvement, baseReport }, refused.map(withoutPatch), reason, now()));
  return { decision: 'stop' };
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

const withoutPatch = ({ patch, ...attempt }: TriedChange): EarlierAttempt => attempt;

function accept(improvement: Improvement, candidate: Candidate, at: number) {
  const reason = `${candidate.source} ${candidate.author}: ${candidate.title}`;
  return moveTo(
    improvement,
    { to: 'generated', actor: workflowActor, at, reason, impact: 0.1 },
    { candidate },
  );
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
