import { type Node, nodesOf } from '#adapters/ast-grep/syntax.ts';

/**
 * What a file exports: names, `default`, `module.exports` where that is one value, and `* from './b.js'`.
 * Of ES modules, CommonJS and TypeScript.
 */
export function exportsOf(root: Node): readonly string[] {
  return [
    ...nodesOf(root, 'export_statement').flatMap(exportedBy),
    ...nodesOf(root, 'assignment_expression').flatMap(assignedBy),
  ];
}

function exportedBy(statement: Node): readonly string[] {
  const text = statement.text();
  if (/^export\s+default\b/.test(text)) return ['default'];
  if (/^export\s*=/.test(text)) return ['module.exports'];
  const declared = statement.field('declaration');
  if (declared) return declaredBy(declared);
  const specifiers = nodesOf(statement, 'export_specifier');
  if (specifiers.length > 0 || /^export\s+(?:type\s+)?\{/.test(text)) return specifiers.flatMap(exportedAs);
  const namespace = nodesOf(statement, 'namespace_export')[0];
  return [
    namespace
      ? namespace.text().replace(/^\*\s*as\s+/, '')
      : `* from ${statement.field('source')?.text().slice(1, -1)}`,
  ];
}

const exportedAs = (specifier: Node): string[] => {
  const name = specifier.field('alias') ?? specifier.field('name');
  return name ? [name.text()] : [];
};

/** One name, or those of `const a = 1, { b, c: [d] } = x`. */
function declaredBy(declared: Node): readonly string[] {
  const name = declared.field('name');
  if (name) return [name.text()];
  const declarators = declared.namedChildren().filter((child) => child.is('variable_declarator'));
  return declarators.flatMap((declarator) => namesIn(declarator.field('name')));
}

function namesIn(pattern: Node | null): readonly string[] {
  if (pattern === null) return [];
  if (pattern.is('identifier')) return [pattern.text()];
  return nodesOf(pattern, 'identifier', 'shorthand_property_identifier_pattern').map((name) => name.text());
}

/** `exports.a = …`, `module.exports.a = …`, `module.exports = { a, b: c }`, `module.exports = a`. */
function assignedBy(assignment: Node): readonly string[] {
  const target = assignment.field('left')?.text() ?? '';
  const property = /^(?:module\.)?exports\.([\w$]+)$/.exec(target)?.[1];
  if (property !== undefined) return [property];
  if (target !== 'module.exports') return [];
  const value = assignment.field('right');
  return value?.is('object') ? value.namedChildren().flatMap(propertyOf) : ['module.exports'];
}

function propertyOf(entry: Node): readonly string[] {
  if (entry.is('comment')) return [];
  const name = entry.field('key') ?? entry.field('name');
  return [(name ?? entry).text().replace(/^(['"])(.*)\1$/, '$2')];
}
