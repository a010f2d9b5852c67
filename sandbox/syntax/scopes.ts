import type { Shape } from './parse-program.ts';
import { isFunctionNode, type Placed } from './walk.ts';

export type BindingKind = 'import' | 'var' | 'let' | 'const' | 'function' | 'class' | 'parameter' | 'catch';

/** A name that the source declares. */
export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  /** The node that makes the scope in which the name is known. */
  readonly scope: Shape;
  /** The declarator, function, class, import or parameter that declares it. */
  readonly declaration: Shape;
  /** Identifiers that mean it, the declaring one left out. */
  readonly references: Shape[];
}

export interface Scopes {
  /** Identifiers that are read or written as variables; names of properties and labels are none. */
  readonly references: readonly Shape[];
  /** What an identifier means; null for a global. Declaring identifiers mean what they declare. */
  bindingOf(identifier: Shape): Binding | null;
}

interface Scope {
  readonly node: Shape;
  readonly parent: Scope | null;
  readonly names: Map<string, Binding>;
}

const blocks = new Set([
  'BlockStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'SwitchStatement',
  'CatchClause',
  'ClassDeclaration',
  'ClassExpression',
  'StaticBlock',
]);

/** Resolves the names of a program as the language does. @param placed all nodes, parents before children. */
export function resolveScopes(placed: readonly Placed[]): Scopes {
  const resolver = new Resolver();
  for (const place of placed) resolver.declare(place);
  for (const place of placed) resolver.refer(place);
  return resolver;
}

class Resolver implements Scopes {
  readonly references: Shape[] = [];
  readonly #scopes = new Map<Shape, Scope>();
  readonly #meanings = new Map<Shape, Binding | null>();

  bindingOf(identifier: Shape): Binding | null {
    return this.#meanings.get(identifier) ?? null;
  }

  declare({ node, parent }: Placed): void {
    const outer = (parent && this.#scopes.get(parent)) ?? null;
    const makesScope = outer === null || isFunctionNode(node) || blocks.has(node.type);
    const own: Scope = makesScope ? { node, parent: outer, names: new Map() } : outer;
    this.#scopes.set(node, own);
    switch (node.type) {
      case 'ImportDeclaration':
        for (const specifier of node.specifiers) this.#add(own, specifier.local, 'import', specifier);
        return;
      case 'ExportNamedDeclaration':
        // `export { name } from` speaks of another module's name.
        if (node.source) for (const { local } of node.specifiers) this.#meanings.set(local, null);
        return;
      case 'VariableDeclaration': {
        const holder = node.kind === 'var' ? functionScopeOf(own) : own;
        for (const declarator of node.declarations)
          for (const name of namesIn(declarator.id)) this.#add(holder, name, node.kind, declarator);
        return;
      }
      case 'ClassDeclaration':
        if (node.id) this.#add(outer ?? own, node.id, 'class', node);
        return;
      case 'ClassExpression':
        if (node.id) this.#add(own, node.id, 'class', node);
        return;
      case 'CatchClause':
        if (node.param) for (const name of namesIn(node.param)) this.#add(own, name, 'catch', node);
        return;
      default:
        if (isFunctionNode(node)) this.#declareFunction(node, own, outer ?? own);
    }
  }

  refer({ node, parent, key }: Placed): void {
    if (node.type !== 'Identifier' || this.#meanings.has(node) || isNameOnly(parent, key)) return;
    const scope = this.#scopes.get(node);
    const binding = scope ? lookUp(scope, node.name) : null;
    const isOwnArguments = node.name === 'arguments' && scope !== undefined && isInFunction(scope);
    if (binding === null && isOwnArguments) return;
    this.#meanings.set(node, binding);
    binding?.references.push(node);
    this.references.push(node);
  }

  #declareFunction(node: Shape, own: Scope, outer: Scope): void {
    if (node.id) {
      const isDeclaration = node.type === 'FunctionDeclaration';
      this.#add(isDeclaration ? outer : own, node.id, 'function', node);
    }
    for (const parameter of node.params)
      for (const name of namesIn(parameter)) this.#add(own, name, 'parameter', node);
  }

  #add({ names, node: scope }: Scope, identifier: Shape, kind: BindingKind, declaration: Shape): void {
    const binding = names.get(identifier.name) ?? {
      name: identifier.name,
      kind,
      scope,
      declaration,
      references: [],
    };
    names.set(identifier.name, binding);
    this.#meanings.set(identifier, binding);
  }
}

/** The identifiers that a pattern declares. */
export function namesIn(pattern: Shape): readonly Shape[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern];
    case 'ObjectPattern':
      return (pattern.properties as Shape[]).flatMap((property) => namesIn(property.value ?? property));
    case 'ArrayPattern':
      return (pattern.elements as (Shape | null)[]).flatMap((element) => (element ? namesIn(element) : []));
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    default:
      return [];
  }
}

function lookUp(scope: Scope, name: string): Binding | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const found = at.names.get(name);
    if (found) return found;
  }
  return null;
}

function functionScopeOf(scope: Scope): Scope {
  let at = scope;
  while (at.parent !== null && !isFunctionNode(at.node) && at.node.type !== 'StaticBlock') at = at.parent;
  return at;
}

function isInFunction(scope: Scope): boolean {
  for (let at: Scope | null = scope; at !== null; at = at.parent)
    if (isFunctionNode(at.node) && at.node.type !== 'ArrowFunctionExpression') return true;
  return false;
}

/** Whether an identifier is the name of a property, a label, or an import's or export's outer name. */
function isNameOnly(parent: Shape | null, key: string): boolean {
  if (parent === null) return false;
  if (key === 'label' || key === 'meta' || key === 'imported' || key === 'exported') return true;
  if (parent.type === 'MetaProperty') return true;
  return (key === 'property' || key === 'key') && parent.computed !== true;
}
