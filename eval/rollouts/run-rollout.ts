import type { AlarmInterval, ResponseCounts } from '#core/rollouts/canary-alarm.ts';
import { addCounts, type EndpointEvidence, noRequests } from '#core/rollouts/step-evidence.ts';
import type { RolloutPlan } from '#core/service/manifest.ts';
import { drawBinomial } from './draw-binomial.ts';
import { thresholdsOf } from './durations.ts';
import type { Judge, MeasuredStep } from './judges/judge.ts';
import { serve } from './serve.ts';
import { type Behavior, improved, usual, type Version, type World } from './world.ts';

/** How a rollout ended. `undecided`: it was rolled back without a verdict, or had none after a day. */
export interface Ending {
  readonly outcome: 'rolled-back' | 'kept' | 'undecided';
  /** Minutes since the canary got its first request. */
  readonly minutes: number;
}

const longest = 24 * 60;

/** One rollout of a world under a rule, from the first step to its end. */
export function runRollout(
  world: World,
  { decide }: Judge,
  defaultPlan: RolloutPlan,
  random: () => number,
): Ending {
  const plan = { ...defaultPlan, ...world.plan };
  const { looksPerMinute = 2 } = world;
  const traffic = trafficOf(world, random);
  const past: MeasuredStep[] = [];
  const intervals: AlarmInterval[] = [];
  let weight = plan.steps[0]?.weight ?? 100;
  let begun = 0;
  let endpoints: EndpointEvidence[] = [];
  let lostByMinute = new Map<number, number>();
  for (let look = 0; look < longest * looksPerMinute; look += 1) {
    const isNewMinute = looksPerMinute < 1 || (look - begun) % looksPerMinute === 0;
    const { entries, interval, lost } = traffic(look, look - begun, weight);
    const whole = isNewMinute ? entries : sums(endpoints.splice(-entries.length), entries);
    const minute = Math.floor((look - begun) / looksPerMinute);
    if (lost > 0) lostByMinute.set(minute, (lostByMinute.get(minute) ?? 0) + lost);
    endpoints = [...endpoints, ...whole];
    const isNewInterval = looksPerMinute < 1 || look % looksPerMinute === 0;
    intervals.push(isNewInterval ? interval : joined(intervals.pop(), interval));

    const seconds = ((look + 1 - begun) * 60) / looksPerMinute;
    const current: MeasuredStep = { comparison: 'concurrent', weight, seconds, endpoints, lostByMinute };
    const closed = isNewInterval ? intervals.slice(0, -1) : intervals;
    const move = decide({ plan, endpoint: improved, steps: [...past, current], intervals: closed });
    const minutes = (look + 1) / looksPerMinute;
    if (move.kind === 'roll-back') return { outcome: 'rolled-back', minutes };
    if (move.kind === 'complete') return { outcome: 'kept', minutes };
    if (move.kind === 'give-up') return { outcome: 'undecided', minutes };
    if (move.kind !== 'advance') continue;
    past.push(current);
    weight = move.weight;
    begun = look + 1;
    endpoints = [];
    lostByMinute = new Map();
  }
  return { outcome: 'undecided', minutes: longest };
}

type Traffic = (
  look: number,
  lookAtWeight: number,
  weight: number,
) => {
  readonly entries: readonly EndpointEvidence[];
  readonly interval: AlarmInterval;
  /** Measurements that processes reported as lost. */
  readonly lost: number;
};

function trafficOf(world: World, random: () => number): Traffic {
  const behavior: Behavior = world.behavior(random);
  const shares = Object.entries(world.endpoints ?? { [improved]: 1 });
  const durations = world.durations ?? usual.durations;
  const thresholds = thresholdsOf(durations);
  const { looksPerMinute = 2 } = world;
  const perLook = (world.requests ?? 600) / looksPerMinute;
  return (look, lookAtWeight, weight) => {
    const passed: Record<Version, ResponseCounts> = { canary: none, baseline: none };
    const minute = Math.floor(lookAtWeight / looksPerMinute);
    let lost = 0;
    const entries = shares.map(([endpoint, share]): EndpointEvidence => {
      const requests = Math.floor(perLook * share + random());
      const split = world.split?.(weight, endpoint, random) ?? weight / 100;
      const ofCanary = drawBinomial(requests, split, random);
      const known = world.isUnseen && endpoint === improved ? null : thresholds;
      const measured = (version: Version, count: number) => {
        const moment = {
          version,
          endpoint,
          weight,
          minute: look / looksPerMinute,
          minuteAtWeight: lookAtWeight / looksPerMinute,
        };
        const conditions = { ...usual, durations, ...behavior(moment) };
        const served = serve(count, conditions, known, random);
        if (conditions.isLossKnown) lost += count - served.measured.requests;
        passed[version] = addResponses(passed[version], served.passed);
        return served.measured;
      };
      return {
        endpoint,
        minute,
        canary: measured('canary', ofCanary),
        baseline: measured('baseline', requests - ofCanary),
      };
    });
    return { entries, interval: passed, lost };
  };
}

const none: ResponseCounts = { requests: 0, failures: 0 };

const addResponses = (left: ResponseCounts, right: ResponseCounts): ResponseCounts => ({
  requests: left.requests + right.requests,
  failures: left.failures + right.failures,
});

function joined(first: AlarmInterval | undefined, second: AlarmInterval): AlarmInterval {
  return {
    canary: addResponses(first?.canary ?? none, second.canary),
    baseline: addResponses(first?.baseline ?? none, second.baseline),
  };
}

function sums(
  left: readonly EndpointEvidence[],
  right: readonly EndpointEvidence[],
): readonly EndpointEvidence[] {
  return right.map((entry, i) => ({
    ...entry,
    canary: addCounts(left[i]?.canary ?? noRequests, entry.canary),
    baseline: addCounts(left[i]?.baseline ?? noRequests, entry.baseline),
  }));
}
