import { type Node, nodesOf } from '../syntax.ts';
import { asWait, isQuery } from '../waits.ts';
import type { Rule } from './rule.ts';
import { suggestions } from './suggestion.ts';

/** `const a = await users.findOne(x); const b = await orders.findAll(y);` waits for two queries in turn. */
export const sequentialQueries: Rule = {
  name: 'sequential-queries',
  message: 'Two queries wait for each other, although the second does not use what the first one brought.',
  rationale:
    'Asked together with Promise.all, they take the time of the longer one. Both then run if the first one fails, and in ' +
    'a transaction they share one connection.',
  notWorthIt:
    'Queries of a transaction, which has one connection; and where the first one mostly fails or returns early.',
  hint: /\bawait\b/,
  onlyInServices: true,
  find: (within) =>
    suggestions(
      nodesOf(within, 'lexical_declaration').filter((declaration) => followsQuery(declaration)),
      'Only a person knows whether the second query relies on an effect of the first.',
    ),
};

function followsQuery(declaration: Node): boolean {
  const before = declaration.prev();
  const first = before?.is('lexical_declaration') ? queryOf(before) : undefined;
  const second = first && queryOf(declaration);
  if (!first || !second) return false;
  const brought = new Set(namesIn(first.pattern));
  return !namesIn(second.value).some((name) => brought.has(name));
}

function queryOf(declaration: Node): { readonly pattern: Node; readonly value: Node } | undefined {
  const [declarator, ...more] = declaration.namedChildren();
  const pattern = declarator?.field('name');
  const value = declarator?.field('value');
  const wait = value ? asWait(value) : undefined;
  return pattern && value && wait && isQuery(wait) && more.length === 0 ? { pattern, value } : undefined;
}

function namesIn(node: Node): string[] {
  return nodesOf(
    node,
    'identifier',
    'shorthand_property_identifier',
    'shorthand_property_identifier_pattern',
  ).map((name) => name.text());
}
