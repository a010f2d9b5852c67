import type { ServiceMetric } from '../../service/service-metrics.ts';
import type { WindowPart } from '../windows/window-part.ts';

/** The version of what was measured without regard to versions. */
export const unversioned = 'unversioned';

/** A version of the service, and what the system that runs it calls it. */
export interface DeployedVersion {
  /** As everything else here names it: a commit. */
  readonly name: string;
  /** To Lambda the number of the published version. */
  readonly deployedAs: string;
}

/** What to read: whole minutes from `from` and before `to`, in milliseconds since 1970. */
export interface ReadMetrics<Metric extends ServiceMetric = ServiceMetric> {
  readonly service: string;
  readonly metrics: readonly Metric[];
  /** The versions in the traffic; where there are none, endpoints are read as {@link unversioned}. */
  readonly versions: readonly DeployedVersion[];
  readonly from: number;
  readonly to: number;
  readonly windowSeconds: number;
}

/** Something of an endpoint could not be read; of these minutes no part of that endpoint and version was made. */
export interface IncompleteMetric {
  readonly endpoint: string;
  readonly version: string;
  /** A sentence for an operator. */
  readonly reason: string;
}

export interface MetricsReading {
  /** One for each minute, endpoint and version with requests. */
  readonly parts: readonly WindowPart[];
  readonly incomplete: readonly IncompleteMetric[];
}

/** Port: an outside system that measures services. */
export interface MetricsSource<Metric extends ServiceMetric = ServiceMetric> {
  /**
   * What the system measured so far; the same minutes read again make parts that replace the earlier ones.
   * @throws Unavailable `metrics/throttled`, `metrics/credentials-refused`, `metrics/not-allowed`,
   * `metrics/unreachable`: nothing was read.
   */
  read(request: ReadMetrics<Metric>): Promise<MetricsReading>;
}
