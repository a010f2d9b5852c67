import type { RiskKind } from '#core/proof/risk.ts';
import type { Shape } from '../syntax/parse-program.ts';
import type { Binding } from '../syntax/scopes.ts';
import { isFunctionNode } from '../syntax/walk.ts';
import { type Fact, factAt } from './fact.ts';
import { ancestorsOf, type SourceModule } from './source-module.ts';

/** What tells the sandbox from production wherever its value goes. */
const telling: ReadonlySet<RiskKind> = new Set(['environment', 'test globals', 'call stack']);

/** How often a value is passed on at most: through variables that hold it, and functions that return it. */
const mostSteps = 4;

/** Uses of what holds a telling value: `const isTest = process.env.NODE_ENV === 'test'` makes `isTest` tell the same. */
export function carriedFacts(facts: readonly Fact[], module: SourceModule): readonly Fact[] {
  const carried: Fact[] = [];
  const known = new Set<Binding>();
  let sources = facts.filter(({ kind, isOnce }) => telling.has(kind) && !isOnce);
  for (let step = 0; step < mostSteps && sources.length > 0; step += 1) {
    sources = sources.flatMap((fact) =>
      holdersOf(fact, module).flatMap((holder) => {
        if (known.has(holder)) return [];
        known.add(holder);
        return holder.references.map((use) =>
          factAt(
            module,
            use,
            fact.kind,
            `${holder.name}, which depends on ${fact.what.replace(/^.*which depends on /, '')}`,
          ),
        );
      }),
    );
    carried.push(...sources);
  }
  return carried;
}

/** The variables whose value the fact is a part of, and the functions in which it stands. */
function holdersOf(fact: Fact, module: SourceModule): readonly Binding[] {
  const node = module.nodes.findLast(({ start, end }) => start <= fact.at && fact.at < end);
  if (!node) return [];
  for (const outer of ancestorsOf(node, module.parentOf)) {
    const declared: Shape | null =
      outer.type === 'VariableDeclarator' ? outer.id : isFunctionNode(outer) ? (outer.id ?? null) : null;
    if (declared?.type === 'Identifier')
      return [module.scopes.bindingOf(declared)].filter((found) => found !== null);
    if (declared !== null) return [];
  }
  return [];
}
