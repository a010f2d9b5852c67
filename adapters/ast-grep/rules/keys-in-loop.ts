import { bindingOf } from '../bindings.ts';
import { asMethodCall, type MethodCall, methodCalls } from '../calls.ts';
import { outermostLoop } from '../loops.ts';
import { contains, same } from '../syntax.ts';
import { isPlainMember } from '../types.ts';
import type { Rule } from './rule.ts';
import { suggestions } from './suggestion.ts';

/** `Object.keys(all).includes(key)` or `.length` in a loop lists the keys again in each turn. */
export const keysInLoop: Rule = {
  name: 'keys-in-loop',
  message: 'A loop lists all keys of one object in each turn, to count or to search them.',
  rationale:
    'Counting or listing once before the loop, or asking the object itself (Object.hasOwn), does not depend on the ' +
    'number of keys.',
  notWorthIt: 'Objects of a few keys are listed faster than anybody could notice.',
  hint: /\bObject\.(keys|values|entries)\(/,
  find: (within) =>
    suggestions(
      methodCalls(within, 'keys', 'values', 'entries')
        .filter((call) => call.receiver.text() === 'Object' && isCountedOrSearched(call) && isOfOutside(call))
        .map(({ node }) => node),
      'The source does not prove that the object stays the same during the loop.',
    ),
};

const searches = ['includes', 'indexOf'];

function isCountedOrSearched({ node }: MethodCall): boolean {
  const member = node.parent();
  if (!member || !isPlainMember(member)) return false;
  const outer = member.parent();
  const call = outer ? asMethodCall(outer) : undefined;
  if (call && same(call.callee, member)) return searches.includes(call.method);
  return member.field('property')?.text() === 'length';
}

/** The object is a name from outside of the loop, which gives it no other value. */
function isOfOutside({ node, arguments: [object] }: MethodCall): boolean {
  const loop = object?.is('identifier') ? outermostLoop(node) : undefined;
  const binding = object && bindingOf(object);
  return (
    loop !== undefined && binding !== undefined && binding.kind !== 'other' && !contains(loop, binding.site)
  );
}
