import { isArray, isReading, isRebound, writesTo } from '../arrays.ts';
import { type Binding, bindingOf, referencesTo } from '../bindings.ts';
import { asMethodCall } from '../calls.ts';
import { functionOf, loopStatementsAround } from '../loops.ts';
import { contains, type Edit, endOf, type Node, nodesOf, replacing, same, startOf } from '../syntax.ts';
import { annotatedType, asArrayType } from '../types.ts';
import { type Append, asAppend, mayIterate } from './list-append.ts';
import type { Match, Rewrite, RuleContext } from './rule.ts';

/** `list = [...list, x]` or `list = list.concat([x])` in a loop copies the list in each turn. */
export const spreadToPush: Rewrite = {
  name: 'spread-to-push',
  title: (name) => `Append to the list in ${name} instead of copying it`,
  message: 'A loop copies a list to append to it: the time grows with the square of the length.',
  rationale:
    'Each turn of the loop copied the whole list. It now appends to the list that the function itself created; until ' +
    'the loop is done, the code only reads it, and nothing else has a reference to it that could see it grow.',
  notWorthIt: 'Lists of a few dozen elements are copied faster than anybody could notice.',
  hint: /\b([\w$]+)\s*=\s*(\[\s*\.\.\.\1\b|\1\s*\.\s*concat\()/,
  find: (within, context) =>
    nodesOf(within, 'assignment_expression').flatMap((node) => asMatch(node, context) ?? []),
};

function asMatch(node: Node, context: RuleContext): Match | undefined {
  const append = asAppend(node);
  if (!append || loopStatementsAround(append.statement).length === 0) return undefined;
  const binding = bindingOf(append.list);
  const loop = binding && loopAfter(binding, append.statement);
  if (!binding || !loop) return undefined;
  if (append.added.some((item) => mayIterate(item)))
    return { node, reason: 'The source does not prove that what is appended is one element.' };
  if (!isOwn(binding, context.files) || !isUnseen(binding, append, loop))
    return { node, reason: 'Other code might have a reference to the list, and see it grow.' };
  return { node, edits: pushing(append, binding) };
}

/** The outermost loop that the list is declared before. */
function loopAfter(binding: Binding, statement: Node): Node | undefined {
  return loopStatementsAround(statement).findLast((loop) => startOf(loop) > endOf(binding.site));
}

/** A variable of the same function that begins with a new list. */
function isOwn({ site, whole, identifier }: Binding, files: RuleContext['files']): boolean {
  const value = site.field('value');
  if (!whole || !site.is('variable_declarator') || !value?.is('array') || !isArray(value, files))
    return false;
  // A `var` in a loop is one variable for all turns, and may keep the list of the one before.
  if (!site.parent()?.is('lexical_declaration') && loopStatementsAround(site).length > 0) return false;
  const type = site.field('type') ? annotatedType(identifier, files) : undefined;
  return site.field('type') === null || (type !== undefined && asArrayType(type)?.readonly === false);
}

/** Until the loop is done, the function alone uses the list, and only reads it. */
function isUnseen(binding: Binding, append: Append, loop: Node): boolean {
  const home = functionOf(binding.site);
  if (home.is('program') || !same(home, functionOf(append.statement))) return false;
  return referencesTo(binding).every((reference) => {
    if (same(reference, append.list) || isCopied(reference, append)) return true;
    const isAfter = startOf(reference) > endOf(loop);
    if (!same(functionOf(reference), home))
      return isAfter && !functionOf(reference).is('function_declaration');
    return isAfter || (isKept(reference) && !isIterated(reference, append.statement));
  });
}

/** The list in `[...list, x]` or `list.concat(x)`. */
function isCopied(reference: Node, { statement, added }: Append): boolean {
  return contains(statement, reference) && !added.some((item) => contains(item, reference));
}

/** The code reads the list or appends to it, but does not pass it on. */
function isKept(reference: Node): boolean {
  const parent = reference.parent();
  const outer = parent?.parent();
  if (!parent || !outer) return false;
  if (parent.is('subscript_expression')) return !writesTo(outer, parent);
  const call = asMethodCall(outer);
  return (
    isReading(reference) ||
    (call?.method === 'push' &&
      same(call.receiver, reference) &&
      outer.parent()?.is('expression_statement') === true)
  );
}

/** A loop over the list itself would also visit what it appends. */
function isIterated(reference: Node, statement: Node): boolean {
  const parent = reference.parent();
  return parent?.is('for_in_statement') === true && contains(parent, statement);
}

function pushing({ statement, list, added }: Append, binding: Binding): Edit[] {
  const expression = statement.namedChildren()[0];
  const call = `${list.text()}.push(${added.map((item) => item.text()).join(', ')})`;
  return expression ? [replacing(expression, call), ...asConstant(binding)] : [];
}

/** A variable that no longer changes is a constant. */
function asConstant(binding: Binding): Edit[] {
  const declaration = binding.site.parent();
  const [keyword] = declaration?.children() ?? [];
  const writes = referencesTo(binding).filter(isRebound);
  const alone = declaration?.namedChildren().length === 1;
  return keyword?.text() === 'let' && alone && writes.length === 1 ? [replacing(keyword, 'const')] : [];
}
