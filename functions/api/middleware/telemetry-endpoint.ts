import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { withCallBudget } from '#adapters/aws/call-budget.ts';
import { type Encoding, encodingOf } from '#adapters/otlp/transport/encoding.ts';
import type { SentMessage } from '#adapters/otlp/transport/read-message.ts';
import { type ExportResponse, isSignal, type Signal } from '#adapters/otlp/transport/signal.ts';
import { type WrittenResponse, writeResponse, writeStatus } from '#adapters/otlp/transport/write-response.ts';
import { NotFound } from '#core/errors.ts';
import type { Route } from '../routes/route.ts';
import { type ApiHandler, callMilliseconds } from './endpoint.ts';
import { observe } from './observe.ts';
import { describeError } from './problem-json.ts';
import { readCaller } from './read-caller.ts';
import type { Caller } from './request.ts';

/** A message from a caller, not yet decoded. */
export interface TelemetryRequest {
  readonly caller: Caller;
  readonly signal: Signal;
  readonly message: SentMessage;
}

/** `google.rpc.Code` by HTTP status; others are unknown. */
const codes: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  413: 8,
  415: 3,
  500: 13,
  503: 14,
};

/** A Lambda handler that speaks OTLP over HTTP: the response, also to an error, is in the encoding of the message. */
export function telemetryEndpoint(
  route: Route,
  answer: (request: TelemetryRequest) => Promise<ExportResponse>,
): ApiHandler {
  const respond = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const caller = readCaller(event, route);
    const signal = signalIn(event);
    const message = messageIn(event);
    const encoding = encodingOf(message.contentType);
    const response = await withCallBudget(callMilliseconds, () => answer({ caller, signal, message }));
    return resultOf(route.status, await writeResponse(signal, encoding, response));
  };
  const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(observe(route))
    .use({
      onError: async (request) => {
        request.response = await errorResult(request.error, request.event);
      },
    })
    .handler(respond);
  return async (event, context) =>
    handler(event, context ?? ({} as never)) as Promise<APIGatewayProxyStructuredResultV2>;
}

function signalIn({ pathParameters }: APIGatewayProxyEventV2): Signal {
  const signal = pathParameters?.signal ?? '';
  if (isSignal(signal)) return signal;
  throw new NotFound(`there is no /otlp/v1/${signal}; send traces or metrics.`, {
    code: 'otlp/unknown-signal',
  });
}

function messageIn({ headers, body = '', isBase64Encoded }: APIGatewayProxyEventV2): SentMessage {
  return {
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
    contentType: headers['content-type'],
    contentEncoding: headers['content-encoding'],
  };
}

async function errorResult(
  error: unknown,
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { status, headers, detail } = describeError(error);
  const written = await writeStatus(encodingOfError(event), { code: codes[status] ?? 2, message: detail });
  const result = resultOf(status, written);
  return { ...result, headers: { ...headers, ...result.headers } };
}

/** A sender whose encoding is not known reads JSON at least as text. */
function encodingOfError({ headers }: APIGatewayProxyEventV2): Encoding {
  try {
    return encodingOf(headers['content-type']);
  } catch {
    return 'json';
  }
}

const resultOf = (
  statusCode: number,
  { contentType, body }: WrittenResponse,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': contentType },
  // As text where it is text: only then are logs and tests readable.
  ...(contentType === 'application/json'
    ? { body: body.toString() }
    : { body: body.toString('base64'), isBase64Encoded: true }),
});
