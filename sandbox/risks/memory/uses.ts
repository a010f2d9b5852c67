import type { Shape } from '../../syntax/parse-program.ts';
import { type Binding, namesIn } from '../../syntax/scopes.ts';
import { isFunctionNode } from '../../syntax/walk.ts';
import { propertyName } from '../constant-text.ts';
import { isCalledAtOnce, type SourceModule } from '../source-module.ts';

/** Methods of built-in objects that leave the object as it is. */
const reading = new Set(
  `get has includes indexOf lastIndexOf slice map filter at find findIndex findLast findLastIndex keys values entries forEach
  some every join concat flat flatMap reduce reduceRight with toSorted toReversed toSpliced subarray
  charAt charCodeAt codePointAt toFixed toPrecision toUpperCase toLowerCase substring substr normalize valueOf repeat localeCompare trimStart trimEnd toLocaleString startsWith endsWith toString split padStart padEnd trim replace replaceAll match matchAll search
  test exec format formatToParts formatRange compare select segment of encode decode
  call apply bind union intersection difference isSubsetOf isSupersetOf isDisjointFrom getTime toISOString hasOwnProperty`
    .trim()
    .split(/\s+/),
);

/** Globals that keep nothing of what they are given. */
const forgetful =
  /^(?:Math|JSON|Number|String|Boolean|BigInt|Array|Set|Map|Object|Symbol|isNaN|isFinite|parseInt|parseFloat|structuredClone|\w*Array)$/;
const changing = /^(?:assign|freeze|seal|preventExtensions|set\w+|define\w+)$/;

/** Methods that give what lies in the object itself. */
const lookingIn = /^(?:get|at|find|findLast)$/;

/** What a use does to a value, as text; null where the value stays what it was. */
export function changeBy(reference: Shape, module: SourceModule): string | null {
  return new ChangeFinder(module).changeBy(reference);
}

/** Whether a change gives a variable another value, and leaves the old one as it was. */
export const isAssignment = (change: string): boolean => /^(?:assigned|\W*=|\+\+|--)/.test(change);

const isGivenAway = (change: string): boolean => /^(?:given away|kept elsewhere)$/.test(change);

/** Follows a value through variables and parameters, through each of them once. */
class ChangeFinder {
  readonly #module: SourceModule;
  readonly #followed = new Set<Binding>();

  constructor(module: SourceModule) {
    this.#module = module;
  }

  changeBy(value: Shape): string | null {
    const { parent, key } = this.#module.placed(value);
    if (parent === null) return null;
    switch (parent.type) {
      case 'MemberExpression':
        return key === 'object' ? this.#changeByMember(parent) : null;
      case 'AssignmentExpression':
        if (key === 'left') return `${parent.operator}`;
        return parent.left.type === 'Identifier' ? this.#changeByAlias(parent.left) : 'kept elsewhere';
      case 'UpdateExpression':
        return parent.operator;
      case 'ForInStatement':
        return key === 'left' ? 'assigned by a loop' : null;
      case 'ForOfStatement':
        return key === 'left' ? 'assigned by a loop' : this.#changeOfItems(parent.left);
      case 'ChainExpression':
      case 'AwaitExpression':
      case 'LogicalExpression':
        return this.changeBy(parent);
      case 'ConditionalExpression':
        return key === 'test' ? null : this.changeBy(parent);
      case 'VariableDeclarator':
        return parent.id.type === 'Identifier'
          ? this.#changeByAlias(parent.id)
          : this.#changeOfParts(parent.id);
      case 'CallExpression':
      case 'NewExpression':
        return key === 'callee' ? null : this.#changeByCall(parent, value);
      case 'ReturnStatement':
      case 'YieldExpression':
      case 'ThrowStatement':
        return 'given away';
      case 'ArrowFunctionExpression':
        return key === 'body' ? 'given away' : null;
      case 'ArrayExpression':
      case 'Property':
        return parent.type === 'Property' && key === 'key' ? null : 'given away';
      case 'ArrayPattern':
      case 'AssignmentPattern':
        return key === 'right' ? null : 'assigned';
      default:
        return null;
    }
  }

