import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { withCallBudget } from '#adapters/aws/call-budget.ts';
import type { Route } from '../routes/route.ts';
import { observe } from './observe.ts';
import { problemJson } from './problem-json.ts';
import { readCaller } from './read-caller.ts';
import { readRequest } from './read-request.ts';
import type { ApiRequest } from './request.ts';

export type ApiHandler = (
  event: APIGatewayProxyEventV2,
  context?: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** Somebody waits: a service behind the API that is away gets them a 503 within two seconds. */
export const callMilliseconds = 1_500;

/**
 * A Lambda handler for one route that reads: who calls, is it allowed, is the request right; then `answer`, whose value
 * becomes the JSON body. A route that writes is a `writeEndpoint`.
 *
 * ```ts
 * export const handler = endpoint(system['get-health'], async () => ({ status: 'ok' }));
 * ```
 */
export function endpoint<R extends Route>(
  route: R,
  answer: (request: ApiRequest<R>, event: APIGatewayProxyEventV2) => Promise<object>,
): ApiHandler {
  const respond = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const caller = readCaller(event, route);
    const request = readRequest(event, route, caller) as ApiRequest<R>;
    const body = await withCallBudget(callMilliseconds, () => answer(request, event));
    return {
      statusCode: route.status,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
  };
  const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(observe(route))
    .use(problemJson())
    .handler(respond);
  return async (event, context) =>
    handler(event, context ?? ({} as never)) as Promise<APIGatewayProxyStructuredResultV2>;
}
