import type { Encoded, RecordedCall } from '../../../runners/node/encoded.ts';
import { isTagged } from '../compare.ts';
import { mapTexts, renamed } from './map-texts.ts';
import type { ObservedInputs } from './observed-values.ts';
import { numericNames, reservedNames } from './special-names.ts';
import type { Varied } from './varied.ts';

const mostTexts = 4;

/**
 * The same call with one text replaced wherever it stands: what is looked up by it is still found. By a name that a plain
 * object has already, by an empty one, by one that is much like it, and by a text that another thing in the call has.
 */
export function* renamedCalls(call: RecordedCall, observed: ObservedInputs): Generator<Varied<RecordedCall>> {
  const texts = textsIn(call, observed).slice(0, mostTexts);
  for (const [i, { text, isPlain, mayBeNumber }] of texts.entries()) {
    const others = [texts[(i + 1) % texts.length]?.text ?? '', `${text}x`, text.toUpperCase()];
    for (const other of ['', ...reservedNames, ...numericNames, ...others]) {
      if (other === text) continue;
      const args = call.args.map((arg) => renamed(arg, (found) => (found === text ? other : found)));
      yield { use: { ...call, args }, isWithinObserved: isPlain, factor: 1 };
    }
    yield {
      use: { ...call, args: withOneNumber(call.args, text) },
      isWithinObserved: mayBeNumber,
      factor: 1,
    };
  }
}

const mostWords = 3;

/** The same call with one word of its texts replaced wherever it stands, by a name that a plain object has already. */
export function* withRenamedWords(
  call: RecordedCall,
  observed: ObservedInputs,
): Generator<Varied<RecordedCall>> {
  for (const { word, isPlain } of wordsIn(call, observed).slice(0, mostWords))
    for (const name of reservedNames) {
      const rename = (text: string) =>
        text.replaceAll(anyWord, (found) => (found.toLowerCase() === word ? name : found));
      const args = call.args.map((arg) => mapTexts(arg, rename));
      yield { use: { ...call, args }, isWithinObserved: isPlain, factor: 1 };
    }
}

const anyWord = /\p{L}+/gu;

/** Words inside texts, in lower case; those in more than one text come first: something is looked for by them. */
function wordsIn(
  call: RecordedCall,
  observed: ObservedInputs,
): readonly { readonly word: string; readonly isPlain: boolean }[] {
  const found = new Map<string, { texts: number; isPlain: boolean }>();
  for (const { text, count, isPlain } of textsIn(call, observed))
    for (const word of new Set(text.toLowerCase().match(anyWord))) {
      const known = found.get(word) ?? { texts: 0, isPlain: true };
      found.set(word, { texts: known.texts + count, isPlain: known.isPlain && isPlain });
    }
  return [...found].map(([word, known]) => ({ word, ...known })).toSorted((a, b) => b.texts - a.texts);
}

/** The number 7 in the first place of a text, and the text `7` in all others: what compares by type tells them apart. */
function withOneNumber(args: readonly Encoded[], text: string): readonly Encoded[] {
  let isFirst = true;
  return args.map((arg) =>
    mapTexts(arg, (found) => {
      if (found !== text) return found;
      const value = isFirst ? 7 : '7';
      isFirst = false;
      return value;
    }),
  );
}

interface NamedText {
  readonly text: string;
  /** How often it stands in the call. */
  readonly count: number;
  readonly isPlain: boolean;
  /** Whether numbers were seen wherever it stands. */
  readonly mayBeNumber: boolean;
}

/** Texts that stand more than once come first: something is looked up by them. Names of options and properties are none. */
function textsIn({ args }: RecordedCall, observed: ObservedInputs): readonly NamedText[] {
  const counts = new Map<string, number>();
  const formatted = new Set<string>();
  const neverNumbers = new Set<string>();
  const names = new Set<string>();
  const visit = (value: Encoded, place: string): void => {
    if (typeof value === 'string') {
      const seen = observed.at(place);
      if (!seen?.areOptions) counts.set(value, (counts.get(value) ?? 0) + 1);
      if (seen?.format) formatted.add(value);
      if (!seen?.kinds.has('number')) neverNumbers.add(value);
    } else if (!isTagged(value)) return;
    else if (value.$ === 'array' || value.$ === 'set')
      for (const item of value.items) visit(item, `${place}.[]`);
    else if (value.$ === 'map')
      for (const [key, held] of value.entries) {
        visit(key, `${place}.{key}`);
        visit(held, `${place}.{value}`);
      }
    else if (value.$ === 'object')
      for (const [key, held] of value.properties) {
        names.add(key);
        visit(held, `${place}.${key}`);
      }
  };
  for (const [i, arg] of args.entries()) visit(arg, String(i + 1));
  return [...counts]
    .filter(([text]) => !names.has(text))
    .toSorted(([, a], [, b]) => b - a)
    .map(([text, count]) => ({
      text,
      count,
      isPlain: !formatted.has(text),
      mayBeNumber: !neverNumbers.has(text),
    }));
}
