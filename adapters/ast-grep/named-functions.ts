import { contains, endOf, isOneOf, type Node, nodesOf, same, startOf } from './syntax.ts';

/**
 * A function with a name in the source: a declaration; a variable, a property or a field that is one, perhaps wrapped in a
 * call; a method; the default export; or a callback that no function is around, which has the name of the call.
 */
export interface NamedFunction {
  readonly name: string;
  /** The function's node, with its parameters and body. */
  readonly node: Node;
  /** The statement, with its `export`, or the member of a class or an object that declares it. */
  readonly declaration: Node;
}

/** Members are not statements: alone, they need a class around them. */
export const isMember = ({ declaration }: NamedFunction): boolean =>
  isOneOf(declaration, ['method_definition', 'public_field_definition']);

/** Whether it can be replaced as a whole: an entry of an object and a callback cannot. */
export const isReplaceable = ({ declaration }: NamedFunction): boolean =>
  !isOneOf(declaration, ['pair', 'arrow_function', 'function_expression', 'generator_function']);

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
  const own = node.field('name')?.text();
  const parent = node.parent();
  if (!parent) return undefined;
  switch (node.kind()) {
    case 'method_definition':
      return own && isOneOf(parent, ['class_body', 'object'])
        ? { name: own, node, declaration: node }
        : undefined;
    case 'function_declaration':
    case 'generator_function_declaration':
      return own ? { name: own, node, declaration: withExport(node) } : asDefault(node, parent);
    default:
      return asValue(node, parent) ?? asCallback(node, parent);
  }
}

/** A function that is the value of a name, as it is or wrapped: `const list = cached(async () => …)`. */
function asValue(node: Node, parent: Node): NamedFunction | undefined {
  const call = parent.is('arguments') ? parent.parent() : null;
  if (call && isWithinFunction(node)) return undefined;
  const holder = call?.is('call_expression') ? call.parent() : parent;
  switch (holder?.kind()) {
    case 'variable_declarator':
      return asVariable(node, holder);
    case 'public_field_definition':
      return named(holder.field('name'), node, holder);
    case 'pair':
      return call ? undefined : named(holder.field('key'), node, holder);
    case 'assignment_expression': {
      const statement = holder.parent();
      const target = holder.field('left');
      const name = target?.field('property') ?? target;
      return statement?.is('expression_statement') ? named(name ?? null, node, statement) : undefined;
    }
    default:
      return holder ? asDefault(node, holder) : undefined;
  }
}

const named = (name: Node | null, node: Node, declaration: Node): NamedFunction | undefined =>
  name === null ? undefined : { name: name.text().replace(/^(['"])(.*)\1$/, '$2'), node, declaration };

function asVariable(node: Node, declarator: Node): NamedFunction | undefined {
  const name = declarator.field('name');
  const statement = declarator.parent();
  if (!name?.is('identifier')) return undefined;
  if (!statement || !isOneOf(statement, ['lexical_declaration', 'variable_declaration'])) return undefined;
  const alone = statement.namedChildren().filter((child) => child.is('variable_declarator')).length === 1;
  return alone ? { name: name.text(), node, declaration: withExport(statement) } : undefined;
}

const asDefault = (node: Node, parent: Node): NamedFunction | undefined =>
  parent.is('export_statement') ? { name: 'default', node, declaration: parent } : undefined;

const isWithinFunction = (node: Node): boolean =>
  node.ancestors().some((outer) => isOneOf(outer, functionKinds));

const longestName = 80;

/** `router.get('/prices', async (request, response) => …)`: in a function, it counts for that. */
function asCallback(node: Node, parent: Node): NamedFunction | undefined {
  const call = parent.parent();
  if (!parent.is('arguments') || !call?.is('call_expression')) return undefined;
  if (isWithinFunction(node)) return undefined;
  const [first] = parent.namedChildren();
  const label = first && !same(first, node) && first.is('string') ? first.text() : '';
  const called = call.field('function')?.text() ?? '';
  if (!/^[\w$.]+$/.test(called)) return undefined;
  return { name: `${called}(${label})`.slice(0, longestName), node, declaration: node };
}

function withExport(statement: Node): Node {
  const parent = statement.parent();
  return parent?.is('export_statement') ? parent : statement;
}

function length(node: Node): number {
  return endOf(node) - startOf(node);
}
