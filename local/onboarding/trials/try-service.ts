import type { Trial, TrialStep } from '#core/service/trial.ts';
import type { Draft } from '../answers.ts';
import type { Findings } from '../look/look.ts';
import type { Row } from '../row.ts';
import type { Trials } from './open-trials.ts';
import { tryStarts } from './try-starts.ts';

/** A manifest whose lines have all been run. */
export interface Tried {
  readonly draft: Draft;
  readonly rows: readonly Row[];
  /** Whether it can be started, and so be measured. */
  readonly isUsable: boolean;
}

/** Runs one line, and says so to a person who waits. */
export type Run = (step: TrialStep, draft: Draft, paths?: readonly string[]) => Promise<Trial>;

/** A suite that takes longer than the usual limit gets one of its own, half as long again. */
const usualSeconds = 60;
const mostSeconds = 200;

/**
 * Runs what was found, one line after the other: a build and a start that belong together, then the checks. What is not
 * needed and fails is left out of the manifest.
 */
export async function tryService(
  draft: Draft,
  findings: Findings,
  run: Trials['run'],
  tell: (sentence: string) => void,
): Promise<Tried> {
  const told: Run = (step, tried, paths) => {
    tell(`${step}: ${tried.commands[step]}`);
    return run(step, tried, paths);
  };
  const started = await tryStarts(draft, findings, told);
  // Without a line that starts it there is no manifest that a check could be tried with.
  if (started.draft.commands.start === '') return started;
  const typecheck = await tryOptional('typecheck', started.draft, told);
  const lint = await tryOptional('lint', typecheck.draft, told);
  const test = await tryTests(lint.draft, findings, told);
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
