import type { Encoded, RecordedUse } from '../../../runners/node/encoded.ts';
import { renamed } from './map-texts.ts';

/** Names that every object has: an index that is a plain object takes them for entries. */
export const reservedNames = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'sort'];
/** Names that a plain object puts first, in the order of their numbers. */
export const numericNames = ['10', '9', '1'];

const special = new Set([...reservedNames, ...numericNames]);

/** Whether an argument has one of the names as a text or as a key. */
export function hasSpecialName(use: RecordedUse): boolean {
  let found = false;
  withNames(use, (text) => {
    found ||= special.has(text);
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
  special.has(text) ? `ordinary ${[...special].indexOf(text)}` : text;
