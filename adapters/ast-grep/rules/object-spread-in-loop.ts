import { bindingOf } from '../bindings.ts';
import { loopStatementsAround } from '../loops.ts';
import { contains, type Node, nodesOf } from '../syntax.ts';
import type { Rule } from './rule.ts';
import { suggestions } from './suggestion.ts';

/** `all = { ...all, [key]: value }` in a loop copies the object in each turn. */
export const objectSpreadInLoop: Rule = {
  name: 'object-spread-in-loop',
  message:
    'A loop copies an object to set one more key: the time grows with the square of the number of keys.',
  rationale:
    'Setting the key of one object that the function itself created takes constant time. Object.fromEntries does the same ' +
    'and treats the key __proto__ as any other.',
  notWorthIt: 'Objects of a few dozen keys are copied faster than anybody could notice.',
  hint: /\b([\w$]+)\s*=\s*(\{\s*\.\.\.\1\b|Object\.assign\(\{\},\s*\1\b)/,
  find: (within) =>
    suggestions(
      nodesOf(within, 'assignment_expression').filter(isGrowing),
      'Setting a key is not the same for __proto__, and other code might have a reference to the object.',
    ),
};

function isGrowing(assignment: Node): boolean {
  const object = assignment.field('left');
  const value = assignment.field('right');
  if (!object?.is('identifier') || !value || !assignment.parent()?.is('expression_statement')) return false;
  return copies(value, object.text()) && hasComputedKey(value) && isFromOutside(object, assignment);
}

function copies(value: Node, name: string): boolean {
  const [first, second] = value.is('object') ? value.namedChildren() : [];
  if (first) return first.text() === `...${name}` && second !== undefined;
  const [target, source] = value.field('arguments')?.namedChildren() ?? [];
  return (
    value.field('function')?.text() === 'Object.assign' && target?.text() === '{}' && source?.text() === name
  );
}

/** Fixed keys are few, however often the loop runs. */
function hasComputedKey(value: Node): boolean {
  return nodesOf(value, 'computed_property_name').length > 0 || nodesOf(value, 'spread_element').length > 1;
}

function isFromOutside(object: Node, assignment: Node): boolean {
  const [loop] = loopStatementsAround(assignment);
  const binding = bindingOf(object);
  return loop !== undefined && binding !== undefined && !contains(loop, binding.site);
}
