import type { RiskKind } from '#core/proof/risk.ts';
import type { Shape } from '../syntax/parse-program.ts';
import type { Fact } from './fact.ts';
import type { SourceModule } from './source-module.ts';

const deciding: ReadonlySet<RiskKind> = new Set([
  'environment',
  'test globals',
  'call stack',
  'request identity',
]);

/**
 * Where a telling value decides what runs, the fact is the whole statement: code that moves behind `if (isTest)`, or changes
 * there, is code that runs in one world alone.
 */
export function withBranches(facts: readonly Fact[], module: SourceModule): readonly Fact[] {
  const tests = module.nodes.flatMap((node) => {
    const test: Shape | undefined = node.type === 'SwitchStatement' ? node.discriminant : node.test;
    return test && node.type !== 'SwitchCase' ? [{ test, branch: node }] : [];
  });
  return facts.map((fact) => {
    if (!deciding.has(fact.kind)) return fact;
    const decided = tests.find(({ test }) => test.start <= fact.at && fact.at < test.end);
    return decided ? { ...fact, identity: `${fact.identity}\0${module.textOf(decided.branch)}` } : fact;
  });
}
