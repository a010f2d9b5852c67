import { Unavailable } from '../../errors.ts';
import { askGenerator, type Question } from './ask-generator.ts';
import type { CandidateGenerator, RefusedAnswer, TriedChange } from './candidate.ts';
import type { PatchedCandidate } from './make-candidate.ts';

/** A generator whose proposal is refused is told why, and asked again: so often for one candidate. */
const mostTurns = 3;

/** What came of asking for one candidate. */
export interface Asked {
  readonly made: PatchedCandidate | null;
  readonly refused: readonly TriedChange[];
  /** Why the generator could not be asked, or could not be asked again. */
  readonly obstacle: Unavailable | null;
}

interface Turns extends Omit<Question, 'refused'> {
  /** Whether another answer may be bought. */
  mayAsk(): boolean;
}

/** Asks a generator for one candidate until its proposal has a proper form. */
export async function askInTurns(
  generator: CandidateGenerator,
  { mayAsk, ...question }: Turns,
): Promise<Asked> {
  const refused: TriedChange[] = [];
  let answer: RefusedAnswer | null = null;
  try {
    for (let turn = 0; turn < mostTurns && mayAsk(); turn += 1) {
      const earlier = [...question.earlier, ...refused];
      const given = await askGenerator(generator, { ...question, earlier, refused: answer });
      if (given === null) break;
      if ('candidate' in given) return { made: given, refused, obstacle: null };
      refused.push(given.refused);
      answer = given.answer === null ? null : { text: given.answer, reason: given.refused.outcome };
    }
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return { made: null, refused, obstacle: error };
  }
  return { made: null, refused, obstacle: null };
}
