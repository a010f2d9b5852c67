import type { Encoded, RecordedAnswer } from '../encoded.ts';
import { leavesOf, mapLeaves } from './leaves.ts';

/** A text, number or boolean of a recorded question, and what stands in its place in the question that is answered now. */
export type Replacement = readonly [recorded: Encoded, asked: Encoded];

/**
 * The recorded answer as it would be to the other question: where it repeats what was asked, it repeats what is asked
 * now. `repeatsNumbers` says whether that holds for numbers, too, which may be equal by chance.
 */
export const echoed = (
  answer: Encoded,
  replacements: readonly Replacement[],
  repeatsNumbers: boolean,
): Encoded =>
  mapLeaves(answer, (leaf) =>
    replacements.reduce(
      (said, [recorded, asked]) => (said === leaf ? repeated(leaf, recorded, asked, repeatsNumbers) : said),
      leaf,
    ),
  );

function repeated(leaf: Encoded, recorded: Encoded, asked: Encoded, repeatsNumbers: boolean): Encoded {
  if (typeof recorded === 'number') return repeatsNumbers && leaf === recorded ? asked : leaf;
  if (typeof leaf !== 'string' || typeof recorded !== 'string' || typeof asked !== 'string') return leaf;
  return leaf === recorded ? asked : withWord(leaf, recorded, asked);
}

/** "no team t9" repeats `t9`; a single letter stands in a text by chance. */
function withWord(text: string, word: string, other: string): string {
  if (word.length < 2) return text;
  return text.replaceAll(word, (found, at: number) =>
    isLetter(text[at - 1]) || isLetter(text[at + word.length]) ? found : other,
  );
}

const isLetter = (character: string | undefined): boolean => /[\p{L}\p{N}_]/u.test(character ?? '');

/** Whether each answer repeats a number of its question, of which there are several: no chance. */
export function repeatNumbers(answers: readonly RecordedAnswer[]): boolean {
  const met = new Set<Encoded>();
  for (const { args, outcome } of answers) {
    const said = 'value' in outcome ? leavesOf(outcome.value) : [];
    const repeatedOnes = args
      .flatMap(leavesOf)
      .filter((leaf) => typeof leaf === 'number' && said.includes(leaf));
    if (repeatedOnes.length === 0) return false;
    for (const number of repeatedOnes) met.add(number);
  }
  return met.size > 1;
}
