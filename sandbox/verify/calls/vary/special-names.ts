import type { Encoded, RecordedUse } from '../../../runners/node/encoded.ts';
import { renamed } from './map-texts.ts';

/** Names that every object has: an index that is a plain object takes them for entries. */
export const reservedNames = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'sort'];
/** Names that a plain object puts first, in the order of their numbers. */
export const numericNames = ['10', '9', '1'];

/** In the place of each an ordinary name that is as long and begins the same: a function may count letters, or sort by them. */
const ordinaryOf: ReadonlyMap<string, string> = new Map([
  ...reservedNames.map((name) => [name, `${name.slice(0, -1)}z`] as const),
  ['10', '1o'],
  ['9', 'g'],
  ['1', 'l'],
]);
const reservedWord = new RegExp(`(?<![\\p{L}_])(?:${reservedNames.join('|')})(?![\\p{L}_])`, 'gu');

/** Whether an argument has one of the names as a text or as a key, or a reserved one as a word of a text. */
export function hasSpecialName(use: RecordedUse): boolean {
  let found = false;
  withNames(use, (text) => {
    found ||= text !== ordinary(text);
    return text;
  });
  return found;
}

/** The same use with an ordinary name for each special one: a function that treats all names the same gives the same. */
export const withOrdinaryNames = (use: RecordedUse): RecordedUse => withNames(use, ordinary);

function withNames(use: RecordedUse, rename: (text: string) => string): RecordedUse {
  const renamedAll = (values: readonly Encoded[]) => values.map((value) => renamed(value, rename));
  if (use.kind === 'call') return { ...use, args: renamedAll(use.args) };
  const calls = use.calls.map((call) => ({ ...call, args: renamedAll(call.args) }));
  return { ...use, args: renamedAll(use.args), calls };
}

export const ordinaryNames = (value: Encoded): Encoded => renamed(value, ordinary);

const ordinary = (text: string): string =>
  ordinaryOf.get(text) ?? text.replaceAll(reservedWord, (name) => ordinaryOf.get(name) ?? name);
