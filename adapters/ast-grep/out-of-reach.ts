import { mentions, type Node, nodesOf } from './syntax.ts';

/** `eval`, `with` and `arguments` access variables in ways that the source text does not show. */
export function isOutOfReach(node: Node): boolean {
  return mentions(node, 'eval') || mentions(node, 'arguments') || nodesOf(node, 'with_statement').length > 0;
}
