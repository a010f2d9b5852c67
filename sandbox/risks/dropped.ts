import type { RiskKind } from '#core/proof/risk.ts';
import type { Shape } from '../syntax/parse-program.ts';
import { isFunctionNode } from '../syntax/walk.ts';
import { propertyName } from './constant-text.ts';
import { type Fact, factAt } from './fact.ts';
import { longLivedVariables } from './memory/long-lived-variables.ts';
import type { SourceModule } from './source-module.ts';

/**
 * What a change leaves out. A check that never fails in a test, or a write whose result nobody reads, is not missed by any
 * comparison of results.
 */
export function droppedFacts(before: SourceModule, after: SourceModule): readonly Fact[] {
  return [
    ...droppedChecks(before, after),
    ...droppedEffects(before, after),
    ...droppedMemory(before, after),
    ...notAwaited(before, after),
  ];
}

function droppedChecks(before: SourceModule, after: SourceModule): Fact[] {
  const left = countBy(after.nodes.filter(isThrow), (node) => after.textOf(node.argument));
  const dropped: Fact[] = [];
  for (const node of before.nodes.filter(isThrow)) {
    const text = before.textOf(node.argument);
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    if (count <= 0) dropped.push(missing('dropped checks', `throw ${text}`, before.placeOf(node), after));
  }
  const isStrict = ({ nodes }: SourceModule) => nodes.some(({ directive }) => directive === 'use strict');
  if (isStrict(before) && !isStrict(after))
    dropped.push(factAt(after, after.parsed.program as Shape, 'dropped checks', "'use strict'"));
  return dropped;
}

const isThrow = ({ type }: Shape): boolean => type === 'ThrowStatement';

/** Calls whose result nobody uses are made for their effect. */
function droppedEffects(before: SourceModule, after: SourceModule): Fact[] {
  const left = new Set(after.nodes.flatMap((node) => calledName(node, after) ?? []));
  return before.nodes.flatMap((node) => {
    const call = statementCall(node);
    const name = call && calledName(call, before);
    if (!call || !name || left.has(name) || !isOutside(call, before)) return [];
    return [missing('dropped effects', `${before.textOf(call.callee)}()`, before.placeOf(node), after)];
  });
}

/** A function that no longer reads or clears what lives from call to call. */
function droppedMemory(before: SourceModule, after: SourceModule): Fact[] {
  const left = new Set([...longLivedVariables(after)].map(({ what, place }) => `${place} ${what}`));
  const places = new Set(after.nodes.filter(isFunctionNode).map(after.placeOf));
  return [...longLivedVariables(before)]
    .filter(({ what, place }) => places.has(place) && !left.has(`${place} ${what}`))
    .map(({ what, place }) => missing('memory', what, place, after));
}

/** A call that was waited for, and is now only begun: its failure is lost, and what follows comes too early. */
function notAwaited(before: SourceModule, after: SourceModule): Fact[] {
  const awaited = new Set(
    before.nodes.flatMap((node) =>
      node.type === 'AwaitExpression' ? (calledName(node.argument, before) ?? []) : [],
    ),
  );
  const begun = new Set(namesBegun(before).map(({ name }) => name));
  return namesBegun(after)
    .filter(({ name }) => awaited.has(name) && !begun.has(name))
    .map(({ name, node }) => factAt(after, node, 'dropped effects', `${name}() is not awaited`));
}

const namesBegun = (module: SourceModule): { readonly name: string; readonly node: Shape }[] =>
  module.nodes.flatMap((node) => {
    const call =
      node.type === 'ExpressionStatement' && node.expression.type !== 'AwaitExpression'
        ? statementCall(node)
        : null;
    const name = call && calledName(call, module);
    return name ? [{ name, node }] : [];
  });

/** `store.save(x);` and `await store.save(x);` */
function statementCall(node: Shape): Shape | null {
  if (node.type !== 'ExpressionStatement') return null;
  let { expression } = node;
  while (/^(?:AwaitExpression|UnaryExpression|ChainExpression)$/.test(expression.type))
    expression = expression.argument ?? expression.expression;
  return expression.type === 'CallExpression' ? expression : null;
}

function calledName(node: Shape, module: SourceModule): string | null {
  if (node.type !== 'CallExpression') return null;
  const { callee } = node;
  return callee.type === 'MemberExpression' ? propertyName(callee, module) : (callee.name ?? null);
}

/** Whether a call reaches something that other code sees: a collaborator, an import, or a check of the module. */
function isOutside({ callee }: Shape, module: SourceModule): boolean {
  let root: Shape = callee;
  while (root.type === 'MemberExpression') root = root.object;
  if (root.type === 'ThisExpression') return true;
  const binding = root.type === 'Identifier' ? module.scopes.bindingOf(root) : null;
  if (binding === null) return root.type === 'Identifier' && module.globalName(root) !== 'Object';
  if (binding.kind === 'import') return true;
  if (binding.kind === 'parameter')
    return callee.type !== 'MemberExpression' || !onLists.test(callee.property.name);
  return (
    binding.kind === 'function' &&
    module.nodes.some((node) => isThrow(node) && isInside(node, binding.declaration))
  );
}

/** What these do to an argument is compared. */
const onLists = /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|set|add|delete|clear|forEach)$/;

const isInside = (inner: Shape, outer: Shape): boolean => outer.start < inner.start && inner.end <= outer.end;

/** At the function that lacks it, or at the start of the file. */
function missing(kind: RiskKind, what: string, place: string, after: SourceModule): Fact {
  const there = after.nodes.find((node) => isFunctionNode(node) && after.placeOf(node) === place);
  return factAt(after, there ?? (after.parsed.program as Shape), kind, `without ${what}`);
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
