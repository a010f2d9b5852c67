import type { IncomingMessage, ServerResponse } from 'node:http';
import { attempt } from './attempt.ts';
import { isEventStream } from './event-stream.ts';
import type { Measurement } from './protocol.ts';
import { note, noteOf } from './request-note.ts';
import type { RequestSpan } from './request-spans.ts';

export interface RequestObserver {
  /** `null`: do not measure. */
  endpointOf(req: IncomingMessage, res: ServerResponse): string | null;
  record(measurement: Measurement): void;
  /** Starts a span for the request while a profile is being taken; otherwise returns `null`. */
  beginSpan(entered: number): RequestSpan | null;
  /** Runs the request's work so that its waits are recorded in its span. */
  runWithin<Result>(span: RequestSpan, work: () => Result): Result;
}

/** The status that proxies log when the client disconnects before the response is complete. */
const clientClosedRequest = 499;

const maxDuration = 3_600_000; // milliseconds

/**
 * Runs a request's work and measures the request until its response is complete, unless another recorder of this process measures it
 * already. An upgrade and an event stream last for as long as the client likes, which is no latency: they are not measured.
 */
export function measureRequest<Result>(
  observer: RequestObserver,
  req: IncomingMessage,
  res: ServerResponse,
  work: () => Result,
): Result {
  const span = attempt(() => begin(observer, req, res)) ?? null;
  if (!span) return work();
  try {
    return observer.runWithin(span, work);
  } finally {
    span.returned = performance.now();
  }
}

/** Measures the request from now on. Returns its span while a profile is being taken. */
function begin(observer: RequestObserver, req: IncomingMessage, res: ServerResponse): RequestSpan | null {
  if (noteOf(req)) return null;
  note(req);
  const at = Date.now();
  const entered = performance.now();
  const span = observer.beginSpan(entered);
  const end = () => {
    const ended = performance.now();
    const endpoint = observer.endpointOf(req, res);
    if (span) Object.assign(span, { endpoint, ended });
    if (endpoint === null || res.statusCode === 101 || isEventStream(res)) return;
    const duration = Math.min(Math.round((ended - entered) * 1_000) / 1_000, maxDuration);
    observer.record({ endpoint, at, duration, status: statusOf(res) });
  };
  res.once('close', () => attempt(end));
  return span;
}

function statusOf(res: ServerResponse): number {
  if (!res.writableFinished) return clientClosedRequest;
  return res.statusCode <= 599 ? res.statusCode : 500;
}
