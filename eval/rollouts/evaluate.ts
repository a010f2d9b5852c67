import { mean } from '#core/numbers/mean.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { Manifest } from '#core/service/manifest.ts';
import type { Judge } from './judges/judge.ts';
import { runRollout } from './run-rollout.ts';
import type { World } from './world.ts';

/** How many rollouts of a world ended how. */
export interface Result {
  readonly runs: number;
  /** Shares of the runs, in [0, 1]. */
  readonly rolledBack: number;
  readonly kept: number;
  readonly undecided: number;
  /** Mean minutes to a rollback, and to the end of the rollouts that were kept; null if there were none. */
  readonly minutesToRollback: number | null;
  readonly minutesToEnd: number | null;
}

const { rollout: defaultPlan } = Manifest.parse({
  name: 'shop',
  language: 'typescript',
  commands: { test: 't', start: 's' },
});

/** Plays `runs` rollouts of a world; the same seed gives the same numbers. */
export function evaluate(world: World, judge: Judge, runs: number, seed: number): Result {
  const random = seededRandom(seed);
  const endings = Array.from({ length: runs }, () => runRollout(world, judge, defaultPlan, random));
  const of = (outcome: string) => endings.filter((ending) => ending.outcome === outcome);
  const meanOf = (outcome: string) => {
    const minutes = of(outcome).map((ending) => ending.minutes);
    return minutes.length > 0 ? mean(minutes) : null;
  };
  return {
    runs,
    rolledBack: of('rolled-back').length / runs,
    kept: of('kept').length / runs,
    undecided: of('undecided').length / runs,
    minutesToRollback: meanOf('rolled-back'),
    minutesToEnd: meanOf('kept'),
  };
}
