import { asMethodCall } from '../calls.ts';
import type { Node } from '../syntax.ts';

/** `list = [...list, x]` or `list = list.concat(x)`, as a statement. */
export interface Append {
  readonly statement: Node;
  readonly list: Node;
  /** What follows the list, as it is written. */
  readonly added: readonly Node[];
}

export function asAppend(node: Node): Append | undefined {
  const statement = node.parent();
  const list = node.field('left');
  const value = node.field('right');
  if (!statement?.is('expression_statement') || !list?.is('identifier') || !value) return undefined;
  const added = value.is('array') ? afterSpread(value, list) : concatenated(value, list);
  const usable = added && added.length > 0 && !added.some((item) => item.is('comment'));
  return usable ? { statement, list, added } : undefined;
}

function afterSpread(value: Node, list: Node): Node[] | undefined {
  const [spread, ...added] = value.namedChildren();
  return spread?.text() === `...${list.text()}` && !value.text().includes(',,') ? added : undefined;
}

function concatenated(value: Node, list: Node): Node[] | undefined {
  const call = asMethodCall(value);
  if (call?.method !== 'concat' || call.receiver.text() !== list.text()) return undefined;
  const [only, ...more] = call.arguments;
  const isLiteral = only?.is('array') && more.length === 0 && !only.text().includes(',,');
  return isLiteral ? only.namedChildren() : [...call.arguments];
}

/** `concat` takes lists apart, and a spread takes anything apart. */
export function mayIterate(item: Node): boolean {
  const literal = item.parent();
  return item.is('spread_element') || !literal?.is('array');
}
