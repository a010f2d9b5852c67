import { count } from '../verify/gate-sequence.ts';
import { runTests } from '../verify/run-tests.ts';
import { countTests } from '../verify/test-reports/test-results.ts';
import { whyNoneRan } from '../verify/why-no-tests.ts';
import type { Attempt, Attempted } from './try-line.ts';

/** So many tests that fail are named. */
const most = 3;

/** Runs the tests once: a suite that reports can be used, even if it is red. */
export async function tryToTest({ line, sandbox, tree }: Attempt): Promise<Attempted> {
  const suite = { line, sandbox, log: () => undefined };
  const { results, finished } = await runTests(suite, { tree, title: 'tests' });
  const { output } = finished;
  if (typeof results === 'string') return { result: 'fails', detail: results, output };
  const { passed, failed } = countTests(results);
  if (passed + failed === 0) return { result: 'fails', detail: whyNoneRan(output), output };
  if (failed === 0) return { result: 'works', detail: `${count(passed, 'test')} pass.`, output };
  const names = [...results].filter(([, counts]) => counts.failed > 0).map(([name]) => name);
  const named = `${names.slice(0, most).join('; ')}${names.length > most ? '; …' : ''}`;
  const all = count(passed + failed, 'test');
  return { result: 'partly', detail: `of ${all}, ${failed} failed without any change: ${named}.`, output };
}
