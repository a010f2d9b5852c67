import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { NotFound, TooLarge } from '#core/errors.ts';
import { problemFrom } from '#functions/api/middleware/problem-json.ts';
import { routes } from '#functions/api/routes/all-routes.ts';
import { defaultThrottle, type Throttle } from '#functions/api/routes/throttle.ts';
import { reportFailure } from '#functions/observability/report-failure.ts';
import { type Listening, listen } from '../processes/listen.ts';
import { hasLeft, respond } from '../processes/respond.ts';
import { eventFrom } from './api-event.ts';
import { type FoundRoute, findRoute, loadHandler } from './find-route.ts';
import { openHttpMetrics } from './http-metrics.ts';
import { tokenBucket } from './token-bucket.ts';
import type { Tokens } from './tokens.ts';

/** API Gateway's own limit. */
const largestBody = 10_000_000;

interface GatewayOptions {
  readonly port: number;
  readonly tokens: Tokens;
  /** Under which it is also reachable. */
  readonly names?: readonly string[] | undefined;
  /** Default: that of an installation on AWS. */
  readonly throttle?: Throttle;
}

/** As API Gateway answers; what is over is over within a second. */
const tooManyRequests = {
  statusCode: 429,
  headers: { 'content-type': 'application/json', 'retry-after': '1' },
  body: JSON.stringify({ message: 'Too Many Requests' }),
};

/**
 * The stand-in for API Gateway: turns HTTP requests into v2 events and the handlers' results into responses. It
 * measures them for an operator's Prometheus, which scrapes `/metrics` beside the API.
 */
export function startGateway({
  port,
  tokens,
  names,
  throttle = defaultThrottle,
}: GatewayOptions): Promise<Listening> {
  const metrics = openHttpMetrics();
  const bucket = tokenBucket(throttle);
  const server = createServer(respond('the API', serve));
  return listen(server, port, names);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET' } = request;
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    try {
      // Scrapes are not counted: Prometheus measures them itself.
      if (method === 'GET' && path === '/metrics') return send(response, await metrics.page());
      const found = findRoute(method, path);
      metrics.measure(request, response, 'allowed' in found ? null : found.template);
      if (!bucket.take()) return send(response, tooManyRequests);
      send(response, await answer(request, path, found, tokens));
    } catch (error) {
      if (hasLeft(request)) return;
      reportFailure(error, { path });
      send(response, problemFrom(error, path));
    }
  }
}

async function answer(
  request: IncomingMessage,
  path: string,
  found: FoundRoute,
  tokens: Tokens,
): Promise<APIGatewayProxyStructuredResultV2> {
  if ('allowed' in found) {
    const hint =
      found.allowed.length > 0
        ? `this path allows ${found.allowed.join(' or ')}`
        : 'see /openapi.json for all routes';
    throw new NotFound(`there is no ${request.method} ${path}; ${hint}.`, { code: 'route/unknown' });
  }
  const handler = await loadHandler(found.name);
  const claims =
    routes[found.name].role === 'anyone' ? null : await tokens.verify(request.headers.authorization);
  const body = await readBody(request);
  return handler(eventFrom(request, found, claims, body));
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // A body that is too large is read to its end: closing the connection would lose the response.
    if (size <= largestBody) chunks.push(chunk);
  }
  if (size > largestBody)
    throw new TooLarge(`the body has more than ${largestBody} bytes.`, { code: 'request/too-large' });
  return Buffer.concat(chunks);
}

function send(
  response: ServerResponse,
  { statusCode, headers, body = '', isBase64Encoded }: APIGatewayProxyStructuredResultV2,
): void {
  response.writeHead(statusCode ?? 200, headers as Record<string, string>);
  response.end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
}
