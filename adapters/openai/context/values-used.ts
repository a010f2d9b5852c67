import type { CodeBase, LocatedFunction } from '#adapters/ast-grep/code-base.ts';
import { findDeclaration } from '#adapters/ast-grep/find-declaration.ts';
import { functionKinds } from '#adapters/ast-grep/named-functions.ts';
import { isOneOf, type Node, nodesOf } from '#adapters/ast-grep/syntax.ts';
import type { Part } from './part.ts';

/** Characters of one declaration: a long table says little about how it is used. */
const longest = 3_000;
const mostValues = 8;

/** The constants and variables of other files that the function uses. */
export function valuesUsed(code: CodeBase, { file, target }: LocatedFunction): readonly Part[] {
  const module = code.module(file.path);
  if (!module) return [];
  const names = new Set(nodesOf(target.node, 'identifier').map((name) => name.text()));
  return module.imports
    .filter(({ local }) => names.has(local))
    .flatMap(({ local }) => findDeclaration(code, module, local) ?? [])
    .filter(({ node }) => node.is('variable_declarator') && !isFunction(node.field('value')))
    .map(({ module: { file: from }, node }) => ({
      name: `${node.field('name')?.text() ?? ''} in ${from.path}`,
      text: node.parent()?.text() ?? node.text(),
      path: from.path,
      heat: 0.5,
    }))
    .filter(({ text }) => text.length <= longest)
    .slice(0, mostValues);
}

const isFunction = (value: Node | null): boolean => value !== null && isOneOf(value, functionKinds);
