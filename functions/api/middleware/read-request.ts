import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { InvalidInput, TooLarge } from '#core/errors.ts';
import { parse } from '#core/validation.ts';
import type { Route } from '../routes/route.ts';
import type { ApiRequest, Caller } from './request.ts';

/** 5,000 measurements are about 600 KB. */
const largestBody = 1_000_000;

/**
 * Validates the parts of a request by its route.
 * @throws InvalidInput `request/malformed-json`, `request/invalid-body`, `request/invalid-query`,
 * `request/invalid-parameter`.
 * @throws TooLarge `request/too-large`.
 */
export function readRequest(event: APIGatewayProxyEventV2, route: Route, caller: Caller) {
  return {
    caller,
    body: route.body && readBody(event, route.body),
    query: route.query && readQuery(event, route.query),
    parameters: readParameters(event),
  } as ApiRequest;
}

function readBody(event: APIGatewayProxyEventV2, schema: NonNullable<Route['body']>): object {
  const raw = event.body ?? '';
  const text = event.isBase64Encoded ? Buffer.from(raw, 'base64').toString() : raw;
  const size = Buffer.byteLength(text);
  if (size > largestBody)
    throw new TooLarge(`the body has ${size} bytes; at most ${largestBody} are accepted.`, {
      code: 'request/too-large',
      data: { limit: largestBody },
    });
  // An empty body is valid if every field has a default.
  return parse(schema, text === '' ? {} : readJson(text), "the request's body", 'request/invalid-body');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInput("the request's body is not valid JSON.", {
      code: 'request/malformed-json',
      cause,
    });
  }
}

function readQuery(event: APIGatewayProxyEventV2, schema: NonNullable<Route['query']>): object {
  return parse(schema, event.queryStringParameters ?? {}, "the request's query", 'request/invalid-query');
}

function readParameters(event: APIGatewayProxyEventV2): Record<string, string> {
  const entries = Object.entries(event.pathParameters ?? {}).map(
    ([name, value]) => [name, value ?? ''] as const,
  );
  const wrong = entries.find(([, value]) => !/^[\w.-]{1,128}$/.test(value));
  if (wrong)
    throw new InvalidInput(`${wrong[0]} must be letters, digits, dashes and dots, at most 128.`, {
      code: 'request/invalid-parameter',
    });
  return Object.fromEntries(entries);
}
