import { stripTypeScriptTypes } from 'node:module';
import { type Edit, Lang, parse, type SgNode } from '@ast-grep/napi';

export type { Edit };
export type Node = SgNode;

export function isTypeScript(path: string): boolean {
  return /\.m?tsx?$/.test(path) && !/\.d\.m?ts$/.test(path);
}

export function isSource(path: string): boolean {
  return isTypeScript(path) || /\.(mjs|jsx?)$/.test(path);
}

/** The root of the file's syntax tree. Node kinds are those of the TypeScript grammar, for JavaScript too. */
export function parseSource(path: string, text: string): Node {
  return parse(path.endsWith('x') ? Lang.Tsx : Lang.TypeScript, text).root();
}

/** Whether a compiler would accept the text. The syntax tree alone is too lenient: it accepts `const a = (1;`. */
export function isWellFormed(path: string, text: string): boolean {
  if (nodesOf(parseSource(path, text), 'ERROR').length > 0) return false;
  if (path.endsWith('x')) return true;
  try {
    stripTypeScriptTypes(text);
    return true;
  } catch {
    return false;
  }
}

export function nodesOf(node: Node, ...kinds: readonly string[]): Node[] {
  return node.findAll({ rule: { any: kinds.map((kind) => ({ kind })) } });
}

/** Every identifier of that name that refers to a value, including declarations. */
export function identifiersNamed(node: Node, name: string): Node[] {
  return nodesOf(
    node,
    'identifier',
    'shorthand_property_identifier',
    'shorthand_property_identifier_pattern',
  ).filter((identifier) => identifier.text() === name);
}

export function isOneOf(node: Node, kinds: readonly string[]): boolean {
  return kinds.some((kind) => node.is(kind));
}

export function mentions(node: Node, name: string): boolean {
  return identifiersNamed(node, name).length > 0;
}

export function suspends(node: Node): boolean {
  return node.has({ rule: { any: [{ regex: '^await$' }, { kind: 'yield_expression' }] } });
}

export function same(a: Node | null, b: Node | null): boolean {
  return a !== null && b !== null && a.id() === b.id();
}

export function startOf(node: Node): number {
  return node.range().start.index;
}

export function endOf(node: Node): number {
  return node.range().end.index;
}

export function contains(outer: Node, inner: Node): boolean {
  return startOf(outer) <= startOf(inner) && endOf(inner) <= endOf(outer);
}

/** The file's text after the edits, which must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.startPos - a.startPos)
    .reduce((done, edit) => done.slice(0, edit.startPos) + edit.insertedText + done.slice(edit.endPos), text);
}

/** The white space at the beginning of the offset's line. */
export function indentationAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}
