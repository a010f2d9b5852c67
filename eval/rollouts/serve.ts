import type { ResponseCounts } from '#core/rollouts/canary-alarm.ts';
import { noRequests, type RequestCounts } from '#core/rollouts/step-evidence.ts';
import { drawBinomial } from './draw-binomial.ts';
import { shareSlower, type Thresholds } from './durations.ts';
import type { Conditions } from './world.ts';

/** What became of the requests of one version to one endpoint. */
interface Served {
  /** As far as the measurements arrived. */
  readonly measured: RequestCounts;
  /** As the traffic splitter counted them. */
  readonly passed: ResponseCounts;
}

/** Draws what becomes of `requests` requests. @param thresholds null if the endpoint has none. */
export function serve(
  requests: number,
  conditions: Conditions,
  thresholds: Thresholds | null,
  random: () => number,
): Served {
  const { errors, endless, arrives, durations, slowness, hanging, redirects, rejections } = conditions;
  const ended = requests - drawBinomial(requests, endless, random);
  const count = drawBinomial(ended, arrives, random);
  const failed = drawBinomial(count, errors, random);
  const passed = {
    requests,
    failures: requests - ended + failed + drawBinomial(ended - count, errors, random),
  };
  const answered = {
    ...noRequests,
    requests: count,
    errors: failed,
    redirects: drawBinomial(count - failed, redirects, random),
    rejections: drawBinomial(count - failed, rejections, random),
  };
  if (!thresholds) return { measured: answered, passed };
  let [left, before] = [count, 1];
  const { limit, ascending } = thresholds;
  const slower = ascending.map((threshold) => {
    const share = hanging + (1 - hanging) * shareSlower(durations, threshold, slowness);
    left = drawBinomial(left, share / before, random);
    before = share;
    return left;
  });
  const [aboveQuartile = 0, p50 = 0, p90 = 0, p99 = 0, stalled = 0] = slower;
  // Drawn on its own: it lies between two of the others.
  const aboveLimit = drawBinomial(
    count,
    hanging + (1 - hanging) * shareSlower(durations, limit, slowness),
    random,
  );
  return { measured: { ...answered, slower: [p50, p90, p99], aboveQuartile, stalled, aboveLimit }, passed };
}
