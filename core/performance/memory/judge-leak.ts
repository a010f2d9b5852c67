import { fitLeastSquares, type LeastSquaresFit } from '../../numbers/least-squares.ts';

/** One trough: time in hours, memory in MB. */
export interface TroughPoint {
  readonly x: number;
  readonly y: number;
}

/** What the troughs of a process's memory show about a leak. */
export interface LeakJudgment {
  readonly leaks: boolean;
  /** MB per hour in the best model with a trend; negative if memory falls. */
  readonly slope: number;
  /** The probability that there is a trend above the limit, in [0, 1]. */
  readonly confidence: number;
}

/** Slower growth, in MB per hour, is not a leak. */
export const leakThreshold = 0.5;
const fewestTroughs = 16;
const noLeak: LeakJudgment = { leaks: false, slope: 0, confidence: 0 };

/** In nats: the margin by which the model with a trend must be better. */
const sure = 3;
/** The required distance of the slope from the limit, in standard errors. */
const certain = 2;
const day = 24;

/**
 * Decides whether memory grows without bound. The troughs (minimum memory of about each half hour) are fitted with
 * models of harmless processes, with and without a linear trend. It is a leak if the trend explains them better.
 *
 * Harmless processes stay constant, warm up (1 - exp(-t / tau)), fill a cache and stop, take a step, or hold more for
 * a while; each with a daily wave. Models are linear except for one or two parameters, which are searched on a grid.
 * They are compared by the Bayesian information criterion (Schwarz, 1978), after the noise was whitened as AR(1)
 * (Cochrane and Orcutt, 1949). The smallest criterion of each side decides, so that a leak that begins after a step
 * is a leak.
 *
 * @param troughs in hours and MB, by ascending time, at least {@link fewestTroughs}.
 */
export function judgeLeak(troughs: readonly TroughPoint[]): LeakJudgment {
  const first = troughs[0];
  const last = troughs.at(-1);
  if (!first || !last || troughs.length < fewestTroughs || !hasGrown(troughs)) return noLeak;
  const hours = troughs.map(({ x }) => x - first.x);
  const values = troughs.map(({ y }) => y);
  const span = last.x - first.x;
  const common = always(hours, span);
  const harmless = explanations(hours, span);
  const memory = autocorrelation(best(values, harmless, [...common, hours], 0));
  const without = best(values, harmless, common, memory);
  const withTrend = best(values, harmless, [...common, hours], memory);
  if (!without || !withTrend) return noLeak;
  const slope = withTrend.coefficients.at(-1) ?? 0;
  const error = withTrend.errors.at(-1) ?? Number.POSITIVE_INFINITY;
  const evidence = (without.criterion - withTrend.criterion) / 2;
  const isAbove = slope - certain * error > leakThreshold;
  return {
    leaks: evidence > sure && isAbove,
    slope,
    confidence: slope <= leakThreshold ? 0 : 1 / (1 + Math.exp(-(evidence - sure))),
  };
}

/** This cheap test rules out most processes. */
function hasGrown(troughs: readonly TroughPoint[]): boolean {
  const third = Math.floor(troughs.length / 3);
  const sum = (some: readonly TroughPoint[]) => some.reduce((total, { y }) => total + y, 0);
  return sum(troughs.slice(-third)) > sum(troughs.slice(0, third));
}

type Column = readonly number[];

/** The mean, and for spans of a day or more the daily wave. */
function always(hours: readonly number[], span: number): readonly Column[] {
  const mean = hours.map(() => 1);
  if (span < 0.9 * day) return [mean];
  const angle = (hour: number) => (2 * Math.PI * hour) / day;
  return [mean, hours.map((hour) => Math.sin(angle(hour))), hours.map((hour) => Math.cos(angle(hour)))];
}

/** One behavior of a harmless process, and its refinements. */
interface Explanation {
  readonly columns: readonly Column[];
  /** The same behavior with its times moved a little, because the grid is coarse. */
  readonly nearby: () => readonly Explanation[];
}

/**
 * Position of an event within the span. A cache that is still filling at the end cannot be distinguished from a leak,
 * and growth that began in the second half may be one.
 */
