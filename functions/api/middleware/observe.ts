import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { count, publishMetrics } from '../../observability/metrics.ts';
import { reportFailure } from '../../observability/report-failure.ts';
import type { Route } from '../routes/route.ts';

/** Counts a route's requests, and writes failed ones to log and metrics. */
export function observe({
  method,
  path,
}: Route): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    before: () => count('Requests'),
    after: publishMetrics,
    onError: ({ error, event, context }) => {
      reportFailure(error, {
        route: `${method} ${path}`,
        requestId: event.requestContext.requestId,
        invocationId: context.awsRequestId,
      });
      publishMetrics();
    },
  };
}
