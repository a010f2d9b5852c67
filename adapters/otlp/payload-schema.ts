import * as z from 'zod/mini';

/*
 * The parts of OTLP 1.x in JSON that we read (https://opentelemetry.io/docs/specs/otlp/). Unknown fields are ignored,
 * as the protocol requires. 64-bit integers are strings.
 */

/** Nanoseconds since 1970, or a count. */
const Whole = z.pipe(
  z.union([
    z.string().check(z.regex(/^\d{1,20}$/, 'must be a whole number')),
    z.number().check(z.int(), z.nonnegative()),
  ]),
  z.transform((value: string | number) => BigInt(value)),
);
const Value = z.looseObject({
  stringValue: z.optional(z.string()),
  intValue: z.optional(z.union([z.string(), z.number()])),
  doubleValue: z.optional(z.number()),
  boolValue: z.optional(z.boolean()),
});
const Attributes = z.pipe(
  z._default(z.array(z.looseObject({ key: z.string(), value: z.optional(Value) })), []),
  z.transform((all) => new Map(all.map(({ key, value }) => [key, textOf(value)]))),
);
const Resource = z._default(z.looseObject({ attributes: Attributes }), { attributes: new Map() });
const Unread = z._default(z.array(z.unknown()), []);

/** Attributes by name, all as text. */
export type Attributes = ReadonlyMap<string, string>;

export const Traces = z.looseObject({
  resourceSpans: z.array(
    z.looseObject({
      resource: Resource,
      scopeSpans: z._default(z.array(z.looseObject({ spans: Unread })), []),
    }),
  ),
});

/** Kinds: 2 serves a request (server), 3 makes one (client), 4 sends a message (producer). The parent may be of another process. */
export const Span = z.looseObject({
  spanId: z.string().check(z.regex(/^[0-9a-f]{16}$/i, 'must be 16 hexadecimal digits')),
  parentSpanId: z._default(z.string(), ''),
  kind: z._default(z.union([z.number(), z.string()]), 0),
  startTimeUnixNano: Whole,
  endTimeUnixNano: Whole,
  attributes: Attributes,
  status: z._default(z.looseObject({ code: z.optional(z.union([z.number(), z.string()])) }), {}),
});
export type Span = z.infer<typeof Span>;

export const Metrics = z.looseObject({
  resourceMetrics: z.array(
    z.looseObject({
      resource: Resource,
      scopeMetrics: z._default(z.array(z.looseObject({ metrics: Unread })), []),
    }),
  ),
});

/** Temporality: 1 is delta. */
export const Histogram = z.looseObject({
  name: z.string(),
  unit: z.optional(z.string()),
  histogram: z.looseObject({
    aggregationTemporality: z.union([z.number(), z.string()]),
    dataPoints: Unread,
  }),
});

export const DataPoint = z.looseObject({
  attributes: Attributes,
  startTimeUnixNano: Whole,
  timeUnixNano: Whole,
  count: Whole,
  sum: z.optional(z.number()),
  min: z.optional(z.number()),
  max: z.optional(z.number()),
  bucketCounts: z._default(z.array(Whole), []),
  explicitBounds: z._default(z.array(z.number()), []),
});
export type DataPoint = z.infer<typeof DataPoint>;

function textOf(value: z.infer<typeof Value> | undefined): string {
  const { stringValue, intValue, doubleValue, boolValue } = value ?? {};
  return String(stringValue ?? intValue ?? doubleValue ?? boolValue ?? '');
}
