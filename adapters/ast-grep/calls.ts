import type { Node } from './syntax.ts';
import { isPlainMember } from './types.ts';

/** A call `receiver.method(...)` that is not optional and does not spread its arguments. */
export interface MethodCall {
  readonly node: Node;
  /** `receiver.method`. */
  readonly callee: Node;
  readonly receiver: Node;
  readonly method: string;
  readonly arguments: readonly Node[];
  readonly typeArguments: Node | null;
}

/** The parameters of an arrow function and the expression that it returns. */
export interface Arrow {
  readonly node: Node;
  /** Each parameter as written, with its type annotation. */
  readonly parameters: readonly Node[];
  readonly result: Node;
}

export function methodCalls(node: Node, ...methods: readonly string[]): MethodCall[] {
  const property = { field: 'property', regex: `^(${methods.join('|')})$` };
  const callee = { field: 'function', kind: 'member_expression', has: property };
  return node
    .findAll({ rule: { kind: 'call_expression', has: callee } })
    .flatMap((call) => asMethodCall(call) ?? []);
}

export function asMethodCall(node: Node): MethodCall | undefined {
  const callee = node.is('call_expression') ? node.field('function') : null;
  const list = node.field('arguments');
  if (!callee || !isPlainMember(callee) || !list?.is('arguments')) return undefined;
  if (node.children().some((child) => child.is('optional_chain'))) return undefined;
  const receiver = callee.field('object');
  const method = callee.field('property')?.text();
  const given = list.namedChildren();
  const isAmbiguous = given.some((argument) => argument.is('spread_element') || argument.is('comment'));
  if (!receiver || !method || isAmbiguous) return undefined;
  return { node, callee, receiver, method, arguments: given, typeArguments: node.field('type_arguments') };
}

/** Reads a plain arrow function: not async, without a return type, with an expression or a single return as its body. */
export function asArrow(node: Node | undefined): Arrow | undefined {
  if (!node?.is('arrow_function') || node.children().some((child) => child.text() === 'async'))
    return undefined;
  const single = node.field('parameter');
  const parameters = single ? [single] : (node.field('parameters')?.namedChildren() ?? []);
  const body = node.field('body');
  const result = body && resultOf(body);
  if (!result || node.field('return_type') || parameters.some((parameter) => parameter.is('comment')))
    return undefined;
  return { node, parameters, result };
}

/** The name of a parameter that consists of a name only. */
export function nameOf(parameter: Node | undefined): string | undefined {
  if (parameter?.is('identifier')) return parameter.text();
  const pattern = parameter?.is('required_parameter') ? parameter.field('pattern') : null;
  return pattern?.is('identifier') && parameter?.field('value') === null ? pattern.text() : undefined;
}

function resultOf(body: Node): Node | undefined {
  if (body.is('statement_block')) {
    const [statement, ...more] = body.namedChildren();
    const value = statement?.is('return_statement') && more.length === 0 ? statement.namedChildren() : [];
    return value.length === 1 && value[0] ? withoutParentheses(value[0]) : undefined;
  }
  return withoutParentheses(body);
}

function withoutParentheses(node: Node): Node | undefined {
  if (!node.is('parenthesized_expression')) return node;
  const [inner, ...more] = node.namedChildren();
  return inner && more.length === 0 ? withoutParentheses(inner) : undefined;
}
