import * as z from 'zod';
import type { RecordedUse } from '../../runners/node/encoded.ts';
import type { CaptureSummary } from '../../runners/node/plan.ts';

/** What was captured, of all processes together. */
export interface CapturedUses {
  readonly uses: readonly RecordedUse[];
  readonly summaries: readonly CaptureSummary[];
}

/** The fields that a line must have. The values in it are only compared, never trusted. */
const Line = z.looseObject({ kind: z.enum(['call', 'history', 'summary']), target: z.string() });

/** Distinct calls of one function, and lives of objects of one class, at most: more of them say little more. */
const mostUses = 400;
const mostSummaries = 10_000;

/** Reads what captures wrote. The service's own code could have written it: a line that is none is left out. */
export function readUses(texts: readonly string[], wanted: ReadonlySet<string>): CapturedUses {
  const targets = new Set([...wanted, ...[...wanted].map((name) => name.replace(/(#.*)\..*$/, '$1'))]);
  const uses = new Map<string, RecordedUse>();
  const summaries = new Map<string, CaptureSummary>();
  const counts = new Map<string, number>();
  for (const [source, text] of texts.entries())
    for (const line of text.split('\n')) {
      const read = readLine(line);
      if (read === null || !targets.has(read.target)) continue;
      if (read.kind === 'summary') {
        if (summaries.size < mostSummaries) summaries.set(`${source} ${read.process} ${read.target}`, read);
        continue;
      }
      // A later line of the same object tells more of its life.
      const key = read.kind === 'history' ? `${source} ${read.target} ${read.object}` : line;
      const count = counts.get(read.target) ?? 0;
      if (!uses.has(key)) {
        if (count >= mostUses) continue;
        counts.set(read.target, count + 1);
      }
      uses.set(key, read);
    }
  return { uses: [...uses.values()], summaries: [...summaries.values()] };
}

/** Functions that the uses call; what is asked of an object is a call of its method. */
export const functionsCalledBy = (uses: readonly RecordedUse[]): ReadonlySet<string> =>
  new Set(
    uses.flatMap((use) =>
      use.kind === 'call' ? [use.target] : use.calls.map(({ method }) => `${use.target}.${method}`),
    ),
  );

function readLine(line: string): RecordedUse | CaptureSummary | null {
  try {
    return Line.parse(JSON.parse(line)) as unknown as RecordedUse | CaptureSummary;
  } catch {
    return null;
  }
}
