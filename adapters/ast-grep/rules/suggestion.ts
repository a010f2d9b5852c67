import type { Node } from '../syntax.ts';
import type { Match } from './rule.ts';

/** Matches of a rule that writes nothing, and the reason. */
export function suggestions(nodes: readonly Node[], reason: string): Match[] {
  return nodes.map((node) => ({ node, reason }));
}
