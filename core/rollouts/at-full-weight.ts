import { binomialTail } from '../numbers/binomial-tail.ts';
import { type CountedMetric, metricsOf } from './counted-metrics.ts';
import { percent, share, totalAt } from './describe-regression.ts';
import {
  type EndpointEvidence,
  type RequestCounts,
  type StepEvidence,
  shareOf,
  totalOf,
} from './step-evidence.ts';

/*
 * Where the canary serves alone, nothing serves beside it. What it does is compared with what is usual: the baseline's rates so far.
 * Trouble from outside looks the same as a regression here, except that it ends.
 */

/** Trouble that others have, too, seldom lasts longer, in seconds. */
const longestSharedTrouble = 480;
/** A failure of nearly everything is not waited for so long: so many minutes in a row. */
const catastropheMinutes = 4;
const catastropheShare = 0.7;
/** A moment in which everything is slow fills much of a short step: slowness must last so many times as long. */
const shortSlowness = 2;
/** Minutes without trouble before a version is promoted. */
const quietMinutes = 3;
const multipleOfUsual = 1.5;
/** An endpoint that the baseline did not serve may fail so many of its requests, if the whole service fails no more. */
const unknownEndpointErrors = 0.05;
const level = 0.001;

/** The reason names the endpoint, the metric and the numbers. */
export type AloneJudgment =
  | { readonly verdict: 'usual' }
  | { readonly verdict: 'regressed' | 'unusual'; readonly reason: string };

export const usualAlone: AloneJudgment = { verdict: 'usual' };

interface Trouble {
  readonly metric: CountedMetric;
  readonly endpoint: string;
}

interface AloneOptions {
  /** How long the step must last, in seconds. */
  readonly seconds: number;
  /** Whether the step is long enough to be judged by its minutes. */
  readonly isByMinute: boolean;
}

/** @param steps the last of them at 100 %; what the baseline served in it, too, is judged by comparison, not here. */
export function judgeAlone(
  steps: readonly StepEvidence[],
  { seconds, isByMinute }: AloneOptions,
): AloneJudgment {
  const current = steps.at(-1);
  const groups = current ? groupsOf(current, isByMinute) : [];
  const troubles = groups.map((group) => troubleIn(group, steps));
  const lastTrouble = troubles.findLast((trouble) => trouble !== null) ?? null;
  if (!current || !lastTrouble) return usualAlone;
  // Before and after: the time before grows with the time after, so the baseline's requests are still to come.
  if (current.comparison === 'before-after' && allOf(steps).requests === 0) return usualAlone;

  const areMinutes = isByMinute && current.endpoints.some(({ minute }) => minute !== undefined);
  const inARow = troubles.length - 1 - troubles.lastIndexOf(null);
  const lasted = areMinutes ? inARow * 60 : current.seconds;
  const isShortSlowness = !isByMinute && lastTrouble.metric.kind === 'latency';
  const longEnough = Math.min(seconds * (isShortSlowness ? shortSlowness : 1), longestSharedTrouble);
  const reason = describe(lastTrouble, steps, current);
  const catastrophes = areMinutes ? catastropheMinutes : 1;
  const isCatastrophe =
    groups.length >= catastrophes &&
    groups.slice(-catastrophes).every((group) => failsNearlyAlways(group, steps));
  if (isCatastrophe || (inARow > 0 && lasted >= longEnough)) return { verdict: 'regressed', reason };
  const isQuiet =
    troubles.slice(-quietMinutes).every((trouble) => trouble === null) &&
    3 * troubles.filter((trouble) => trouble !== null).length <= troubles.length;
  return isQuiet ? usualAlone : { verdict: 'unusual', reason };
}

/** The counts by minute, or of the whole step. */
function groupsOf(
  { endpoints }: StepEvidence,
  isByMinute: boolean,
): readonly (readonly EndpointEvidence[])[] {
  const alone = endpoints.filter((entry) => shareOf(entry) === 1);
  const groups = Map.groupBy(alone, ({ minute = 0 }) => (isByMinute ? minute : 0));
  return [...groups].toSorted(([a], [b]) => a - b).map(([, group]) => group);
}

const metrics = [...metricsOf.errors, ...metricsOf.latency, ...metricsOf.statuses];

/** What happens more than 1.5 times as often as usual, beyond chance; the requests' mix of endpoints is accounted for. */
function troubleIn(group: readonly EndpointEvidence[], steps: readonly StepEvidence[]): Trouble | null {
  for (const metric of metrics)
    for (const { endpoint, canary } of group) {
      const expected = multipleOfUsual * usualShare(steps, endpoint, metric);
      const chance = binomialTail(metric.events(canary), canary.requests, Math.min(1, expected));
      if (metric.events(canary) > 1 && chance < level / metrics.length / group.length)
        return { metric, endpoint };
    }
  return null;
}

function failsNearlyAlways(group: readonly EndpointEvidence[], steps: readonly StepEvidence[]): boolean {
  const { requests, errors } = totalOf(group, 'canary');
  const usual = allOf(steps);
  const usualErrors = usual.requests > 0 ? usual.errors / usual.requests : 0;
  return requests > 1 && errors > Math.max(catastropheShare, (1 + usualErrors) / 2) * requests;
}

function allOf(steps: readonly StepEvidence[]): RequestCounts {
  return totalOf(
    steps.flatMap(({ endpoints }) => endpoints),
    'baseline',
  );
}

/** The baseline's share so far, with one event more. */
function usualShare(steps: readonly StepEvidence[], endpoint: string, metric: CountedMetric): number {
  const baseline = totalAt(steps, endpoint, 'baseline');
  if (baseline.requests === 0) {
    if (metric.kind !== 'errors') return 1;
    const all = allOf(steps);
    return Math.max(unknownEndpointErrors / multipleOfUsual, all.errors / Math.max(1, all.requests));
  }
  return (metric.events(baseline) + 1) / (baseline.requests + 1);
}

function describe(
  { metric, endpoint }: Trouble,
  steps: readonly StepEvidence[],
  current: StepEvidence,
): string {
  const canary = totalAt([current], endpoint, 'canary');
  const usual = totalAt(steps, endpoint, 'baseline');
  return (
    `${endpoint}: ${share(metric.events(canary), canary.requests, `requests ${metric.predicate} at 100 %`)}, ` +
    (usual.requests > 0
      ? `usually ${percent(metric.events(usual) / usual.requests)}`
      : 'none of them on the baseline')
  );
}
