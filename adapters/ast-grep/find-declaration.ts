import type { CodeBase, Module } from './code-base.ts';
import { isOneOf, type Node, nodesOf } from './syntax.ts';

/** What declares a name, with its file. */
export interface Declaration {
  readonly module: Module;
  readonly node: Node;
}

/** Files that only pass names on may do so in turn, but not without end. */
const mostSteps = 6;

const declaring = [
  'function_declaration',
  'generator_function_declaration',
  'class_declaration',
  'abstract_class_declaration',
  'interface_declaration',
  'type_alias_declaration',
  'enum_declaration',
  'variable_declarator',
];

/** The declaration at the top of a file that a name in the file refers to, there or in the file that it is imported from. */
export function findDeclaration(
  code: CodeBase,
  module: Module,
  name: string,
  steps = 0,
): Declaration | undefined {
  const own = declaredIn(module, name);
  if (own && !isRequired(own)) return { module, node: own };
  const imported = module.imports.find(({ local }) => local === name);
  return imported && findExported(code, module, imported.specifier, imported.imported, steps + 1);
}

/** What another file exports under a name, which is `default` or `*` where it has none. */
export function findExported(
  code: CodeBase,
  from: Module,
  specifier: string,
  name: string,
  steps = 0,
): Declaration | undefined {
  const module = moduleOf(code, from, specifier);
  if (!module || steps > mostSteps) return undefined;
  return exportedByName(code, module, name, steps) ?? exportedAll(code, module, name, steps);
}

/** The file that an import in another leads to. */
export function moduleOf(code: CodeBase, from: Module, specifier: string): Module | undefined {
  const found = code.resolve(specifier, from.file.path);
  return found.kind === 'file' ? code.module(found.path) : undefined;
}

function exportedByName(
  code: CodeBase,
  module: Module,
  name: string,
  steps: number,
): Declaration | undefined {
  for (const specifier of nodesOf(module.root, 'export_specifier')) {
    const [inside, outside] = [specifier.field('name')?.text() ?? '', specifier.field('alias')?.text()];
    if ((outside ?? inside) !== name) continue;
    const source = specifier.parent()?.parent()?.field('source')?.text().slice(1, -1);
    return source === undefined
      ? findDeclaration(code, module, inside, steps)
      : findExported(code, module, source, inside, steps + 1);
  }
  const alone = ['default', '*'].includes(name) ? defaultOf(module) : name;
  if (typeof alone !== 'string') return alone && { module, node: alone };
  const node = declaredIn(module, alone) ?? assignedIn(module, alone);
  if (node) return { module, node };
  return alone === name ? undefined : findDeclaration(code, module, alone, steps);
}

function exportedAll(code: CodeBase, module: Module, name: string, steps: number): Declaration | undefined {
  return nodesOf(module.root, 'export_statement')
    .filter((statement) => /^export\s*(?:type\s*)?\*\s*from/.test(statement.text()))
    .flatMap((statement) => statement.field('source')?.text().slice(1, -1) ?? [])
    .map((source) => findExported(code, module, source, name, steps + 1))
    .find((found) => found !== undefined);
}

/** The declaration that is the default export or `module.exports`, or the name that is. */
function defaultOf({ root }: Module): Node | string | undefined {
  for (const statement of nodesOf(root, 'export_statement', 'assignment_expression')) {
    const isExports = /^(?:module\.)?exports$/.test(statement.field('left')?.text() ?? '');
    const isDefault = /^export\s+default\b/.test(statement.text());
    if (!isExports && !isDefault) continue;
    const value = statement.field('right') ?? statement.field('value') ?? statement.field('declaration');
    return value?.is('identifier') ? value.text() : (value ?? undefined);
  }
  return undefined;
}

function declaredIn({ root }: Module, name: string): Node | undefined {
  return root
    .children()
    .flatMap((statement) => statement.field('declaration') ?? statement)
    .flatMap((statement) =>
      isOneOf(statement, ['lexical_declaration', 'variable_declaration']) ? statement.children() : statement,
    )
    .find((node) => isOneOf(node, declaring) && node.field('name')?.text() === name);
}

/** `exports.name = …` */
function assignedIn({ root }: Module, name: string): Node | undefined {
  return nodesOf(root, 'assignment_expression').find((assignment) =>
    new RegExp(`^(?:module\\.)?exports\\.${RegExp.escape(name)}$`).test(
      assignment.field('left')?.text() ?? '',
    ),
  );
}

const isRequired = (node: Node): boolean => /^(?:require|import)\(/.test(node.field('value')?.text() ?? '');
