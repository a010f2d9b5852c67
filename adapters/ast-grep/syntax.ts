import { stripTypeScriptTypes } from 'node:module';
import { type Edit, Lang, parse, type SgNode, type SgRoot } from '@ast-grep/napi';

export type { Edit };
export type Node = SgNode;
/** One parse of a file: all its nodes have the same. */
export type Tree = SgRoot;

export function isTypeScript(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path);
}

export function isSource(path: string): boolean {
  return isTypeScript(path) || /\.[cm]?jsx?$/.test(path);
}

/** The root of the file's syntax tree. Node kinds are those of the TypeScript grammar, for JavaScript too. */
export function parseSource(path: string, text: string): Node {
  // JavaScript may have JSX in it, whatever the file is called.
  return parse(/\.([cm]?jsx?|tsx)$/.test(path) ? Lang.Tsx : Lang.TypeScript, text).root();
}

/**
 * Whether a compiler would accept the text.
 * @param before what has the form already: whatever the parsers do not know in it, such as JSX or decorators, is no fault.
 */
export function isWellFormed(path: string, text: string, before = ''): boolean {
  const [faults = 0, known = 0] = [text, before].map((version) => faultsIn(parseSource(path, version)));
  if (faults > known) return false;
  return path.endsWith('x') || isCompiled(text) || !isCompiled(before);
}

/** The places where the syntax tree skips something, or adds what the text lacks, as in `const a = (1;`. */
function faultsIn(root: Node): number {
  const faults = root.findAll({ rule: { any: [{ kind: 'ERROR' }, { regex: '^$' }] } });
  return faults.filter((node) => !node.is('program')).length;
}

function isCompiled(text: string): boolean {
  try {
    // Also what types cannot just be removed from: enums, namespaces, parameter properties.
    stripTypeScriptTypes(text, { mode: 'transform' });
    return true;
  } catch {
    return false;
  }
}

export function nodesOf(node: Node, ...kinds: readonly string[]): Node[] {
  return node.findAll({ rule: { any: kinds.map((kind) => ({ kind })) } });
}

const identifierKinds = [
  'identifier',
  'shorthand_property_identifier',
  'shorthand_property_identifier_pattern',
];

/** Every identifier of that name that refers to a value, including declarations. */
export function identifiersNamed(node: Node, name: string): Node[] {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return [];
  // Compared by the parser, because each node that comes from it to here takes time.
  const regex = `^${name.replaceAll('$', String.raw`\$`)}$`;
  return node.findAll({ rule: { all: [{ any: identifierKinds.map((kind) => ({ kind })) }, { regex }] } });
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

export function replacing(node: Node, insertedText: string): Edit {
  return { startPos: startOf(node), endPos: endOf(node), insertedText };
}

/** The file's text after the edits, which must not overlap. What they insert gets the file's line ends. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  // A file that has both kinds gets the shorter one.
  const lineEnd = /\r\n/.test(text) && !/(^|[^\r])\n/.test(text) ? '\r\n' : '\n';
  return edits
    .toSorted((a, b) => b.startPos - a.startPos)
    .reduce((done, { startPos, endPos, insertedText }) => {
      const inserted = insertedText.replaceAll(/\r?\n/g, lineEnd);
      return done.slice(0, startPos) + inserted + done.slice(endPos);
    }, text);
}

/** The white space at the beginning of the offset's line. */
export function indentationAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}
