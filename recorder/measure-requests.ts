import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Measurement } from './protocol.ts';
import type { RequestSpan } from './request-spans.ts';

/** Connect-style middleware, for Express, Connect, and plain `node:http` handlers. */
export type Middleware = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;

export interface RequestObserver {
  endpointOf(req: IncomingMessage): string | null;
  record(measurement: Measurement): void;
  /** Starts a span for the request while a profile is being taken; otherwise returns `null`. */
  beginSpan(entered: number): RequestSpan | null;
  /** Runs the request's work so that its waits are recorded in its span. */
  runWithin(span: RequestSpan, work: () => void): void;
}

/** The status that proxies log when the client disconnects before the response is complete. */
const clientClosedRequest = 499;

const maxDuration = 3_600_000; // milliseconds

export function measureRequests(observer: RequestObserver): Middleware {
  return (req, res, next) => {
    const at = Date.now();
    const entered = performance.now();
    const span = observer.beginSpan(entered);

    res.once('close', () => {
      const ended = performance.now();
      const endpoint = observer.endpointOf(req);
      if (span) Object.assign(span, { endpoint, ended });
      if (endpoint === null) return;
      const duration = Math.min(Math.round((ended - entered) * 1_000) / 1_000, maxDuration);
      observer.record({ endpoint, at, duration, status: statusOf(res) });
    });

    if (!span) return next();
    try {
      observer.runWithin(span, next);
    } finally {
      span.returned = performance.now();
    }
  };
}

function statusOf(res: ServerResponse): number {
  if (!res.writableFinished) return clientClosedRequest;
  return res.statusCode <= 599 ? res.statusCode : 500;
}
