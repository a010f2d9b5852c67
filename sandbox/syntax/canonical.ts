import type { Node } from 'acorn';

/**
 * The syntax of a piece of code as text: two pieces have the same text if and only if they do the same. Formatting,
 * comments and the kind of quotes make no difference; white space inside a string does.
 */
export function canonicalSyntax(node: Node): string {
  return JSON.stringify(node, (name, value: unknown) => {
    if (name === 'start' || name === 'end' || name === 'raw') return undefined;
    // A BigInt literal and a regular expression also have their text in properties of their own.
    return typeof value === 'bigint' || value instanceof RegExp ? undefined : value;
  });
}
