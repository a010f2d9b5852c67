import type { Shape } from '../../syntax/parse-program.ts';
import type { Binding } from '../../syntax/scopes.ts';
import { isFunctionNode } from '../../syntax/walk.ts';
import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import { isCalledAtOnce, type SourceModule } from '../source-module.ts';
import { changeBy } from './uses.ts';

/** Variables of a function that a function it gives away changes: `memoize` keeps its map from call to call. */
export function* keptByClosures(module: SourceModule): Generator<Fact> {
  for (const binding of new Set(module.scopes.references.map((name) => module.scopes.bindingOf(name)))) {
    if (binding === null || binding.kind === 'import' || binding.kind === 'function') continue;
    const owner = functionAround(binding.scope, module);
    if (owner === null || isCalledAtOnce(owner, module)) continue;
    const keeper = binding.references.find(
      (reference) => changesState(reference, module) && isGivenAway(reference, owner, module),
    );
    if (keeper)
      yield factAt(module, keeper, 'memory', `${binding.name}, which a returned function keeps`, {
        isOnce: true,
      });
  }
}

function changesState(reference: Shape, module: SourceModule): boolean {
  const change = changeBy(reference, module);
  return change !== null && change !== 'given away';
}

function functionAround(scope: Shape, { parentOf }: SourceModule): Shape | null {
  for (let at: Shape | null = scope; at !== null; at = parentOf(at)) if (isFunctionNode(at)) return at;
  return null;
}

/** Whether the reference stands in a function that its owner returns, alone or in an object. */
function isGivenAway(reference: Shape, owner: Shape, module: SourceModule): boolean {
  for (let at: Shape | null = reference; at !== null && at !== owner; at = module.parentOf(at))
    if (isFunctionNode(at) && isReturned(at, owner, module)) return true;
  return false;
}

function isReturned(inner: Shape, owner: Shape, module: SourceModule): boolean {
  const name: Binding | null =
    inner.type === 'FunctionDeclaration' ? module.scopes.bindingOf(inner.id) : null;
  const declarator = module.parentOf(inner);
  const held = declarator?.type === 'VariableDeclarator' ? module.scopes.bindingOf(declarator.id) : name;
  return [inner, ...(held?.references ?? [])].some((node) => leadsOut(node, owner, module));
}

function leadsOut(node: Shape, owner: Shape, module: SourceModule): boolean {
  const { parent, key } = module.placed(node);
  if (parent === null) return false;
  if (parent.type === 'ReturnStatement') return functionAround(parent, module) === owner;
  if (parent === owner) return key === 'body';
  const isPart = /^(?:Property|ObjectExpression|ArrayExpression|ConditionalExpression)$/.test(parent.type);
  const isGivenOn =
    parent.type === 'CallExpression' &&
    key === 'arguments' &&
    module.globalName(parent.callee.object ?? parent.callee) === 'Object';
  return (isPart || isGivenOn) && leadsOut(parent, owner, module);
}
