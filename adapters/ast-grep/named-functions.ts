import { nameFunction } from './name-function.ts';
import { contains, endOf, isOneOf, type Node, nodesOf, startOf } from './syntax.ts';

/**
 * A function with a name in the source: a declaration; a variable, a property or a field that is one, perhaps wrapped in a
 * call; a method; the default export; the handler of a route; or, where no function is around it, any other.
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
  isOneOf(declaration, ['method_definition', 'public_field_definition', 'class_static_block']);

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
  'class_static_block',
];

export function namedFunctions(root: Node): NamedFunction[] {
  return nodesOf(root, ...functionKinds).flatMap((node) => nameFunction(node, isInner(node)) ?? []);
}

const isInner = (node: Node): boolean => node.ancestors().some((outer) => isOneOf(outer, functionKinds));

/** What a profile tells of a function; the line counts from 1. */
interface ProfiledFunction {
  readonly name: string;
  readonly line: number;
}

/** The function of a profile's sample. An anonymous callback counts for its enclosing function. */
export const functionAt = (root: Node, hot: ProfiledFunction): NamedFunction | undefined =>
  functionAmong(namedFunctions(root), hot);

/** @param all the named functions of the file. */
export function functionAmong(
  all: readonly NamedFunction[],
  hot: ProfiledFunction,
): NamedFunction | undefined {
  const isHot = (candidate: NamedFunction): boolean => namesIn(candidate).includes(plainName(hot.name));
  const innermost = all.filter(({ node }) => spans(node, hot.line)).toSorted(byLength);
  const around = innermost.find(isHot) ?? innermost[0];
  if (around) return around;
  const [only, ...others] = all.filter(isHot);
  return others.length === 0 ? only : undefined;
}

/** Without what V8 writes before a function's own name: `get total`, `Shop.prototype.list`. */
const plainName = (name: string): string => name.replace(/^(?:get|set|async) |^.*\.(?=.)/, '');

/** V8 calls a constructor, and what sets a class's fields, by the class. */
function namesIn({ name, node }: NamedFunction): readonly string[] {
  const owner = name === 'constructor' ? node.parent()?.parent()?.field('name')?.text() : undefined;
  return owner === undefined ? [name] : [name, owner];
}

function spans(node: Node, line: number): boolean {
  const { start, end } = node.range();
  return start.line < line && line <= end.line + 1;
}

/** The innermost named function around a place in the file. */
export function functionAround(root: Node, offset: number): NamedFunction | undefined {
  return namedFunctions(root)
    .filter(({ node }) => startOf(node) <= offset && offset < endOf(node))
    .toSorted(byLength)[0];
}

const byLength = (a: NamedFunction, b: NamedFunction): number => lengthOf(a.node) - lengthOf(b.node);
const lengthOf = (node: Node): number => endOf(node) - startOf(node);

/** Whether the function awaits in a loop, one wait after the other, although the waits might overlap. */
export function awaitsInLoop({ node }: NamedFunction): boolean {
  return nodesOf(node, 'for_in_statement', 'for_statement', 'while_statement', 'do_statement').some(
    (loop) => {
      const body = loop.field('body');
      return body !== null && nodesOf(node, 'await_expression').some((wait) => contains(body, wait));
    },
  );
}
