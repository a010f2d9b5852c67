import type { ObservedValues } from './observed-values.ts';

/** Outside of the basic plane, with an accent, of two spellings, of a length that changes with the case; white space. */
const unusualCharacters = ['\u{1F600}', 'é', '\u212b', 'ß', '\u0130', '\r', '\n', '\t', '\u00a0', '\0'];
const repeats = [4, 16, 64, 512];
const longest = 20_000;
const mostKnown = 24;

/**
 * Texts that are like one that was seen, but not quite: with a character left out, doubled, moved or put in, cut, joined with
 * others that were seen, and much longer. The characters that are put in are those that separate something in the texts that
 * were seen: what reads a text goes by them.
 *
 * @param random uniform in [0, 1).
 */
export function mutatedTexts(
  text: string,
  seen: ObservedValues | undefined,
  most: number,
  random: () => number,
): readonly string[] {
  if (text.length < 2) return [];
  const known = (seen?.strings ?? []).slice(0, mostKnown);
  const separators = [...new Set([...known, text].join('').match(/[^\p{L}\p{N}]/gu) ?? [' '])];
  const at = (): number => Math.floor(random() * text.length);
  const oneOf = <Item>(items: readonly Item[]): Item | undefined =>
    items[Math.floor(random() * items.length)];
  const mutations: readonly (() => string)[] = [
    () => cutOut(text, at(), 1),
    () => insert(text, at(), text[at()] ?? ''),
    () => insert(text, at(), oneOf(separators) ?? ''),
    () => insert(text, text.indexOf(oneOf(separators) ?? '') + 1, oneOf(separators) ?? ''),
    () => (oneOf(separators) ?? '') + text,
    () => text + (oneOf(separators) ?? ''),
    () => text.replaceAll(oneOf(separators) ?? '', ''),
    () => text.slice(0, at()),
    () => text.slice(at()),
    () => moved(text, at()),
    () => insert(text, at(), oneOf(unusualCharacters) ?? ''),
    // Two units long: what counts letters by them comes out of step.
    () => insert(text, at(), '\u{1F600}'),
    () => text + (oneOf(known) ?? ''),
    () => [text, oneOf(known) ?? '', text].join(oneOf(separators) ?? ''),
  ];
  const long = repeats
    .filter((times) => text.length * times <= longest)
    .flatMap((times) => [
      text.repeat(times),
      Array(times)
        .fill(text)
        .join(oneOf(separators) ?? ''),
    ]);
  const made = new Set(long);
  for (let i = 0; i < 3 * most && made.size < most; i += 1)
    made.add(mutations[i % mutations.length]?.() ?? '');
  made.delete(text);
  return [...made];
}

const cutOut = (text: string, at: number, length: number): string =>
  text.slice(0, at) + text.slice(at + length);
const insert = (text: string, at: number, added: string): string =>
  text.slice(0, at) + added + text.slice(at);
const moved = (text: string, at: number): string =>
  insert(cutOut(text, at, 1), Math.max(0, at - 1), text[at] ?? '');
