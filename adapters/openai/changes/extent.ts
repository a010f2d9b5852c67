import { endOf, type Node, startOf } from '#adapters/ast-grep/syntax.ts';

/** Where a declaration begins, with those of the nodes right above that belong to it. */
export function startWithHeads(declaration: Node, belongs: (above: Node) => boolean): number {
  let first = declaration;
  for (let above = first.prev(); above !== null && belongs(above); above = first.prev()) first = above;
  return startOf(first);
}

/** Where a declaration ends. The syntax tree counts a comment behind it, where a semicolon could stand, as a part of it. */
export function endOfCode(declaration: Node): number {
  const last = declaration.children().findLast((child) => !child.is('comment'));
  return last ? endOfCode(last) : endOf(declaration);
}
