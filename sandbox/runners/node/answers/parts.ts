import type { Encoded, Outcome, RecordedAnswer } from '../encoded.ts';
import { echoed, repeatNumbers } from './echo.ts';
import { type Form, formsOf, isArray, type RecordedList, textOf } from './forms.ts';
import { nearestOf } from './nearest.ts';

const notFound: Encoded = { $: 'hole' };
const isNotFound = (part: Encoded): boolean => textOf(part) === textOf(notFound);

/**
 * The answer to a question about a list of things, from what was said of each of them; null where the recorded answers do
 * not show that they are made of parts.
 */
export function answerInParts(answers: readonly RecordedAnswer[], args: readonly Encoded[]): Outcome | null {
  const at = args.findIndex(isArray);
  const asked = args[at];
  if (!isArray(asked)) return null;
  const recorded = answers.flatMap((answer) => recordedLists(answer, args, at));
  for (const form of formsOf(recorded)) {
    const singles = singlesOf(form, recorded);
    const parts = singles?.length ? partsFor(asked.items, singles) : null;
    const how = recorded[0]?.how;
    if (!parts || !how) continue;
    return { how, value: form.write(asked.items, (thing) => parts.get(textOf(thing))) };
  }
  return null;
}

function recordedLists(
  { args, outcome }: RecordedAnswer,
  asked: readonly Encoded[],
  at: number,
): RecordedList[] {
  const list = args[at];
  if (!isArray(list) || (outcome.how !== 'returned' && outcome.how !== 'resolved')) return [];
  const isSameOtherwise =
    args.length === asked.length &&
    args.every((arg, i) => i === at || textOf(arg) === textOf(asked[i] ?? null));
  return isSameOtherwise ? [{ things: list.items, how: outcome.how, answer: outcome.value }] : [];
}

/** What was said of each thing, as answers to questions about it alone; null where it was not always the same. */
function singlesOf(form: Form, recorded: readonly RecordedList[]): readonly RecordedAnswer[] | null {
  const singles = new Map<string, RecordedAnswer>();
  for (const { things, answer } of recorded) {
    const parts = form.read(things, answer);
    if (!parts) return null;
    for (const thing of things) {
      const part = parts.get(textOf(thing));
      const value = part === undefined ? notFound : part;
      const known = singles.get(textOf(thing));
      const single = { method: '', args: [thing], outcome: { how: 'returned', value } } as const;
      if (known && textOf(known.outcome) !== textOf(single.outcome)) return null;
      singles.set(textOf(thing), single);
    }
  }
  return [...singles.values()];
}

/** The part of each thing that is found; null where one is of a kind that was never asked for. */
function partsFor(
  things: readonly Encoded[],
  singles: readonly RecordedAnswer[],
): ReadonlyMap<string, Encoded> | null {
  const found = singles.filter(({ outcome }) => 'value' in outcome && !isNotFound(outcome.value));
  const repeatsNumbers = repeatNumbers(found);
  const parts = new Map<string, Encoded>();
  for (const thing of things) {
    const nearest = nearestOf(singles, [thing]);
    if (!nearest || !('value' in nearest.answer.outcome)) return null;
    const part = echoed(nearest.answer.outcome.value, nearest.replacements, repeatsNumbers);
    if (!isNotFound(part)) parts.set(textOf(thing), part);
  }
  return parts;
}
