import { bindingOf } from '../bindings.ts';
import { asArrow, type MethodCall, methodCalls, nameOf } from '../calls.ts';
import { contains, mentions, type Node, same } from '../syntax.ts';
import { isPlainMember } from '../types.ts';

/** `list.find((element) => element.key === wanted)`, or `some`. */
export interface Lookup extends MethodCall {
  /** The arrow function's parameter. */
  readonly element: string;
  readonly key: string;
  readonly wanted: Node;
}

export function lookupsIn(node: Node): Lookup[] {
  return methodCalls(node, 'find', 'some').flatMap((call) => asLookup(call) ?? []);
}

function asLookup(call: MethodCall): Lookup | undefined {
  const [predicate, ...more] = call.arguments;
  const arrow = asArrow(predicate);
  const [parameter, ...others] = arrow?.parameters ?? [];
  const element = nameOf(parameter);
  if (!arrow || !element || more.length > 0 || others.length > 0 || call.typeArguments) return undefined;
  if (!arrow.result.is('binary_expression') || arrow.result.field('operator')?.text() !== '===')
    return undefined;
  const sides = [arrow.result.field('left'), arrow.result.field('right')];
  const own = sides.find((side) => side && isPlainMember(side) && side.field('object')?.text() === element);
  const wanted = sides.find((side) => !same(side, own ?? null));
  const key = own?.field('property');
  if (!key?.is('property_identifier') || !wanted || !isPath(wanted) || mentions(wanted, element))
    return undefined;
  return call.receiver.text() === element ? undefined : { ...call, element, key: key.text(), wanted };
}

/** A name, or a property chain on a name: reading it once or many times makes no difference. */
function isPath(node: Node): boolean {
  if (node.is('identifier')) return true;
  const object = isPlainMember(node) ? node.field('object') : null;
  return object !== null && (object.is('this') || isPath(object));
}

/** Both look for the same key in the same list. */
export function isSameSearch(a: Lookup, b: Lookup): boolean {
  const [left, right] = [bindingOf(a.receiver), bindingOf(b.receiver)];
  return a.key === b.key && left !== undefined && same(left.identifier, right?.identifier ?? null);
}

/** The list is a name, or a property of one, that the loop does not declare. */
export function isSameInEachTurn(list: Node, loop: Node): boolean {
  if (isPlainMember(list)) {
    const object = list.field('object');
    return object !== null && (object.is('this') || isSameInEachTurn(object, loop));
  }
  const site = list.is('identifier') ? bindingOf(list)?.site : undefined;
  return site !== undefined && !contains(loop, site);
}