  /** `value.a.b = 1`, `value.push(1)`; `value.get(1)` changes nothing, `value.get(1).b = 1` does. */
  #changeByMember(member: Shape): string | null {
    const { parent, key } = this.#module.placed(member);
    if (parent?.type === 'ChainExpression') return this.#changeByMember(parent);
    if (parent?.type === 'UnaryExpression') return parent.operator === 'delete' ? 'delete' : null;
    if (parent?.type === 'UpdateExpression') return 'a property is set';
    if (parent?.type === 'AssignmentExpression' && key === 'left') return 'a property is set';
    if (parent?.type !== 'CallExpression' || key !== 'callee') return inside(this.changeBy(member));
    const expression: Shape = member.type === 'ChainExpression' ? member.expression : member;
    const name = propertyName(expression, this.#module);
    // What is called by an index is an item, and no method.
    if (name === null) return null;
    if (lookingIn.test(name)) return inside(this.changeBy(parent));
    return reading.has(name) ? null : `${name}()`;
  }

  #changeByAlias(identifier: Shape): string | null {
    const binding = this.#module.scopes.bindingOf(identifier);
    return binding === null ? 'kept elsewhere' : this.#changeOf(binding);
  }

  #changeOfItems(left: Shape): string | null {
    return left.type === 'VariableDeclaration' ? this.#changeOfParts(left.declarations[0].id) : null;
  }

  #changeOfParts(pattern: Shape): string | null {
    for (const name of namesIn(pattern)) {
      const binding = this.#module.scopes.bindingOf(name);
      const change = binding && inside(this.#changeOf(binding));
      if (change !== null) return change;
    }
    return null;
  }

  #changeByCall(call: Shape, argument: Shape): string | null {
    const { callee } = call;
    const root: Shape = callee.type === 'MemberExpression' ? callee.object : callee;
    const method = callee.type === 'MemberExpression' ? propertyName(callee, this.#module) : null;
    const global = this.#module.globalName(root);
    if (global !== null && forgetful.test(global)) {
      const isChanged = method !== null && changing.test(method) && call.arguments[0] === argument;
      return isChanged ? `${global}.${method}()` : null;
    }
    if (method !== null) return reading.has(method) ? null : 'given away';
    const run = functionOf(callee.type === 'Identifier' ? this.#module.scopes.bindingOf(callee) : null);
    const parameter: Shape | undefined = run?.params[(call.arguments as Shape[]).indexOf(argument)];
    const binding = parameter?.type === 'Identifier' ? this.#module.scopes.bindingOf(parameter) : null;
    return binding === null ? 'given away' : this.#changeOf(binding);
  }

  #changeOf(binding: Binding): string | null {
    if (this.#followed.has(binding)) return null;
    this.#followed.add(binding);
    const changes = binding.references.map((reference) => this.changeBy(reference));
    return changes.find((change) => change !== null && !isAssignment(change)) ?? null;
  }
}

/** A part of a value may be given away, or give way to another one in its variable; what changes in it, changes the value. */
const inside = (change: string | null): string | null =>
  change === null || isGivenAway(change) || isAssignment(change) ? null : change;

/** The function that a name means, if it is known. */
export function functionOf(binding: Binding | null): Shape | null {
  if (binding === null) return null;
  if (binding.kind === 'function') return binding.declaration;
  return isFunctionNode(binding.declaration.init) ? binding.declaration.init : null;
}

/** Whether a node runs each time that some function is called, not once when the module loads. */
export function runsPerCall(node: Shape, module: SourceModule): boolean {
  for (let at = module.parentOf(node); at !== null; at = module.parentOf(at))
    if (isFunctionNode(at) && !isCalledAtOnce(at, module)) return true;
  return false;
}
