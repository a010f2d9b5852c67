import type { Shape } from './parse-program.ts';

/** Visits every node of a syntax tree, each before those inside it. `key` is the parent's property that holds it. */
export function walk(
  root: Shape,
  visit: (node: Shape, parent: Shape | null, key: string) => void,
  parent: Shape | null = null,
  key = '',
): void {
  visit(root, parent, key);
  for (const [name, child] of Object.entries(root))
    for (const item of Array.isArray(child) ? child : [child])
      if (typeof item?.type === 'string') walk(item, visit, root, name);
}
