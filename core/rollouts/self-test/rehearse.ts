import { drawNormal } from '../../numbers/normal-distribution.ts';
import { sketchOf } from '../../performance/sketch/sketch.ts';
import type { WindowPart } from '../../performance/windows/window-part.ts';
import type { RolloutPlan } from '../../service/manifest.ts';
import { minute } from '../../time.ts';
import type { AlarmInterval } from '../canary-alarm.ts';
import { gatherEvidence } from '../gather-evidence.ts';
import { judgeRollout } from '../judge-rollout.ts';
import { nextMove } from '../next-move.ts';
import { advanced, currentWeight, type Rollout, secondsAt } from '../rollout.ts';

/** How a version responds. */
export interface Behavior {
  /** Share of the requests that fail. */
  readonly failing: number;
  /** The median duration. */
  readonly milliseconds: number;
}

interface Rehearsal {
  readonly plan: RolloutPlan;
  readonly baseline: Behavior;
  readonly canary: Behavior;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

export interface Rehearsed {
  readonly found: 'promoted' | 'rolled back' | 'undecided';
  readonly reason: string;
  /** What the canary alarm saw, one a minute. */
  readonly intervals: readonly AlarmInterval[];
}

const endpoint = 'GET /self-test';
const [oldVersion, newVersion] = ['baseline', 'canary'];
const requestsPerMinute = 600;
const minutesIgnored = 5;
const begun = Date.UTC(2026, 0, 1);

/**
 * A rollout under simulated traffic: each minute, requests are routed at random by the current weight and measured; the
 * measurements are sorted into evidence and judged, until the rollout ends or its patience does.
 */
export function rehearse({ plan, baseline, canary, random }: Rehearsal): Rehearsed {
  const parts: WindowPart[] = [];
  const intervals: AlarmInterval[] = [];
  let rollout: Rollout = { ...rehearsedRollout(baseline), stages: stagesFrom(plan) };
  const serveMinute = (now: number) => {
    const from = Math.max(now - minute, rollout.stages.at(-1)?.since ?? begun);
    const served = serve({ weight: currentWeight(rollout), baseline, canary, random });
    parts.push(...partsOf(served, from, now));
    intervals.push({ canary: countsOf(served.canary), baseline: countsOf(served.baseline) });
  };
  for (let passed = 1; ; passed += 1) {
    const now = begun + passed * minute;
    serveMinute(now);
    const steps = gatherEvidence(rollout, parts, now);
    const judgment = judgeRollout({ plan, endpoint, steps });
    const { reason } = judgment;
    const stage = rollout.stages.at(-1);
    const seconds = stage ? secondsAt(stage, now) : 0;
    const move = nextMove(judgment, { plan, weight: currentWeight(rollout), seconds });
    if (move.kind === 'roll-back') {
      // The alarm stands in for a judge that is not heard: it must find this, too.
      for (let ignored = 1; ignored <= minutesIgnored; ignored += 1) serveMinute(now + ignored * minute);
      return { found: 'rolled back', reason, intervals };
    }
    if (move.kind === 'complete') return { found: 'promoted', reason, intervals };
    if (move.kind === 'give-up') return { found: 'undecided', reason, intervals };
    if (move.kind === 'advance') rollout = { ...rollout, stages: advanced(rollout, move.weight, now) };
  }
}

const stagesFrom = ({ steps }: RolloutPlan): Rollout['stages'] =>
  advanced({ stages: [] }, steps[0]?.weight ?? 100, begun);

/** The spread of durations: the standard deviation of their logarithm. */
const spread = 0.6;
/** Standard normal deviates of the quartile, p50, p90 and p99. */
const [quartileAt, p50At, p90At, p99At] = [-0.6745, 0, 1.2816, 2.3263] as const;

function rehearsedRollout({ milliseconds }: Behavior): Omit<Rollout, 'stages'> {
  const percentile = (deviate: number) => milliseconds * Math.exp(spread * deviate);
  // As in a rollout, a tenth of the target is tolerated: here, of 100 ms.
  const tolerated = [percentile(p50At) + 10, percentile(p90At) + 10, percentile(p99At) + 10] as const;
  return {
    baseline: oldVersion,
    version: newVersion,
    comparison: 'concurrent',
    mirror: null,
    thresholds: { [endpoint]: { quartile: percentile(quartileAt), tolerated } },
    judgment: null,
    badRequests: 0,
  };
}

interface Served {
  readonly durations: readonly number[];
  readonly failures: number;
}

function serve({ weight, baseline, canary, random }: Omit<Rehearsal, 'plan'> & { readonly weight: number }): {
  readonly canary: Served;
  readonly baseline: Served;
} {
  const durations = { canary: [] as number[], baseline: [] as number[] };
  const failures = { canary: 0, baseline: 0 };
  const behaviors = { canary, baseline };
  for (let i = 0; i < requestsPerMinute; i += 1) {
    const side = random() < weight / 100 ? 'canary' : 'baseline';
    const { failing, milliseconds } = behaviors[side];
    failures[side] += Number(random() < failing);
    durations[side].push(milliseconds * Math.exp(spread * drawNormal(random)));
  }
  return {
    canary: { durations: durations.canary, failures: failures.canary },
    baseline: { durations: durations.baseline, failures: failures.baseline },
  };
}

const countsOf = ({ durations, failures }: Served) => ({ requests: durations.length, failures });

function partsOf(
  served: { readonly canary: Served; readonly baseline: Served },
  from: number,
  to: number,
): readonly WindowPart[] {
  const sides = [
    [newVersion, served.canary],
    [oldVersion, served.baseline],
  ] as const;
  return sides.flatMap(([version, { durations, failures }]) =>
    durations.length === 0
      ? []
      : [
          {
            service: 'self-test',
            endpoint,
            version,
            windowStart: to - minute,
            from,
            to: to - 1,
            batch: `${version}#${to}`,
            count: durations.length,
            errors: failures,
            sum: durations.reduce((sum, duration) => sum + duration, 0),
            min: Math.min(...durations),
            max: Math.max(...durations),
            sketch: sketchOf(durations),
            memory: { rss: 0, heapUsed: 0 },
          },
        ],
  );
}
