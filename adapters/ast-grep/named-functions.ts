import { contains, endOf, type Node, nodesOf, startOf } from './syntax.ts';

/** A function with a name in the source: a declaration, a `const` initialized with a function, or a method of a class. */
export interface NamedFunction {
  readonly name: string;
  /** The function's node, with its parameters and body. */
  readonly node: Node;
  /** The statement, with its `export`, or the class member that declares it. */
  readonly declaration: Node;
}

export const functionKinds: readonly string[] = [
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'generator_function',
  'arrow_function',
  'method_definition',
];

export function namedFunctions(root: Node): NamedFunction[] {
  return nodesOf(root, ...functionKinds).flatMap((node) => asNamed(node) ?? []);
}

/** The function of a profile's sample. An anonymous callback counts for its enclosing function. */
export function functionAt(
  root: Node,
  hot: { readonly name: string; readonly line: number },
): NamedFunction | undefined {
  const all = namedFunctions(root);
  const name = hot.name.split('.').at(-1);
  const around = all.filter(({ node }) => {
    const { start, end } = node.range();
    return start.line < hot.line && hot.line <= end.line + 1;
  });
  const innermost = around.toSorted((a, b) => length(a.node) - length(b.node));
  const byName = innermost.find((candidate) => candidate.name === name) ?? innermost[0];
  if (byName) return byName;
  const sameNamed = all.filter((candidate) => candidate.name === name);
  return sameNamed.length === 1 ? sameNamed[0] : undefined;
}

/** The innermost named function around a place in the file. */
export function functionAround(root: Node, offset: number): NamedFunction | undefined {
  return namedFunctions(root)
    .filter(({ node }) => startOf(node) <= offset && offset < endOf(node))
    .toSorted((a, b) => length(a.node) - length(b.node))[0];
}

/** Whether the function awaits in a loop, one wait after the other, although the waits might overlap. */
export function awaitsInLoop({ node }: NamedFunction): boolean {
  return nodesOf(node, 'for_in_statement', 'for_statement', 'while_statement', 'do_statement').some(
    (loop) => {
      const body = loop.field('body');
      return body !== null && nodesOf(node, 'await_expression').some((wait) => contains(body, wait));
    },
  );
}

function asNamed(node: Node): NamedFunction | undefined {
  const parent = node.parent();
  if (!parent) return undefined;
  switch (node.kind()) {
    case 'method_definition': {
      const name = node.field('name')?.text();
      return name && parent.is('class_body') ? { name, node, declaration: node } : undefined;
    }
    case 'function_declaration':
    case 'generator_function_declaration': {
      const name = node.field('name')?.text();
      return name ? { name, node, declaration: withExport(node) } : undefined;
    }
    default:
      return asConstant(node, parent);
  }
}

function asConstant(node: Node, declarator: Node): NamedFunction | undefined {
  const name = declarator.field('name');
  const statement = declarator.parent();
  if (!declarator.is('variable_declarator') || !name?.is('identifier')) return undefined;
  if (!statement?.is('lexical_declaration') || !statement.text().startsWith('const')) return undefined;
  const alone = statement.namedChildren().filter((child) => child.is('variable_declarator')).length === 1;
  return alone ? { name: name.text(), node, declaration: withExport(statement) } : undefined;
}

function withExport(statement: Node): Node {
  const parent = statement.parent();
  return parent?.is('export_statement') ? parent : statement;
}

function length(node: Node): number {
  return endOf(node) - startOf(node);
}
