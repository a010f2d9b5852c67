import { functionKinds } from './named-functions.ts';
import { oncePer } from './once-per.ts';
import {
  contains,
  endOf,
  identifiersNamed,
  isOneOf,
  type Node,
  nodesOf,
  same,
  startOf,
  type Tree,
} from './syntax.ts';

/** Where the name of a value is declared, and the scope of that declaration. */
export interface Binding {
  readonly kind: 'const' | 'parameter' | 'other';
  readonly identifier: Node;
  /** The parameter, declarator or statement that declares it. */
  readonly site: Node;
  /** False if the name is part of a pattern: `{ lines }`, `[first]`, `...rest`. */
  readonly whole: boolean;
  readonly scope: Node;
}

const patterns = ['array_pattern', 'object_pattern', 'rest_pattern'];
const blocks = [
  'program',
  'statement_block',
  'switch_body',
  'for_statement',
  'for_in_statement',
  'class_static_block',
  ...functionKinds,
];

/** The binding that the identifier refers to, by the language's scope rules; undefined if the file is not clear about it. */
export function bindingOf(use: Node): Binding | undefined {
  const around = declarationsOf(use.getRoot().root(), use.text()).filter(({ scope }) => contains(scope, use));
  const [nearest, next] = around.toSorted((a, b) => length(a.scope) - length(b.scope));
  return nearest && next && same(nearest.scope, next.scope) ? undefined : nearest;
}

/** Every use of the binding, excluding the declaration itself. */
export function referencesTo(binding: Binding): Node[] {
  return identifiersNamed(binding.scope, binding.identifier.text()).filter(
    (node) =>
      !same(node, binding.identifier) && same(bindingOf(node)?.identifier ?? null, binding.identifier),
  );
}

/** Whether the file declares the name itself, as a value or as a type. */
export function isDeclared(root: Node, name: string): boolean {
  if (declarationsOf(root, name).length > 0) return true;
  return nodesOf(
    root,
    'class_declaration',
    'interface_declaration',
    'type_alias_declaration',
    'type_parameter',
  ).some((node) => node.field('name')?.text() === name);
}

function declarationsOf(root: Node, name: string): readonly Binding[] {
  const known = declarationsByName(root.getRoot());
  const found =
    known.get(name) ?? identifiersNamed(root, name).flatMap((identifier) => asDeclaration(identifier) ?? []);
  known.set(name, found);
  return found;
}

const declarationsByName = oncePer((_tree: Tree) => new Map<string, readonly Binding[]>());

function asDeclaration(identifier: Node): Binding | undefined {
  let node = identifier;
  let site = node.parent();
  while (site && isPatternAround(site, node)) {
    node = site;
    site = node.parent();
  }
  if (!site) return undefined;
  const kind = kindOf(site, node);
  const scope = kind && scopeOf(site, kind);
  return kind && scope ? { kind, identifier, site, whole: same(node, identifier), scope } : undefined;
}

function isPatternAround(parent: Node, node: Node): boolean {
  if (parent.is('pair_pattern')) return same(parent.field('value'), node);
  if (parent.is('object_assignment_pattern') || parent.is('assignment_pattern'))
    return same(parent.field('left'), node);
  return isOneOf(parent, patterns);
}

function kindOf(site: Node, node: Node): Binding['kind'] | undefined {
  const stands = (field: string) => same(site.field(field), node);
  switch (site.kind()) {
    case 'variable_declarator':
      if (!stands('name')) return undefined;
      return site.parent()?.text().startsWith('const') ? 'const' : 'other';
    case 'required_parameter':
    case 'optional_parameter':
      return stands('pattern') ? 'parameter' : undefined;
    case 'arrow_function':
      return stands('parameter') ? 'parameter' : undefined;
    case 'catch_clause':
      return stands('parameter') ? 'other' : undefined;
    case 'for_in_statement':
      return stands('left') && site.field('kind') !== null ? 'other' : undefined;
    case 'import_specifier':
      return stands(site.field('alias') ? 'alias' : 'name') ? 'other' : undefined;
    case 'import_clause':
    case 'namespace_import':
      return 'other';
    case 'function_declaration':
    case 'generator_function_declaration':
    case 'function_expression':
    case 'generator_function':
    case 'enum_declaration':
      return stands('name') ? 'other' : undefined;
    default:
      return undefined;
  }
}

function scopeOf(site: Node, kind: Binding['kind']): Node | undefined {
  if (kind === 'parameter') return isOneOf(site, functionKinds) ? site : ancestorOf(site, functionKinds);
  if (isOneOf(site, ['function_expression', 'generator_function', 'catch_clause', 'for_in_statement']))
    return site;
  const hoisted = site.is('variable_declarator') && site.parent()?.is('variable_declaration');
  return ancestorOf(site, hoisted ? ['program', ...functionKinds] : blocks);
}

function ancestorOf(node: Node, kinds: readonly string[]): Node | undefined {
  return node.ancestors().find((ancestor) => isOneOf(ancestor, kinds));
}

function length(node: Node): number {
  return endOf(node) - startOf(node);
}
