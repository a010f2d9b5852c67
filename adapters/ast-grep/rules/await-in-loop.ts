import { independentLoop, isQuery, waitsIn } from '../waits.ts';
import type { Rule } from './rule.ts';
import { suggestions } from './suggestion.ts';

/** `for (const item of items) await send(item)` waits for one after the other. */
export const awaitInLoop: Rule = {
  name: 'await-in-loop',
  message:
    'A loop waits for one call after the other, although no turn seems to need what another one brought.',
  rationale:
    'Waiting for several at once takes the time of the longest instead of the sum. The calls then overlap: their order, ' +
    'what happens after an error, and the load on what they call are different.',
  notWorthIt:
    'Loops of one or two turns; calls that share one connection, such as those of a transaction, wait anyway.',
  hint: /\bawait\b/,
  onlyInServices: true,
  find: (within) =>
    suggestions(
      waitsIn(within)
        .filter((wait) => !isQuery(wait) && independentLoop(wait) !== undefined)
        .map(({ node }) => node),
      'Only a person knows whether the calls may overlap; a limit to how many do is needed as well.',
    ),
};
