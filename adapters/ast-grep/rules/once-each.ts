import type { Match } from './rule.ts';

/** Leaves out matches whose edits an earlier one has as well, because one rewrite covers several places. */
export function onceEach(matches: readonly Match[]): Match[] {
  const seen = new Set<string>();
  return matches.filter((match) => {
    const key = 'edits' in match ? JSON.stringify(match.edits) : `${match.node.id()}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
