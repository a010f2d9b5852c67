import type { ErrorRequestHandler } from 'express';

/** An expected error response of a route. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
  }
}

export function notFound(what: string, id: string): HttpError {
  return new HttpError(404, `There is no ${what} ${id}.`);
}

/** Sends an error as JSON. An unexpected error becomes a 500 without details for the caller. */
export const answerErrors: ErrorRequestHandler = (error, _req, res, _next) => {
  const status = statusOf(error);
  if (status >= 500 && !(error instanceof HttpError)) console.error(error);
  const foreseen = status < 500 || error instanceof HttpError;
  res.status(status).json({ error: foreseen ? error.message : 'Something went wrong.' });
};

/** Express's own errors (a body that is not JSON, a malformed URL) have a status, too. */
function statusOf(error: unknown): number {
  if (error instanceof Error && 'status' in error && typeof error.status === 'number') return error.status;
  return 500;
}
