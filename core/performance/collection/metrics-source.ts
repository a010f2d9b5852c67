import type { ServiceMetric } from '../../service/service-metrics.ts';
import type { WindowPart } from '../windows/window-part.ts';

/** The version of measurements that do not distinguish versions. */
export const unversioned = 'unversioned';

/** A version of the service, and its name in the system that runs it. */
export interface DeployedVersion {
  /** The commit, as everywhere else here. */
  readonly name: string;
  /** For Lambda, the number of the published version. */
  readonly deployedAs: string;
}

/** What to read: whole minutes from `from` and before `to`, in milliseconds since 1970. */
export interface ReadMetrics<Metric extends ServiceMetric = ServiceMetric> {
  readonly service: string;
  readonly metrics: readonly Metric[];
  /** The versions in the traffic; if there are none, endpoints are read as {@link unversioned}. */
  readonly versions: readonly DeployedVersion[];
  readonly from: number;
  readonly to: number;
  readonly windowSeconds: number;
}

/** Some data of an endpoint could not be read; no part was made for this endpoint and version in these minutes. */
export interface IncompleteMetric {
  readonly endpoint: string;
  readonly version: string;
  /** A sentence for an operator. */
  readonly reason: string;
}

export interface MetricsReading {
  /** One part for each minute, endpoint and version with requests. */
  readonly parts: readonly WindowPart[];
  readonly incomplete: readonly IncompleteMetric[];
}

/** Port: an outside system that measures services. */
export interface MetricsSource<Metric extends ServiceMetric = ServiceMetric> {
  /**
   * Reads the system's measurements so far. Rereading the same minutes makes parts that replace the earlier ones.
   * @throws Unavailable `metrics/throttled`, `metrics/credentials-refused`, `metrics/not-allowed`,
   * `metrics/unreachable`: nothing was read.
   */
  read(request: ReadMetrics<Metric>): Promise<MetricsReading>;
}
