import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CallEvidence } from '#core/proof/call-evidence.ts';
import type { ChangedFile } from '../../patch/apply-patch.ts';
import type { RecordedUse } from '../../runners/node/encoded.ts';
import type { Session } from '../session.ts';
import { type CodeLine, changedCode, countAt, readScripts, type Script } from '../v8-coverage.ts';
import { executeCalls } from './isolated-runner.ts';
import type { ComparisonTargets } from './targets.ts';

type Exercise = NonNullable<CallEvidence['exercise']>;

const milliseconds = 20_000;
const mostNamed = 10;

/**
 * How much of the change the calls ran: lines that the candidate has and the base has not, and the other way round. A line
 * counts only if all of it ran, so that each side of a condition has to be taken. `null` where V8 told nothing.
 *
 * The calls are made once more for it, because counting takes time that must not be in a comparison of times.
 */
export async function measureExercise(
  session: Session,
  targets: ComparisonTargets,
  uses: readonly RecordedUse[],
): Promise<Exercise | null> {
  const turned = session.changes.map(({ path, before, after }) => ({ path, before: after, after: before }));
  const sides = await Promise.all([
    exerciseOf('candidate', session.changes, session, targets, uses),
    exerciseOf('base', turned, session, targets, uses),
  ]);
  const [candidate, base] = sides;
  if (!candidate || !base) return null;
  return {
    changed: candidate.changed + base.changed,
    executed: candidate.executed + base.executed,
    idle: [...candidate.idle, ...base.idle].slice(0, mostNamed),
  };
}

async function exerciseOf(
  side: 'base' | 'candidate',
  changes: readonly ChangedFile[],
  session: Session,
  targets: ComparisonTargets,
  uses: readonly RecordedUse[],
): Promise<Exercise | null> {
  const finished = await executeCalls(session, targets, side, {
    uses,
    milliseconds,
    environment: (out) => ({ NODE_V8_COVERAGE: folderIn(out) }),
  });
  const scripts = await readScripts(folderIn(finished.out));
  if (scripts.length === 0) return null;
  const idle: string[] = [];
  let changed = 0;
  for (const change of changes) {
    const { href } = pathToFileURL(join(finished.root, change.path));
    const loaded = scripts.filter(({ url }) => url === href);
    const lines = changedCode(change);
    changed += lines.length;
    for (const line of lines)
      if (!loaded.some((script) => ranWholly(script, line, change.after)))
        idle.push(
          `${change.path}:${line.number} of the ${side}: ${change.after.slice(line.start, line.end).slice(0, 100)}`,
        );
  }
  return { changed, executed: changed - idle.length, idle };
}

const folderIn = (out: string): string => join(out, 'coverage');

/** Whether no part of the line that names or computes something was left out. */
function ranWholly(script: Script, { start, end }: CodeLine, text: string): boolean {
  const bounds = script.functions
    .flatMap(({ ranges }) => ranges.flatMap(({ startOffset, endOffset }) => [startOffset, endOffset]))
    .filter((offset) => start < offset && offset < end);
  const starts = [start, ...new Set(bounds)].toSorted((a, b) => a - b);
  return starts.every((from, i) => {
    const part = text.slice(from, starts[i + 1] ?? end);
    return !/[\w$]/.test(part) || countAt(script, from) > 0;
  });
}
