import { bindingOf } from './bindings.ts';
import type { CodeBase, Module } from './code-base.ts';
import { type Declaration, findDeclaration } from './find-declaration.ts';
import { isOneOf, type Node, nodesOf } from './syntax.ts';

const classes = ['class_declaration', 'abstract_class_declaration', 'class'];

/** The class that the node is within. */
export const classAround = (node: Node): Node | undefined =>
  node.ancestors().find((ancestor) => isOneOf(ancestor, classes));

/** The class of what a method is called on, as far as the source says it: by `this`, `new`, a type, or its own name. */
export function classOfReceiver(code: CodeBase, module: Module, receiver: Node): Declaration | undefined {
  if (isOneOf(receiver, ['this', 'super'])) {
    const node = classAround(receiver);
    return node && { module, node };
  }
  if (receiver.is('identifier')) {
    const site = bindingOf(receiver)?.site;
    return ofSite(code, module, site) ?? asClass(findDeclaration(code, module, receiver.text()));
  }
  if (receiver.is('new_expression')) return named(code, module, receiver.field('constructor'));
  if (receiver.is('member_expression') && receiver.field('object')?.is('this'))
    return ofSite(code, module, memberOf(classAround(receiver), receiver.field('property')?.text() ?? ''));
  return undefined;
}

/** The field, or the parameter of the constructor that is one. */
function memberOf(around: Node | undefined, name: string): Node | undefined {
  if (!around) return undefined;
  const fields = nodesOf(around, 'public_field_definition', 'required_parameter', 'optional_parameter');
  return fields.find((field) => (field.field('name') ?? field.field('pattern'))?.text() === name);
}

/** The class that a declaration of a value names: by its type, or by `new`. */
function ofSite(code: CodeBase, module: Module, site: Node | undefined): Declaration | undefined {
  const type = site?.field('type')?.namedChildren()[0];
  const plain = type?.is('generic_type') ? type.namedChildren()[0] : type;
  const value = site?.field('value');
  const made = value?.is('new_expression') ? value.field('constructor') : null;
  return named(code, module, plain ?? made);
}

const named = (code: CodeBase, module: Module, name: Node | null): Declaration | undefined =>
  name ? asClass(findDeclaration(code, module, name.text())) : undefined;

const asClass = (found: Declaration | undefined): Declaration | undefined =>
  found && isOneOf(found.node, classes) ? found : undefined;

/** The class that a class extends. */
export function parentOf(code: CodeBase, { module, node }: Declaration): Declaration | undefined {
  const clause = nodesOf(node, 'extends_clause')[0];
  return named(code, module, clause?.field('value') ?? null);
}
