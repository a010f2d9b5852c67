import { bindingOf, referencesTo } from '../bindings.ts';
import { withCommentsAbove } from '../loops.ts';
import { type Edit, endOf, isOneOf, type Node, replacing, same, startOf } from '../syntax.ts';
import { freeName } from './free-name.ts';
import type { RuleContext } from './rule.ts';

export interface Hoisting {
  /** Names for the constant, of which the file's first free one is taken. */
  readonly names: readonly string[];
  /** Whether the code only uses it there, and does not return, compare or keep it. */
  isConsulted(use: Node): boolean;
}

/** Creates the value once for the module instead of in a function; undefined if something could tell the difference. */
export function hoistToModule(creation: Node, context: RuleContext, hoisting: Hoisting): Edit[] | undefined {
  const place = startOfModule(context.root, context.text);
  return (
    hoistConstant(creation, place, context, hoisting) ?? hoistExpression(creation, place, context, hoisting)
  );
}

/** Moves `const money = new ...` unchanged, if nothing else in the file has its name. */
function hoistConstant(
  creation: Node,
  place: number,
  { text, root }: RuleContext,
  { isConsulted }: Hoisting,
): Edit[] | undefined {
  const declarator = creation.parent();
  const name = declarator?.is('variable_declarator') ? declarator.field('name') : null;
  const statement = declarator?.parent();
  if (!declarator || !name?.is('identifier') || !statement?.is('lexical_declaration')) return undefined;
  if (statement.namedChildren().length !== 1 || !statement.parent()?.is('statement_block')) return undefined;
  const binding = bindingOf(name);
  const words = text.match(new RegExp(`\\b${name.text()}\\b`, 'g')) ?? [];
  if (binding?.kind !== 'const' || words.length !== referencesTo(binding).length + 1) return undefined;
  if (!referencesTo(binding).every(isConsulted) || same(statement.parent(), root)) return undefined;
  const lineStart = text.lastIndexOf('\n', startOf(statement)) + 1;
  const lineEnd = text.indexOf('\n', endOf(statement)) + 1;
  if (text.slice(lineStart, lineEnd).trim() !== statement.text()) return undefined;
  return [insertion(place, statement.text()), { startPos: lineStart, endPos: lineEnd, insertedText: '' }];
}

/** Gives `new Intl.NumberFormat(...).format(x)` a constant. */
function hoistExpression(
  creation: Node,
  place: number,
  { text }: RuleContext,
  { names, isConsulted }: Hoisting,
): Edit[] | undefined {
  const name = freeName(text, ...names);
  if (!name || !isConsulted(creation)) return undefined;
  return [insertion(place, `const ${name} = ${creation.text()};`), replacing(creation, name)];
}

/** A blank line after what is above; at the top of a file there is nothing to separate from. */
function insertion(place: number, line: string): Edit {
  return { startPos: place, endPos: place, insertedText: `${place === 0 ? '' : '\n'}${line}\n` };
}

/** The start of the module's own code: below the first imports and directives such as `'use strict'`. */
function startOfModule(root: Node, text: string): number {
  const statements = root.children().filter((child) => !child.is('comment'));
  const own = statements.findIndex((statement) => !isPreamble(statement));
  const above = statements[own - 1];
  const first = statements[own];
  if (!above) return first ? startOf(withCommentsAbove(first)) : 0;
  const end = text.indexOf('\n', endOf(above)) + 1;
  return end > 0 ? end : text.length;
}

function isPreamble(statement: Node): boolean {
  if (isOneOf(statement, ['hash_bang_line', 'import_statement'])) return true;
  return statement.is('expression_statement') && statement.child(0)?.is('string') === true;
}
