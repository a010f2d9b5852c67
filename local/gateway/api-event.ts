import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { InvalidInput } from '#core/errors.ts';
import type { Match } from './find-route.ts';

/** The part of a request that its event is made of. */
export type RequestHead = Pick<IncomingMessage, 'method' | 'url' | 'headersDistinct'> & {
  readonly socket: Pick<IncomingMessage['socket'], 'remoteAddress'>;
};

/**
 * The event that API Gateway's HTTP API would send for a request, in payload format 2.0: repeated headers and query
 * parameters are joined by commas, cookies are apart, what is empty is absent, and a body that is not text is in base64.
 *
 * @param claims of the verified token.
 */
export function eventFrom(
  request: RequestHead,
  { method, template, parameters }: Pick<Match, 'method' | 'template' | 'parameters'>,
  claims: Record<string, unknown> | null,
  body: Buffer,
): APIGatewayProxyEventV2 {
  const { url = '/', socket } = request;
  const { cookie = [], ...headers } = request.headersDistinct;
  const [path = '/', query = ''] = url.split(/\?(.*)/s);
  const cookies = cookie.flatMap((text) => text.split(/; */)).filter((text) => text !== '');
  const routeKey = `${method} ${template}`;
  const now = Date.now();
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers: joined(Object.entries(headers).map(([name, values = []]) => [name, values])),
    ...(query === '' ? {} : { queryStringParameters: joined(parametersIn(query)) }),
    ...(Object.keys(parameters).length === 0 ? {} : { pathParameters: mapValues(parameters, decoded) }),
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      ...(claims ? { authorizer: { jwt: { claims: asText(claims), scopes: null } } } : {}),
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: {
        method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: socket.remoteAddress ?? '',
        userAgent: headers['user-agent']?.join(',') ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: requestTime(now),
      timeEpoch: now,
    },
    ...bodyOf(body, headers),
  } as APIGatewayProxyEventV2;
}

type Headers = Readonly<Record<string, readonly string[] | undefined>>;

function bodyOf(
  body: Buffer,
  headers: Headers,
): { readonly body?: string; readonly isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  if (!isText(headers)) return { body: body.toString('base64'), isBase64Encoded: true };
  try {
    return { body: new TextDecoder('utf-8', { fatal: true }).decode(body), isBase64Encoded: false };
  } catch (cause) {
    throw new InvalidInput('the body is not UTF-8 text.', { code: 'request/malformed-json', cause });
  }
}

/** Clients that do not say what they send, send JSON. */
function isText(headers: Headers): boolean {
  const [type = ''] = headers['content-type'] ?? [];
  const isCompressed = headers['content-encoding']?.some((encoding) => encoding !== 'identity') ?? false;
  return !isCompressed && (type === '' || /^(text\/|application\/json\b)/i.test(type));
}

const joined = (values: readonly (readonly [string, readonly string[]])[]): Record<string, string> =>
  Object.fromEntries(values.map(([name, ofName]) => [name, ofName.join(',')]));

const parametersIn = (query: string) =>
  [...Map.groupBy(new URLSearchParams(query), ([name]) => name)].map(
    ([name, pairs]) => [name, pairs.map(([, value]) => value)] as const,
  );

const mapValues = (values: Readonly<Record<string, string>>, change: (value: string) => string) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));

/** As in access logs: `12/Mar/2020:19:03:58 +0000`. */
function requestTime(at: number): string {
  const [, day, month, year, time] = /, (\d+) (\w+) (\d+) (\S+)/.exec(new Date(at).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** API Gateway passes every claim as text, and a list as `[a b]`. */
const asText = (claims: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  );
