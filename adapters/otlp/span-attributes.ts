import { endpointNamed } from '#core/service/endpoint-name.ts';
import { pathTemplate } from '#core/service/endpoint-template.ts';
import type { Attributes } from './payload-schema.ts';

/** Names in the current semantic conventions for HTTP, and in those before 2023. */
const first = (attributes: Attributes, ...names: readonly string[]): string | undefined =>
  names.map((name) => attributes.get(name)).find((value) => value !== undefined && value !== '');

/**
 * The endpoint that served a request: its route, or if the router gave none, a guess from its path; `null` without
 * both.
 */
export function endpointOf(attributes: Attributes): string | null {
  const method = methodOf(attributes);
  const route = first(attributes, 'http.route') ?? guessedRoute(attributes);
  return method === undefined || route === undefined ? null : endpointNamed(method, route);
}

export const noCallee = 'a call does not say whom it calls';

/** Why a request has no endpoint, for its sender. */
export function whyNoEndpoint(attributes: Attributes): string {
  const method = methodOf(attributes);
  const route = first(attributes, 'http.route') ?? guessedRoute(attributes);
  if (method === undefined) return 'a request has no http.request.method';
  if (route === undefined) return 'a request has neither http.route nor url.path';
  return `${JSON.stringify(`${method} ${route}`.slice(0, 100))} cannot be the name of an endpoint`;
}

/**
 * Whether it is a connection that stays open: one that was upgraded, as for a WebSocket, or a stream of events. It lasts
 * as long as its client likes, which says nothing about the speed of the service.
 */
export function isStream(attributes: Attributes): boolean {
  const type = first(attributes, 'http.response.header.content-type') ?? '';
  return statusOf(attributes, false) === 101 || type.startsWith('text/event-stream');
}

/** Conventions call a method that they do not know `_OTHER`, and some senders do not tell the original one. */
function methodOf(attributes: Attributes): string | undefined {
  const method = first(attributes, 'http.request.method', 'http.method');
  return method === '_OTHER' ? (first(attributes, 'http.request.method_original') ?? 'OTHER') : method;
}

function guessedRoute(attributes: Attributes): string | undefined {
  const path = first(attributes, 'url.path', 'http.target')?.split('?')[0];
  return path === undefined ? undefined : pathTemplate(path);
}

/** The target of a request: a service, a database, a queue; `null` if it has no name. */
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

/** The HTTP status; if there is none, a status that stands for success or failure. */
export function statusOf(attributes: Attributes, hasFailed: boolean): number {
  const status = Number(first(attributes, 'http.response.status_code', 'http.status_code'));
  if (Number.isInteger(status) && status >= 100 && status <= 599) return status;
  return hasFailed || first(attributes, 'error.type') !== undefined ? 500 : 200;
}
