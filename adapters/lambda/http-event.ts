import type { SeenRequest } from '#core/improvements/jobs.ts';

/**
 * A request as a function URL or an HTTP API sends it: payload format 2.0, with the headers that were recorded.
 */
export function httpEvent(
  { method, path, contentType, headers, body }: SeenRequest,
  requestId: string,
): object {
  const { pathname, search, searchParams } = new URL(path, 'http://localhost');
  const now = Date.now();
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: {
      ...headers,
      host: 'localhost',
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
    },
    ...(search === '' ? {} : { queryStringParameters: Object.fromEntries(searchParams) }),
    requestContext: {
      accountId: 'anonymous',
      apiId: 'mirror',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method, path: pathname, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: new Date(now).toISOString(),
      timeEpoch: now,
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  };
}
