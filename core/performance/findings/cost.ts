import { hoursPerMonth } from '../../costs/prices.ts';
import { hour } from '../../time.ts';
import { confidence, unusualLevel, type WindowValue } from '../comparison/unusual-level.ts';
import { type LambdaResources, requestCost } from '../report/endpoint-costs.ts';
import type { Window } from '../windows/window.ts';
import { evidenceOf, type FindingDraft } from './finding-draft.ts';
import type { WatchedTraffic } from './traffic.ts';

const factor = 1.5;
/** Dollars per month: a smaller change is not reported. */
const least = 1;

/**
 * Finds a service on Lambda that costs at least 1.5x as much as at the same hours of the day before.
 * @param watched all endpoints together.
 */
export function findCostJump(
  runsOn: LambdaResources,
  { windows, dayBefore, starts, startsBefore }: WatchedTraffic,
): readonly FindingDraft[] {
  const now = dollarsIn(windows, starts, runsOn);
  const before = dollarsIn(dayBefore, startsBefore, runsOn).map(({ value }) => value);
  const unusual = unusualLevel({ now, before, least, factor, chance: () => 0 });
  if (!unusual || unusual.mean < unusual.usual) return [];
  const { mean, usual, shown } = unusual;
  return [
    {
      kind: 'cost',
      endpoint: null,
      since: shown[0]?.start ?? 0,
      confidence,
      measured: mean,
      limit: usual,
      evidence: evidenceOf(now, ({ value }) => value),
      summary: `The service costs $${mean.toFixed(2)} per month at the rate of the last windows, and $${usual.toFixed(2)} at the same hours of the day before.`,
    },
  ];
}

/** Dollars per month at the rate of each window. */
function dollarsIn(
  windows: readonly Window[],
  starts: readonly number[],
  runsOn: LambdaResources,
): readonly WindowValue[] {
  const byStart = Map.groupBy(windows, ({ start }) => start);
  const length = Math.min(...starts.slice(1).map((start, i) => start - (starts[i] ?? 0)));
  const perMonth = (hoursPerMonth * hour) / length;
  return starts.map((start) => {
    const item = byStart.get(start) ?? [];
    const dollars = item.reduce(
      (sum, { count, sum: duration }) => sum + requestCost(count, duration, runsOn),
      0,
    );
    return { start, value: dollars * perMonth };
  });
}
