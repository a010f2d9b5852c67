import type { CloudWatchMetric } from '#core/service/service-metrics.ts';
import { second } from '#core/time.ts';

/** One metric of CloudWatch. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Where the requests of an endpoint are measured. */
export interface MetricLocation {
  readonly latency: MetricId;
  /** Milliseconds per unit of the latency metric. */
  readonly milliseconds: number;
  /** Its sum is the number of failed requests; `null` if they are not counted. */
  readonly errors: MetricId | null;
}

/** The names that the recorder prints. recorder/emf-lines.ts declares the same; a test keeps them equal. */
const recorded = {
  namespace: 'Ironclaw',
  duration: 'Duration',
  errors: 'Errors',
  dimensions: (service: string, endpoint: string) => ({ Service: service, Endpoint: inAscii(endpoint) }),
  version: 'Version',
};

/** Values of dimensions are ASCII: other characters are percent-encoded, as in a URL. */
function inAscii(name: string): string {
  return name.replace(/[^ -~]+/g, encodeURIComponent);
}

/** The dimension that distinguishes versions, or `null` if metrics of this kind have none. */
export function versionDimensionOf(metric: CloudWatchMetric): string | null {
  switch (metric.kind) {
    case 'lambda':
      return 'ExecutedVersion';
    case 'recorder':
      return recorded.version;
    case 'custom':
      return metric.versionDimension ?? null;
    default:
      return null;
  }
}

/** Where CloudWatch keeps the endpoint's metrics, over all versions. */
export function locationOf(service: string, metric: CloudWatchMetric): MetricLocation {
  switch (metric.kind) {
    case 'api-gateway': {
      const [method = '', path = ''] = metric.endpoint.split(' ');
      const dimensions = {
        ApiId: metric.apiId,
        Stage: metric.stage,
        Method: method,
        Resource: metric.resource ?? inAscii(path.replace(/:(\w+)/g, '{$1}')),
      };
      return inMilliseconds('AWS/ApiGateway', dimensions, 'Latency', '5xx');
    }
    case 'lambda': {
      const { functionName: FunctionName, alias } = metric;
      const dimensions = { FunctionName, Resource: `${FunctionName}:${alias}` };
      return inMilliseconds('AWS/Lambda', dimensions, 'Duration', 'Errors');
    }
    case 'alb': {
      const dimensions = { LoadBalancer: metric.loadBalancer, TargetGroup: metric.targetGroup };
      const location = inMilliseconds(
        'AWS/ApplicationELB',
        dimensions,
        'TargetResponseTime',
        'HTTPCode_Target_5XX_Count',
      );
      return { ...location, milliseconds: second };
    }
    case 'recorder': {
      const dimensions = recorded.dimensions(service, metric.endpoint);
      return inMilliseconds(recorded.namespace, dimensions, recorded.duration, recorded.errors);
    }
    case 'custom': {
      const { namespace, dimensions, latency, errors, unit } = metric;
      const location = inMilliseconds(namespace, dimensions, latency, errors ?? null);
      return { ...location, milliseconds: unit === 's' ? 1_000 : 1 };
    }
  }
}

function inMilliseconds(
  namespace: string,
  dimensions: MetricId['dimensions'],
  latency: string,
  errors: string | null,
): MetricLocation {
  const named = (name: string): MetricId => ({ namespace, name, dimensions });
  return { latency: named(latency), milliseconds: 1, errors: errors === null ? null : named(errors) };
}
