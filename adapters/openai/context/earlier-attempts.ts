import type { RefusedAnswer, TriedChange } from '#core/improvements/candidate/candidate.ts';
import type { Part } from './part.ts';

/** Of older attempts, what became of them is shown without their patch. */
const mostPatches = 3;
/** Characters. */
const longestPatch = 4_000;
const longestAnswer = 16_000;

/** What was tried before, oldest first, and what became of it. */
export function earlierAttempts(earlier: readonly TriedChange[]): readonly Part[] {
  return earlier.map(({ outcome, patch }, i) => {
    const isShown = i >= earlier.length - mostPatches;
    const cut = patch.length > longestPatch ? `\n[cut after ${longestPatch} characters]` : '';
    const text = `outcome: ${outcome}\n${isShown ? patch.slice(0, longestPatch) + cut : ''}`.trimEnd();
    return { name: `earlier attempt ${i + 1}`, text, heat: 1 };
  });
}

/** The answer that the model has to correct. */
export function refusedAnswer(refused: RefusedAnswer | null): readonly Part[] {
  if (refused === null) return [];
  const { text, reason } = refused;
  const cut = text.length > longestAnswer ? `\n[cut after ${longestAnswer} characters]` : '';
  return [
    { name: 'your refused answer', text: `${reason}\n\n${text.slice(0, longestAnswer)}${cut}`, heat: 1 },
  ];
}
