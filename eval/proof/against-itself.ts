import type { Shape } from '#sandbox/syntax/parse-program.ts';
import { declarationIn, statementsOf } from './parse-module.ts';
import type { CorpusFunction } from './read-corpus.ts';
import { tryCandidate } from './try-candidate.ts';
import { readTotals, totalsPath, verifyKiosk } from './verify-kiosk.ts';

/**
 * Compares bases with themselves, one function after another, with another seed each time.
 *
 * @returns what was called different, with the function, the seed and what the gate said.
 */
export async function compareWithItself(
  functions: readonly CorpusFunction[],
  runs: number,
  seed: number,
): Promise<readonly string[]> {
  const calledDifferent: string[] = [];
  for (let run = 0; run < runs; run += 1) {
    const corpusFunction = functions[run % functions.length];
    if (corpusFunction === undefined) break;
    const { name, path, source, folder } = corpusFunction;
    const change = { path, before: source, after: withIdleStatement(path, source) };
    const { rejectedBy, detail, calls } = await tryCandidate(folder, change, seed + run);
    const [difference] = calls?.differences ?? [];
    if (rejectedBy !== null || difference)
      calledDifferent.push(`${name}, seed ${seed + run}: ${difference?.difference ?? detail}`);
  }
  return calledDifferent;
}

/**
 * Verifies a base against itself by all gates, with requests and benchmark, with another seed each time.
 *
 * @returns what was called different, or faster, with the seed and the reason.
 */
export async function verifyItself(runs: number, seed: number): Promise<readonly string[]> {
  const wrong: string[] = [];
  const idle = withIdleStatement(totalsPath, await readTotals());
  for (let run = 0; run < runs; run += 1) {
    const { outcome, reason, gates } = await verifyKiosk(idle, { testSeconds: 0, seed: seed + run });
    const failed = gates.find(({ result }) => result === 'failed')?.name;
    // The benchmark is where it has to end: nothing was gained.
    if (outcome === 'passed' || (failed !== 'benchmark' && failed !== 'noise'))
      wrong.push(`seed ${seed + run}: ${outcome}, ${reason}`);
  }
  return wrong;
}

/** The source with a statement more that does nothing: without a change there would be no function to compare. */
export function withIdleStatement(path: string, source: string): string {
  const body = statementsOf(path, source).map(declarationIn).map(firstBody).find(Boolean);
  if (!body) throw new Error(`${path} has no function`);
  const inside = body.start + 1;
  return `${source.slice(0, inside)}\n  void 0;${source.slice(inside)}`;
}

function firstBody(declaration: Shape): Shape | undefined {
  if (declaration.type === 'FunctionDeclaration') return declaration.body;
  if (declaration.type !== 'ClassDeclaration') return undefined;
  return (declaration.body.body as Shape[]).find(({ kind }) => kind === 'method')?.value.body;
}
