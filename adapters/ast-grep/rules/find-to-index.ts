import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { initialValue } from '../arrays.ts';
import { bindingOf, isDeclared } from '../bindings.ts';
import { asMethodCall } from '../calls.ts';
import { functionOf, insertBefore, outermostLoop } from '../loops.ts';
import { isUnchangingIn } from '../quiet-code.ts';
import { type Edit, type Node, nodesOf, replacing, suspends } from '../syntax.ts';
import { annotatedType, asArrayType, propertyOf } from '../types.ts';
import { freeName } from './free-name.ts';
import { isSameInEachTurn, isSameSearch, type Lookup, lookupsIn } from './key-lookup.ts';
import { onceEach } from './once-each.ts';
import type { Match, Rewrite, RuleContext } from './rule.ts';

/** `items.find((item) => item.key === wanted)`, or `some`, in a loop searches the list in each iteration. */
export const findToIndex: Rewrite = {
  name: 'find-to-index',
  title: (name) => `Look up by key in ${name} instead of searching`,
  rationale:
    'Each turn of the loop searched the list from its beginning. A map from key to element is now built once before ' +
    'the loop; it keeps the first of two elements with one key, as the search did. The keys are strings and the list ' +
    'does not change, so that the map and the search agree on every key.',
  message:
    'A list is searched for a key in each turn of a loop: the time grows with the product of the two lengths.',
  notWorthIt: 'A search of some ten elements is as fast as a lookup in a map.',
  hint: /\.(find|some)\(/,
  find: (within, context) => onceEach(lookupsIn(within).flatMap((lookup) => asMatch(lookup, context) ?? [])),
};

function asMatch(lookup: Lookup, context: RuleContext): Match | undefined {
  const loop = outermostLoop(lookup.node);
  if (!loop || !isSameInEachTurn(lookup.receiver, loop)) return undefined;
  const edits = indexed(lookup, loop, context);
  const reason =
    'The source does not prove that the list and its keys, which are strings, stay the same during the loop.';
  return edits ? { node: lookup.node, edits } : { node: lookup.node, reason };
}

function indexed(lookup: Lookup, loop: Node, { text, root, files }: RuleContext): Edit[] | undefined {
  const { receiver, element, key } = lookup;
  if (isDeclared(root, 'Map') || suspends(loop) || !isUnchangingIn(loop, receiver, files)) return undefined;
  const type = elementTypeOf(receiver, files);
  if (!type?.is('type_identifier') || !keepsItsKey(type, key, loop, files)) return undefined;
  const index = freeName(text, `${element}By${capitalized(key)}`, `${receiver.text()}Index`);
  if (!index) return undefined;
  const before = insertBefore(loop, receiver, text, [
    `const ${index} = new Map<string, ${type.text()}>();`,
    `for (const ${element} of ${receiver.text()}) {`,
    `  if (!${index}.has(${element}.${key})) ${index}.set(${element}.${key}, ${element});`,
    '}',
  ]);
  const sameLookups = lookupsIn(loop).filter((other) => isSameSearch(other, lookup));
  return before && [before, ...sameLookups.map((other) => replacement(other, index))];
}

function elementTypeOf(receiver: Node, files: readonly SourceFile[]): Node | undefined {
  const type = annotatedType(receiver, files);
  if (type) return asArrayType(type)?.element;
  const initial = initialValue(bindingOf(receiver));
  const call = initial && asMethodCall(initial);
  return call && ['filter', 'slice', 'toSorted'].includes(call.method) && !call.typeArguments
    ? elementTypeOf(call.receiver, files)
    : undefined;
}

/** The key is a string (a number might be NaN, which a search never finds), and does not change during the loop. */
function keepsItsKey(type: Node, key: string, loop: Node, files: readonly SourceFile[]): boolean {
  const property = propertyOf(type, key, files);
  if (property?.type.text() !== 'string') return false;
  const written = nodesOf(
    functionOf(loop),
    'assignment_expression',
    'augmented_assignment_expression',
    'unary_expression',
  ).some((node) => (node.field('left') ?? node.field('argument'))?.field('property')?.text() === key);
  return !written && (property.readonly || nodesOf(loop, 'call_expression').every(isHarmless));
}

const harmless = [
  'find',
  'some',
  'map',
  'flatMap',
  'filter',
  'forEach',
  'push',
  'get',
  'has',
  'set',
  'toFixed',
  'join',
];

function isHarmless(call: Node): boolean {
  return harmless.includes(asMethodCall(call)?.method ?? '');
}

function replacement(lookup: Lookup, index: string) {
  const method = lookup.method === 'some' ? 'has' : 'get';
  return replacing(lookup.node, `${index}.${method}(${lookup.wanted.text()})`);
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
