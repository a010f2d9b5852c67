import type { CodeBase, LocatedFunction } from '#adapters/ast-grep/code-base.ts';
import { functionKinds } from '#adapters/ast-grep/named-functions.ts';
import { contains, isOneOf, mentions, type Node, nodesOf, startOf } from '#adapters/ast-grep/syntax.ts';
import type { Part } from './part.ts';

/** Characters of one declaration: a long table says little about how it is used. */
const longest = 3_000;

/** What the function's file imports, and the constants and variables at its top that the function uses. */
export function fileAround(code: CodeBase, { file, root, target }: LocatedFunction): readonly Part[] {
  const statements = root.children().filter((statement) => !contains(statement, target.declaration));
  const imports = statements.filter((statement) => isOneOf(statement, ['import_statement']));
  const used = statements.filter(
    (statement) => isValue(statement) && !isFunction(statement) && isUsed(statement, target.node),
  );
  const text = [...imports, ...used.filter((statement) => statement.text().length <= longest)]
    .map((statement) => statement.text())
    .join('\n');
  const others =
    code.module(file.path)?.functions.filter(({ node }) => startOf(node) !== startOf(target.node)) ?? [];
  const names = [...new Set(others.map(({ name }) => name))];
  return [
    ...(text === ''
      ? []
      : [{ name: `imports and variables of ${file.path}`, text, path: file.path, heat: 0.8 }]),
    ...(names.length === 0 ? [] : [{ name: `functions of ${file.path}`, text: names.join(', '), heat: 0.1 }]),
  ];
}

const declarations = ['lexical_declaration', 'variable_declaration'];

const isValue = (statement: Node): boolean =>
  isOneOf(statement.field('declaration') ?? statement, declarations);

const isUsed = (statement: Node, by: Node): boolean =>
  nodesOf(statement, 'variable_declarator')
    .flatMap((declarator) =>
      nodesOf(declarator.field('name') ?? declarator, 'identifier', 'shorthand_property_identifier_pattern'),
    )
    .some((name) => mentions(by, name.text()));

const isFunction = (statement: Node): boolean =>
  nodesOf(statement, 'variable_declarator').some((one) => isOneOf(one.field('value') ?? one, functionKinds));
