import { expect, test } from 'vitest';
import { ServiceMetrics } from '#core/service/service-metrics.ts';
import { parse } from '#core/validation.ts';

const read = (metrics: unknown) => parse(ServiceMetrics, metrics, 'metrics', 'service/invalid-manifest');
const endpoint = 'GET /orders/:id';
const loadBalancer = 'app/shop/50dc6c495c0c9188';
const targetGroup = 'targetgroup/orders/6d0ecf831eec9f09';

test('a service lists no metrics by default', () => {
  expect(read(undefined)).toEqual([]);
});

test.each([
  { kind: 'api-gateway', endpoint, apiId: 'a1b2c3d4e5' },
  { kind: 'lambda', endpoint, functionName: 'shop-orders', alias: 'live' },
  { kind: 'alb', endpoint, loadBalancer, targetGroup },
  { kind: 'recorder', endpoint },
  { kind: 'custom', endpoint, namespace: 'Shop', latency: 'Took', unit: 's', errors: 'Failed' },
])('$kind is accepted as a source of metrics', (metric) => {
  expect(read([metric])).toMatchObject([metric]);
});

test.each([
  ['an unknown kind', { kind: 'nginx', endpoint }, 'kind'],
  ['no endpoint', { kind: 'recorder', endpoint: '/orders' }, 'must read "METHOD /route/template"'],
  ['an unknown key', { kind: 'recorder', endpoint, statistic: 'p99' }, 'statistic'],
  ["an API's name", { kind: 'api-gateway', endpoint, apiId: 'My API' }, 'must be the id of an HTTP API'],
  [
    "a function's ARN",
    { kind: 'lambda', endpoint, functionName: 'arn:aws:lambda:eu-west-1:1:function:f', alias: 'live' },
    "must be a function's name, not its ARN",
  ],
  [
    "a version's number",
    { kind: 'lambda', endpoint, functionName: 'f', alias: '3' },
    'must be the name of an alias',
  ],
  ['a whole ARN', { kind: 'alb', endpoint, loadBalancer: 'arn:aws:x', targetGroup }, 'app/NAME/ID'],
  ['an unknown unit', { kind: 'custom', endpoint, namespace: 'S', latency: 'T', unit: 'h' }, 'unit'],
])('%s is rejected, and the error says what would be right', (_, metric, message) => {
  expect(() => read([metric])).toThrow(message);
});

test('an endpoint with two sources is rejected: its requests would count twice', () => {
  expect(() =>
    read([
      { kind: 'recorder', endpoint },
      { kind: 'recorder', endpoint },
    ]),
  ).toThrow('each endpoint may be listed once');
});
