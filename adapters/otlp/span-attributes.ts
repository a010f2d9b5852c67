import { EndpointName } from '#core/service/endpoint-name.ts';
import { endpointTemplate } from '#core/service/endpoint-template.ts';
import type { Attributes } from './payload-schema.ts';

/** By the semantic conventions for HTTP, of today and before 2023. */
const first = (attributes: Attributes, ...names: readonly string[]): string | undefined =>
  names.map((name) => attributes.get(name)).find((value) => value !== undefined && value !== '');

/**
 * The endpoint that served a request: its route, or where the router told none, what is guessed from its path; `null` where
 * neither names one.
 */
export function endpointOf(attributes: Attributes): string | null {
  const method = first(attributes, 'http.request.method', 'http.method');
  const path = first(attributes, 'http.route') ?? pathOf(attributes);
  if (method === undefined || path === undefined) return null;
  const endpoint = endpointTemplate(`${method} ${path}`);
  return EndpointName.safeParse(endpoint).success ? endpoint : null;
}

function pathOf(attributes: Attributes): string | undefined {
  return first(attributes, 'url.path', 'http.target')?.split('?')[0];
}

/** Whom a request was made to: a service, a database, a queue; `null` where it has no name. */
export function calleeOf(attributes: Attributes): string | null {
  const name = first(
    attributes,
    'service.peer.name',
    'peer.service',
    'db.system.name',
    'db.system',
    'messaging.system',
    'rpc.service',
    'server.address',
    'net.peer.name',
  );
  return name !== undefined && /^[!"$-~]{1,100}$/.test(name) ? name : null;
}

/** The HTTP status; where there is none, that of a request that failed or did not. */
export function statusOf(attributes: Attributes, hasFailed: boolean): number {
  const status = Number(first(attributes, 'http.response.status_code', 'http.status_code'));
  if (Number.isInteger(status) && status >= 100 && status <= 599) return status;
  return hasFailed || first(attributes, 'error.type') !== undefined ? 500 : 200;
}
