import { type Arrow, asArrow, type MethodCall, methodCalls, nameOf } from '../calls.ts';
import { mentions, type Node, suspends } from '../syntax.ts';

/** `receiver.reduce((accumulator, element) => result, initial)`. */
export interface ReduceCall extends MethodCall {
  readonly arrow: Arrow;
  readonly accumulator: string;
  readonly element: Node;
  readonly initial: Node;
  /** The accumulator's type, if the source gives it in one of three places. */
  readonly type: Node | undefined;
}

export function reduceCalls(node: Node): ReduceCall[] {
  return methodCalls(node, 'reduce').flatMap((call) => asReduceCall(call) ?? []);
}

/** Whether the node can be moved out of the reducer: it does not use the accumulator and does not await. */
export function standsAlone(node: Node, { accumulator }: ReduceCall): boolean {
  return !mentions(node, accumulator) && !suspends(node);
}

function asReduceCall(call: MethodCall): ReduceCall | undefined {
  const [callback, start, ...more] = call.arguments;
  const arrow = asArrow(callback);
  const [first, element, ...others] = arrow?.parameters ?? [];
  const accumulator = nameOf(first);
  if (!arrow || !accumulator || !element || !start) return undefined;
  if (more.length > 0 || others.length > 0 || mentions(element, accumulator)) return undefined;
  const [initial, cast] = start.is('as_expression') ? start.namedChildren() : [start];
  if (!initial) return undefined;
  const type = call.typeArguments?.namedChildren()[0] ?? first?.field('type')?.namedChildren()[0] ?? cast;
  return { ...call, arrow, accumulator, element, initial, type };
}
