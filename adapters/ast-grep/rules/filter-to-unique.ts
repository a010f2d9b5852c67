import { isArray } from '../arrays.ts';
import { isDeclared } from '../bindings.ts';
import { asArrow, asMethodCall, type MethodCall, methodCalls, nameOf } from '../calls.ts';
import { isOneOf, type Node, replacing } from '../syntax.ts';
import { annotatedType, asArrayType } from '../types.ts';
import type { Match, Rewrite, RuleContext } from './rule.ts';

/** `list.filter((x, i) => list.indexOf(x) === i)` searches the list for each of its elements. */
export const filterToUnique: Rewrite = {
  name: 'filter-to-unique',
  title: (name) => `Drop duplicates in ${name} with a set`,
  message:
    'Duplicates are dropped by a search for each element: the time grows with the square of the length.',
  rationale:
    'Each element was searched in the whole list. A set keeps the first of equal strings in the same order, and takes ' +
    'constant time for each. Only for strings is that certain: NaN and -0 are other values to a set than to a search.',
  notWorthIt: 'Lists of a few dozen elements are searched faster than anybody could notice.',
  hint: /\.filter\(/,
  find: (within, context) =>
    methodCalls(within, 'filter').flatMap((call) => (isDeduplication(call) ? [asMatch(call, context)] : [])),
};

function asMatch({ node, receiver }: MethodCall, { root, files }: RuleContext): Match {
  if (!isListOfStrings(receiver, { files }))
    return { node, reason: 'The source does not prove that the elements are strings.' };
  if (isDeclared(root, 'Set')) return { node, reason: 'The file has a Set of its own.' };
  return { node, edits: [replacing(node, `[...new Set(${receiver.text()})]`)] };
}

/** `(x, i, all) => all.indexOf(x) === i`; instead of the third parameter, the name of the list itself. */
function isDeduplication({ receiver, arguments: [test, ...more], typeArguments }: MethodCall): boolean {
  const arrow = asArrow(test);
  const [element, index, all] = arrow?.parameters.map(nameOf) ?? [];
  if (!arrow || !element || !index || more.length > 0 || typeArguments || arrow.parameters.length > 3)
    return false;
  const { result } = arrow;
  if (!result.is('binary_expression') || !['===', '=='].includes(result.field('operator')?.text() ?? ''))
    return false;
  const sides = [result.field('left'), result.field('right')].map((side) => side?.text().replaceAll(' ', ''));
  const list = all ?? (receiver.is('identifier') ? receiver.text() : undefined);
  return (
    list !== undefined &&
    list !== element &&
    sides.includes(index) &&
    sides.includes(`${list}.indexOf(${element})`)
  );
}

/** By its type, or made by `Object.keys` on the spot. */
function isListOfStrings(list: Node, { files }: Pick<RuleContext, 'files'>): boolean {
  if (!isArray(list, files)) return false;
  const type = isOneOf(list, ['identifier', 'member_expression']) ? annotatedType(list, files) : undefined;
  if (type) return asArrayType(type)?.element.text() === 'string';
  const call = asMethodCall(list);
  return call?.method === 'keys' && call.receiver.text() === 'Object';
}
