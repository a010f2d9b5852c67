/*
 * What the recorder sends to `POST /metrics` and gets back. The server validates the same shape; the recorder states it
 * for itself, so that it stands alone wherever a service is copied to. A test holds the two together.
 */

/** One request as the recorder saw it. */
export interface Measurement {
  /** `METHOD /route/template`. */
  readonly endpoint: string;
  /** When the request began, in milliseconds since 1970. */
  readonly at: number;
  /** From the middleware to the end of the response, in milliseconds. */
  readonly duration: number;
  readonly status: number;
}

/** A function of the service and its shares, in [0, 1], of an endpoint's samples. */
export interface HotFunction {
  readonly name: string;
  /** Relative to the service's root, `/` between folders. */
  readonly file: string;
  /** 1-based, where the function begins. */
  readonly line: number;
  /** On top of the stack. */
  readonly self: number;
  /** Anywhere on the stack, or waited for. */
  readonly total: number;
}

export interface EndpointProfile {
  readonly endpoint: string;
  readonly samples: number;
  /** Hottest first, by total share; at most 20. */
  readonly functions: readonly HotFunction[];
}

/** What one process measured since its last batch. */
export interface MetricsBatch {
  readonly service: string;
  readonly version: string;
  /** Identifies the process; with `sequence` it makes a repeated batch recognizable. */
  readonly instance: string;
  readonly sequence: number;
  /** Requests that were measured and thrown away since the last batch, because the buffer was full. */
  readonly dropped: number;
  /** Bytes, at the moment of the batch. */
  readonly memory: { readonly rss: number; readonly heapUsed: number };
  readonly measurements: readonly Measurement[];
  readonly profiles: readonly EndpointProfile[];
}

/** `profile` asks for a CPU profile of that many seconds. */
export interface MetricsResponse {
  readonly accepted: number;
  readonly profile?: { readonly seconds: number };
}
