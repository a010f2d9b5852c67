import type { INamespace } from 'protobufjs/light.js';

/*
 * The messages and fields of OTLP 1.x that we read or write, by their numbers in the public definitions
 * (https://github.com/open-telemetry/opentelemetry-proto). A decoder skips fields that are not listed.
 */

type Field = readonly [id: number, type: string];

/** One message of the descriptor. The type `X[]` stands for a repeated field. */
const message = (fields: Readonly<Record<string, Field>>, optional: readonly string[] = []) => ({
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, [id, type]]) => {
      const isRepeated = type.endsWith('[]');
      return [name, { id, type: type.replace('[]', ''), ...(isRepeated ? { rule: 'repeated' } : {}) }];
    }),
  ),
  ...(optional.length > 0
    ? { oneofs: Object.fromEntries(optional.map((name) => [`_${name}`, { oneof: [name] }])) }
    : {}),
});

const common = {
  AnyValue: message(
    {
      stringValue: [1, 'string'],
      boolValue: [2, 'bool'],
      intValue: [3, 'int64'],
      doubleValue: [4, 'double'],
      arrayValue: [5, 'ArrayValue'],
    },
    ['stringValue', 'boolValue', 'intValue', 'doubleValue'],
  ),
  ArrayValue: message({ values: [1, 'AnyValue[]'] }),
  KeyValue: message({ key: [1, 'string'], value: [2, 'AnyValue'] }),
  Resource: message({ attributes: [1, 'KeyValue[]'] }),
};

const traces = {
  Traces: message({ resourceSpans: [1, 'ResourceSpans[]'] }),
  ResourceSpans: message({ resource: [1, 'Resource'], scopeSpans: [2, 'ScopeSpans[]'] }),
  ScopeSpans: message({ spans: [2, 'Span[]'] }),
  Span: message({
    spanId: [2, 'bytes'],
    parentSpanId: [4, 'bytes'],
    kind: [6, 'int32'],
    startTimeUnixNano: [7, 'fixed64'],
    endTimeUnixNano: [8, 'fixed64'],
    attributes: [9, 'KeyValue[]'],
    status: [15, 'SpanStatus'],
    flags: [16, 'fixed32'],
  }),
  SpanStatus: message({ code: [3, 'int32'] }),
};

const metrics = {
  Metrics: message({ resourceMetrics: [1, 'ResourceMetrics[]'] }),
  ResourceMetrics: message({ resource: [1, 'Resource'], scopeMetrics: [2, 'ScopeMetrics[]'] }),
  ScopeMetrics: message({ scope: [1, 'Scope'], metrics: [2, 'Metric[]'] }),
  Scope: message({ name: [1, 'string'], version: [2, 'string'] }),
  Metric: message({
    name: [1, 'string'],
    unit: [3, 'string'],
    histogram: [9, 'Histogram'],
    exponentialHistogram: [10, 'ExponentialHistogram'],
    summary: [11, 'Summary'],
  }),
  Histogram: message({ dataPoints: [1, 'HistogramPoint[]'], aggregationTemporality: [2, 'int32'] }),
  HistogramPoint: message(
    {
      startTimeUnixNano: [2, 'fixed64'],
      timeUnixNano: [3, 'fixed64'],
      count: [4, 'fixed64'],
      sum: [5, 'double'],
      bucketCounts: [6, 'fixed64[]'],
      explicitBounds: [7, 'double[]'],
      attributes: [9, 'KeyValue[]'],
      flags: [10, 'uint32'],
      min: [11, 'double'],
      max: [12, 'double'],
    },
    ['sum', 'min', 'max'],
  ),
  ExponentialHistogram: message({
    dataPoints: [1, 'ExponentialHistogramPoint[]'],
    aggregationTemporality: [2, 'int32'],
  }),
  ExponentialHistogramPoint: message(
    {
      attributes: [1, 'KeyValue[]'],
      startTimeUnixNano: [2, 'fixed64'],
      timeUnixNano: [3, 'fixed64'],
      count: [4, 'fixed64'],
      sum: [5, 'double'],
      scale: [6, 'sint32'],
      zeroCount: [7, 'fixed64'],
      positive: [8, 'Buckets'],
      negative: [9, 'Buckets'],
      flags: [10, 'uint32'],
      min: [12, 'double'],
      max: [13, 'double'],
      zeroThreshold: [14, 'double'],
    },
    ['sum', 'min', 'max'],
  ),
  Buckets: message({ offset: [1, 'sint32'], bucketCounts: [2, 'uint64[]'] }),
  Summary: message({ dataPoints: [1, 'SummaryPoint[]'] }),
  SummaryPoint: message({ count: [4, 'fixed64'] }),
};

const responses = {
  ExportResponse: message({ partialSuccess: [1, 'PartialSuccess'] }),
  PartialSuccess: message({ rejected: [1, 'int64'], errorMessage: [2, 'string'] }),
  ErrorStatus: message({ code: [1, 'int32'], message: [2, 'string'] }),
};

export const descriptor: INamespace = { nested: { ...common, ...traces, ...metrics, ...responses } };
