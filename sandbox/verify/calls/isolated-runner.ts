import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLimits } from '../../isolation/limits.ts';
import type { RecordedUse } from '../../runners/node/encoded.ts';
import type { ExecutionPlan } from '../../runners/node/plan.ts';
import type { Result } from '../../runners/node/result.ts';
import { executeProgram } from '../../runners/programs.ts';
import { readOutput } from '../read-output.ts';
import type { Session } from '../session.ts';
import type { CallRunner } from './compare-calls.ts';
import { readResults } from './read-results.ts';
import type { ComparisonTargets } from './targets.ts';

const largestResults = 256 * 1024 ** 2;
/** Seconds beside those of the calls: to start, and to load the service's modules. */
const starting = 10;

/** Makes calls on a version in isolation, in a new process each time. */
export function isolatedRunner({ sandbox, trees, log }: Session, targets: ComparisonTargets): CallRunner {
  return {
    async execute(side, uses, milliseconds): Promise<readonly Result[]> {
      const finished = await sandbox.run({
        tree: trees[side],
        line: `"$IRONCLAW_NODE" --disable-warning=ExperimentalWarning ${executeProgram} "$IRONCLAW_PLAN"`,
        limits: { ...commandLimits, seconds: starting + milliseconds / 1_000 },
        environment: (out) => ({
          IRONCLAW_NODE: process.execPath,
          IRONCLAW_PLAN: preparedExecution(out, targets[side], uses, milliseconds),
        }),
      });
      if (finished.code !== 0) log(`calls, ${side}`, finished.killed ?? finished.output);
      return readResults((await readOutput(resultsFile(finished.out), largestResults)) ?? '');
    },
  };
}

const resultsFile = (out: string): string => join(out, 'results.jsonl');

function preparedExecution(
  out: string,
  targets: ExecutionPlan['targets'],
  uses: readonly RecordedUse[],
  milliseconds: number,
): string {
  const plan: ExecutionPlan = {
    targets,
    uses: join(out, 'uses.jsonl'),
    results: resultsFile(out),
    milliseconds,
  };
  writeFileSync(plan.uses, uses.map((use) => `${JSON.stringify(use)}\n`).join(''));
  const file = join(out, 'plan.json');
  writeFileSync(file, JSON.stringify(plan));
  return file;
}
