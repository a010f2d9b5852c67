import type { Shape } from './parse-program.ts';

/** A node's place in its tree. */
export interface Placed {
  readonly node: Shape;
  /** Null for the program. */
  readonly parent: Shape | null;
  /** The property of the parent that holds the node. */
  readonly key: string;
}

/** All nodes, each before its children, in the order of the source; deep trees end no stack. */
export function* walk(root: Shape): Generator<Placed> {
  const waiting: Placed[] = [{ node: root, parent: null, key: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    const { node } = next;
    waiting.push(...childrenOf(node).toReversed());
  }
}

function childrenOf(node: Shape): Placed[] {
  const children: Placed[] = [];
  for (const [key, child] of Object.entries(node)) {
    const held: readonly unknown[] = Array.isArray(child) ? child : [child];
    for (const item of held) if (isNode(item)) children.push({ node: item, parent: node, key });
  }
  return children;
}

const isNode = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

export const isFunctionNode = (node: Shape | null | undefined): boolean =>
  node !== null && node !== undefined && functionTypes.has(node.type);
