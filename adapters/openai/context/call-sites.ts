import type { LocatedFunction } from '#adapters/ast-grep/code-base.ts';
import { type Node, nodesOf, same } from '#adapters/ast-grep/syntax.ts';
import type { Part } from './part.ts';

const mostSites = 12;
/** Characters of a line. */
const longest = 200;

/** Where and with what a function is called, one call a line: also where a caller is too long to be shown. */
export function callSites(callers: readonly LocatedFunction[], { target }: LocatedFunction): readonly Part[] {
  const sites = callers.flatMap(({ file, target: caller }) =>
    usesIn(caller.node, target.name).map((use) => {
      const { line } = use.range().start;
      return `${file.path}:${line + 1}: ${file.text.split(/\r?\n/)[line]?.trim().slice(0, longest) ?? ''}`;
    }),
  );
  if (sites.length === 0) return [];
  const text = [...new Set(sites)].slice(0, mostSites).join('\n');
  return [{ name: `calls of ${target.name}`, text, heat: 0.6 }];
}

const usesIn = (caller: Node, name: string): readonly Node[] =>
  nodesOf(caller, 'identifier', 'property_identifier').filter(
    (use) => use.text() === name && !same(use.parent()?.field('name') ?? null, use),
  );
