import * as z from 'zod';
import { EndpointName } from '../service/endpoint-name.ts';

/** Becomes part of a key. */
const name = z
  .string()
  .max(64)
  .regex(/^[!-~]+$/, 'must be visible ASCII characters');

/** Finer than anybody can measure, and coarse enough for every store: DynamoDB's numbers begin at 1e-130. */
const toNinePlaces = (value: number) => Math.round(value * 1e9) / 1e9;
const share = z.number().min(0).max(1).overwrite(toNinePlaces);

/** One request as the recorder saw it. */
const Measurement = z.strictObject({
  endpoint: EndpointName,
  /** When the request began, in milliseconds since 1970. */
  at: z.number().nonnegative().overwrite(Math.floor),
  /** From the recorder's middleware to the end of the response, in milliseconds. */
  duration: z.number().nonnegative().max(3_600_000).overwrite(toNinePlaces),
  status: z.number().int().min(100).max(599),
});

const HotFunction = z.strictObject({
  name: z.string().max(200),
  /** Relative to the service's root, `/` between folders. */
  file: z.string().max(500),
  /** 1-based, where the function begins. */
  line: z.number().int().positive(),
  /** Share of the endpoint's samples with this function on top of the stack. */
  self: share,
  /** Share of the endpoint's samples with this function anywhere on the stack, or waited for. */
  total: share,
});

const EndpointProfile = z.strictObject({
  endpoint: EndpointName,
  samples: z.number().int().nonnegative(),
  /** Hottest first, by total share. */
  functions: z.array(HotFunction).max(20),
});

/** The body of `POST /metrics`: what one process of a service measured since its last batch. */
export const MetricsBatch = z.strictObject({
  service: z.string().min(1).max(40),
  version: name.regex(/^[^#]*$/, 'must not have a #: stores put it between their keys'),
  /** Identifies the process; with `sequence` it makes a repeated batch recognisable. */
  instance: name,
  sequence: z.number().int().nonnegative(),
  /** Requests that were measured and thrown away since the last batch, because the buffer was full. */
  dropped: z.number().int().nonnegative(),
  /** Bytes, at the moment of the batch. */
  memory: z.strictObject({
    rss: z.number().int().nonnegative(),
    heapUsed: z.number().int().nonnegative(),
  }),
  measurements: z.array(Measurement).max(5_000),
  profiles: z.array(EndpointProfile).max(50).default([]),
});

/** The answer to a batch. `profile` asks the recorder for a CPU profile of that many seconds. */
export interface MetricsAnswer {
  readonly accepted: number;
  readonly profile?: { readonly seconds: number };
}

export type MetricsBatch = z.infer<typeof MetricsBatch>;
export type Measurement = z.infer<typeof Measurement>;
export type HotFunction = z.infer<typeof HotFunction>;
export type EndpointProfile = z.infer<typeof EndpointProfile>;
