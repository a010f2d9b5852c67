import type { Route } from '../routes/route.ts';
import { type ApiHandler, endpoint } from './endpoint.ts';
import { idempotent } from './idempotent.ts';
import type { ApiRequest } from './request.ts';

/**
 * An {@link endpoint} that handles a request with an `Idempotency-Key` once, and repeats its response.
 *
 * ```ts
 * export const handler = writeEndpoint(preferences['submit-feedback'], ({ caller, body }) => record(caller, body));
 * ```
 */
export function writeEndpoint<R extends Route & { readonly method: 'POST' }>(
  route: R,
  answer: (request: ApiRequest<R>) => Promise<object>,
): ApiHandler {
  return endpoint(route, (request, event) => idempotent(event, request.caller, () => answer(request)));
}
