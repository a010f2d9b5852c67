import { bindingOf } from '../bindings.ts';
import { outermostLoop } from '../loops.ts';
import { contains, type Node, nodesOf } from '../syntax.ts';
import { isQuery, type Wait, waitsIn } from '../waits.ts';
import type { Rule } from './rule.ts';
import { suggestions } from './suggestion.ts';

/** `for (const id of ids) await users.findById(id)` asks the database once for each id. */
export const queryInLoop: Rule = {
  name: 'query-in-loop',
  message: 'A loop asks the database once for each element: one query for all of them takes one round trip.',
  rationale:
    'One query for all keys, and a map of its rows, needs one round trip however many elements there are. Which query that ' +
    'is depends on the schema and the database, and errors then concern all elements.',
  notWorthIt: 'Loops of one or two turns, and tables that are in memory.',
  hint: /\bawait\b/,
  onlyInServices: true,
  find: (within) =>
    suggestions(
      waitsIn(within)
        .filter((wait) => isQuery(wait) && asksForElement(wait))
        .map(({ node }) => node),
      'The query for all elements depends on the schema, which the source does not show.',
    ),
};

/** The query depends on something that the loop gives in each turn. */
function asksForElement({ node, call }: Wait): boolean {
  const loop = outermostLoop(node);
  const given = call.field('arguments');
  return loop !== undefined && given !== null && namesIn(given).some((name) => isOfTurn(name, loop));
}

function namesIn(given: Node): Node[] {
  return nodesOf(given, 'identifier', 'shorthand_property_identifier');
}

function isOfTurn(name: Node, loop: Node): boolean {
  const binding = bindingOf(name);
  return binding !== undefined && contains(loop, binding.site);
}
