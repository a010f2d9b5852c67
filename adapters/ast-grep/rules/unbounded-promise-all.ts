import { initialValue, literalLength } from '../arrays.ts';
import { bindingOf } from '../bindings.ts';
import { asMethodCall, type MethodCall, methodCalls } from '../calls.ts';
import { type Node, nodesOf } from '../syntax.ts';
import type { Rule } from './rule.ts';
import { suggestions } from './suggestion.ts';

/** `Promise.all(ids.map((id) => fetch(id)))` has as many requests at once as there are ids. */
export const unboundedPromiseAll: Rule = {
  name: 'unbounded-promise-all',
  message:
    'As many calls run at once as the list has elements: a long list exhausts connections, memory or files.',
  rationale:
    'A limit to how many run at once keeps the peak of memory and the load on others bounded, and takes about as long. ' +
    'Which limit is right depends on what is called.',
  notWorthIt: 'Lists that are known to be short.',
  hint: /\bPromise\s*\.\s*(all|allSettled)\(/,
  onlyInServices: true,
  find: (within) =>
    suggestions(
      methodCalls(within, 'all', 'allSettled')
        .filter(isUnbounded)
        .map(({ node }) => node),
      'The source does not tell how long the list gets, and which limit what it calls can bear.',
    ),
};

function isUnbounded({ receiver, arguments: [list] }: MethodCall): boolean {
  if (receiver.text() !== 'Promise' || !list) return false;
  const call = asMethodCall(list);
  const [callback] = call?.arguments ?? [];
  return call?.method === 'map' && callback !== undefined && !isShort(call.receiver) && reachesOut(callback);
}

function isShort(list: Node): boolean {
  const value = initialValue(list.is('identifier') ? bindingOf(list) : undefined) ?? list;
  return literalLength(value) !== undefined;
}

const reaching =
  /^(fetch|axios|request|got|get|post|put|patch|send\w*|find\w*|query|execute|save|insert\w*|update\w*|upsert\w*|create\w*|delete\w*|remove\w*|upload\w*|download\w*|readFile|writeFile|copyFile|stat|unlink|retrieve\w*|load\w*)$/;

/** The callback calls something over a network or on a disk, by its name. */
function reachesOut(callback: Node): boolean {
  return nodesOf(callback, 'call_expression').some((call) => {
    const callee = call.field('function');
    return reaching.test((callee?.field('property') ?? callee)?.text() ?? '') && isPromised(call, callback);
  });
}

/** It is awaited, or it is what the callback returns. */
function isPromised(call: Node, callback: Node): boolean {
  const parent = call.parent();
  return (
    parent?.is('await_expression') === true ||
    parent?.is('return_statement') === true ||
    parent?.id() === callback.id()
  );
}
