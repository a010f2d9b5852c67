import { count } from '../verify/gate-sequence.ts';
import { runTests } from '../verify/run-tests.ts';
import { inDirectory } from './test-values.ts';
import type { Attempt, Attempted } from './try-line.ts';

const most = 3;

/** Runs the tests once: a suite that reports can be used, even if it is red. */
export async function tryToTest({ job, line, sandbox, tree }: Attempt): Promise<Attempted> {
  const suite = { line: inDirectory(job.manifest, line), sandbox, log: () => undefined };
  const { results, finished } = await runTests(suite, { tree, title: 'tests' });
  const { output } = finished;
  if (typeof results === 'string') return { result: 'fails', detail: results, output };
  const ran = [...results].filter(([, result]) => result !== 'skipped');
  if (ran.length === 0) return { result: 'fails', detail: `\`${line}\` ran no test.`, output };
  const failed = ran.filter(([, result]) => result === 'failed').map(([name]) => name);
  if (failed.length === 0) return { result: 'works', detail: `${count(ran.length, 'test')} pass.`, output };
  const named = failed.slice(0, most).join('; ');
  return {
    result: 'partly',
    detail: `of ${count(ran.length, 'test')}, ${failed.length} failed without any change: ${named}${failed.length > most ? '; …' : ''}.`,
    output,
  };
}
