import { median, robustDeviation } from '#core/numbers/median.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import {
  type ComparedWindow,
  compared,
  findChange,
  watched,
} from '#core/performance/comparison/find-change.ts';
import { petshop } from './petshop.ts';

const draws = 3_000;
const seeds = [1, 2, 3];
const factors = [1, 1.2, 1.3, 1.5, 2];
const day = 288;

/** Where in a series the windows before a deployment lie, that begins at `at`. */
const comparisons: Readonly<Record<string, (at: number) => number>> = {
  'the hours before': (at) => at - compared,
  'the same hours the day before': (at) => at - day - (compared - watched) / 2,
};

/** How many windows it takes to say that something changed; `null` where nothing is said. */
type Rule = (before: readonly ComparedWindow[], after: readonly ComparedWindow[]) => number | null;

const rules: Readonly<Record<string, Rule>> = {
  ours: (before, after) => findChange(before, after)?.windows ?? null,
  'p95 alone, two of three': (before, after) => {
    const usual = before.map(({ p95 }) => p95);
    const middle = median(usual) ?? 0;
    const spread = Math.max(robustDeviation(usual, middle), 1e-9);
    const slower = after.map(({ p95 }) => (p95 - middle) / spread > 3.5 && p95 > 1.1 * middle);
    const at = slower.findIndex((each, i) => each && slower.slice(Math.max(0, i - 2), i).includes(true));
    return at < 0 ? null : at + 1;
  },
};

type Metrics = Readonly<Record<string, readonly (number | null)[]>>;

/** The series of PetShop with at least 50 requests in nearly all windows. */
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
    .filter((moments) => moments.filter(isEnough).length > 0.9 * moments.length && moments.length > day);
}

const isEnough = ({ count, p50, p95 }: ComparedWindow) => count >= 50 && p50 > 0 && p95 > 0;

/**
 * Of deployments that change nothing, and of those that make requests slower by a factor from then on: the share that
 * is said to be slower, and after how many minutes at the median. Windows of five minutes in which nobody changed anything.
 */
export function evaluateChanges(): void {
  const series = busySeries();
  console.log(`| held against | rule | ${factors.map((by) => `x${by}`).join(' | ')} | p95 alone x2 |`);
  console.log(`|${' --- |'.repeat(factors.length + 3)}`);
  for (const [against, beginOf] of Object.entries(comparisons))
    for (const [name, rule] of Object.entries(rules)) {
      const cells = [...factors.map((by) => [by, by] as const), [1, 2] as const].map(([half, tail]) =>
        detectionRate(rule, series, beginOf, half, tail),
      );
      console.log(`| ${[against, name, ...cells].join(' | ')} |`);
    }
}

function detectionRate(
  rule: Rule,
  series: readonly (readonly ComparedWindow[])[],
  beginOf: (at: number) => number,
  half: number,
  tail: number,
): string {
  const delays: number[] = [];
  for (const seed of seeds) {
    const random = seededRandom(seed);
    const between = (low: number, high: number) => low + Math.floor(random() * (high - low));
    for (let i = 0; i < draws; i += 1) {
      const moments = series[between(0, series.length)] ?? [];
      const at = between(day + compared, moments.length - watched);
      const before = moments.slice(beginOf(at), beginOf(at) + compared);
      const after = moments
        .slice(at, at + watched)
        .map((each) => ({ ...each, p50: each.p50 * half, p95: each.p95 * tail }));
      const windows = rule(before, after);
      if (windows !== null) delays.push(5 * windows);
    }
  }
  return `${(delays.length / (draws * seeds.length)).toFixed(3)} / ${median(delays) ?? '-'}`;
}
