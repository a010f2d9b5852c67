import { refuse } from '../refuse.ts';
import { clean } from '../untrusted.ts';

const declining = [
  /^\W*no change\b/i,
  /\bI(?:['’]m| am)? (?:sorry|cannot|can['’]t|can not|unable|won['’]t|will not|must decline|decline)\b/i,
  /\balready (?:opt\w+|efficient|(?:as )?fast)\b/i,
  /\bno (?:\w+ ){0,3}(?:changes?|improvements?|optimizations?) (?:is|are|to|that|needed|possible|necessary)\b/i,
  /\bnothing (?:\w+ ){0,2}to (?:change|improve|opt\w+)/i,
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
