import * as z from 'zod/mini';

/*
 * The parts of OTLP 1.x in JSON that we read (https://opentelemetry.io/docs/specs/otlp/). Unknown fields are ignored,
 * as the protocol requires. A field that is missing or null has its default. 64-bit integers are text or numbers.
 */

const given = <Schema extends z.ZodMiniType>(schema: Schema, otherwise: unknown) =>
  z.pipe(
    z.transform((value: unknown) => value ?? otherwise),
    schema as z.ZodMiniType<z.infer<Schema>>,
  );
const optional = <Schema extends z.ZodMiniType>(schema: Schema) =>
  given(z.optional(schema as z.ZodMiniType<z.infer<Schema>>), undefined);

/** Nanoseconds since 1970, or a count. A number loses less than a microsecond. */
const Whole = z.pipe(
  z.union([
    z.string().check(z.regex(/^\d{1,20}$/, 'must be a whole number')),
    z.number().check(
      z.nonnegative(),
      z.refine((value) => Number.isInteger(value), 'must be a whole number'),
    ),
  ]),
  z.transform((value: string | number) => BigInt(value)),
);
const Unread = given(z.array(z.unknown()), []);

/** Attributes by name, all as text. Values that are lists count by their first entry, others than text and numbers as ''. */
export type Attributes = ReadonlyMap<string, string>;

const Attributes = z.pipe(
  Unread,
  z.transform((all: unknown[]): Attributes => new Map(all.flatMap(attributeIn))),
);

function attributeIn(attribute: unknown): readonly (readonly [string, string])[] {
  const { key, value } = fieldsOf(attribute);
  return typeof key === 'string' ? [[key, textOf(value)]] : [];
}

function textOf(value: unknown): string {
  const { stringValue, intValue, doubleValue, boolValue, arrayValue } = fieldsOf(value);
  const scalar = stringValue ?? intValue ?? doubleValue ?? boolValue;
  if (isScalar(scalar)) return String(scalar);
  const { values } = fieldsOf(arrayValue);
  const { stringValue: first } = fieldsOf(Array.isArray(values) ? values[0] : undefined);
  return typeof first === 'string' ? first : '';
}

const fieldsOf = (value: unknown) => (value ?? {}) as Readonly<Record<string, unknown>>;
const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const Resource = given(z.looseObject({ attributes: Attributes }), {});

export const Traces = z.looseObject({ resourceSpans: z.array(z.unknown()) });
export const ResourceSpans = z.looseObject({
  resource: Resource,
  scopeSpans: given(z.array(z.looseObject({ spans: Unread })), []),
});

/** In protobuf the bytes themselves, in JSON hexadecimal digits. */
const spanId = z.pipe(
  z.transform((value: unknown) => (Buffer.isBuffer(value) ? value.toString('hex') : value)),
  z.string().check(z.regex(/^[0-9a-f]{16}$/i, 'must be 16 hexadecimal digits')),
);
const ParentId = z.transform((value: unknown) =>
  Buffer.isBuffer(value) ? value.toString('hex') : typeof value === 'string' ? value : '',
);
const Enumerated = given(z.union([z.number(), z.string()]), 0);

/** Kinds: 2 serves a request (server), 3 makes one (client), 4 sends a message (producer). The parent may be of another process. */
export const Span = z.looseObject({
  spanId,
  parentSpanId: ParentId,
  kind: Enumerated,
  startTimeUnixNano: Whole,
  endTimeUnixNano: Whole,
  attributes: Attributes,
  status: given(z.looseObject({ code: Enumerated }), {}),
  flags: given(z.number(), 0),
});
export type Span = z.infer<typeof Span>;

export const Metrics = z.looseObject({ resourceMetrics: z.array(z.unknown()) });
/** The library that measured. */
const Scope = given(z.looseObject({ name: given(z.string(), ''), version: given(z.string(), '') }), {});
export const ResourceMetrics = z.looseObject({
  resource: Resource,
  scopeMetrics: given(z.array(z.looseObject({ scope: Scope, metrics: Unread })), []),
});

const Points = z.looseObject({ aggregationTemporality: Enumerated, dataPoints: Unread });

/** Temporality: 1 is delta, 2 is cumulative. */
export const Metric = z.looseObject({
  name: z.string(),
  unit: given(z.string(), ''),
  histogram: optional(Points),
  exponentialHistogram: optional(Points),
  summary: optional(z.looseObject({ dataPoints: Unread })),
});
export type Metric = z.infer<typeof Metric>;

const point = {
  attributes: Attributes,
  startTimeUnixNano: given(Whole, 0),
  timeUnixNano: Whole,
  count: given(Whole, 0),
  sum: optional(z.number()),
  min: optional(z.number()),
  max: optional(z.number()),
  flags: given(z.number(), 0),
};

export const HistogramPoint = z.looseObject({
  ...point,
  bucketCounts: given(z.array(Whole), []),
  explicitBounds: given(z.array(z.number()), []),
});
export type HistogramPoint = z.infer<typeof HistogramPoint>;

const Buckets = given(
  z.looseObject({ offset: given(z.int(), 0), bucketCounts: given(z.array(Whole), []) }),
  {},
);

/** Bucket i holds values above base^(offset + i) and up to base^(offset + i + 1), base = 2^(2^-scale). */
export const ExponentialPoint = z.looseObject({
  ...point,
  scale: given(z.int().check(z.minimum(-10), z.maximum(20)), 0),
  zeroCount: given(Whole, 0),
  zeroThreshold: given(z.number(), 0),
  positive: Buckets,
  negative: Buckets,
});
export type ExponentialPoint = z.infer<typeof ExponentialPoint>;
