import { initialValue, literalLength } from '../arrays.ts';
import { bindingOf, isDeclared } from '../bindings.ts';
import { type MethodCall, methodCalls } from '../calls.ts';
import { insertBefore, outermostLoop } from '../loops.ts';
import { isUnchangingIn } from '../quiet-code.ts';
import { type Node, replacing, same, suspends } from '../syntax.ts';
import { freeName } from './free-name.ts';
import { onceEach } from './once-each.ts';
import type { Match, Rewrite, RuleContext } from './rule.ts';

/** In shorter lists, a linear search is as fast as a lookup. */
const worthASet = 16;

/** `list.includes(x)` in a loop searches the list in each iteration. */
export const includesToSet: Rewrite = {
  name: 'includes-to-set',
  title: (name) => `Test membership in ${name} with a set`,
  rationale:
    'Each turn of the loop walked the list to see whether it holds a value. A set of the same values is now built once ' +
    'before the loop. Both compare in the same way (SameValueZero: NaN is found, 0 and -0 are one), and the list does ' +
    'not change.',
  message:
    'A list is searched for a value in each turn of a loop: the time grows with the product of the two lengths.',
  notWorthIt: 'A search of some ten elements is as fast as a lookup in a set.',
  hint: /\.includes\(/,
  find: (within, context) =>
    onceEach(
      methodCalls(within, 'includes')
        .filter(hasOneArgument)
        .flatMap((test) => asMatch(test, context) ?? []),
    ),
};

function asMatch({ node, receiver }: MethodCall, { text, root, files }: RuleContext): Match | undefined {
  const loop = outermostLoop(node);
  if (!loop || suspends(loop) || isDeclared(root, 'Set')) return undefined;
  if (!isUnchangingIn(loop, receiver, files) || isShort(receiver)) return undefined;
  const set = freeName(text, `${receiver.text()}Set`, `setOf${receiver.text()}`);
  const before = set && insertBefore(loop, receiver, text, [`const ${set} = new Set(${receiver.text()});`]);
  if (!before) return undefined;
  const sameCalls = methodCalls(loop, 'includes').filter(hasOneArgument).filter(isOn(receiver));
  return { node, edits: [before, ...sameCalls.map(({ callee }) => replacing(callee, `${set}.has`))] };
}

function hasOneArgument(call: MethodCall): boolean {
  return call.arguments.length === 1;
}

function isOn(receiver: Node): (call: MethodCall) => boolean {
  const declared = bindingOf(receiver)?.identifier ?? null;
  return (call) =>
    call.receiver.is('identifier') && same(bindingOf(call.receiver)?.identifier ?? null, declared);
}

function isShort(receiver: Node): boolean {
  const initial = initialValue(bindingOf(receiver));
  const length = initial && literalLength(initial);
  return length !== undefined && length < worthASet;
}
