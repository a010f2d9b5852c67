import { refuse } from '../refuse.ts';
import { clean } from '../untrusted.ts';

const declining = [
  /^\W*no change\b/i,
  /\bI(?:['’]m| am)? (?:sorry|cannot|can['’]t|can not|unable|won['’]t|will not|must decline|decline)\b/i,
  /\b(?:already|is|are) (?:opt\w+|efficient|as fast)\b/i,
  /\b(?:no|not|nothing)\b.{0,40}\b(?:to (?:change|improve|opt\w+)|(?:changes?|improvements?|optimizations?) (?:is|are|was|were)?)/i,
];

/**
 * An answer without code either declines, which is no fault of its form, or forgot the code.
 * @throws InvalidInput `model/declined` or `model/no-code`.
 */
export function refuseWithoutCode(text: string): never {
  const said = clean(text, 500).replace(/\s+/g, ' ').trim();
  if (declining.some((words) => words.test(said)))
    refuse('declined', `The model proposes no change: "${said.slice(0, 200)}"`);
  refuse('no-code', 'The answer contains no complete block of code: write the change itself, as edits.');
}
