import { type CodeBase, keyOf, type LocatedFunction, located, type Module } from './code-base.ts';
import { type Declaration, findDeclaration, findExported } from './find-declaration.ts';
import type { NamedFunction } from './named-functions.ts';
import { classAround, classOfReceiver, parentOf } from './receivers.ts';
import { contains, isOneOf, type Node, nodesOf, same, startOf } from './syntax.ts';

/**
 * The functions of the service that a function calls or passes on, as far as the source tells, in the order of their first
 * use: by a name of the file, an import, the class of the receiver, or a method's name that only one function has.
 * @param only looks at uses of this name alone.
 */
export function calleesOf(
  code: CodeBase,
  caller: LocatedFunction,
  only?: string,
): readonly LocatedFunction[] {
  const module = code.module(caller.file.path);
  if (!module) return [];
  const { node } = caller.target;
  const uses = nodesOf(node, 'identifier', 'shorthand_property_identifier', 'member_expression')
    .filter((use) => only === undefined || (use.field('property') ?? use).text() === only)
    .toSorted((a, b) => startOf(a) - startOf(b))
    .flatMap((use) =>
      use.is('member_expression') ? byMember(code, module, use) : byName(code, module, use),
    );
  const found = new Map(uses.map((callee) => [keyOf(callee), callee]));
  found.delete(keyOf(caller));
  return [...found.values()].filter(
    ({ file, target }) => file !== caller.file || !contains(node, target.node),
  );
}

function byName(code: CodeBase, module: Module, identifier: Node): readonly LocatedFunction[] {
  // In `all.work()`, `all` is not what is called.
  if (same(identifier.parent()?.field('object') ?? null, identifier)) return [];
  const found = findDeclaration(code, module, identifier.text());
  return found ? functionsOf(found) : [];
}

function byMember(code: CodeBase, module: Module, member: Node): readonly LocatedFunction[] {
  const [receiver, name] = [member.field('object'), member.field('property')?.text()];
  if (!receiver || name === undefined || !isCalled(member)) return [];
  const around = classOfReceiver(code, module, receiver);
  if (around) return methodOf(code, around, name);
  const imported = module.imports.find(({ local }) => local === receiver.text());
  const exported = imported && findExported(code, module, imported.specifier, name);
  if (exported) return functionsOf(exported);
  const object = receiver.is('identifier') && findDeclaration(code, module, receiver.text());
  const own = object ? membersNamed(object, name) : [];
  return own.length > 0 ? own : onlyMethodNamed(code, receiver, name);
}

const isCalled = (member: Node): boolean =>
  isOneOf(member.parent() ?? member, ['call_expression', 'arguments', 'new_expression']);

function methodOf(code: CodeBase, around: Declaration, name: string): readonly LocatedFunction[] {
  const own = membersNamed(around, name);
  const parent = own.length === 0 ? parentOf(code, around) : undefined;
  return parent && !same(parent.node, around.node) ? methodOf(code, parent, name) : own;
}

const membersNamed = ({ module, node }: Declaration, name: string): readonly LocatedFunction[] =>
  module.functions
    .filter((target) => target.name === name && contains(node, target.node))
    .slice(0, 1)
    .map((target) => located(module, target));

/** The function that a declaration is, not one within it. */
function functionsOf({ module, node }: Declaration): readonly LocatedFunction[] {
  if (isOneOf(node, ['class_declaration', 'abstract_class_declaration'])) return [];
  const within = module.functions.filter((target) => contains(node, target.node));
  const [outermost] = within.toSorted((a, b) => startOf(a.node) - startOf(b.node));
  return outermost && isValueOf(node, outermost) ? [located(module, outermost)] : [];
}

const isValueOf = (declaration: Node, { node, declaration: own }: NamedFunction): boolean =>
  same(node, declaration) || contains(own, declaration) || same(declaration.field('right'), node);

const builtIn = new Set(
  [
    Object,
    Function,
    Array,
    Map,
    Set,
    Promise,
    String,
    Number,
    Date,
    RegExp,
    Uint8Array,
    Iterator,
    Error,
  ].flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype)),
);

/** The one method of that name, or the one that is assigned to an object that has the receiver's name. */
function onlyMethodNamed(code: CodeBase, receiver: Node, name: string): readonly LocatedFunction[] {
  if (builtIn.has(name) || name.length < 4) return [];
  const methods = code.functionsNamed(name).filter(({ target }) => holderOf(target) !== undefined);
  const ofItsName = methods.filter(({ target }) => holderOf(target) === receiver.text().toLowerCase());
  return [ofItsName, methods].find((found) => found.length === 1) ?? [];
}

/** What a method belongs to, in lower case: a class, or the object that it is assigned to. */
function holderOf({ node, declaration }: NamedFunction): string | undefined {
  const assigned = nodesOf(declaration, 'assignment_expression')[0]?.field('left')?.field('object')?.text();
  const holder = classAround(node)?.field('name')?.text() ?? assigned;
  return holder?.toLowerCase();
}
