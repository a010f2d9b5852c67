import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { InvalidInput, NotFound, TooLarge } from '#core/errors.ts';
import { problemFrom } from '#functions/api/pipeline/problem-json.ts';
import { routes } from '#functions/api/routes.ts';
import { reportFailure } from '#functions/observability/report-failure.ts';
import { type Listening, listen } from '../processes/listen.ts';
import { findHandler, type Match } from './handlers.ts';
import type { Tokens } from './tokens.ts';

/** API Gateway's own limit. */
const largestBody = 10_000_000;

/** The stand-in for API Gateway: turns HTTP requests into its v2 events and the handlers' answers into responses. */
export function startGateway({ port, tokens }: { port: number; tokens: Tokens }): Promise<Listening> {
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    try {
      send(response, await answer(request, path, tokens));
    } catch (error) {
      reportFailure(error, { path });
      send(response, problemFrom(error, path));
    }
  });
  return listen(server, port);
}

async function answer(
  request: IncomingMessage,
  path: string,
  tokens: Tokens,
): Promise<APIGatewayProxyStructuredResultV2> {
  const found = await findHandler(request.method ?? 'GET', path);
  if ('allowed' in found) {
    const hint =
      found.allowed.length > 0
        ? `it takes ${found.allowed.join(' or ')}`
        : 'see /openapi.json for those there are';
    throw new NotFound(`there is no ${request.method} ${path}; ${hint}.`, { code: 'route/unknown' });
  }
  const claims =
    routes[found.name].role === 'anyone' ? null : await tokens.verify(request.headers.authorization);
  const body = await readBody(request);
  return found.handler(eventFrom(request, path, found, claims, body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What is too much is read all the same: hanging up would lose the answer.
    if (size <= largestBody) chunks.push(chunk);
  }
  if (size > largestBody)
    throw new TooLarge(`the body has more than ${largestBody} bytes.`, { code: 'request/too-large' });
  const bytes = Buffer.concat(chunks);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InvalidInput('the body is not UTF-8 text.', { code: 'request/malformed-json', cause });
  }
}

function eventFrom(
  request: IncomingMessage,
  path: string,
  { parameters }: Match,
  claims: Record<string, unknown> | null,
  body: string,
): APIGatewayProxyEventV2 {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const method = request.method ?? 'GET';
  const now = Date.now();
  const context = {
    accountId: 'local',
    apiId: 'local',
    domainName: 'localhost',
    domainPrefix: 'localhost',
    http: {
      method,
      path,
      protocol: 'HTTP/1.1',
      sourceIp: request.socket.remoteAddress ?? '',
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: randomUUID(),
    routeKey: '$default',
    stage: '$default',
    time: new Date(now).toISOString(),
    timeEpoch: now,
    ...(claims ? { authorizer: { jwt: { claims: asText(claims), scopes: null } } } : {}),
  };
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: url.search.slice(1),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    queryStringParameters: Object.fromEntries(url.searchParams),
    pathParameters: Object.fromEntries(
      Object.entries(parameters).map(([key, value]) => [key, decoded(value)]),
    ),
    requestContext: context,
    ...(body === '' ? {} : { body }),
    isBase64Encoded: false,
  } as APIGatewayProxyEventV2;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** API Gateway hands every claim on as text, and a list as `[a b]`. */
const asText = (claims: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  );

function send(
  response: ServerResponse,
  { statusCode, headers, body }: APIGatewayProxyStructuredResultV2,
): void {
  response.writeHead(statusCode ?? 200, headers as Record<string, string>);
  response.end(body);
}
