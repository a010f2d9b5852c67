import { drawNormal } from '#core/numbers/normal-distribution.ts';
import { countAbove, quantile, type Sketch, sketchOf } from '#core/performance/sketch/sketch.ts';
import { judgeRollout } from '#core/rollouts/judge-rollout.ts';
import { nextMove } from '#core/rollouts/next-move.ts';
import { slowerShares, type Traffic } from '#core/rollouts/planner/traffic.ts';
import { type Comparison, stepsOf } from '#core/rollouts/rollout.ts';
import {
  addCounts,
  noRequests,
  type RequestCounts,
  type StepEvidence,
} from '#core/rollouts/step-evidence.ts';
import type { RolloutPlan } from '#core/service/manifest.ts';
import { countEvents } from './random-routing.ts';

const endpoint = 'GET /prices';

/** How the canary differs from the baseline: factors of its error rate and of each of its durations. */
export interface Difference {
  readonly errors?: number;
  readonly durations?: number;
}

interface SimulatedRollout {
  readonly plan: RolloutPlan;
  readonly comparison: Comparison;
  readonly traffic: Traffic;
  readonly difference: Difference;
  /** Minutes between two checks. */
  readonly every: number;
  readonly random: () => number;
}

/** How a rollout ended, and after how many seconds. */
export interface SimulatedEnding {
  readonly outcome: 'promoted' | 'regressed' | 'undecided';
  readonly seconds: number;
}

/** Durations with a log-normal distribution around 80 ms. */
export function usualDurations(random: () => number): Sketch {
  return sketchOf(Array.from({ length: 20_000 }, () => 80 * Math.exp(0.6 * drawNormal(random))));
}

/** One rollout with random routing, judged by the shipped judge, to its end. */
export function simulateRollout(world: SimulatedRollout): SimulatedEnding {
  const { plan, comparison, every } = world;
  const past: StepEvidence[] = [];
  let elapsed = 0;
  for (const step of stepsOf(plan, comparison)) {
    let sides = { canary: noRequests, baseline: noRequests };
    for (let seconds = every * 60; ; seconds += every * 60) {
      const served = serve(world, step.weight);
      sides = {
        canary: addCounts(sides.canary, served.canary),
        baseline: addCounts(sides.baseline, served.baseline),
      };
      const current = { comparison, weight: step.weight, seconds, endpoints: [{ endpoint, ...sides }] };
      const judgment = judgeRollout({ plan, endpoint, steps: [...past, current] });
      const move = nextMove(judgment, { plan, weight: step.weight, seconds });
      const at = elapsed + seconds;
      if (move.kind === 'roll-back') return { outcome: 'regressed', seconds: at };
      if (move.kind === 'advance' || move.kind === 'complete') {
        past.push(current);
        elapsed = at;
        break;
      }
      if (move.kind === 'give-up') return { outcome: 'undecided', seconds: at };
    }
  }
  return { outcome: 'promoted', seconds: elapsed };
}

/** The requests between two checks. Before a merge, the baseline has served as many as the canary since. */
function serve({ comparison, traffic, difference, every, random }: SimulatedRollout, weight: number) {
  const requests = Math.floor(traffic.requestsPerMinute * every + random());
  const routed = countEvents({ weight: weight / 100, requests, rate: 1, ratio: 1 }, random);
  const isBefore = comparison === 'before-after';
  return {
    canary: served(isBefore ? requests : routed.canary, traffic, difference, random),
    baseline: served(isBefore ? requests : routed.baseline, traffic, {}, random),
  };
}

function served(
  requests: number,
  { sketch, errorRate }: Traffic,
  { errors: moreErrors = 1, durations = 1 }: Difference,
  random: () => number,
): RequestCounts {
  const [p50 = 0, p90 = 0, p99 = 0] = slowerShares(sketch, durations).map(([, after]) => after);
  const quartile = countAbove(sketch, quantile(sketch, 0.25) / durations) / countAbove(sketch, 0);
  const counts = { errors: 0, slower: [0, 0, 0] as [number, number, number], aboveQuartile: 0 };
  for (let i = 0; i < requests; i += 1) {
    counts.errors += Number(random() < errorRate * moreErrors);
    const slowness = random();
    counts.aboveQuartile += Number(slowness < quartile);
    counts.slower[0] += Number(slowness < p50);
    counts.slower[1] += Number(slowness < p90);
    counts.slower[2] += Number(slowness < p99);
  }
  return { requests, ...counts };
}
