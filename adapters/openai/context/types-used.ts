import type { CodeBase, LocatedFunction } from '#adapters/ast-grep/code-base.ts';
import { type Declaration, findDeclaration } from '#adapters/ast-grep/find-declaration.ts';
import { classAround } from '#adapters/ast-grep/receivers.ts';
import { isOneOf, type Node, nodesOf, same } from '#adapters/ast-grep/syntax.ts';
import { outlineOf } from './class-outline.ts';
import type { Part } from './part.ts';

const types = ['interface_declaration', 'type_alias_declaration', 'enum_declaration'];
const classes = ['class_declaration', 'abstract_class_declaration'];
/** By the steps that lead to a type: those that the function names, and those that these are made of. */
const heats = [0.7, 0.04];
const mostTypes = 12;

/** The types that the function and the fields of its class are declared with, nearest first. */
export function typesUsed(code: CodeBase, { file, target }: LocatedFunction): readonly Part[] {
  const module = code.module(file.path);
  const around = classAround(target.node);
  if (!module) return [];
  const found = new Map<string, Part>();
  const used = target.node.text();
  const fields = fieldsOf(around).filter((field) => used.includes(nameOf(field)));
  let nodes: readonly Declaration[] = [target.node, ...fields].map((node) => ({ module, node }));
  for (let step = 0; step < heats.length; step += 1) {
    nodes = nodes.flatMap((one) => typesIn(code, one)).filter(({ node }) => !same(node, around ?? null));
    for (const one of nodes) {
      const part = partOf(one, used, heats[step] ?? 0);
      if (!found.has(part.name) && found.size < mostTypes) found.set(part.name, part);
    }
  }
  return [...found.values()];
}

const fieldsOf = (around: Node | undefined): readonly Node[] =>
  around
    ? nodesOf(around, 'public_field_definition', 'required_parameter').filter((field) =>
        same(classAround(field) ?? null, around),
      )
    : [];

const nameOf = (field: Node): string => (field.field('name') ?? field.field('pattern'))?.text() ?? '';

function typesIn(code: CodeBase, { module, node }: Declaration): readonly Declaration[] {
  const names = new Set(nodesOf(node, 'type_identifier').map((name) => name.text()));
  return [...names]
    .flatMap((name) => findDeclaration(code, module, name) ?? [])
    .filter((found) => isOneOf(found.node, [...types, ...classes]) && !same(found.node, node));
}

function partOf({ module, node }: Declaration, used: string, heat: number): Part {
  const name = `type ${node.field('name')?.text() ?? ''} in ${module.file.path}`;
  if (isOneOf(node, classes)) return { name: `outline of ${name}`, text: outlineOf(node, used), heat };
  return { name, text: node.text(), path: module.file.path, heat };
}
