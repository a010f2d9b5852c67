import { bindingOf } from './bindings.ts';
import { asMethodCall } from './calls.ts';
import { functionKinds } from './named-functions.ts';
import { contains, type Edit, endOf, indentationAt, isOneOf, type Node, same, startOf } from './syntax.ts';

const loopStatements = ['for_in_statement', 'for_statement', 'while_statement', 'do_statement'];
const iterations = ['map', 'flatMap', 'forEach', 'filter', 'some', 'every', 'reduce'];

/** The outermost loop around the node in its function: a loop statement, or a call of `map` or a similar method. */
export function outermostLoop(node: Node): Node | undefined {
  let loop: Node | undefined;
  for (const around of node.ancestors()) {
    if (repeats(around, node)) {
      loop = around;
    } else if (isOneOf(around, functionKinds)) {
      const iteration = iterationOver(around);
      if (!iteration) break;
      loop = iteration;
    }
  }
  return loop;
}

/**
 * Inserts lines of code before the statement with the loop, in the same call of the same function. Returns undefined
 * if there is no such place, or if the array that the code reads does not exist there yet.
 */
export function insertBefore(
  loop: Node,
  array: Node,
  source: string,
  lines: readonly string[],
): Edit | undefined {
  const statement = statementAround(loop);
  const binding = bindingOf(array);
  if (!statement || !binding) return undefined;
  const place = startOf(withCommentsAbove(statement));
  const declared = binding.kind === 'parameter' || endOf(binding.site) < place;
  if (!declared || place < startOf(binding.scope) || place > endOf(binding.scope)) return undefined;
  const indentation = indentationAt(source, place);
  const insertedText = lines.map((line) => `${line}\n${indentation}`).join('');
  return { startPos: place, endPos: place, insertedText };
}

/** The loop statements around the node in its function, the innermost first. */
export function loopStatementsAround(node: Node): Node[] {
  const ancestors = node.ancestors();
  const end = ancestors.findIndex((around) => isOneOf(around, functionKinds));
  return ancestors.slice(0, end < 0 ? undefined : end).filter((around) => repeats(around, node));
}

/** Whether the loop statement runs the node in each turn, and not once when it begins. */
function repeats(loop: Node, node: Node): boolean {
  if (!isOneOf(loop, loopStatements)) return false;
  return ['body', 'condition', 'increment'].some((field) => {
    const part = loop.field(field);
    return part !== null && contains(part, node);
  });
}

/** The function that the node is in, or the root of the file. */
export function functionOf(node: Node): Node {
  return node.ancestors().find((around) => isOneOf(around, functionKinds)) ?? node.getRoot().root();
}

export function isInFunction(node: Node): boolean {
  return node.ancestors().some((around) => isOneOf(around, functionKinds));
}

function iterationOver(callback: Node): Node | undefined {
  const call = callback.parent()?.parent();
  const read = call && asMethodCall(call);
  const takes = read && iterations.includes(read.method) && same(read.arguments[0] ?? null, callback);
  return takes ? read.node : undefined;
}

/** The statement of a block that the node is in or is; undefined if a function is between the two. */
export function statementAround(loop: Node): Node | undefined {
  for (const node of [loop, ...loop.ancestors()]) {
    if (isOneOf(node, functionKinds)) return undefined;
    if (node.parent()?.is('statement_block')) return node;
  }
  return undefined;
}

/** The statement, or the first of the comments that stand directly above it. */
export function withCommentsAbove(statement: Node): Node {
  const before = statement.prev();
  const attached =
    before?.is('comment') &&
    before.range().end.line === statement.range().start.line - 1 &&
    before.prev()?.range().end.line !== before.range().start.line;
  return attached ? withCommentsAbove(before) : statement;
}
