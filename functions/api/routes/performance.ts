import * as z from 'zod/mini';
import { ReceivedBatch } from '#core/performance/windows/received-batch.ts';
import { Text } from './fields.ts';
import type { Route } from './route.ts';

const OfService = z.strictObject({ service: Text });
const Hours = z.coerce.number().check(z.positive(), z.maximum(31 * 24));

/** The performance of services. */
export const performance = {
  'record-metrics': {
    method: 'POST',
    path: '/metrics',
    role: 'service',
    summary: 'Record a batch of measurements of one process',
    status: 202,
    body: ReceivedBatch,
  },
  'record-telemetry': {
    method: 'POST',
    path: '/otlp/v1/{signal}',
    role: 'service',
    summary: 'Record OpenTelemetry traces or metrics, in OTLP/HTTP',
    status: 200,
    body: z.looseObject({}),
    mediaTypes: ['application/x-protobuf', 'application/json'],
  },
  'performance-report': {
    method: 'GET',
    path: '/performance/report',
    role: 'viewer',
    summary: 'Health 0-100, endpoints with percentiles, findings, memory',
    status: 200,
    query: z.extend(OfService, { hours: z._default(Hours, 24) }),
  },
  'list-opportunities': {
    method: 'GET',
    path: '/improvements/opportunities',
    role: 'viewer',
    summary:
      'What is worth fixing, by the time a fix would save; and static findings, by what they were measured to cost',
    status: 200,
    query: OfService,
  },
} as const satisfies Record<string, Route>;
