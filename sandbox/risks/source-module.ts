import { type ParsedProgram, parseProgram, type Shape } from '../syntax/parse-program.ts';
import { type Binding, resolveScopes, type Scopes } from '../syntax/scopes.ts';
import { isFunctionNode, type Placed, walk } from '../syntax/walk.ts';

/** A file as the rules read it. */
export interface SourceModule {
  /** As it lies on the disk. */
  readonly source: string;
  readonly parsed: ParsedProgram;
  /** All nodes, parents before children. */
  readonly nodes: readonly Shape[];
  readonly scopes: Scopes;
  placed(node: Shape): Placed;
  parentOf(node: Shape): Shape | null;
  /** The source of a node, with each run of white space as one space. */
  textOf(node: Shape): string;
  /** The global that an expression names, such as `Date`; null for a variable and for anything else. */
  globalName(node: Shape): string | null;
  /** The outermost function around a node, by name: `Class.method`; empty for code that runs once. */
  placeOf(node: Shape): string;
}

/** @throws Error if the source is not JavaScript, or TypeScript that Node runs as it is. */
export function readSourceModule(path: string, source: string): SourceModule {
  const parsed = parseProgram(path, source);
  const placements = new Map<Shape, Placed>();
  for (const found of walk(parsed.program as Shape)) placements.set(found.node, found);
  const scopes = resolveScopes([...placements.values()]);
  const references = new Set(scopes.references);
  const placed = (node: Shape): Placed => placements.get(node) ?? { node, parent: null, key: '' };
  const parentOf = (node: Shape): Shape | null => placed(node).parent;
  const textOf = ({ start, end }: Shape): string => parsed.text.slice(start, end).replaceAll(/\s+/g, ' ');
  return {
    source,
    parsed,
    nodes: [...placements.keys()],
    scopes,
    placed,
    parentOf,
    textOf,
    globalName: (node) =>
      node.type === 'Identifier' && references.has(node) && scopes.bindingOf(node) === null
        ? node.name
        : null,
    placeOf: (node) => {
      const outermost = ancestorsOf(node, parentOf).findLast(isFunctionNode);
      return outermost === undefined ? '' : nameOfFunction(outermost, parentOf, textOf);
    },
  };
}

/** The node itself and what is around it, from the inside to the program. */
export function ancestorsOf(node: Shape, parentOf: (node: Shape) => Shape | null): readonly Shape[] {
  const found: Shape[] = [];
  for (let at: Shape | null = node; at !== null; at = parentOf(at)) found.push(at);
  return found;
}

function nameOfFunction(
  node: Shape,
  parentOf: (node: Shape) => Shape | null,
  textOf: (node: Shape) => string,
): string {
  if (node.id) return node.id.name;
  const parent = parentOf(node);
  switch (parent?.type) {
    case 'VariableDeclarator':
      return textOf(parent.id);
    case 'AssignmentExpression':
      return textOf(parent.left);
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'Property': {
      const holder = ancestorsOf(parent, parentOf).find(
        (outer) => outer.id !== undefined && outer !== parent,
      );
      const name = holder?.id ? textOf(holder.id) : '';
      return `${name}.${textOf(parent.key)}`;
    }
    default:
      return 'a function without a name';
  }
}

/** Whether every run of the module makes at most one binding: it outlives the calls of the module's functions. */
export function livesWithTheModule(binding: Binding, module: SourceModule): boolean {
  return ancestorsOf(binding.scope, module.parentOf).every(
    (outer) => !isFunctionNode(outer) || isCalledAtOnce(outer, module),
  );
}

/** `(() => { … })()`. */
export function isCalledAtOnce(node: Shape, { placed }: SourceModule): boolean {
  const { parent, key } = placed(node);
  return parent?.type === 'CallExpression' && key === 'callee';
}
