import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import {
  Conflict,
  DomainError,
  Forbidden,
  InvalidInput,
  NotFound,
  TooLarge,
  Unauthenticated,
  Unavailable,
  Unsupported,
} from '#core/errors.ts';

const statusOf = new Map<unknown, number>([
  [InvalidInput, 400],
  [Unauthenticated, 401],
  [Forbidden, 403],
  [NotFound, 404],
  [Conflict, 409],
  [TooLarge, 413],
  [Unsupported, 415],
  [Unavailable, 503],
]);

/** Turns an error into RFC 9457 `application/problem+json`. An unexpected error reveals nothing. */
export function problemJson(): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    onError: (request) => {
      request.response = problemFrom(request.error, request.event.rawPath);
    },
  };
}

/** The response for an error, also for one before a handler is reached. */
export function problemFrom(error: unknown, instance: string): APIGatewayProxyStructuredResultV2 {
  const { status, headers, detail } = describeError(error);
  const known = knownIn(error);
  const problem = {
    // First, so that no field of an error can take the place of a standard one.
    ...known?.data,
    type: `urn:ironclaw:problem:${known?.code ?? 'internal'}`,
    title: known?.name ?? 'InternalError',
    status,
    code: known?.code ?? 'internal',
    detail,
    instance,
  };
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify(problem),
  };
}

/** What a caller is told of an error, whatever the format. */
export interface DescribedError {
  /** Of HTTP. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly detail: string;
}

export function describeError(error: unknown): DescribedError {
  const known = knownIn(error);
  const status = known ? statusFor(known) : 500;
  return {
    status,
    headers: {
      ...(status === 503 ? { 'retry-after': '1' } : {}),
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
    detail: known?.message ?? 'an internal error occurred; the log of this function has the details.',
  };
}

/** An unexpected error reveals nothing. */
const knownIn = (error: unknown): DomainError | null =>
  error instanceof DomainError && error.fault !== 'ours' ? error : null;

function statusFor(error: DomainError): number {
  for (
    let type: unknown = error.constructor;
    typeof type === 'function';
    type = Object.getPrototypeOf(type)
  ) {
    const status = statusOf.get(type);
    if (status !== undefined) return status;
  }
  return 500;
}
