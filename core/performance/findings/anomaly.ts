import { median } from '../../numbers/median.ts';
import { AnomalyDetector, begins } from '../anomaly/anomaly-detector.ts';
import { RecentPercentile } from '../anomaly/recent-percentile.ts';
import { Residual } from '../anomaly/residual.ts';
import type { Indicator } from '../rollups/indicators.ts';
import type { FindingDraft } from './finding-draft.ts';

/** The series that are examined, and their names in sentences. */
const indicators = [
  { name: 'The p95 of all requests', value: ({ p95 }: Indicator) => p95, unit: ' ms' },
  { name: 'The number of requests', value: ({ count }: Indicator) => count, unit: ' per window' },
] as const;
type Watched = (typeof indicators)[number];

/** Four days of five-minute windows: enough to know the times of day, at half the cost of a week. */
const longest = 1_152;
/** The latest windows, in which an anomaly is news: one hour. */
const latest = 12;
/** The share of earlier values that must be more usual by the cheap measure before the expensive one is computed. */
const suspicious = 0.995;
const fewest = 100;

/**
 * Finds a service that behaves unlike the last days, by what is usual at this time of day and by how its windows
 * follow each other, without a configured limit. The expensive detector (0.1 s) runs only if the cheap one finds
 * something; what is usual is learned again each time, so that nothing is kept that could be wrong for long.
 * @param series windows that have ended, of equal length, oldest first.
 */
export function findAnomalies(series: readonly Indicator[]): readonly FindingDraft[] {
  const days = series.slice(-longest);
  return indicators.flatMap((watched) => (isSuspicious(days, watched) ? findAnomaly(days, watched) : []));
}

function isSuspicious(series: readonly Indicator[], { value }: Watched): boolean {
  const residual = new Residual();
  const shares = new RecentPercentile(fewest, longest);
  const all = series.map((item) => shares.next(residual.next(value(item), item.start / 1_000)));
  return all.slice(-latest).some((share) => share >= suspicious);
}

function findAnomaly(series: readonly Indicator[], { name, value, unit }: Watched): readonly FindingDraft[] {
  const detector = new AnomalyDetector();
  const scores = series.map((entry) => detector.next(value(entry), entry.start / 1_000));
  const found = scores.findIndex((score, i) => i >= series.length - latest && score >= begins);
  const window = series[found];
  if (!window) return [];
  const usual = median(series.slice(0, found).map(value)) ?? 0;
  const measured = value(window);
  return [
    {
      kind: 'anomaly',
      endpoint: null,
      since: window.start,
      confidence: scores[found] ?? 0,
      measured,
      limit: usual,
      evidence: series.slice(-12).map((element) => ({ at: element.start, value: value(element) })),
      summary: `${name} is unusual for this time of day, or after the windows before it: ${short(measured)}${unit}, usually ${short(usual)}.`,
    },
  ];
}

const short = (number: number): string => String(Number(number.toPrecision(3)));
