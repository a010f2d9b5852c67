/*
 * What the recorder sends to `POST /metrics` and receives. The server validates the same shape. The recorder declares its
 * own types so that it stays self-contained when it is copied into a service. A test keeps both declarations equal.
 */

/** One measured request. */
export interface Measurement {
  /** `METHOD /route/template`. */
  readonly endpoint: string;
  /** When the request began, in milliseconds since 1970. */
  readonly at: number;
  /** From the middleware to the end of the response, in milliseconds. */
  readonly duration: number;
  readonly status: number;
}

/** A line of a function. */
export interface HotLine {
  /** 1-based, of the function's file. */
  readonly line: number;
  /** Share of samples with this line on top of the stack, or waiting in it. */
  readonly share: number;
}

/** A function of the service, with its shares of an endpoint's samples in [0, 1]. */
export interface HotFunction {
  readonly name: string;
  /** Relative to the service's root, `/` between folders. */
  readonly file: string;
  /** 1-based, where the function begins. */
  readonly line: number;
  /** Share of samples with the function on top of the stack. */
  readonly self: number;
  /** Share of samples with the function anywhere on the stack, or waiting. */
  readonly total: number;
  /** Share of samples with the function, or a library that it called, on top of the stack. Older recorders do not say. */
  readonly own?: number | undefined;
  /** Hottest first, at most 10 of at least a hundredth; absent if V8 does not tell, and from older recorders. */
  readonly lines?: readonly HotLine[] | undefined;
}

/** Shares, in [0, 1], of the time in which an endpoint's requests were active; the rest is waiting, or not certain. */
export interface EndpointTime {
  /** The process ran code of this endpoint. */
  readonly own: number;
  /** The process ran code of another one, and the requests were behind it; the largest first, at most 5. */
  readonly behind: { readonly endpoint: string; readonly share: number }[];
}

export interface EndpointProfile {
  readonly endpoint: string;
  readonly samples: number;
  readonly time?: EndpointTime | undefined;
  /** Hottest first, by total share; at most 20. */
  readonly functions: readonly HotFunction[];
}

/** The measurements of one process since its last batch. */
export interface MetricsBatch {
  readonly service: string;
  readonly version: string;
  /** Identifies the process; together with `sequence` it identifies a repeated batch. */
  readonly instance: string;
  readonly sequence: number;
  /** Whether a router told the endpoints, so that digits in them are meant; else routes are guessed from them. */
  readonly routed?: boolean | undefined;
  /** Number of measurements lost since the last batch, because the buffer was full or a batch was rejected. */
  readonly dropped: number;
  /** Bytes, when the batch was created. */
  readonly memory: { readonly rss: number; readonly heapUsed: number };
  readonly measurements: readonly Measurement[];
  readonly profiles: readonly EndpointProfile[];
}

/** The response to a batch. `profile` requests a CPU profile of this many seconds. */
export interface MetricsResponse {
  readonly accepted: number;
  readonly profile?: { readonly seconds: number };
}
