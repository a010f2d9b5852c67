import { median } from '../../numbers/median.ts';
import { AnomalyDetector, begins } from '../anomaly/anomaly-detector.ts';
import { Residual } from '../anomaly/residual.ts';
import { TrafficShares } from '../anomaly/traffic-shares.ts';
import type { Indicator } from '../diagnosis/indicators.ts';
import type { FindingDraft } from './finding-draft.ts';

/** What is looked at of a service, and how a sentence speaks of it. */
const indicators = [
  { of: 'The p95 of all requests', value: ({ p95 }: Indicator) => p95, unit: ' ms' },
  { of: 'The number of requests', value: ({ count }: Indicator) => count, unit: ' in a window' },
] as const;
type Watched = (typeof indicators)[number];

/** Four days of five minutes each: enough to know the times of day, and half as dear as a week. */
const longest = 1_152;
/** Windows in which something unusual is news: an hour of five minutes each. */
const latest = 12;
/** Of the values before, so many must have been more usual by the cheap measure before the dear one is asked. */
const suspicious = 0.995;
const fewest = 100;

/**
 * Whether a service is as it never was, by what is usual at this time of day and by how its last windows follow each other,
 * without any limit that somebody set. The dear detector (a tenth of a second) is asked only where the cheap one sees
 * something; what is usual is learned anew each time, so that nothing is kept that could be wrong for long.
 * @param series windows that have ended, of equal length, oldest first.
 */
export function findAnomalies(series: readonly Indicator[]): readonly FindingDraft[] {
  const days = series.slice(-longest);
  return indicators.flatMap((watched) => (isSuspicious(days, watched) ? claimAnomaly(days, watched) : []));
}

function isSuspicious(series: readonly Indicator[], { value }: Watched): boolean {
  const residual = new Residual();
  const shares = new TrafficShares(fewest, longest);
  const all = series.map((item) => shares.next(residual.next(value(item), item.start / 1_000)));
  return all.slice(-latest).some((share) => share >= suspicious);
}

function claimAnomaly(series: readonly Indicator[], { of, value, unit }: Watched): readonly FindingDraft[] {
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
      summary: `${of} is as it never was at this time of day, or after what came before it: ${short(measured)}${unit}, usually ${short(usual)}.`,
    },
  ];
}

const short = (number: number): string => String(Number(number.toPrecision(3)));
