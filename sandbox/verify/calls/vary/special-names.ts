import type { Encoded, RecordedCall } from '../../../runners/node/encoded.ts';
import { renamed } from './map-texts.ts';

/** Names that every object has: an index that is a plain object takes them for entries. */
export const reservedNames = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'sort'];
/** Names that a plain object puts first, in the order of their numbers. */
export const numericNames = ['10', '9', '1'];

const special = new Set([...reservedNames, ...numericNames]);

/** Whether a value has one of the names as a text or as a key. */
export function hasSpecialName(value: Encoded): boolean {
  let found = false;
  renamed(value, (text) => {
    found ||= special.has(text);
    return text;
  });
  return found;
}

/** The same call with an ordinary name for each special one: a function that treats all names the same gives the same. */
export const withOrdinaryNames = (call: RecordedCall): RecordedCall => ({
  ...call,
  args: call.args.map((arg) => renamed(arg, ordinary)),
});

export const ordinaryNames = (value: Encoded): Encoded => renamed(value, ordinary);

const ordinary = (text: string): string =>
  special.has(text) ? `ordinary ${[...special].indexOf(text)}` : text;
