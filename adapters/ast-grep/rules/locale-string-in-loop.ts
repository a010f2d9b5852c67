import { methodCalls } from '../calls.ts';
import { outermostLoop } from '../loops.ts';
import type { Rule } from './rule.ts';
import { suggestions } from './suggestion.ts';

/** `date.toLocaleDateString('de', options)` in a loop creates a formatter in each turn. */
export const localeStringInLoop: Rule = {
  name: 'locale-string-in-loop',
  message:
    'A loop formats for a locale in each turn, which creates a formatter and loads the data of the locale.',
  rationale:
    'One Intl formatter for all turns is some ten times faster. It is no equal: it throws for an invalid date, has other ' +
    'default fields, and only a person knows the type of the value.',
  notWorthIt: 'Loops of a few dozen turns; and without options, the engine keeps the last formatter.',
  hint: /\.(toLocale(Date|Time)?String|localeCompare)\(/,
  find: (within) =>
    suggestions(
      methodCalls(within, 'toLocaleString', 'toLocaleDateString', 'toLocaleTimeString', 'localeCompare')
        .filter(({ arguments: given, method }) => given.length > (method === 'localeCompare' ? 2 : 1))
        .map(({ node }) => node)
        .filter((node) => outermostLoop(node) !== undefined),
      'A formatter throws for an invalid date and has other default fields.',
    ),
};
