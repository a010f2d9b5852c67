import type { IncomingMessage } from 'node:http';

let current: IncomingMessage | null = null;

/** Runs `work`, which begins to serve the request. */
export function serving<Result>(req: IncomingMessage, work: () => Result): Result {
  const before = current;
  current = req;
  try {
    return work();
  } finally {
    current = before;
  }
}

/** The request that the running code began to serve; `null` if that code was resumed after a wait. */
export const currentRequest = (): IncomingMessage | null => current;
