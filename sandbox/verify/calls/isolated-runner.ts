import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLimits } from '../../isolation/limits.ts';
import type { KnownAnswers, RecordedUse, Targets } from '../../runners/node/encoded.ts';
import type { ExecutionPlan } from '../../runners/node/plan.ts';
import { readOutput } from '../read-output.ts';
import type { Session } from '../session.ts';
import type { CallRunner } from './call-runner.ts';
import { readResults } from './read-results.ts';
import type { ComparisonTargets } from './targets.ts';
import { readBlockCoverage } from './unexercised.ts';

const largestResults = 256 * 1024 ** 2;
const largestCoverage = 16 * 1024 ** 2;
/** Seconds beside those of the calls: to start, and to load the service's modules. */
const starting = 10;

/** Makes calls on a version in isolation, in a new process each time. */
export function isolatedRunner(
  { sandbox, trees, log }: Session,
  targets: ComparisonTargets,
  answers: KnownAnswers,
): CallRunner {
  async function run(side: 'base' | 'candidate', execution: Execution): Promise<string> {
    const finished = await sandbox.run({
      tree: trees[side],
      line: `"$IRONCLAW_NODE" --no-warnings ${sandbox.programs.execute} "$IRONCLAW_PLAN"`,
      limits: { ...commandLimits, seconds: starting + execution.milliseconds / 1_000 },
      environment: (out, root) => ({
        IRONCLAW_ROOT: root,
        IRONCLAW_NODE: runsAsItIs(targets[side]) ? sandbox.node : process.execPath,
        IRONCLAW_PLAN: prepare(out, { ...execution, targets: targets[side], answers }),
      }),
    });
    if (finished.code !== 0) log(`calls, ${side}`, finished.killed ?? finished.output);
    return finished.out;
  }
  return {
    async execute(side, uses, milliseconds) {
      const out = await run(side, { uses, milliseconds, countedPaths: [] });
      return readResults((await readOutput(resultsFile(out), largestResults)) ?? '');
    },
    async countBlocks(uses, milliseconds) {
      const countedPaths = Object.entries(targets.candidate).flatMap(([path, { built }]) =>
        built ? [] : [path],
      );
      const out = await run('candidate', { uses, milliseconds, countedPaths });
      return readBlockCoverage(await readOutput(coverageFile(out), largestCoverage));
    },
  };
}

/** TypeScript that no build removed the types of runs in our Node only. */
function runsAsItIs(targets: Targets): boolean {
  return Object.entries(targets).every(
    ([path, { functions, built }]) =>
      functions.length === 0 || built !== undefined || !/\.[cm]?ts$/.test(path),
  );
}

interface Execution {
  readonly uses: readonly RecordedUse[];
  readonly milliseconds: number;
  /** Modules whose blocks are counted. */
  readonly countedPaths: readonly string[];
}

const resultsFile = (out: string): string => join(out, 'results.jsonl');
const coverageFile = (out: string): string => join(out, 'coverage.json');

function prepare(
  out: string,
  {
    targets,
    answers,
    uses,
    milliseconds,
    countedPaths,
  }: Execution & Pick<ExecutionPlan, 'targets' | 'answers'>,
): string {
  const plan: ExecutionPlan = {
    targets,
    answers,
    uses: join(out, 'uses.jsonl'),
    results: resultsFile(out),
    milliseconds,
    ...(countedPaths.length > 0 ? { coverage: { file: coverageFile(out), paths: countedPaths } } : {}),
  };
  writeFileSync(plan.uses, uses.map((use) => `${JSON.stringify(use)}\n`).join(''));
  const file = join(out, 'plan.json');
  writeFileSync(file, JSON.stringify(plan));
  return file;
}
