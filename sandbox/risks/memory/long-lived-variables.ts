import type { Shape } from '../../syntax/parse-program.ts';
import type { Binding } from '../../syntax/scopes.ts';
import { isFunctionNode } from '../../syntax/walk.ts';
import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import { livesWithTheModule, type SourceModule } from '../source-module.ts';
import { changeBy, isAssignment, runsPerCall } from './uses.ts';

/**
 * Variables that outlive a call and change during calls. A table that is written down, or computed when the module loads, is no
 * memory as long as calls only read it.
 *
 * The identity of such a fact is all that a function does with the variable: a function that forgets to clear a cache is as
 * different as one that begins to fill it.
 */
export function* longLivedVariables(module: SourceModule): Generator<Fact> {
  for (const binding of new Set(module.scopes.references.map((name) => module.scopes.bindingOf(name)))) {
    if (binding === null || !livesWithTheModule(binding, module)) continue;
    const uses = binding.references.filter((reference) => runsPerCall(reference, module));
    if (!uses.some((use) => changes(use, binding, module))) continue;
    for (const inOnePlace of Map.groupBy(uses, module.placeOf).values()) {
      const [first] = inOnePlace;
      if (first === undefined) continue;
      const done = inOnePlace.map((use) => operationOf(use, module)).toSorted();
      const identity = `${binding.name} ${done.join(' ')}`;
      yield factAt(module, first, 'memory', `${binding.name}, which lives from call to call`, { identity });
    }
  }
}

function changes(use: Shape, binding: Binding, module: SourceModule): boolean {
  const { parent, key } = module.placed(use);
  const isCall = parent?.type === 'CallExpression' && key === 'callee';
  const change = changeBy(use, module);
  switch (binding.kind) {
    case 'import':
      // What it is given is its own business; what is set on it is seen by all that import it.
      return (
        change !== null &&
        /set|delete|Object\.|^(?:push|add|clear|unshift|splice|sort|reverse|fill)\(\)/.test(change)
      );
    case 'function':
    case 'class':
      return change !== null && changesProperties(change);
    default: {
      const init: Shape | null = binding.declaration.init ?? null;
      if (isCall) return !isStatelessFunction(init, module);
      if (isKeptState(init, module)) return true;
      if (change === null) return isStatefulPattern(use, init, module);
      return !isUnchangeable(init, module) || isAssignment(change) || changesProperties(change);
    }
  }
}

const changesProperties = (change: string): boolean => /^(?:a property is set|delete|Object\.)/.test(change);

/** Numbers, texts, functions and frozen values can be given away; functions can have properties, and frozen values parts. */
function isUnchangeable(init: Shape | null, module: SourceModule): boolean {
  switch (init?.type) {
    case 'Literal':
      return init.regex === undefined;
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return true;
    case 'CallExpression':
      return /^(?:Object\.freeze|Math\.\w+|Number|String|Symbol|BigInt)$/.test(module.textOf(init.callee));
    default:
      return false;
  }
}

/** Whether a variable that is called is a function that keeps nothing: what another function made may keep what it likes. */
function isStatelessFunction(init: Shape | null, module: SourceModule): boolean {
  if (init === null) return false;
  if (isFunctionNode(init) || init.type === 'ClassExpression') return true;
  if (init.type === 'ConditionalExpression')
    return isStatelessFunction(init.consequent, module) && isStatelessFunction(init.alternate, module);
  if (init.type === 'Identifier' || init.type === 'MemberExpression') return true;
  return init.type === 'CallExpression' && module.globalName(init.callee) === 'require';
}

const stateless =
  /^(?:Map|Set|RegExp|Array|Date|Error|TextEncoder|TextDecoder|URL|Collator|NumberFormat|DateTimeFormat|PluralRules|ListFormat|RelativeTimeFormat|DisplayNames|Segmenter|\w*Array)$/;

/** Objects of the service's own classes, generators, and weak maps are there to keep something. */
function isKeptState(init: Shape | null, module: SourceModule): boolean {
  if (init?.type !== 'NewExpression') return false;
  const made: Shape = init.callee;
  const name =
    made.type === 'MemberExpression' && module.globalName(made.object) === 'Intl'
      ? made.property.name
      : module.globalName(made);
  return name === null || !stateless.test(name);
}

/** A pattern with `g` or `y` goes on where its last match ended. */
function isStatefulPattern(use: Shape, init: Shape | null, module: SourceModule): boolean {
  const flags: string = init?.type === 'Literal' && init.regex ? init.regex.flags : '';
  const { parent } = module.placed(use);
  return (
    /[gy]/.test(flags) && parent?.type === 'MemberExpression' && /^(?:test|exec)$/.test(parent.property.name)
  );
}

/** What a function does with a variable, without what it is given. */
function operationOf(use: Shape, module: SourceModule): string {
  const { parent, key } = module.placed(use);
  const outer = parent && module.parentOf(parent);
  if (parent?.type !== 'MemberExpression' || key !== 'object') return changeBy(use, module) ?? 'read';
  const isWritten = outer?.type === 'AssignmentExpression' && outer.left === parent;
  return `${parent.computed ? '[]' : `.${parent.property.name}`}${isWritten ? ` ${outer.operator}` : ''}`;
}
