import { type Node, nodesOf } from './syntax.ts';

/** A name that a file takes from another. */
export interface ImportedName {
  /** As the file uses it. */
  readonly local: string;
  /** As the other file exports it; `default`, or `*` for all of it. */
  readonly imported: string;
  readonly specifier: string;
}

/** The names that `import` statements and `const … = require(…)` bind. */
export function importedNames(root: Node): readonly ImportedName[] {
  return [
    ...nodesOf(root, 'import_statement').flatMap(namesOfStatement),
    ...nodesOf(root, 'variable_declarator').flatMap(namesOfRequire),
  ];
}

/** Of imports and exports from other files, `require(…)` and `import(…)`; without names that are computed. */
export function specifiersOf(root: Node): readonly string[] {
  const statements = nodesOf(root, 'import_statement', 'export_statement', 'import_require_clause');
  const calls = nodesOf(root, 'call_expression').filter(isRequire);
  return [
    ...statements.flatMap((statement) => specifierOf(statement.field('source')) ?? []),
    ...calls.flatMap((call) => specifierOf(call.field('arguments')?.namedChildren()[0] ?? null) ?? []),
  ];
}

function namesOfStatement(statement: Node): readonly ImportedName[] {
  const alone = nodesOf(statement, 'import_require_clause')[0];
  const specifier = specifierOf((alone ?? statement).field('source'));
  if (specifier === undefined) return [];
  const bind = (local: Node | null | undefined, imported: string) =>
    local ? [{ local: local.text(), imported, specifier }] : [];
  const clause = statement.namedChildren().find((child) => child.is('import_clause'));
  const plain = (clause?.namedChildren() ?? []).filter((child) => child.is('identifier'));
  return [
    ...plain.flatMap((name) => bind(name, 'default')),
    ...nodesOf(statement, 'namespace_import').flatMap((one) => bind(one.namedChildren()[0], '*')),
    ...nodesOf(statement, 'import_specifier').flatMap((one) =>
      bind(one.field('alias') ?? one.field('name'), one.field('name')?.text() ?? ''),
    ),
    ...(alone ? bind(alone.namedChildren()[0], '*') : []),
  ];
}

function namesOfRequire(declarator: Node): readonly ImportedName[] {
  const value = declarator.field('value');
  const call = value?.is('member_expression') ? value.field('object') : value;
  if (!call?.is('call_expression') || !isRequire(call)) return [];
  const specifier = specifierOf(call.field('arguments')?.namedChildren()[0] ?? null);
  const name = declarator.field('name');
  if (specifier === undefined || !name) return [];
  if (name.is('identifier')) {
    const imported = value?.is('member_expression') ? (value.field('property')?.text() ?? '*') : '*';
    return [{ local: name.text(), imported, specifier }];
  }
  return name.namedChildren().flatMap((one) => {
    if (one.is('shorthand_property_identifier_pattern'))
      return [{ local: one.text(), imported: one.text(), specifier }];
    const [key, local] = [one.field('key'), one.field('value')];
    return key && local?.is('identifier') ? [{ local: local.text(), imported: key.text(), specifier }] : [];
  });
}

const isRequire = (call: Node): boolean => /^(?:require|import)$/.test(call.field('function')?.text() ?? '');

function specifierOf(source: Node | null): string | undefined {
  return source?.is('string') ? source.text().slice(1, -1) : undefined;
}
