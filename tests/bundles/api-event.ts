import { basePath, type RouteName, routes } from '#functions/api/routes/all-routes.ts';
import type { Role } from '#functions/api/routes/roles.ts';

interface ApiEventOptions {
  readonly id?: string;
  readonly query?: string;
  readonly body?: object;
  readonly roles?: readonly Role[];
}

/** An API Gateway event of version 2.0, with the claims of its JWT authorizer. */
export function apiEvent(name: RouteName, { id, query = '', body, roles = [] }: ApiEventOptions): object {
  const { method, path } = routes[name];
  const rawPath = `${basePath}${path.replace(/\{\w+\}/, id ?? '')}`;
  const claims = { sub: 'user-1', roles: `[${roles.join(' ')}]`, service: 'shop' };
  return {
    version: '2.0',
    routeKey: `${method} ${basePath}${path}`,
    rawPath,
    rawQueryString: query,
    headers: { 'content-type': 'application/json' },
    queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
    ...(id === undefined ? {} : { pathParameters: { [/\{(\w+)\}/.exec(path)?.[1] ?? 'id']: id } }),
    requestContext: {
      requestId: 'request-1',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      ...(roles.length > 0 ? { authorizer: { jwt: { claims, scopes: null } } } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    isBase64Encoded: false,
  };
}
