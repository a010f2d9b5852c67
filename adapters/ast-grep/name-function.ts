import type { NamedFunction } from './named-functions.ts';
import type { Node } from './syntax.ts';

/**
 * What a function is called, and what declares it. A callback is called by what it is given to.
 * @param isInner whether a function is around. Then a callback counts for that one, except a route's handler.
 */
export function nameFunction(node: Node, isInner: boolean): NamedFunction | undefined {
  switch (node.kind()) {
    case 'method_definition':
      return named(node.field('name'), node, node);
    case 'class_static_block':
      return { name: 'static', node, declaration: node };
    case 'function_declaration':
    case 'generator_function_declaration':
      return named(node.field('name'), node, withExport(node)) ?? asDefault(node, node.parent());
    default:
      return asValue(node, isInner) ?? asHandler(node, isInner) ?? (isInner ? undefined : asPart(node));
  }
}

/** A function that is the value of a name, as it is or wrapped: `const list = cached(async () => …)`. */
function asValue(node: Node, isInner: boolean): NamedFunction | undefined {
  const wrapper = callsWith(node).at(-1);
  if (wrapper && isInner) return undefined;
  const holder = (wrapper ?? node).parent();
  switch (holder?.kind()) {
    case 'variable_declarator':
      return asVariable(node, holder);
    case 'public_field_definition':
      return named(holder.field('name'), node, holder);
    case 'pair':
      return named(holder.field('key'), node, holder);
    case 'assignment_expression':
      return asAssigned(node, holder);
    default:
      return asDefault(node, holder);
  }
}

/** Beside other variables only the function itself can be changed. */
function asVariable(node: Node, declarator: Node): NamedFunction | undefined {
  const name = declarator.field('name');
  const statement = declarator.parent();
  if (!statement || !name?.is('identifier')) return undefined;
  const alone = statement.namedChildren().filter((child) => child.is('variable_declarator')).length === 1;
  return named(name, node, alone ? withExport(statement) : node);
}

function asAssigned(node: Node, assignment: Node): NamedFunction | undefined {
  const statement = assignment.parent();
  return statement?.is('expression_statement') ? named(assignedName(assignment), node, statement) : undefined;
}

const asDefault = (node: Node, parent: Node | null): NamedFunction | undefined =>
  parent?.is('export_statement') ? { name: 'default', node, declaration: parent } : undefined;

/** `router.get('/prices', checked(async (request, response) => …))`. */
function asHandler(node: Node, isInner: boolean): NamedFunction | undefined {
  const known = isInner ? /^['"`]\// : /./;
  const call = callsWith(node).find((around) => known.test(labelOf(around)));
  return call && { name: nameOfCall(call), node, declaration: node };
}

/** What is nearest has a name. */
function asPart(node: Node): NamedFunction {
  const name = node.ancestors().map(nameAround).find(Boolean) ?? '(anonymous)';
  return { name, node, declaration: node };
}

function nameAround(outer: Node): string | undefined {
  switch (outer.kind()) {
    case 'call_expression':
      return nameOfCall(outer);
    case 'new_expression':
      return `new ${outer.field('constructor')?.text()}()`;
    case 'pair':
      return withoutQuotes(outer.field('key'));
    case 'variable_declarator':
    case 'public_field_definition':
      return withoutQuotes(outer.field('name'));
    case 'assignment_expression':
      return withoutQuotes(assignedName(outer));
    case 'export_statement':
      return 'default';
    default:
      return undefined;
  }
}

/** The calls that it is given to, innermost first. */
function callsWith(node: Node): readonly Node[] {
  const parent = node.parent();
  const call = parent?.is('arguments') ? parent.parent() : null;
  return call?.is('call_expression') ? [call, ...callsWith(call)] : [];
}

const longestName = 80;

/** Empty if what is called has no name, such as a function that is called where it is written. */
function nameOfCall(call: Node): string {
  const callee = calleeName(call);
  return callee && `${callee}(${labelOf(call)})`.slice(0, longestName);
}

function labelOf(call: Node): string {
  const [first] = call.field('arguments')?.namedChildren() ?? [];
  return first?.is('string') ? first.text() : '';
}

/** Without what earlier calls get: `program.command('run').action` is `program.command().action`. */
function calleeName(call: Node): string {
  const callee = call.field('function');
  const object = callee?.field('object');
  if (!callee || !object) return plain(callee);
  const before = object.is('call_expression') ? `${calleeName(object)}()` : plain(object);
  return `${before}.${callee.field('property')?.text()}`.replace(/^(?:\(\))?\./, '');
}

const plain = (node: Node | null): string => (node && /^[\w$.]+$/.test(node.text()) ? node.text() : '');

function assignedName(assignment: Node): Node | null {
  const target = assignment.field('left');
  return target?.field('property') ?? target;
}

const named = (name: Node | null, node: Node, declaration: Node): NamedFunction | undefined =>
  name === null ? undefined : { name: withoutQuotes(name), node, declaration };

const withoutQuotes = (name: Node | null): string => (name?.text() ?? '').replace(/^(['"])(.*)\1$/, '$2');

function withExport(statement: Node): Node {
  const parent = statement.parent();
  return parent?.is('export_statement') ? parent : statement;
}
