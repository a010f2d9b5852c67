import type { RiskKind } from '#core/proof/risk.ts';
import type { Shape } from '../../syntax/parse-program.ts';
import { propertyName } from '../constant-text.ts';
import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import type { SourceModule } from '../source-module.ts';

/** Members of built-in objects that do more than compute from their arguments. */
const impure: Readonly<Record<string, Readonly<Record<string, RiskKind>>>> = {
  Date: { now: 'clock' },
  Math: { random: 'randomness' },
  Promise: { all: 'concurrency', allSettled: 'concurrency', any: 'concurrency', race: 'concurrency' },
  Object: {
    setPrototypeOf: 'prototypes',
    getPrototypeOf: 'prototypes',
    defineProperty: 'prototypes',
    defineProperties: 'prototypes',
    getOwnPropertyDescriptor: 'prototypes',
    getOwnPropertyDescriptors: 'prototypes',
  },
  Symbol: {
    for: 'globals',
    hasInstance: 'prototypes',
    isConcatSpreadable: 'prototypes',
    match: 'prototypes',
    matchAll: 'prototypes',
    replace: 'prototypes',
    search: 'prototypes',
    species: 'prototypes',
    split: 'prototypes',
    toPrimitive: 'prototypes',
    toStringTag: 'prototypes',
    unscopables: 'prototypes',
  },
  Error: {
    captureStackTrace: 'call stack',
    prepareStackTrace: 'call stack',
    stackTraceLimit: 'call stack',
  },
  Array: { fromAsync: 'concurrency' },
  Buffer: { allocUnsafe: 'randomness', allocUnsafeSlow: 'randomness', poolSize: 'globals' },
  RegExp: {
    $1: 'memory',
    lastMatch: 'memory',
    input: 'memory',
    leftContext: 'memory',
    rightContext: 'memory',
  },
  Intl: {},
};

/** Built-in objects that must be used by name: passed on, any of their members could be meant. */
export function* builtInMembers(module: SourceModule): Generator<Fact> {
  for (const node of module.nodes) {
    const name = node.type === 'Identifier' ? module.globalName(node) : null;
    if (name === null || !Object.hasOwn(impure, name)) continue;
    const { parent, key } = module.placed(node);
    if (parent?.type === 'MemberExpression' && key === 'object') {
      yield* memberFacts(module, parent, name, propertyName(parent, module));
    } else if (
      parent?.type === 'VariableDeclarator' &&
      key === 'init' &&
      parent.id.type === 'ObjectPattern'
    ) {
      for (const property of parent.id.properties as Shape[])
        yield* memberFacts(module, property, name, property.key ? propertyName(property, module) : null);
    } else if (!isUsedByName(parent, key))
      yield factAt(module, node, 'globals', `${name}, under another name`);
    if (name === 'Date') yield* clockFacts(module, parent, key);
  }
}

function* memberFacts(
  module: SourceModule,
  node: Shape,
  name: string,
  member: string | null,
): Generator<Fact> {
  if (member === null) {
    yield factAt(module, node, 'globals', `${name}, by a computed name`);
    return;
  }
  const kinds = impure[name] ?? {};
  if (Object.hasOwn(kinds, member))
    yield factAt(module, node, kinds[member] ?? 'globals', `${name}.${member}`);
}

/** Called, made, extended, or compared with. */
function isUsedByName(parent: Shape | null, key: string): boolean {
  switch (parent?.type) {
    case 'CallExpression':
    case 'NewExpression':
      return key === 'callee';
    case 'ClassDeclaration':
    case 'ClassExpression':
      return key === 'superClass';
    case 'BinaryExpression':
    case 'UnaryExpression':
      return true;
    default:
      return false;
  }
}

/** `Date()` and `new Date()` read the clock, and so does what extends it; with arguments they compute. */
function* clockFacts(module: SourceModule, parent: Shape | null, key: string): Generator<Fact> {
  if (parent !== null && key === 'superClass') yield factAt(module, parent, 'clock', 'extends Date');
  if (parent === null || key !== 'callee') return;
  const [first] = parent.arguments as Shape[];
  const readsClock =
    parent.type === 'CallExpression' || first === undefined || first.type === 'SpreadElement';
  if (readsClock)
    yield factAt(module, parent, 'clock', parent.type === 'NewExpression' ? 'new Date()' : 'Date()');
}
