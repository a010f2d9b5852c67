import { median, robustDeviation } from '#core/numbers/median.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import {
  baselineWindows,
  type ComparedWindow,
  findSlowdown,
  watchedWindows,
} from '#core/performance/comparison/find-slowdown.ts';
import { petshop } from './petshop.ts';

const draws = 3_000;
const seeds = [1, 2, 3];
const factors = [1, 1.2, 1.3, 1.5, 2];
const windowMinutes = 5;
const windowsPerDay = 288;

/** The index of the first window to compare with, for a deployment at index `at`. */
const comparisons: Readonly<Record<string, (at: number) => number>> = {
  'the hours before': (at) => at - baselineWindows,
  'the same hours the day before': (at) => at - windowsPerDay - (baselineWindows - watchedWindows) / 2,
};

/** Returns the number of windows until a change is detected; `null` without detection. */
type Rule = (before: readonly ComparedWindow[], after: readonly ComparedWindow[]) => number | null;

const rules: Readonly<Record<string, Rule>> = {
  ours: (before, after) => findSlowdown(before, after)?.windows ?? null,
  'p95 only, two of three': (before, after) => {
    const usual = before.map(({ p95 }) => p95);
    const middle = median(usual) ?? 0;
    const spread = Math.max(robustDeviation(usual, middle), 1e-9);
    const slower = after.map(({ p95 }) => (p95 - middle) / spread > 3.5 && p95 > 1.1 * middle);
    const at = slower.findIndex(
      (isSlower, i) => isSlower && slower.slice(Math.max(0, i - 2), i).includes(true),
    );
    return at < 0 ? null : at + 1;
  },
};

type Metrics = Readonly<Record<string, readonly (number | null)[]>>;

/** The PetShop series with at least 50 requests in more than 90 % of the windows. */
function busySeries(): readonly (readonly ComparedWindow[])[] {
  const scenarios = JSON.parse(petshop.scenarios()) as Record<
    string,
    { baseline: { metrics: Record<string, Metrics> } | null }
  >;
  return Object.values(scenarios)
    .flatMap(({ baseline }) => Object.values(baseline?.metrics ?? {}))
    .map((metrics) =>
      (metrics['requests.sum'] ?? []).map((count, i) => ({
        start: i,
        count: count ?? 0,
        p50: 1_000 * (metrics['latency.p50']?.[i] ?? 0),
        p95: 1_000 * (metrics['latency.p95']?.[i] ?? 0),
      })),
    )
    .filter(
      (windows) => windows.filter(isBusy).length > 0.9 * windows.length && windows.length > windowsPerDay,
    );
}

const isBusy = ({ count, p50, p95 }: ComparedWindow) => count >= 50 && p50 > 0 && p95 > 0;

/**
 * Simulates deployments that change nothing, and deployments that slow down requests by a factor, on five-minute windows
 * without real changes. Prints the share that is reported as slower, and the median number of minutes until the report.
 */
export function evaluateChanges(): void {
  const series = busySeries();
  console.log(
    `| compared with | rule | ${factors.map((factor) => `${factor}x`).join(' | ')} | p95 only 2x |`,
  );
  console.log(`|${' --- |'.repeat(factors.length + 3)}`);
  for (const [baseline, startOf] of Object.entries(comparisons))
    for (const [name, rule] of Object.entries(rules)) {
      const slowdowns = [...factors.map((factor) => [factor, factor] as const), [1, 2] as const];
      const cells = slowdowns.map(([p50Factor, p95Factor]) =>
        detectionRate(rule, series, startOf, p50Factor, p95Factor),
      );
      console.log(`| ${[baseline, name, ...cells].join(' | ')} |`);
    }
}

function detectionRate(
  rule: Rule,
  series: readonly (readonly ComparedWindow[])[],
  startOf: (at: number) => number,
  p50Factor: number,
  p95Factor: number,
): string {
  const delays: number[] = [];
  for (const seed of seeds) {
    const random = seededRandom(seed);
    const between = (low: number, high: number) => low + Math.floor(random() * (high - low));
    for (let i = 0; i < draws; i += 1) {
      const windows = series[between(0, series.length)] ?? [];
      const at = between(windowsPerDay + baselineWindows, windows.length - watchedWindows);
      const before = windows.slice(startOf(at), startOf(at) + baselineWindows);
      const after = windows
        .slice(at, at + watchedWindows)
        .map((window) => ({ ...window, p50: window.p50 * p50Factor, p95: window.p95 * p95Factor }));
      const delay = rule(before, after);
      if (delay !== null) delays.push(windowMinutes * delay);
    }
  }
  return `${(delays.length / (draws * seeds.length)).toFixed(3)} / ${median(delays) ?? '-'}`;
}
