import type { EndpointProfile } from '../windows/metrics-batch.ts';
import type { Finding } from './finding.ts';

/** Another endpoint of the same process, whose code keeps an endpoint's requests waiting. */
export interface WaitsFor {
  readonly endpoint: string;
  /** Share of the requests' time in which the process ran code of that endpoint, in [0, 1]. */
  readonly share: number;
  /** Share of their time in which it ran their own code. */
  readonly own: number;
  /** One sentence: the evidence. */
  readonly summary: string;
}

/** An endpoint whose code takes more of its time has something of its own to make faster. */
const mostOwn = 0.1;
const fewestBehind = 0.5;

/**
 * The endpoint that a slow one only waits for, because both share one event loop; null if it is slow by itself, or the
 * profile does not tell. It is so if its own code takes no share of its time worth naming, at least half of the time is
 * that of others, and without this it would be within its target. A fix of its code could not make it faster.
 */
export function waitsFor(
  { endpoint, measured, limit }: Pick<Finding, 'endpoint' | 'measured' | 'limit'>,
  { time }: Pick<EndpointProfile, 'time'>,
): WaitsFor | null {
  const [first] = time?.behind ?? [];
  if (!time || !first) return null;
  const behind = time.behind.reduce((sum, { share }) => sum + share, 0);
  if (time.own > mostOwn || behind < fewestBehind || measured * (1 - behind) > limit) return null;
  const others = time.behind.length > 1 ? `, ${percent(behind - first.share)} that of others` : '';
  const summary =
    `${endpoint} waits for ${first.endpoint} in the same process: ` +
    `${percent(first.share)} of its time that one's code ran${others}, ${percent(time.own)} its own.`;
  return { endpoint: first.endpoint, share: first.share, own: time.own, summary };
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
