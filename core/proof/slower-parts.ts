import type { RatioEstimate } from '../numbers/estimate-ratio.ts';
import { mean } from '../numbers/mean.ts';
import { studentBound } from '../numbers/student-t.ts';
import { logGain, type TimedBlock } from './timed-block.ts';

/** A request, or a class of requests, that the candidate certainly answers slower than the base. */
export interface SlowerPart extends RatioEstimate {
  /** "GET /prices?page=9", or "7 requests that take the base 12.0 ms to 40.1 ms". */
  readonly what: string;
  /** Milliseconds that it is slower, on average. */
  readonly milliseconds: number;
}

interface Part {
  readonly what: string;
  readonly blocks: readonly TimedBlock[];
}

/** Slower by less than so many milliseconds is not noticed. */
const tolerance = 2;
const classes = 4;
/** The variance of fewer ratios says nothing. */
const fewestRatios = 3;

/**
 * Finds what became certainly slower although the mean may have improved: each request, and each quarter of the requests
 * by the base's time. An interval is of Student's t over logarithms, at 95 % for all parts together (Bonferroni).
 *
 * @param least a part is slower if its interval lies below 1 over this ratio.
 */
export function findSlowerParts(blocks: readonly TimedBlock[], least: number): readonly SlowerPart[] {
  const requests = [...Map.groupBy(blocks, ({ request }) => request)]
    .map(([what, own]) => ({ what, blocks: own, time: timeOf(own) }))
    .sort((a, b) => a.time - b.time);
  const parts = [...requests, ...classesOf(requests)].filter((part) => part.blocks.length >= fewestRatios);
  return parts
    .map((part) => compared(part, 1 - 0.05 / parts.length))
    .filter(({ high, milliseconds }) => high < 1 / least && milliseconds >= tolerance)
    .sort((a, b) => a.ratio - b.ratio);
}

/** The requests that seem slower, the slowest first: what another look at them alone may confirm. */
export function suspectsIn(blocks: readonly TimedBlock[]): readonly string[] {
  return [...Map.groupBy(blocks, ({ request }) => request)]
    .map(([what, own]) => compared({ what, blocks: own }, 0.95))
    .filter(({ ratio, milliseconds }) => ratio < 1 && milliseconds >= tolerance)
    .sort((a, b) => a.ratio - b.ratio)
    .map(({ what }) => what);
}

function classesOf(ascending: readonly (Part & { readonly time: number })[]): Part[] {
  if (ascending.length < 2 * classes) return [];
  const size = ascending.length / classes;
  return Array.from({ length: classes }, (_, i) => {
    const members = ascending.slice(Math.round(i * size), Math.round((i + 1) * size));
    const [from, to] = [members[0]?.time ?? 0, members.at(-1)?.time ?? 0].map((time) => time.toFixed(1));
    return {
      what: `${members.length} requests that take the base ${from} ms to ${to} ms`,
      blocks: members.flatMap((member) => member.blocks),
    };
  });
}

function compared({ what, blocks }: Part, confidence: number): SlowerPart {
  const logs = blocks.map(logGain);
  const middle = mean(logs);
  const variance = logs.reduce((sum, log) => sum + (log - middle) ** 2, 0) / (logs.length - 1);
  const reach = studentBound(confidence, logs.length - 1) * Math.sqrt(variance / logs.length);
  return {
    what,
    ratio: Math.exp(middle),
    low: Math.exp(middle - reach),
    high: Math.exp(middle + reach),
    pairs: logs.length,
    milliseconds: mean(blocks.flatMap(({ candidate }) => candidate)) - timeOf(blocks),
  };
}

function timeOf(blocks: readonly TimedBlock[]): number {
  return mean(blocks.flatMap(({ base }) => base));
}
