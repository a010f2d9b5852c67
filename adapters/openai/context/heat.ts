import { type CodeBase, keyOf, type LocatedFunction } from '#adapters/ast-grep/code-base.ts';
import { functionAt } from '#adapters/ast-grep/named-functions.ts';
import type { Finding } from '#core/performance/findings/finding.ts';
import type { HotLine } from '#core/performance/windows/metrics-batch.ts';

/** A function of the service that the profile has seen, with its shares of the endpoint's samples. */
export interface HotCode extends LocatedFunction {
  /** Running itself, or a library that it called. */
  readonly own: number;
  readonly total: number;
  /** Hottest first. */
  readonly lines: readonly HotLine[];
}

/** In the profile's order; callbacks count for their enclosing function. */
export function hotFunctions({ hottest }: Pick<Finding, 'hottest'>, code: CodeBase): readonly HotCode[] {
  const found = new Map<string, HotCode>();
  for (const hot of hottest) {
    const module = code.module(hot.file);
    const target = module && functionAt(module.root, hot);
    if (!target) continue;
    const { file, root } = module;
    const one = { file, root, target, own: hot.own ?? hot.self, total: hot.total, lines: hot.lines ?? [] };
    const known = found.get(keyOf(one));
    found.set(keyOf(one), known ? joined(known, one) : one);
  }
  return [...found.values()];
}

function joined(a: HotCode, b: HotCode): HotCode {
  return {
    ...a,
    own: a.own + b.own,
    total: Math.max(a.total, b.total),
    lines: joinLines([...a.lines, ...b.lines]),
  };
}

/** A line of a callback is a line of the function around it, too. */
function joinLines(lines: readonly HotLine[]): readonly HotLine[] {
  const shares = new Map<number, number>();
  for (const { line, share } of lines) shares.set(line, (shares.get(line) ?? 0) + share);
  return [...shares].map(([line, share]) => ({ line, share })).toSorted((a, b) => b.share - a.share);
}
