import type { Trial, TrialStep } from '#core/service/trial.ts';
import type { Draft } from '../answers.ts';
import type { Findings } from '../look/look.ts';
import type { Row } from '../row.ts';

/** A manifest whose lines have been run. */
export interface Tried {
  readonly draft: Draft;
  readonly rows: readonly Row[];
  /** Whether it can be started, and so be measured. */
  readonly isUsable: boolean;
}

/** Runs one line. */
export type Run = (step: TrialStep, draft: Draft, paths?: readonly string[]) => Promise<Trial>;

/** A suite that takes longer than the usual limit gets one of its own, half as long again. */
const usualSeconds = 60;
const mostSeconds = 200;

/** Says each line to a person who waits before it runs. */
export const telling =
  (run: Run, tell: (sentence: string) => void): Run =>
  (step, draft, paths) => {
    tell(`${step}: ${draft.commands[step]}`);
    return run(step, draft, paths);
  };

/** Runs the checks, one after the other, once it is known how the service starts. A type check or linter that fails is left out. */
export async function tryChecks(started: Tried, findings: Findings, run: Run): Promise<Tried> {
  // Without a line that starts it there is no manifest that a check could be tried with.
  if (started.draft.commands.start === '') return started;
  const typecheck = await tryOptional('typecheck', started.draft, run);
  const lint = await tryOptional('lint', typecheck.draft, run);
  const test = await tryTests(lint.draft, findings, run);
  return {
    draft: test.draft,
    rows: [...started.rows, ...typecheck.rows, ...lint.rows, ...test.rows],
    isUsable: started.isUsable,
  };
}

async function tryOptional(
  step: 'typecheck' | 'lint',
  draft: Draft,
  run: Run,
): Promise<Pick<Tried, 'draft' | 'rows'>> {
  const line = draft.commands[step];
  if (line === undefined) return { draft, rows: [] };
  const { result, detail } = await run(step, draft);
  if (result === 'works') return { draft, rows: [{ what: step, found: line, verdict: 'works', detail: '' }] };
  const { [step]: _, ...commands } = draft.commands;
  return {
    draft: { ...draft, commands: { ...commands, start: draft.commands.start, test: draft.commands.test } },
    rows: [{ what: step, found: line, verdict: 'left out', detail }],
  };
}

async function tryTests(draft: Draft, { test }: Findings, run: Run): Promise<Pick<Tried, 'draft' | 'rows'>> {
  const line = draft.commands.test;
  const { result, detail, seconds } = await run('test', draft);
  const note = test.runner !== null && test.line === line ? (test.note ?? '') : '';
  const why = result === 'fails' && test.runner === null ? `${test.why} ` : '';
  const help = result === 'fails' ? ' No fix can be proven without tests that report: --test.' : '';
  const row: Row = {
    what: 'test',
    found: line,
    verdict: result,
    detail: `${why}${detail}${help} ${note}`.trim(),
  };
  const needed = Math.ceil(seconds * 1.5);
  const isSlow = result !== 'fails' && needed > usualSeconds && draft.limits?.seconds === undefined;
  const limits = { ...draft.limits, seconds: Math.min(needed, mostSeconds) };
  return { draft: isSlow ? { ...draft, limits } : draft, rows: [row] };
}