const places = 26;
const shares = Array.from({ length: places - 1 }, (_, i) => (i + 1) / places);
const filled = 0.75;

/** By behavior. */
function explanations(hours: readonly number[], span: number): readonly (readonly Explanation[])[] {
  const one = (column: Column): Explanation => ({ columns: [column], nearby: () => [] });
  const fill = (tau: number): Explanation => ({
    columns: [hours.map((hour) => 1 - Math.exp(-hour / tau))],
    nearby: () => [0.7, 0.8, 0.9, 1.1, 1.25, 1.4].map((factor) => fill(factor * tau)),
  });
  const fills = [0.02, 0.04, 0.08, 0.15, 0.25, 0.4].map((share) => fill(share * span));
  const begun = shares
    .filter((share) => share >= 0.5)
    .map((share) => one(hours.map((hour) => Math.max(0, hour - share * span))));
  const ramp = (until: number): Explanation => ({
    columns: [hours.map((hour) => Math.min(hour, until))],
    nearby: () => nearTo(hours, until).map(ramp),
  });
  const ramps = shares.filter((share) => share <= filled).map((share) => ramp(share * span));
  const steps = hours.slice(1).map((at) => one(hours.map((hour) => (hour >= at ? 1 : 0))));
  const bursts = shares.flatMap((from, i) =>
    shares.slice(i + 1).map((to) => burst(hours, from * span, to * span)),
  );
  return [[{ columns: [], nearby: () => [] }], fills, ramps, begun, steps, bursts];
}

/** The times within one grid step. */
const nearTo = (hours: readonly number[], at: number): readonly number[] =>
  hours.filter((hour) => Math.abs(hour - at) <= (hours.at(-1) ?? 0) / places);

function burst(hours: readonly number[], from: number, to: number): Explanation {
  return {
    columns: [hours.map((hour) => (hour >= from && hour < to ? 1 : 0))],
    nearby: () =>
      nearTo(hours, from).flatMap((begin) => nearTo(hours, to).map((end) => burst(hours, begin, end))),
  };
}

/** The share of a deviation that remains at the next trough. */
function autocorrelation(explained: Explained | null): number {
  let products = 0;
  let squares = 0;
  const residuals = explained?.residuals ?? [];
  for (const [i, residual] of residuals.entries()) {
    if (i > 0) products += residual * (residuals[i - 1] ?? 0);
    squares += residual * residual;
  }
  return squares === 0 ? 0 : Math.min(0.9, Math.max(0, products / squares));
}

interface Explained extends LeastSquaresFit {
  readonly explanation: Explanation;
  /** Bayesian information criterion: smaller is better. */
  readonly criterion: number;
}

/** @param common columns of every model; the last coefficient belongs to the last column. */
function best(
  values: readonly number[],
  candidates: readonly (readonly Explanation[])[],
  common: readonly Column[],
  memory: number,
): Explained | null {
  const whitened = (column: Column) => column.slice(1).map((value, i) => value - memory * (column[i] ?? 0));
  const target = whitened(values);
  const shared = common.map(whitened);
  const bestOf = (some: readonly Explanation[]): Explained | null => {
    let found: Explained | null = null;
    for (const explanation of some) {
      const fit = fitLeastSquares(target, [...explanation.columns.map(whitened), ...shared]);
      if (!fit) continue;
      const variance = Math.max(fit.squares / target.length, 1e-6);
      // The position of the event was chosen too, so it counts as a fitted parameter.
      const parameters = shared.length + 2 * explanation.columns.length;
      const criterion = target.length * Math.log(variance) + parameters * Math.log(target.length);
      if (!found || criterion < found.criterion) found = { ...fit, explanation, criterion };
    }
    return found;
  };
  // The grid is coarse, so the best model of each kind is refined before one is chosen.
  const refined = candidates.flatMap((kind) => {
    const coarse = bestOf(kind);
    return coarse ? [coarse.explanation, ...coarse.explanation.nearby()] : [];
  });
  return bestOf(refined);
}
