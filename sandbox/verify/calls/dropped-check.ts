import type { Encoded, Outcome, RecordedUse } from '../../runners/node/encoded.ts';
import type { Result } from '../../runners/node/result.ts';
import { isTagged } from './compare.ts';

/** A text of the code with fewer characters is no message. */
const shortestMessage = 4;

/**
 * Whether the base refuses in its own words what the candidate accepts. Somebody thought of such input: that no caller was
 * seen to give it is no excuse. NaN is left out: it is equal to nothing, itself included, and no check is meant for it.
 *
 * @param words texts in the service's code: an error with none of them is the engine's.
 */
export function dropsCheck(
  use: RecordedUse,
  base: Result,
  candidate: Result,
  words: ReadonlySet<string>,
): boolean {
  const [were, are] = [outcomesOf(use, base), outcomesOf(use, candidate)];
  const at = were.findIndex((was, i) => JSON.stringify(was) !== JSON.stringify(are[i]));
  const [was, is] = [were[at], are[at]];
  if (!was || !is || !isRefused(was) || isRefused(is)) return false;
  return isOwn(was.value, words) && !JSON.stringify(use).includes('"NaN"');
}

interface Ended {
  readonly how: Outcome['how'];
  readonly value: Encoded;
}

/** How a call ended, or each call of a history. */
function outcomesOf({ kind }: RecordedUse, { outcome }: Result): readonly Ended[] {
  const value = 'value' in outcome ? outcome.value : null;
  if (kind === 'call') return [{ how: outcome.how, value }];
  const items = isTagged(value) && value.$ === 'array' ? value.items : [];
  return items.flatMap((item) => {
    if (!isTagged(item) || item.$ !== 'array') return [];
    const [how, held = null] = item.items;
    return [{ how: how as Outcome['how'], value: held }];
  });
}

const isRefused = ({ how }: Ended): boolean => how === 'threw' || how === 'rejected';

function isOwn(value: Encoded, words: ReadonlySet<string>): boolean {
  if (!isTagged(value) || value.$ !== 'error') return false;
  for (const word of words)
    if (word.trim().length >= shortestMessage && value.message.includes(word)) return true;
  return false;
}
