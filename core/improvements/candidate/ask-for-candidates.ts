import type { Unavailable } from '../../errors.ts';
import type { Question } from './ask-generator.ts';
import { askInTurns } from './ask-in-turns.ts';
import type { CandidateGenerator, TriedChange } from './candidate.ts';
import type { PatchedCandidate } from './make-candidate.ts';
import { type Spending, whyNoMoreAnswers, withUsage } from './spending.ts';

/** What the generators gave together. */
export interface Gathered {
  /** Different changes, in the order of preference; at most as many as the policy wants. */
  readonly made: readonly PatchedCandidate[];
  readonly refused: readonly TriedChange[];
  /** With what the improvement had spent before. */
  readonly spending: Spending;
  /** Why a generator could not be asked: an error that may pass, or a sentence. */
  readonly obstacles: readonly (Unavailable | string)[];
}

type SharedQuestion = Omit<Question, 'idea' | 'refused' | 'count'>;

/**
 * Asks the generators, in their order, for as many candidates as the policy wants. Each generator gets its share, so that the
 * last one is asked too, unless one candidate is enough; for its share it is asked side by side, each time for another idea.
 */
export async function askForCandidates(
  generators: readonly CandidateGenerator[],
  question: SharedQuestion,
): Promise<Gathered> {
  const { candidates: wanted, budget } = question.manifest.policy;
  const made = new Map<string, PatchedCandidate>();
  const refused: TriedChange[] = [];
  const obstacles: (Unavailable | string)[] = [];
  let { spending } = question.improvement;
  const count: Question['count'] = (usage) => {
    spending = withUsage(spending, usage);
  };
  for (const [i, generator] of generators.entries()) {
    const share = Math.ceil((wanted - made.size) / (generators.length - i));
    if (share <= 0) break;
    const isFree = generator.source === 'rule';
    const mayAsk = () => isFree || whyNoMoreAnswers(spending, budget) === null;
    const ideas = Array.from({ length: share }, (_, idea) => idea);
    const asked = await Promise.all(
      ideas.map((idea) => askInTurns(generator, { ...question, idea, count, mayAsk })),
    );
    for (const one of asked) {
      if (one.made) made.set(one.made.candidate.hash, one.made);
      refused.push(...one.refused);
      if (one.obstacle) obstacles.push(one.obstacle);
    }
    const limit = isFree ? null : whyNoMoreAnswers(spending, budget);
    if (limit !== null) obstacles.push(limit);
  }
  return { made: [...made.values()].slice(0, wanted), refused, spending, obstacles };
}
