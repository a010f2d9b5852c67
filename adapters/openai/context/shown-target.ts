import type { LocatedFunction } from '#adapters/ast-grep/code-base.ts';
import { isReplaceable } from '#adapters/ast-grep/named-functions.ts';
import { isOneOf, nodesOf } from '#adapters/ast-grep/syntax.ts';
import type { HotCode } from './heat.ts';
import type { Part } from './part.ts';

/** Characters. A model does not write a longer function again without mistakes: it edits that. */
const longestRewrite = 12_000;
/** Characters. Of a longer function, the lines around the hottest ones are shown. */
const longestShown = 20_000;
/** Lines of its beginning and its end that say what it is. */
const edges = { head: 8, tail: 2 };

/** Whether an answer may be the whole function, written again. */
export const mayBeRewritten = ({ target }: Pick<LocatedFunction, 'target'>): boolean =>
  isReplaceable(target) && target.declaration.text().length <= longestRewrite;

/** The function as it is; of a very long one the lines around the hottest, with a mark wherever lines are left out. */
export function shownTarget({ target }: LocatedFunction, hot: HotCode | undefined): Part {
  const text = target.declaration.text();
  const isWhole = text.length <= longestShown;
  return {
    name: isWhole ? 'source of the function' : 'source of the function, in part',
    text: isWhole ? text : excerpt(text, centersOf(target, hot)),
    heat: 1,
  };
}

/** Indexes of the function's lines that matter most: the hottest, or else those where it repeats something or waits. */
function centersOf(
  { declaration, node }: LocatedFunction['target'],
  hot: HotCode | undefined,
): readonly number[] {
  const first = declaration.range().start.line;
  const hottest = (hot?.lines ?? []).slice(0, 5).map(({ line }) => line - 1 - first);
  if (hottest.length > 0) return hottest;
  return nodesOf(node, 'for_statement', 'for_in_statement', 'while_statement', 'await_expression')
    .filter((one) => isOneOf(one, ['await_expression']) || one.text().length < longestShown / 2)
    .map((one) => one.range().start.line - first);
}

function excerpt(text: string, centers: readonly number[]): string {
  const lines = text.split('\n');
  const isEdge = (i: number) => i < edges.head || i >= lines.length - edges.tail;
  const distance = (i: number) => {
    if (isEdge(i)) return -1;
    return centers.length === 0 ? i : Math.min(...centers.map((center) => Math.abs(center - i)));
  };
  const nearest = lines.map((_, i) => i).toSorted((a, b) => distance(a) - distance(b) || a - b);
  const shown = new Set<number>();
  let left = longestShown;
  for (const i of nearest) {
    left -= (lines[i]?.length ?? 0) + 1;
    if (left < 0) break;
    shown.add(i);
  }
  return withMarks(lines, shown);
}

function withMarks(lines: readonly string[], shown: ReadonlySet<number>): string {
  return lines
    .flatMap((line, i) => {
      if (shown.has(i)) return [line];
      if (i > 0 && !shown.has(i - 1)) return [];
      const next = lines.findIndex((_, j) => j > i && shown.has(j));
      const last = next < 0 ? lines.length : next;
      return [`[lines ${i + 1} to ${last} of ${lines.length} left out]`];
    })
    .join('\n');
}
