import { methodCalls } from '../calls.ts';
import type { Rule } from './rule.ts';
import { suggestions } from './suggestion.ts';

/** `JSON.parse(JSON.stringify(value))` copies a value by way of text. */
export const jsonRoundTrip: Rule = {
  name: 'json-round-trip',
  message: 'A value is copied by way of JSON text, which is written and read as a whole.',
  rationale:
    'A copy of only what is changed is faster, often none is needed at all. structuredClone is no equal: it keeps dates, ' +
    'undefined and cycles, refuses functions, ignores toJSON, and is slower for small plain objects.',
  notWorthIt: 'Values of a few hundred bytes are copied in microseconds.',
  hint: /\bJSON\s*\.\s*parse\(\s*JSON\s*\.\s*stringify\(/,
  find: (within) =>
    suggestions(
      methodCalls(within, 'parse')
        .filter(({ node }) => /^JSON\s*\.\s*parse\(\s*JSON\s*\.\s*stringify\(/.test(node.text()))
        .map(({ node }) => node),
      'Only a person knows whether the copy is needed, and what JSON drops on the way.',
    ),
};
