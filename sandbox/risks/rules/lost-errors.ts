import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import type { SourceModule } from '../source-module.ts';

/** Failures that nobody hears of: caught and not thrown on, or left to a promise that nobody waits for. */
export function* lostErrors(module: SourceModule): Generator<Fact> {
  const throwing = module.nodes.filter(({ type }) => type === 'ThrowStatement');
  for (const node of module.nodes) {
    if (
      node.type === 'CatchClause' &&
      !throwing.some(({ start, end }) => node.start < start && end < node.end)
    )
      yield factAt(module, node, 'dropped checks', 'an error that is caught and not thrown on');
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') continue;
    const name: string = node.callee.property.name;
    const isBegun = /^(?:ExpressionStatement|UnaryExpression)$/.test(module.parentOf(node)?.type ?? '');
    if (name === 'catch' || ((name === 'then' || name === 'finally') && isBegun))
      yield factAt(module, node, 'dropped checks', `a promise that is left to .${name}()`);
  }
}
