/** What a sender exports, by the last part of the path that it adds to its endpoint: `/v1/traces`. */
export type Signal = 'traces' | 'metrics' | 'logs';

/** The protocol's response to a message that was accepted, at least in part. */
export interface ExportResponse {
  /** Absent if all was kept. */
  readonly partialSuccess?: {
    /** Number of spans, data points or log records that were left out. */
    readonly rejected: number;
    /** Why; with nothing rejected, a warning. */
    readonly errorMessage: string;
  };
}

/** `google.rpc.Status`, the body of every error. */
export interface ErrorStatus {
  /** Of `google.rpc.Code`. */
  readonly code: number;
  readonly message: string;
}

export const isSignal = (text: string): text is Signal =>
  text === 'traces' || text === 'metrics' || text === 'logs';
