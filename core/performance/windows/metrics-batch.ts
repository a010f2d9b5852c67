import * as z from 'zod/mini';
import { EndpointName } from '../../service/endpoint-name.ts';
import { hour } from '../../time.ts';

/** Becomes part of a key. */
const name = z.string().check(z.maxLength(64), z.regex(/^[!-~]+$/, 'must be visible ASCII characters'));

/** Finer than any real measurement, and coarse enough for every store: DynamoDB's smallest number is 1e-130. */
const toNinePlaces = (value: number) => Math.round(value * 1e9) / 1e9;
const share = z.number().check(z.minimum(0), z.maximum(1), z.overwrite(toNinePlaces));
const whole = z.number().check(z.int(), z.nonnegative());

/** One request as the recorder saw it. */
const Measurement = z.strictObject({
  endpoint: EndpointName,
  /** When the request began, in milliseconds since 1970. */
  at: z.number().check(z.nonnegative(), z.overwrite(Math.floor)),
  /** From the recorder's middleware to the end of the response, in milliseconds. */
  duration: z.number().check(z.nonnegative(), z.maximum(hour), z.overwrite(toNinePlaces)),
  status: z.number().check(z.int(), z.minimum(100), z.maximum(599)),
});

/** In a batch; of a profile. */
export const mostProfiles = 50;
export const mostFunctions = 20;

const HotLine = z.strictObject({
  /** 1-based, of the function's file. */
  line: z.number().check(z.int(), z.positive()),
  /** Share of the endpoint's samples with this line on top of the stack, or waiting in it. */
  share,
});

export const HotFunction = z.strictObject({
  name: z.string().check(z.maxLength(200)),
  /** Relative to the service's root, `/` between folders. */
  file: z.string().check(z.maxLength(500)),
  /** 1-based, where the function begins. */
  line: z.number().check(z.int(), z.positive()),
  /** Share of the endpoint's samples with this function on top of the stack. */
  self: share,
  /** Share of the endpoint's samples with this function anywhere on the stack, or waited for. */
  total: share,
  /** Share of the endpoint's samples with this function, or a library that it called, on top of the stack. */
  own: z.optional(share),
  /** Hottest first; absent if it is not known. */
  lines: z.optional(z.array(HotLine).check(z.maxLength(10))),
});

/** Shares of the time in which an endpoint's requests were active; the rest is waiting, or not certain. */
const EndpointTime = z.strictObject({
  /** The process ran code of this endpoint. */
  own: share,
  /** The process ran code of another one, and the requests were behind it; the largest first. */
  behind: z.array(z.strictObject({ endpoint: EndpointName, share })).check(z.maxLength(5)),
});

export const EndpointProfile = z.strictObject({
  endpoint: EndpointName,
  samples: whole,
  /** Not every recorder tells. */
  time: z.optional(EndpointTime),
  /** Hottest first, by total share. */
  functions: z.array(HotFunction).check(z.maxLength(mostFunctions)),
});

/** The body of `POST /metrics`: the measurements of one process of a service since its last batch. */
export const MetricsBatch = z.strictObject({
  service: z.string().check(z.minLength(1), z.maxLength(40)),
  version: name.check(z.regex(/^[^#]*$/, 'must not have a #: stores put it between their keys')),
  /** Identifies the process; together with `sequence` it identifies a repeated batch. */
  instance: name,
  sequence: whole,
  /** Whether a router told the endpoints, so that digits in them are meant; else routes are guessed from them. */
  routed: z.optional(z.boolean()),
  /** Number of requests measured and dropped since the last batch, because the buffer was full. */
  dropped: whole,
  /** Bytes, when the batch was created. */
  memory: z.strictObject({ rss: whole, heapUsed: whole }),
  measurements: z.array(Measurement).check(z.maxLength(5_000)),
  profiles: z._default(z.array(EndpointProfile).check(z.maxLength(mostProfiles)), []),
});

/** The response to a batch. `profile` requests a CPU profile of this many seconds. */
export interface MetricsResponse {
  readonly accepted: number;
  readonly profile?: { readonly seconds: number };
}

export type MetricsBatch = z.infer<typeof MetricsBatch>;
export type Measurement = z.infer<typeof Measurement>;
export type HotLine = z.infer<typeof HotLine>;
export type HotFunction = z.infer<typeof HotFunction>;
export type EndpointProfile = z.infer<typeof EndpointProfile>;
