import type { Shape } from '../../syntax/parse-program.ts';
import type { Binding } from '../../syntax/scopes.ts';
import { isFunctionNode } from '../../syntax/walk.ts';
import { propertyName } from '../constant-text.ts';
import { isCalledAtOnce, type SourceModule } from '../source-module.ts';

/** Methods of built-in objects that leave the object as it is. */
const reading = new Set(
  `get has includes indexOf lastIndexOf slice map filter at find findIndex findLast findLastIndex keys values entries forEach
  some every join concat flat flatMap reduce reduceRight with toSorted toReversed toSpliced subarray
  charAt charCodeAt codePointAt startsWith endsWith toString split padStart padEnd trim replace replaceAll match matchAll search
  test exec format formatToParts formatRange compare select segment of encode decode
  call apply bind union intersection difference isSubsetOf isSupersetOf isDisjointFrom getTime toISOString hasOwnProperty`
    .trim()
    .split(/\s+/),
);

/** Globals that keep nothing of what they are given. */
const forgetful =
  /^(?:Math|JSON|Number|String|Boolean|BigInt|Array|Set|Map|Object|Symbol|isNaN|isFinite|parseInt|parseFloat|structuredClone|\w*Array)$/;
const changing = /^(?:assign|freeze|seal|preventExtensions|set\w+|define\w+)$/;

/** How far uses are followed through variables and parameters. */
const deepest = 6;

/** What a use does to a value, as text; null where the value stays what it was. */
export function changeBy(reference: Shape, module: SourceModule, depth = 0): string | null {
  if (depth > deepest) return 'followed no further';
  const { parent, key } = module.placed(reference);
  if (parent === null) return null;
  switch (parent.type) {
    case 'MemberExpression':
      return key === 'object' ? changeByMember(parent, module) : null;
    case 'AssignmentExpression':
      if (key === 'left') return `${parent.operator}`;
      return parent.left.type === 'Identifier' ? changeByAlias(parent.left, module, depth) : 'kept elsewhere';
    case 'UpdateExpression':
      return parent.operator;
    case 'ForInStatement':
    case 'ForOfStatement':
      return key === 'left' ? 'assigned by a loop' : null;
    case 'ChainExpression':
    case 'AwaitExpression':
    case 'LogicalExpression':
      return changeBy(parent, module, depth + 1);
    case 'ConditionalExpression':
      return key === 'test' ? null : changeBy(parent, module, depth + 1);
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? changeByAlias(parent.id, module, depth) : null;
    case 'CallExpression':
    case 'NewExpression':
      return key === 'callee' ? null : changeByCall(parent, reference, module, depth);
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

/** `value.a.b = 1`, `value.push(1)`; `value.get(1)` changes nothing. */
function changeByMember(member: Shape, module: SourceModule): string | null {
  const { parent, key } = module.placed(member);
  if (parent?.type === 'MemberExpression' && key === 'object') return changeByMember(parent, module);
  if (parent?.type === 'ChainExpression') return changeByMember(parent, module);
  if (parent?.type === 'UnaryExpression') return parent.operator === 'delete' ? 'delete' : null;
  if (parent?.type === 'AssignmentExpression') return key === 'left' ? 'a property is set' : null;
  if (parent?.type === 'UpdateExpression') return 'a property is set';
  if (parent?.type !== 'CallExpression' || key !== 'callee') return null;
  const expression: Shape = member.type === 'ChainExpression' ? member.expression : member;
  const name = propertyName(expression, module);
  // What is called by an index is an item, and no method.
  return name === null || reading.has(name) ? null : `${name}()`;
}

function changeByAlias(identifier: Shape, module: SourceModule, depth: number): string | null {
  const binding = module.scopes.bindingOf(identifier);
  if (binding === null) return 'kept elsewhere';
  return firstChange(binding.references, module, depth + 1);
}

function changeByCall(call: Shape, argument: Shape, module: SourceModule, depth: number): string | null {
  const { callee } = call;
  const root: Shape = callee.type === 'MemberExpression' ? callee.object : callee;
  const method = callee.type === 'MemberExpression' ? propertyName(callee, module) : null;
  const global = module.globalName(root);
  if (global !== null && forgetful.test(global)) {
    const isChanged = method !== null && changing.test(method) && call.arguments[0] === argument;
    return isChanged ? `${global}.${method}()` : null;
  }
  if (method !== null) return reading.has(method) ? null : 'given away';
  const binding = callee.type === 'Identifier' ? module.scopes.bindingOf(callee) : null;
  const run = functionOf(binding);
  const parameter: Shape | undefined = run?.params[(call.arguments as Shape[]).indexOf(argument)];
  if (parameter?.type !== 'Identifier') return 'given away';
  return firstChange(module.scopes.bindingOf(parameter)?.references ?? [], module, depth + 1);
}

const firstChange = (references: readonly Shape[], module: SourceModule, depth: number): string | null =>
  references.map((reference) => changeBy(reference, module, depth)).find((change) => change !== null) ?? null;

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
